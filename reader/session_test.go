package reader_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"onewindow/reader"
	"onewindow/reader/virtual"
	"onewindow/serial"
)

// line is a serial line within a synctest bubble.
type line struct {
	to, from chan []byte
	rest     []byte
	gone     chan struct{}
	once     *sync.Once
}

// newLine makes both ends of a line.
func newLine() (near *nearEnd, far *line) {
	a, b, gone, once := make(chan []byte, 10_000), make(chan []byte, 10_000), make(chan struct{}), &sync.Once{}
	return &nearEnd{line: line{to: a, from: b, gone: gone, once: once}, idle: 100 * time.Millisecond}, &line{to: b, from: a, gone: gone, once: once}
}

func (l *line) Close() error {
	l.once.Do(func() { close(l.gone) })
	return nil
}

// Read is the device's: it waits.
func (l *line) Read(p []byte) (int, error) {
	if len(l.rest) == 0 {
		select {
		case l.rest = <-l.from:
		case <-l.gone:
			return 0, io.EOF
		}
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

func (l *line) Write(p []byte) (int, error) {
	select {
	case <-l.gone:
		return 0, io.ErrClosedPipe
	case l.to <- slices.Clone(p):
		return len(p), nil
	}
}

// nearEnd is a serial.Conn.
type nearEnd struct {
	line
	idle  time.Duration // how long a Read waits
	dirty bool          // a Read got a buffer with bytes of before
}

func (n *nearEnd) Read(p []byte) (int, error) {
	n.dirty = n.dirty || slices.ContainsFunc(p, func(b byte) bool { return b != 0 })
	if len(n.rest) == 0 {
		select {
		case n.rest = <-n.from:
		case <-n.gone:
			return 0, serial.ErrGone
		case <-time.After(n.idle):
			return 0, nil
		}
	}
	return n.line.Read(p)
}

func (n *nearEnd) Write(p []byte, _ time.Time) (int, error) {
	if k, err := n.line.Write(p); err != nil {
		return k, serial.ErrGone
	}
	return len(p), nil
}

func (n *nearEnd) Flush() error {
	n.rest = nil
	for {
		select {
		case <-n.from:
		case <-n.gone:
			return serial.ErrGone
		default:
			return nil
		}
	}
}

// counter is a reader's session on a virtual module, in virtual time.
type counter struct {
	*virtual.SAM
	far    *line
	reader *reader.Reader
	cards  []string
	bad    []error
	health []reader.Health
	ended  chan error
}

func atCounter(t *testing.T, o virtual.Options, s reader.Settings, f func(c *counter)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		c := &counter{SAM: virtual.NewSAM(o), ended: make(chan error, 1)}
		c.reader = reader.New(s, reader.Told{
			Card:       func(card reader.Card) { c.cards = append(c.cards, card.Number()) },
			Unreadable: func(err error) { c.bad = append(c.bad, err) },
			Health:     func(h reader.Health) { c.health = append(c.health, h) },
		})
		near, far := newLine()
		c.far = far
		served := make(chan struct{})
		go func() { defer close(served); _ = c.Serve(t.Context(), far) }()
		ctx, stop := context.WithCancel(t.Context())
		go func() { c.ended <- c.reader.Session(ctx, near) }()
		f(c)
		stop()
		<-time.After(time.Second)
		select {
		case <-c.ended:
		default:
			t.Error("one second after its end the session goes on")
		}
		_ = far.Close()
		<-served
		if near.dirty {
			t.Error("what a card said stayed in a buffer")
		}
	})
}

// wait lets time pass.
func wait(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

var people = virtual.People()

func (c *counter) want(t *testing.T, cards ...string) {
	t.Helper()
	if !slices.Equal(c.cards, cards) {
		t.Errorf("told the cards %q, want %q", c.cards, cards)
	}
}

func TestACardIsToldOnceHoweverLongItLies(t *testing.T) {
	for _, sees := range []bool{false, true} {
		t.Run(fmt.Sprintf("module sees it again: %v", sees), func(t *testing.T) {
			atCounter(t, virtual.Options{Sees: sees}, reader.Settings{}, func(c *counter) {
				wait(time.Second)
				c.want(t)
				c.Put(people[0])
				wait(time.Minute)
				c.want(t, people[0].Number)
				if n := c.Asked(reader.ReadText); n != 1 {
					t.Errorf("the card was read %d times", n)
				}
				c.Take()
				wait(3 * time.Second)
				c.Put(people[0])
				wait(3 * time.Second)
				c.want(t, people[0].Number, people[0].Number)
				c.Take()
				wait(time.Second)
				c.Put(people[1])
				wait(time.Second)
				c.want(t, people[0].Number, people[0].Number, people[1].Number)
				if len(c.bad) > 0 {
					t.Errorf("told as unreadable: %v", c.bad)
				}
			})
		})
	}
}

func TestACardThatTrembles(t *testing.T) {
	atCounter(t, virtual.Options{}, reader.Settings{}, func(c *counter) {
		for range 20 {
			c.Put(people[0])
			wait(700 * time.Millisecond)
			c.Take()
			wait(700 * time.Millisecond)
		}
		c.want(t, people[0].Number)
	})
}

func TestAReaderIsHealthyOnlyOnceItHasAnswered(t *testing.T) {
	if h := reader.New(reader.Settings{}, reader.Told{}).Health(); h.Fault != reader.FaultGone {
		t.Errorf("before the first answer: %+v", h)
	}
	atCounter(t, virtual.Options{}, reader.Settings{}, func(c *counter) {
		wait(500 * time.Millisecond)
		if h := c.reader.Health(); h.Fault != "" || h.Model != "05.01-20260101-0000000001-0000000001" {
			t.Errorf("after it: %+v", h)
		}
	})
}

func TestSilenceIsToldWithinThreeSecondsAndEnds(t *testing.T) {
	atCounter(t, virtual.Options{}, reader.Settings{}, func(c *counter) {
		wait(time.Second)
		c.Break(virtual.Silent, -1)
		wait(3 * time.Second)
		if h := c.reader.Health(); h.Fault != reader.FaultSilent || h.Why == "" {
			t.Errorf("3 s after it fell silent: %+v", h)
		}
		c.Break(virtual.Silent, 0)
		wait(2 * time.Second)
		if h := c.reader.Health(); h.Fault != "" || h.Why != "" {
			t.Errorf("2 s after it answers again: %+v", h)
		}
		var faults []reader.Fault
		for _, h := range c.health {
			faults = append(faults, h.Fault)
		}
		if want := []reader.Fault{"", reader.FaultSilent, ""}; !slices.Equal(faults, want) {
			t.Errorf("told %q, want %q", faults, want)
		}
		c.Put(people[2])
		wait(time.Second)
		c.want(t, people[2].Number)
	})
}

func TestOneLostAnswerIsNoSilence(t *testing.T) {
	atCounter(t, virtual.Options{}, reader.Settings{}, func(c *counter) {
		wait(time.Second)
		c.Break(virtual.Silent, 1)
		wait(5 * time.Second)
		if len(c.health) != 1 {
			t.Errorf("told %+v", c.health)
		}
	})
}

func TestAnswersThatCannotBeUnderstoodAreAFaultOfTheirOwn(t *testing.T) {
	atCounter(t, virtual.Options{}, reader.Settings{}, func(c *counter) {
		c.Break(virtual.BadSum, -1)
		wait(4 * time.Second)
		if h := c.reader.Health(); h.Fault != reader.FaultError || !strings.Contains(h.Why, "115200") {
			t.Errorf("%+v", h)
		}
	})
}

func TestAModuleThatMayNotWorkIsAtFault(t *testing.T) {
	atCounter(t, virtual.Options{}, reader.Settings{}, func(c *counter) {
		c.Break(virtual.Unauthorised, -1)
		wait(time.Second)
		if h := c.reader.Health(); h.Fault != reader.FaultError || !strings.Contains(h.Why, "not authorised") {
			t.Errorf("%+v", h)
		}
		c.Break("", 0)
		wait(time.Second)
		if h := c.reader.Health(); h.Fault != "" {
			t.Errorf("after it was authorised: %+v", h)
		}
	})
}

func TestFaultsOfOneAnswerCostNoCard(t *testing.T) {
	for _, f := range virtual.Faults {
		if f == virtual.Pulled || f == virtual.Silent || f == virtual.BadSum || f == virtual.Truncated {
			continue // an answer that is lost after the module has read the card loses the card too
		}
		t.Run(string(f), func(t *testing.T) {
			atCounter(t, virtual.Options{Slow: 900 * time.Millisecond}, reader.Settings{}, func(c *counter) {
				wait(time.Second)
				c.Put(people[3])
				c.Break(f, 1)
				wait(5 * time.Second)
				c.want(t, people[3].Number)
			})
		})
	}
}

func TestACardWhoseAnswerIsLostIsReadAgainByAModuleThatSeesIt(t *testing.T) {
	for _, f := range []virtual.Fault{virtual.Silent, virtual.BadSum, virtual.Truncated} {
		t.Run(string(f), func(t *testing.T) {
			atCounter(t, virtual.Options{Sees: true}, reader.Settings{}, func(c *counter) {
				wait(time.Second)
				c.Put(people[3])
				c.Break(f, 3) // find, then find, select
				wait(15 * time.Second)
				c.want(t, people[3].Number)
			})
		})
	}
}

func TestACardThatIsPulledIsToldAsTakenAway(t *testing.T) {
	atCounter(t, virtual.Options{}, reader.Settings{}, func(c *counter) {
		wait(time.Second)
		c.Break(virtual.Pulled, 1)
		c.Put(people[1])
		wait(5 * time.Second)
		c.want(t)
		if len(c.bad) != 1 || !errors.Is(c.bad[0], reader.ErrTakenAway) {
			t.Errorf("told %v", c.bad)
		}
		c.Put(people[1])
		wait(time.Second)
		c.want(t, people[1].Number)
	})
}

func TestACardThatCannotBeReadIsToldOnce(t *testing.T) {
	forged := people[2]
	forged.Number = "440399198503120045"
	for _, sees := range []bool{false, true} {
		atCounter(t, virtual.Options{Sees: sees}, reader.Settings{}, func(c *counter) {
			wait(time.Second)
			c.Put(forged)
			wait(time.Minute)
			c.want(t)
			if len(c.bad) != 1 || strings.Contains(c.bad[0].Error(), "4403") {
				t.Errorf("told %v", c.bad)
			}
		})
	}
}

func TestACardThatDoesNotGiveItsTextIsTriedThreeTimes(t *testing.T) {
	atCounter(t, virtual.Options{}, reader.Settings{}, func(c *counter) {
		wait(time.Second)
		c.Break(virtual.Unreadable, -1)
		c.Put(people[1])
		wait(time.Minute)
		if n := c.Asked(reader.ReadText); n != 3 || len(c.bad) != 1 || !strings.Contains(c.bad[0].Error(), "could not be read") {
			t.Errorf("tried %d times, told %v", n, c.bad)
		}
	})
}

func TestACardThatHoversIsComplainedOfOnce(t *testing.T) {
	atCounter(t, virtual.Options{}, reader.Settings{}, func(c *counter) {
		wait(time.Second)
		c.Break(virtual.Unreadable, -1)
		for range 20 {
			c.Put(people[1])
			wait(400 * time.Millisecond)
			c.Take()
			wait(400 * time.Millisecond)
		}
		if n := c.Asked(reader.ReadText); n < 5 || len(c.bad) != 1 {
			t.Errorf("read %d times, told %d times", n, len(c.bad))
		}
	})
}

func TestAnAnswerThatComesTooLateIsForgotten(t *testing.T) {
	atCounter(t, virtual.Options{Slow: 1200 * time.Millisecond}, reader.Settings{}, func(c *counter) {
		wait(time.Second)
		c.Break(virtual.Slow, 1)
		c.Put(people[1])
		wait(500 * time.Millisecond) // found, and not told yet
		c.Take()
		wait(10 * time.Second)
		if n := c.Asked(reader.Select); n > 0 || len(c.bad) > 0 || len(c.cards) > 0 {
			t.Errorf("selected %d times, told %v, %d cards", n, c.bad, len(c.cards))
		}
	})
}

func TestAnAnswerFitsItsRequest(t *testing.T) {
	body := func(s reader.Status, n int) []byte { return append([]byte{0, 0, byte(s)}, make([]byte, n)...) }
	found, none, short, text := body(reader.StatusFound, 4), body(reader.StatusNoCard, 0), body(reader.StatusDone, 8), body(reader.StatusDone, 1284)
	failed := body(reader.StatusUnread, 0)
	for _, c := range []struct {
		to   reader.Request
		fits [][]byte
		not  [][]byte
	}{
		{reader.Find, [][]byte{found, none, failed}, [][]byte{short, text}},
		{reader.Select, [][]byte{short, failed}, [][]byte{found, none, text}},
		{reader.ReadText, [][]byte{text, failed}, [][]byte{found, none, short}},
		{reader.AskStatus, [][]byte{short, failed}, [][]byte{found, none, text, {0, 0}, {0, 0, 0}}},
	} {
		for i, b := range c.fits {
			if _, _, ok := reader.AnswerTo(c.to, b); !ok {
				t.Errorf("% X: answer %d fits, and was refused", c.to, i)
			}
		}
		for i, b := range c.not {
			if _, _, ok := reader.AnswerTo(c.to, b); ok {
				t.Errorf("% X: answer %d is another's, and was taken", c.to, i)
			}
		}
	}
}

func TestAnUnpluggedLineEndsTheSessionAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := newLine()
		ended := make(chan error)
		go func() { ended <- reader.New(reader.Settings{}, reader.Told{}).Session(t.Context(), near) }()
		wait(200 * time.Millisecond)
		began := time.Now()
		_ = far.Close()
		if err := <-ended; !errors.Is(err, serial.ErrGone) {
			t.Errorf("ended with %v", err)
		}
		if late := time.Since(began); late > 300*time.Millisecond {
			t.Errorf("ended %v after the line", late)
		}
	})
}

func TestALineThatIsDownIsGoneWithItsReason(t *testing.T) {
	r := reader.New(reader.Settings{}, reader.Told{})
	r.Line(serial.State{Err: errors.New("open /dev/ttyUSB0: no such device; plug it in")})
	if h := r.Health(); h.Fault != reader.FaultGone || !strings.Contains(h.Why, "plug it in") {
		t.Errorf("%+v", h)
	}
	r.Line(serial.State{Up: true})
	if h := r.Health(); h.Fault != reader.FaultGone {
		t.Errorf("a line that is up, before the reader has answered: %+v", h)
	}
}

// TestWhateverHappensNoCardIsToldThatIsNotThere plays random days: cards come and
// go, answers fail in every way.
func TestWhateverHappensNoCardIsToldThatIsNotThere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		type step struct {
			fault  virtual.Fault
			times  int
			person int // -1: taken away
			wait   time.Duration
		}
		var steps []step
		for range rapid.IntRange(1, 15).Draw(rt, "steps") {
			steps = append(steps, step{
				rapid.SampledFrom(append([]virtual.Fault{""}, virtual.Faults...)).Draw(rt, "fault"), rapid.IntRange(0, 4).Draw(rt, "times"),
				rapid.IntRange(-1, len(people)-1).Draw(rt, "person"), time.Duration(rapid.IntRange(0, 6000).Draw(rt, "ms")) * time.Millisecond,
			})
		}
		sees := rapid.Bool().Draw(rt, "sees")
		var wrong string
		atCounter(t, virtual.Options{Sees: sees, Slow: 2 * time.Second}, reader.Settings{}, func(c *counter) {
			put := map[string]int{} // how often each was put on
			for _, s := range steps {
				c.Break(s.fault, s.times)
				c.Take()
				if s.person >= 0 {
					c.Put(people[s.person])
					put[people[s.person].Number]++
				}
				wait(s.wait)
			}
			c.Break("", 0)
			c.Take()
			wait(20 * time.Second)
			for _, n := range c.cards {
				if put[n]--; put[n] < 0 {
					wrong = "a card was told more often than it was put on"
				}
			}
			told := len(c.cards)
			c.Put(people[0])
			wait(3 * time.Second)
			if len(c.cards) != told+1 || c.cards[told] != people[0].Number {
				wrong = "after all faults had ended, a card was not read"
			}
			if h := c.reader.Health(); h.Fault != "" {
				wrong = fmt.Sprintf("after all faults had ended the reader is %+v", h)
			}
			for _, err := range c.bad {
				for _, p := range people {
					if strings.Contains(err.Error(), p.Number) {
						wrong = "an error quotes a card"
					}
				}
			}
		})
		if wrong != "" {
			rt.Fatal(wrong)
		}
	})
}
