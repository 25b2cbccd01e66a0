//go:build linux

package serial_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/serial"
	"onewindow/serial/pty"
)

// street is some stations on one line. A frame is "<station>:<text>\n", and a station
// that lives answers "<station>=<text>\n".
type street struct {
	dev *pty.Port

	mu    sync.Mutex
	echo  bool
	dead  map[string]bool
	late  map[string]bool // answers are kept until they are released
	kept  map[string]string
	babel map[string]string // what is said instead
	heard []string
}

func newStreet(t testing.TB, o pty.Options) *street {
	s := &street{dev: farEnd(t, o), dead: map[string]bool{}, late: map[string]bool{}, kept: map[string]string{}, babel: map[string]string{}}
	done := make(chan struct{})
	go func() { defer close(done); s.live() }()
	t.Cleanup(func() { s.dev.Close(); <-done })
	return s
}

func (s *street) live() {
	var line []byte
	buf := make([]byte, 256)
	for {
		n, err := s.dev.Read(buf)
		if errors.Is(err, pty.ErrUnplugged) {
			line = nil
			if s.dev.Await(context.Background()) == nil {
				continue
			}
		}
		if err != nil {
			return
		}
		if s.echoes() {
			s.dev.Write(buf[:n])
		}
		for _, b := range buf[:n] {
			if line = append(line, b); b != '\n' {
				continue
			}
			s.answer(string(line))
			line = nil
		}
	}
}

func (s *street) echoes() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.echo
}

func (s *street) answer(frame string) {
	station, text, _ := strings.Cut(strings.TrimSuffix(frame, "\n"), ":")
	s.mu.Lock()
	s.heard = append(s.heard, station+":"+text)
	dead, late, babel := s.dead[station], s.late[station], s.babel[station]
	if late {
		s.kept[station] = station + "=" + text + "\n"
	}
	s.mu.Unlock()
	switch {
	case dead || station == "all":
	case babel != "":
		s.dev.Write([]byte(babel))
	case late:
	default:
		s.dev.Write([]byte(station + "=" + text + "\n"))
	}
}

func (s *street) set(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

func (s *street) order() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.heard...)
}

// release sends the answer that a station kept.
func (s *street) release(station string) {
	s.mu.Lock()
	kept := s.kept[station]
	delete(s.kept, station)
	s.mu.Unlock()
	s.dev.Write([]byte(kept))
}

// anyLine takes the first line for the answer, whoever it comes from.
func anyLine(in []byte) ([]byte, bool) {
	line, _, ok := bytes.Cut(in, []byte("\n"))
	return line, ok
}

func ask(station, text string) serial.Exchange {
	return serial.Exchange{To: station, Frame: []byte(station + ":" + text + "\n"), Answer: anyLine, Timeout: patience}
}

// askIn asks somebody of whom nothing is expected.
func askIn(station, text string, timeout time.Duration) serial.Exchange {
	e := ask(station, text)
	e.Timeout = timeout
	return e
}

// onBus runs a bus on a line to the street.
func onBus(t testing.TB, s *street, set serial.BusSettings) *serial.Bus {
	t.Helper()
	set.Line = serial.Settings{Name: s.dev.Name(), Baud: 115200}
	b := serial.NewBus(set)
	up := make(chan struct{}, 100)
	stop := hold(t, set.Line, b.Run, func(st serial.State) {
		if st.Up {
			up <- struct{}{}
		}
	})
	t.Cleanup(stop)
	<-up
	eventually(t, "the bus to run", func() bool {
		_, err := b.Do(context.Background(), serial.Exchange{Frame: []byte("all:hello\n")})
		return err == nil
	})
	return b
}

// hold runs Hold until the function that it gives is called.
func hold(t testing.TB, s serial.Settings, session func(context.Context, serial.Conn) error, told func(serial.State)) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		serial.Hold(ctx, s, session, told)
	}()
	return func() {
		cancel()
		select {
		case <-done:
		case <-time.After(patience):
			t.Error("Hold did not return")
		}
	}
}

func do(t testing.TB, b *serial.Bus, e serial.Exchange, want string) {
	t.Helper()
	got, err := b.Do(context.Background(), e)
	if err != nil || string(got) != want {
		t.Fatalf("got %q, %v; want %q", got, err, want)
	}
}

func TestADeadStationCostsTheOthersOneTimeOutAndThenRests(t *testing.T) {
	t.Parallel()
	s := newStreet(t, pty.Options{})
	s.set(func() { s.dead["3"] = true })
	b := onBus(t, s, serial.BusSettings{Rests: []time.Duration{time.Hour}})
	for round := range 20 {
		for _, st := range []string{"1", "2", "3", "4", "5"} {
			e := ask(st, fmt.Sprint(round))
			if st == "3" {
				e.Timeout = 100 * time.Millisecond
			}
			got, err := b.Do(context.Background(), e)
			switch {
			case st != "3":
				if err != nil || string(got) != st+"="+fmt.Sprint(round) {
					t.Fatalf("station %s: %q %v", st, got, err)
				}
			case round == 0 && !errors.Is(err, serial.ErrNoAnswer), round == 1 && !errors.Is(err, serial.ErrResting):
				t.Fatalf("round %d: %v", round, err)
			}
		}
	}
	n := strings.Count(strings.Join(s.order(), " "), "3:")
	if asked := b.Stations()[2]; asked.Name != "3" || asked.Up || asked.Misses != n || asked.Again.IsZero() {
		t.Fatalf("%+v, asked %d times", asked, n)
	}
}

func TestAStationThatComesBackIsAskedAgainAndTold(t *testing.T) {
	t.Parallel()
	s := newStreet(t, pty.Options{})
	s.set(func() { s.dead["1"] = true })
	heard := make(chan serial.Station, 10)
	b := onBus(t, s, serial.BusSettings{Rests: []time.Duration{20 * time.Millisecond}, Told: func(st serial.Station) { heard <- st }})
	if _, err := b.Do(context.Background(), askIn("1", "x", 50*time.Millisecond)); !errors.Is(err, serial.ErrNoAnswer) {
		t.Fatal(err)
	}
	if st := <-heard; st.Up || st.Name != "1" || !errors.Is(st.Err, serial.ErrNoAnswer) {
		t.Fatalf("%+v", st)
	}
	s.set(func() { s.dead["1"] = false })
	eventually(t, "the station to answer", func() bool {
		_, err := b.Do(context.Background(), ask("1", "y"))
		return err == nil
	})
	if st := <-heard; !st.Up || st.Misses != 0 || st.Err != nil {
		t.Fatalf("%+v", st)
	}
	select {
	case st := <-heard:
		t.Fatalf("told without a change: %+v", st)
	default:
	}
}

func TestTheRestGrowsWithEachMiss(t *testing.T) {
	t.Parallel()
	s := newStreet(t, pty.Options{})
	s.set(func() { s.dead["1"] = true })
	b := onBus(t, s, serial.BusSettings{Rests: []time.Duration{time.Millisecond, 2 * time.Millisecond, time.Hour}})
	e := ask("1", "x")
	e.Timeout = 20 * time.Millisecond
	misses := 0
	eventually(t, "the third miss", func() bool {
		if _, err := b.Do(context.Background(), e); errors.Is(err, serial.ErrNoAnswer) {
			misses++
		}
		return misses == 3
	})
	if again := time.Until(b.Stations()[0].Again); again < 50*time.Minute {
		t.Fatal("rests only", again)
	}
}

func TestALateAnswerIsNobodyElses(t *testing.T) {
	t.Parallel()
	s := newStreet(t, pty.Options{})
	b := onBus(t, s, serial.BusSettings{Late: time.Second, Rests: []time.Duration{time.Nanosecond}})
	s.set(func() { s.late["1"] = true })
	for i := range 3 {
		if got, err := b.Do(context.Background(), askIn("1", "slow", 30*time.Millisecond)); !errors.Is(err, serial.ErrNoAnswer) {
			t.Fatalf("%q %v", got, err)
		}
		s.release("1")
		do(t, b, ask("2", fmt.Sprint(i)), "2="+fmt.Sprint(i))
	}
}

func TestAnEchoIsNotTheAnswer(t *testing.T) {
	t.Parallel()
	for _, echo := range []serial.Echo{serial.EchoLearn, serial.EchoYes} {
		s := newStreet(t, pty.Options{})
		s.set(func() { s.echo = true })
		s.set(func() { s.dead["9"] = true })
		// Late is how long an echo of which nobody knows yet may take here.
		b := onBus(t, s, serial.BusSettings{Echo: echo, Late: time.Second, Rests: []time.Duration{time.Nanosecond}})
		for i := range 20 {
			do(t, b, ask("1", fmt.Sprint(i)), "1="+fmt.Sprint(i))
			if _, err := b.Do(context.Background(), serial.Exchange{Frame: []byte("all:x\n")}); err != nil {
				t.Fatal(err)
			}
			eventually(t, "the adapter to have echoed", func() bool { return strings.Count(strings.Join(s.order(), " "), "all:x") == i+1 })
		}
		if got, err := b.Do(context.Background(), askIn("9", "x", 50*time.Millisecond)); !errors.Is(err, serial.ErrNoAnswer) {
			t.Fatalf("the echo was taken for an answer: %q %v", got, err)
		}
	}
}

func TestAnAnswerThatBeginsLikeTheFrameIsFound(t *testing.T) {
	t.Parallel()
	s := newStreet(t, pty.Options{})
	s.set(func() { s.babel["1"] = "1:\n" })
	b := onBus(t, s, serial.BusSettings{})
	for range 3 {
		do(t, b, ask("1", "x"), "1:")
	}
	s.set(func() { s.babel["2"] = "2:x\n" })
	b = onBus(t, newStreetLike(t, s), serial.BusSettings{Echo: serial.EchoNo})
	do(t, b, ask("2", "x"), "2:x")
}

// newStreetLike is another line with the same stations.
func newStreetLike(t testing.TB, s *street) *street {
	n := newStreet(t, pty.Options{})
	n.set(func() { n.babel = s.babel })
	return n
}

func TestAGarbledAnswerIsToldAndRestsOnlyTheSecondTime(t *testing.T) {
	t.Parallel()
	s := newStreet(t, pty.Options{})
	s.set(func() { s.babel["1"] = "\x00\xff" })
	b := onBus(t, s, serial.BusSettings{Rests: []time.Duration{time.Hour}})
	e := ask("1", "x")
	e.Timeout = time.Second // what it babbles is there by then
	for i, want := range []error{serial.ErrNoAnswer, serial.ErrNoAnswer, serial.ErrResting} {
		_, err := b.Do(context.Background(), e)
		if !errors.Is(err, want) || i == 0 && !strings.Contains(err.Error(), "00 ff") {
			t.Fatalf("try %d: %v", i, err)
		}
	}
}

func TestAnUrgentExchangeOvertakesThoseThatWait(t *testing.T) {
	t.Parallel()
	s := newStreet(t, pty.Options{})
	s.set(func() { s.dead["1"] = true })
	b := onBus(t, s, serial.BusSettings{})
	var wg sync.WaitGroup
	e := askIn("1", "first", 2*time.Second) // in which all the others have asked
	wg.Go(func() { b.Do(context.Background(), e) })
	eventually(t, "the first to be on the line", func() bool { return strings.Contains(strings.Join(s.order(), " "), "1:first") })
	for i := range 5 {
		wg.Go(func() { b.Do(context.Background(), ask("2", fmt.Sprint("refresh", i))) })
	}
	urgent := ask("3", "call")
	urgent.Urgent = true
	do(t, b, urgent, "3=call")
	wg.Wait()
	all := s.order()
	at := func(x string) int {
		for i, h := range all {
			if strings.HasPrefix(h, x) {
				return i
			}
		}
		return len(all)
	}
	if at("3:call") > at("2:refresh") && at("2:refresh") < at("1:first")+1 {
		t.Fatalf("the order was %q", all)
	}
	if at("3:call") != at("1:first")+1 {
		t.Fatalf("the order was %q", all)
	}
}

func TestAnUrgentExchangeDoesNotWaitForAStationThatIsDownAnyway(t *testing.T) {
	t.Parallel()
	s := newStreet(t, pty.Options{})
	s.set(func() { s.dead["1"] = true })
	b := onBus(t, s, serial.BusSettings{Rests: []time.Duration{time.Nanosecond}})
	if _, err := b.Do(context.Background(), askIn("1", "first", 30*time.Millisecond)); !errors.Is(err, serial.ErrNoAnswer) {
		t.Fatal(err)
	}
	again := make(chan error, 1)
	go func() {
		_, err := b.Do(context.Background(), askIn("1", "again", time.Hour))
		again <- err
	}()
	eventually(t, "the second try to be on the line", func() bool { return strings.Contains(strings.Join(s.order(), " "), "1:again") })
	urgent := ask("2", "call")
	urgent.Urgent = true
	do(t, b, urgent, "2=call")
	if err := <-again; !errors.Is(err, serial.ErrResting) {
		t.Fatal(err)
	}
	if st := b.Stations()[0]; st.Misses != 1 {
		t.Fatalf("a try that was cut short counts as a miss: %+v", st)
	}
	// Back from the dead, it is heard at once.
	s.set(func() { s.dead["1"] = false })
	do(t, b, ask("1", "back"), "1=back")
}

func TestWithoutALineEverybodyIsToldAtOnce(t *testing.T) {
	t.Parallel()
	s := newStreet(t, pty.Options{})
	if _, err := serial.NewBus(serial.BusSettings{}).Do(context.Background(), ask("1", "x")); !errors.Is(err, serial.ErrDown) {
		t.Fatal(err)
	}
	s.set(func() { s.dead["1"] = true })
	b := onBus(t, s, serial.BusSettings{})
	e := ask("1", "x")
	e.Timeout = patience
	got := make(chan error, 5)
	for range 5 {
		go func() {
			_, err := b.Do(context.Background(), e)
			got <- err
		}()
	}
	eventually(t, "a request on the line", func() bool { return len(s.order()) > 1 })
	s.dev.Unplug()
	for range 5 {
		if err := <-got; !errors.Is(err, serial.ErrDown) {
			t.Fatal(err)
		}
	}
	if err := s.dev.Plug(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the bus to work again", func() bool {
		got, err := b.Do(context.Background(), ask("2", "y"))
		return err == nil && string(got) == "2=y"
	})
}

func TestARequestThatIsGivenUpIsNotSent(t *testing.T) {
	t.Parallel()
	s := newStreet(t, pty.Options{})
	s.set(func() { s.dead["1"] = true })
	b := onBus(t, s, serial.BusSettings{})
	var wg sync.WaitGroup
	wg.Go(func() { b.Do(context.Background(), askIn("1", "x", 200*time.Millisecond)) })
	eventually(t, "the first to be on the line", func() bool { return strings.Contains(strings.Join(s.order(), " "), "1:x") })
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := b.Do(ctx, ask("2", "given-up")); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	wg.Wait()
	do(t, b, ask("3", "z"), "3=z")
	if all := strings.Join(s.order(), " "); strings.Contains(all, "given-up") {
		t.Fatal(all)
	}
}

func TestNobodyGetsTheAnswerOfAnother(t *testing.T) {
	t.Parallel()
	for _, echo := range []bool{false, true} {
		s := newStreet(t, pty.Options{})
		s.set(func() { s.echo = echo })
		b := onBus(t, s, serial.BusSettings{Late: 300 * time.Millisecond, Rests: []time.Duration{time.Nanosecond}})
		// The adapter is known from here on.
		do(t, b, ask("0", "hello"), "0=hello")
		r := rand.New(rand.NewPCG(1, 2))
		for range 4 {
			stations := []string{"1", "2", "3", "4", "5"}
			s.set(func() {
				clear(s.dead)
				clear(s.late)
				clear(s.kept)
				clear(s.babel)
				for _, st := range stations {
					switch r.IntN(8) {
					case 0:
						s.dead[st] = true
					case 1:
						s.late[st] = true
					case 2:
						s.babel[st] = []string{"\x00", "1:", "2=", "\xff\xff"}[r.IntN(4)]
					}
				}
			})
			var wg sync.WaitGroup
			for i := range 6 {
				st := stations[r.IntN(len(stations))]
				e := ask(st, fmt.Sprint("text", i))
				e.Urgent = r.IntN(2) == 0
				late := s.late[st]
				well := !s.dead[st] && !late && s.babel[st] == ""
				if !well {
					e.Timeout = 20 * time.Millisecond
				}
				want := fmt.Sprint(st, "=text", i)
				wg.Go(func() {
					got, err := b.Do(context.Background(), e)
					switch {
					case well && (err != nil || string(got) != want):
						t.Errorf("got %q, %v; want %q", got, err, want)
					case !well && !errors.Is(err, serial.ErrNoAnswer) && !errors.Is(err, serial.ErrResting):
						t.Errorf("got %q, %v of %s", got, err, st)
					}
					if late {
						s.release(st)
					}
				})
			}
			wg.Wait()
		}
	}
}
