package caller

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/caller/virtual"
)

func TestAStripThatWasWithoutPowerShowsAgainWhatItShowed(t *testing.T) {
	t.Parallel()
	timing := quickTiming
	timing.touch = 200 * time.Millisecond
	l := build(t, plan{cards: 2, baud: 57600, timing: timing})
	l.strips.Show(allSigns(2, SignServing), nil, Text{})
	l.shows(t, 1, "A001")
	l.shows(t, 2, "A002")
	l.cards[1].PowerCycle()
	l.shows(t, 2, "A002")
	if got := l.faults("s2"); got != "()" {
		t.Errorf("it is told as %s", got)
	}
}

func TestAStripThatDiesWhileNothingHappensIsTold(t *testing.T) {
	t.Parallel()
	timing := quickTiming
	timing.touch = 200 * time.Millisecond
	l := build(t, plan{cards: 2, baud: 57600, timing: timing})
	l.strips.Show(allSigns(2, SignServing), nil, Text{})
	l.shows(t, 1, "A001")
	until(t, "it is well", func() bool { return l.faults("s1") == "()" })
	l.cards[0].Fault(virtual.BXFaults{Dead: true})
	until(t, "it is told", func() bool { return l.faults("s1") == "()(silent)" })
}

func TestADeadStripIsToldAndHoldsUpNobody(t *testing.T) {
	t.Parallel()
	l := build(t, plan{cards: 3, baud: 57600, faults: map[int]virtual.BXFaults{2: {Dead: true}}})
	l.strips.Show(allSigns(3, SignIdle), nil, Text{})
	l.shows(t, 1, "请下一位")
	l.shows(t, 3, "请下一位")
	until(t, "it is told", func() bool { return l.faults("s2") == "(silent)" })
	frames := func() int { return l.cards[0].Frames() }
	for i := range 10 {
		want := frames() + 1
		l.strips.Show([]Sign{signAt(1, []SignState{SignCalling, SignServing}[i%2]), signAt(2, SignCalling), signAt(3, SignIdle)}, nil, Text{})
		until(t, "the first strip is served", func() bool { return frames() >= want })
	}
	l.cards[1].PowerCycle()
	l.cards[1].Fault(virtual.BXFaults{})
	l.shows(t, 2, "请A002号")
	until(t, "it is told", func() bool { return l.faults("s2") == "(silent)()" })
	if got := l.faults("s1") + l.faults("s3"); got != "()()" {
		t.Errorf("the others are told as %s", got)
	}
}

func TestAnAnswerThatIsLostOnceIsNoFaultAndTheCallIsThere(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]virtual.BXFaults{
		"lost": {Mute: 1}, "garbled": {Garble: 1}, "busy": {Refuse: []byte{3, 3}}, "a wrong checksum on the way": {Refuse: []byte{5}},
		"byte by byte": {Slow: true}, "after junk": {Junk: []byte{0xA5, 0, 0x5A, 0x80}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := build(t, plan{cards: 1, baud: 57600})
			l.strips.Show(allSigns(1, SignIdle), nil, Text{})
			l.shows(t, 1, "请下一位")
			l.cards[0].Fault(f)
			l.strips.Show(allSigns(1, SignCalling), nil, Text{})
			l.shows(t, 1, "请A001号")
			l.strips.Show(allSigns(1, SignServing), nil, Text{})
			l.shows(t, 1, "A001")
			if got := l.faults("s1"); got != "()" {
				t.Errorf("it is told as %s", got)
			}
		})
	}
}

func TestACallWhoseFrameIsLostIsSaidAgainAtOnce(t *testing.T) {
	t.Parallel()
	timing := quickTiming
	timing.rests = []time.Duration{time.Hour} // were it not, nothing else would bring it in time
	l := build(t, plan{cards: 1, baud: 57600, timing: timing})
	l.strips.Show(allSigns(1, SignIdle), nil, Text{})
	l.shows(t, 1, "请下一位")
	l.cards[0].Fault(virtual.BXFaults{Deaf: 1})
	l.strips.Show(allSigns(1, SignCalling), nil, Text{})
	l.shows(t, 1, "请A001号")
}

func TestACallReachesAStripThatRestsBecauseOneAnswerWasLost(t *testing.T) {
	t.Parallel()
	timing := quickTiming
	timing.rests = []time.Duration{time.Hour}
	l := build(t, plan{cards: 1, baud: 57600, timing: timing})
	l.strips.Show(allSigns(1, SignIdle), nil, Text{})
	l.shows(t, 1, "请下一位")
	l.cards[0].Fault(virtual.BXFaults{Mute: 1})
	l.strips.Show(allSigns(1, SignServing), nil, Text{}) // shown; only the answer is lost
	l.shows(t, 1, "A001")
	l.strips.Show(allSigns(1, SignCalling), nil, Text{})
	l.shows(t, 1, "请A001号")
}

func TestStripsThatLostTheirPowerTogetherWithTheLineShowAgainWhatTheyShowed(t *testing.T) {
	t.Parallel()
	l := build(t, plan{cards: 3, baud: 57600, bright: 5})
	l.strips.Show(allSigns(3, SignServing), nil, Text{})
	for i := 1; i <= 3; i++ {
		l.shows(t, i, fmt.Sprintf("A%03d", i))
	}
	l.port.Unplug()
	for _, c := range l.cards {
		c.PowerCycle()
	}
	until(t, "it is told", func() bool { return strings.HasSuffix(l.faults("s1"), "(gone)") })
	if err := l.port.Plug(); err != nil {
		t.Fatal(err)
	}
	for i := 1; i <= 3; i++ {
		l.shows(t, i, fmt.Sprintf("A%03d", i))
		until(t, "it is as bright as set", func() bool { return l.cards[i-1].Brightness() == 4 })
	}
}

func TestAStripThatRefusesIsAFaultThatSaysWhat(t *testing.T) {
	t.Parallel()
	l := build(t, plan{cards: 1, baud: 57600, faults: map[int]virtual.BXFaults{1: {Refuse: []byte{7}}}})
	l.strips.Show(allSigns(1, SignIdle), nil, Text{})
	until(t, "it is told, and then well again", func() bool { return l.faults("s1") == "(error)()" })
	l.mu.Lock()
	why := l.told[0].Why
	l.mu.Unlock()
	if !strings.Contains(why, "flash failed") {
		t.Errorf("why: %q", why)
	}
	l.shows(t, 1, "请下一位")
}

func TestAnAdapterThatEchoesIsNoTrouble(t *testing.T) {
	t.Parallel()
	l := build(t, plan{cards: 2, baud: 57600})
	l.line.Echo(true)
	l.strips.Show(allSigns(2, SignCalling), nil, Text{})
	l.shows(t, 1, "请A001号")
	l.shows(t, 2, "请A002号")
	until(t, "both are well", func() bool { return l.faults("s1")+l.faults("s2") == "()()" })
}

func TestAfterAnUnplugDuringACallEverythingIsThereAgainAndNothingStale(t *testing.T) {
	t.Parallel()
	l := build(t, plan{cards: 6, baud: 9600})
	l.strips.Show(allSigns(6, SignIdle), nil, Text{})
	for i := 1; i <= 6; i++ {
		l.shows(t, i, "请下一位")
	}
	told := func(want string) {
		t.Helper()
		for i := 1; i <= 6; i++ {
			name := fmt.Sprint("s", i)
			until(t, "all are told as "+want, func() bool { return len(l.faults(name)) >= len(want) })
			if got := l.faults(name); got != want {
				t.Errorf("strip %d is told as %s, want %s", i, got, want)
			}
		}
	}
	for round := range 2 {
		told("()" + strings.Repeat("(gone)()", round))
		signs := allSigns(6, SignServing)
		signs[2] = signAt(3, SignCalling)
		l.strips.Show(signs, nil, Text{})
		// In the middle of a frame: half of what is under way never arrives.
		until(t, "the line is busy", func() bool { return l.port.Ahead() > 0 })
		l.port.Unplug()
		until(t, "it is told", func() bool { return strings.HasSuffix(l.faults("s3"), "(gone)") })
		for _, c := range l.cards {
			c.PowerCycle()
		}
		signs[3] = signAt(4, SignCalling)
		l.strips.Show(signs, nil, Text{})
		l.mu.Lock()
		l.seen = nil
		l.mu.Unlock()
		if err := l.port.Plug(); err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{"A001", "A002", "请A003号", "请A004号", "A005", "A006"} {
			l.shows(t, i+1, want)
		}
		l.mu.Lock()
		first := []string{l.seen[0].screen.Text(), l.seen[1].screen.Text()}
		l.mu.Unlock()
		if !strings.Contains(first[0], "请") || !strings.Contains(first[1], "请") {
			t.Errorf("round %d: after the plug came %q, want the calls first", round, first)
		}
		l.strips.Show(allSigns(6, SignIdle), nil, Text{})
		for i := 1; i <= 6; i++ {
			l.shows(t, i, "请下一位")
		}
	}
	told("()(gone)()(gone)()")
}

func TestAPortThatIsNotThereIsToldForEachOfItsStrips(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var told []StripHealth
	set := StripSettings{Lines: []StripLine{{Port: filepath.Join(t.TempDir(), "none"), Strips: []StripSetting{
		{Name: "a", Kind: StripAlpha, Address: 1, Width: 16, Window: "1"}, {Name: "b", Kind: StripAlpha, Address: 2, Width: 16, Zones: []string{"*"}},
	}}}}
	s, err := NewStrips(set, slog.New(slog.DiscardHandler), func(h StripHealth) {
		mu.Lock()
		defer mu.Unlock()
		told = append(told, h)
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var run sync.WaitGroup
	run.Go(func() { s.Run(ctx) })
	until(t, "both are told", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(told) == 2
	})
	stop()
	run.Wait()
	mu.Lock()
	defer mu.Unlock()
	for _, h := range told {
		if h.Fault != StripGone || h.Why == "" || !h.Mute {
			t.Errorf("told %+v", h)
		}
	}
	if len(told) != 2 {
		t.Errorf("the end is told as %d changes more", len(told)-2)
	}
}

func TestAfterAnyTroubleTheStripsShowWhatIsTrue(t *testing.T) {
	t.Parallel()
	const cards = 5
	timing := quickTiming
	timing.touch = 300 * time.Millisecond
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			chance := rand.New(rand.NewPCG(seed, 7))
			l := build(t, plan{cards: cards, baud: 115200, timing: timing})
			signs := allSigns(cards, SignIdle)
			for range 60 {
				w := chance.IntN(cards)
				signs[w] = signAt(w+1, []SignState{SignClosed, SignIdle, SignCalling, SignServing, SignPaused}[chance.IntN(5)])
				l.strips.Show(signs, nil, Text{})
				card := l.cards[chance.IntN(cards)]
				switch chance.IntN(10) {
				case 0:
					card.Fault(virtual.BXFaults{Dead: true})
				case 1:
					card.Fault(virtual.BXFaults{Mute: 1 + chance.IntN(3)})
				case 2:
					card.Fault(virtual.BXFaults{Garble: 1 + chance.IntN(3)})
				case 3:
					card.Fault(virtual.BXFaults{Refuse: []byte{byte(chance.IntN(17))}})
				case 4:
					card.Fault(virtual.BXFaults{Slow: true, Junk: []byte{0xA5, 0x5B, 0x07, 0x5A}})
				case 5:
					card.PowerCycle()
				case 6:
					card.Fault(virtual.BXFaults{})
				case 7:
					l.line.Echo(chance.IntN(2) == 0)
				case 8:
					l.port.Unplug()
					if err := l.port.Plug(); err != nil {
						t.Fatal(err)
					}
				}
				<-time.After(time.Duration(chance.IntN(20)) * time.Millisecond)
			}
			l.line.Echo(false)
			for _, c := range l.cards {
				c.Fault(virtual.BXFaults{})
			}
			for i := range signs {
				signs[i] = signAt(i+1, SignServing)
				signs[i].Number = fmt.Sprintf("B%03d", i)
			}
			l.strips.Show(signs, nil, Text{})
			defer func() {
				if t.Failed() {
					l.mu.Lock()
					t.Logf("now %v told %+v", time.Now(), l.told)
					l.mu.Unlock()
					t.Logf("health %+v", l.strips.Health())
					line := l.strips.lines[0]
					line.mu.Lock()
					defer line.mu.Unlock()
					t.Logf("up %v stations %+v", line.up, line.bus.Stations())
					for _, s := range line.strips {
						t.Logf("%+v", *s)
					}
				}
			}()
			for i := range signs {
				l.shows(t, i+1, signs[i].Number)
			}
			until(t, "all are well", func() bool {
				return !slices.ContainsFunc(l.strips.Health(), func(h StripHealth) bool { return h.Fault != StripOK })
			})
		})
	}
}
