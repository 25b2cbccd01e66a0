package caller

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/caller/virtual"
	"onewindow/serial/pty"
)

// until waits for something, a minute at most.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	within(t, time.Minute, what, ok)
}

// within waits for something no longer than d.
func within(t testing.TB, d time.Duration, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(d); ; {
		if ok() {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
		<-time.After(2 * time.Millisecond)
	}
}

// plant is a line with virtual strips that is held by Strips.
type plant struct {
	port   *pty.Port
	line   *virtual.BXLine
	cards  []*virtual.BXCard
	strips *Strips

	mu   sync.Mutex
	told []StripHealth
	seen []sight // every face that came to a card
}

// sight is what a card began to show.
type sight struct {
	screen virtual.Screen
	at     time.Time
}

// plan is what a plant has.
type plan struct {
	cards int // over windows 1, 2, ...; the last one is the hall's if hall is set
	hall  bool
	baud  int
	log   io.Writer
	// timing is quick when nothing is said.
	timing stripTiming
	bright int
	faults map[int]virtual.BXFaults // of cards, from the beginning
}

// quickTiming rests only as long as it takes to see that it rests, and touches nothing.
// Cards have long to answer: that the tests' machine stands still is no lost answer.
var quickTiming = stripTiming{
	touch: time.Hour, look: 20 * time.Millisecond, again: 5 * time.Millisecond, answer: 2 * time.Second,
	rests: []time.Duration{100 * time.Millisecond, 200 * time.Millisecond},
}

// build runs a plant until the test ends.
func build(t testing.TB, p plan) *plant {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Fatal("these tests need pseudo terminals; run the others with -run")
	}
	l := &plant{}
	port, err := pty.Open(pty.Options{Link: filepath.Join(t.TempDir(), "line"), Baud: p.baud})
	if err != nil {
		t.Fatal(err)
	}
	l.port = port
	set := StripLine{Port: port.Name(), Baud: p.baud}
	for i := 1; i <= p.cards; i++ {
		s := StripSetting{Name: fmt.Sprint("s", i), Kind: StripBX6K, Address: i, Window: fmt.Sprint(i), Width: 64, Height: 16, Colours: 2, Brightness: p.bright}
		if p.hall && i == p.cards {
			s.Window, s.Zones, s.Width, s.Height = "", []string{"*"}, 256, 32
		}
		set.Strips = append(set.Strips, s)
		l.cards = append(l.cards, virtual.NewBXCard(virtual.BXCardSettings{
			Name: s.Name, Address: uint16(i), Generation: 6, Width: s.Width, Height: s.Height, Shown: l.saw,
		}))
	}
	for i, f := range p.faults {
		l.cards[i-1].Fault(f)
	}
	l.line = virtual.NewBXLine(l.cards...)
	out := p.log
	if out == nil {
		out = io.Discard
	}
	if p.timing.touch == 0 {
		p.timing = quickTiming
	}
	l.strips, err = newStrips(StripSettings{Lines: []StripLine{set}}, p.timing, slog.New(slog.NewTextHandler(out, nil)), l.heard)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { l.strips.Run(ctx) })
	all.Go(func() { serve(t, ctx, port, l.line.Serve) })
	t.Cleanup(func() {
		stop()
		_ = port.Close()
		all.Wait()
	})
	return l
}

// serve lets a virtual device live on its end of a line until ctx ends, over plugs.
func serve(t testing.TB, ctx context.Context, port *pty.Port, device func(io.ReadWriter) error) {
	for port.Await(ctx) == nil {
		if err := device(port); err != nil && !errors.Is(err, pty.ErrUnplugged) && !errors.Is(err, pty.ErrClosed) {
			t.Errorf("the virtual device ends: %v", err)
			return
		}
	}
}

func (l *plant) heard(h StripHealth) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.told = append(l.told, h)
}

func (l *plant) saw(s virtual.Screen) {
	now := time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen = append(l.seen, sight{s, now})
}

// faces is how often card i was given something to show.
func (l *plant) faces(i int) (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range l.seen {
		if s.screen.Name == fmt.Sprint("s", i) {
			n++
		}
	}
	return n
}

// faults are the changes of health of a strip, in order.
func (l *plant) faults(name string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []string
	for _, h := range l.told {
		if h.Name == name {
			out = append(out, "("+string(h.Fault)+")")
		}
	}
	return strings.Join(out, "")
}

func (l *plant) text(i int) string { return l.cards[i-1].Screen(time.Now()).Text() }

// shows waits until strip i shows a text.
func (l *plant) shows(t testing.TB, i int, want string) {
	t.Helper()
	until(t, fmt.Sprintf("strip %d shows %q; it shows %q", i, want, l.text(i)), func() bool { return l.text(i) == want })
	if c := l.cards[i-1].Complaints(); len(c) > 0 {
		t.Errorf("card %d complains: %q", i, c)
	}
}

// signAt is a window in a state, with the number that belongs to it.
func signAt(i int, state SignState) Sign {
	s := Sign{Window: fmt.Sprint(i), Label: fmt.Sprint(i), State: state, Times: 1}
	if state == SignCalling || state == SignServing {
		s.Number = fmt.Sprintf("A%03d", i)
	}
	return s
}

func allSigns(n int, state SignState) (signs []Sign) {
	for i := 1; i <= n; i++ {
		signs = append(signs, signAt(i, state))
	}
	return signs
}

// safeBuffer is written by one goroutine and read by another.
type safeBuffer struct {
	mu sync.Mutex
	b  strings.Builder
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// TestAfterAnyTroubleTheStripsShowWhatIsTrue: whatever happened to cards and line, when

// it is over every strip shows the newest state and is well.
