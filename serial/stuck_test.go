package serial

import (
	"errors"
	"io"
	"sync"
	"testing"
	"time"
)

// fakeDriver is a driver whose write hangs until it is let go, as one in the system.
type fakeDriver struct {
	mu     sync.Mutex
	hang   chan struct{} // nil: writes pass
	got    []byte
	closed bool
	// reads are the answers to Read; then it waits as a driver with a time-out.
	reads []fakeRead
}

type fakeRead struct {
	b   string
	err error
}

func (f *fakeDriver) Read(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.reads) == 0 {
		return 0, io.EOF
	}
	r := f.reads[0]
	f.reads = f.reads[1:]
	return copy(p, r.b), r.err
}

func (f *fakeDriver) Write(p []byte) (int, error) {
	f.mu.Lock()
	hang := f.hang
	f.mu.Unlock()
	if hang != nil {
		<-hang
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.got = append(f.got, p...)
	return len(p), nil
}

func (f *fakeDriver) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	return nil
}

func (f *fakeDriver) isClosed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.closed
}

// fakeSide is always ready.
type fakeSide struct {
	mu              sync.Mutex
	freed, released bool
	free            func() // what unstick does
	down            bool
}

func (s *fakeSide) readable(time.Time) (bool, error) { return true, nil }
func (s *fakeSide) writable(time.Time) (bool, error) { return true, nil }
func (s *fakeSide) flush() error                     { return nil }
func (s *fakeSide) up() bool                         { return !s.down }
func (s *fakeSide) wake()                            {}
func (s *fakeSide) unstick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.freed = true
	if s.free != nil {
		s.free()
	}
}
func (s *fakeSide) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.released = true
	return nil
}

func (s *fakeSide) isReleased() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.released
}

func TestAWriteThatIsStuckInTheSystemSpoilsTheLineAndHoldsNobodyUp(t *testing.T) {
	before := Stuck()
	d, s := &fakeDriver{hang: make(chan struct{})}, &fakeSide{}
	p := newPort("line", d, s)
	if n, err := p.Write(make([]byte, 300), time.Now().Add(20*time.Millisecond)); n != 0 || !errors.Is(err, ErrWriteTimeout) {
		t.Fatal(n, err)
	}
	if _, err := p.Write([]byte("x"), time.Now().Add(time.Hour)); !errors.Is(err, ErrGone) {
		t.Fatal("a spoilt line took a write:", err)
	}
	if _, err := p.Read(make([]byte, 1)); !errors.Is(err, ErrGone) {
		t.Fatal("a spoilt line took a read:", err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if !s.isReleased() || d.isClosed() || Stuck() != before+1 {
		t.Fatalf("lock given back %v; the driver closed under its write %v; stuck %d", s.isReleased(), d.isClosed(), Stuck()-before)
	}
	close(d.hang)
	eventuallyTrue(t, "the driver to be closed", func() bool { return d.isClosed() && Stuck() == before })
}

func TestCloseFreesAStuckWriteWhereTheSystemLets(t *testing.T) {
	before := Stuck()
	d := &fakeDriver{hang: make(chan struct{})}
	s := &fakeSide{free: func() { close(d.hang) }}
	p := newPort("line", d, s)
	if _, err := p.Write([]byte("x"), time.Now().Add(10*time.Millisecond)); !errors.Is(err, ErrWriteTimeout) {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil || !d.isClosed() || Stuck() != before {
		t.Fatal(err, d.isClosed(), Stuck())
	}
}

func TestCloseEndsAWriteThatIsStuck(t *testing.T) {
	d := &fakeDriver{hang: make(chan struct{})}
	defer close(d.hang)
	p := newPort("line", d, &fakeSide{})
	got := make(chan error, 1)
	go func() {
		_, err := p.Write([]byte("x"), time.Now().Add(time.Hour))
		got <- err
	}()
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-got; !errors.Is(err, ErrClosed) {
		t.Fatal(err)
	}
}

func TestAnEndThatComesAtOnceIsAHangUpAndNotSilence(t *testing.T) {
	p := newPort("line", &fakeDriver{}, &fakeSide{})
	defer p.Close()
	if _, err := p.Read(make([]byte, 1)); !errors.Is(err, ErrGone) {
		t.Fatal(err)
	}
}

func TestAnErrorOfTheDriverIsAHangUp(t *testing.T) {
	broken := errors.New("broken")
	p := newPort("line", &fakeDriver{reads: []fakeRead{{"ab", nil}, {"", broken}}}, &fakeSide{})
	defer p.Close()
	b := make([]byte, 4)
	if n, err := p.Read(b); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	if _, err := p.Read(b); !errors.Is(err, ErrGone) || !errors.Is(err, broken) {
		t.Fatal(err)
	}
}

func TestPiecesAreSmall(t *testing.T) {
	d := &sizes{}
	p := newPort("line", d, &fakeSide{})
	defer p.Close()
	if n, err := p.Write(make([]byte, 1000), time.Now().Add(time.Minute)); n != 1000 || err != nil {
		t.Fatal(n, err)
	}
	if d.total != 1000 || d.most > maxPiece {
		t.Fatalf("%d bytes, at most %d at once", d.total, d.most)
	}
}

type sizes struct {
	fakeDriver
	total, most int
}

func (s *sizes) Write(p []byte) (int, error) {
	s.total += len(p)
	s.most = max(s.most, len(p))
	return len(p), nil
}

func eventuallyTrue(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited for", what)
		}
	}
}
