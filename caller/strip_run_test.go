package caller

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/caller/virtual"
	"onewindow/serial/pty"
)

// until waits for something, ten seconds at most.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	within(t, 10*time.Second, what, ok)
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
}

// quickTiming rests only as long as it takes to see that it rests, and touches nothing.
var quickTiming = stripTiming{
	touch: time.Hour, look: 20 * time.Millisecond, again: 5 * time.Millisecond,
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

func TestEveryStripShowsItsWindowAndTheHallsTheCalls(t *testing.T) {
	l := build(t, plan{cards: 4, hall: true, baud: 57600})
	signs := []Sign{signAt(1, SignIdle), signAt(2, SignCalling), signAt(3, SignServing)}
	l.strips.Show(signs, []Call{{Number: "A002", Window: "2", Label: "2", Zones: []string{"A"}, At: time.Now(), Times: 1}}, Text{})
	l.shows(t, 1, "请下一位")
	l.shows(t, 2, "请A002号")
	l.shows(t, 3, "A003")
	l.shows(t, 4, "请A002号到2号窗口")
	until(t, "all are well", func() bool {
		for _, h := range l.strips.Health() {
			if h.Fault != StripOK || h.Since.IsZero() {
				return false
			}
		}
		return true
	})
	l.strips.Show(nil, nil, Text{})
	for i := 1; i <= 3; i++ {
		l.shows(t, i, "")
	}
	l.shows(t, 4, "请留意呼叫")
}

func TestAStripIsNotWrittenWhenNothingChanged(t *testing.T) {
	l := build(t, plan{cards: 3, baud: 57600})
	for range 20 {
		l.strips.Show(allSigns(3, SignIdle), nil, Text{})
	}
	for i := 1; i <= 3; i++ {
		l.shows(t, i, "请下一位")
	}
	l.strips.Show([]Sign{signAt(1, SignIdle), signAt(2, SignCalling), signAt(3, SignIdle)}, nil, Text{})
	l.shows(t, 2, "请A002号")
	for i, want := range []int{1, 2, 1} {
		if n := l.cards[i].Frames(); n != want {
			t.Errorf("card %d got %d frames, want %d", i+1, n, want)
		}
	}
}

func TestOnlyTheNewestStateReachesAStrip(t *testing.T) {
	l := build(t, plan{cards: 1, baud: 9600})
	var last string
	for i := range 200 {
		last = fmt.Sprintf("A%03d", i)
		s := signAt(1, SignServing)
		s.Number = last
		l.strips.Show([]Sign{s}, nil, Text{})
	}
	l.shows(t, 1, last)
	if n := l.cards[0].Frames(); n > 4 {
		t.Errorf("%d frames for 200 states at once; stale ones were sent", n)
	}
}

func TestAStripThatWasWithoutPowerShowsAgainWhatItShowed(t *testing.T) {
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
	timing := quickTiming
	timing.touch = 200 * time.Millisecond
	l := build(t, plan{cards: 2, baud: 57600, timing: timing})
	l.strips.Show(allSigns(2, SignServing), nil, Text{})
	l.shows(t, 1, "A001")
	until(t, "it is well", func() bool { return l.faults("s1") == "()" })
	l.cards[0].Fault(virtual.BXFaults{Dead: true})
	until(t, "it is told", func() bool { return l.faults("s1") == "()(silent)" })
}

func TestOnASlowLineNobodyWaitsForAnswersAndAllIsSaidTwice(t *testing.T) {
	l := build(t, plan{cards: stripsSlow + 1, baud: 9600})
	n := stripsSlow + 1
	l.strips.Show(allSigns(n, SignCalling), nil, Text{}) // the first time each card proves that it can
	for i := 1; i <= n; i++ {
		l.shows(t, i, fmt.Sprintf("请A%03d号", i))
	}
	signs := allSigns(n, SignCalling)
	signs[4].Number = "B777"
	before := l.cards[4].Frames()
	l.cards[4].Fault(virtual.BXFaults{Mute: 1}) // it could not answer, and is not asked to
	l.strips.Show(signs, nil, Text{})
	l.shows(t, 5, "请B777号")
	until(t, "it is told, told again and asked", func() bool { return l.cards[4].Frames() >= before+3 })
	if got := l.faults("s5"); got != "()" {
		t.Errorf("it is told as %s", got)
	}
	// A frame that is lost is made up for at once.
	l.cards[4].Fault(virtual.BXFaults{Dead: true})
	signs[4].Number = "B778"
	l.strips.Show(signs, nil, Text{})
	until(t, "it is silent", func() bool { return l.faults("s5") == "()(silent)" })
	l.cards[4].Fault(virtual.BXFaults{})
	l.shows(t, 5, "请B778号")
}

func TestBrightnessIsToldOnceTheStripIsThere(t *testing.T) {
	l := build(t, plan{cards: 1, baud: 57600, bright: 5})
	l.strips.Show(allSigns(1, SignIdle), nil, Text{})
	until(t, "it is as bright as set", func() bool { return l.cards[0].Brightness() == 4 })
}

func TestACallOvertakesWhatOnlyRefreshes(t *testing.T) {
	l := build(t, plan{cards: 20, baud: 9600})
	signs := allSigns(20, SignIdle)
	l.strips.Show(signs, nil, Text{})
	l.shows(t, 1, "请下一位") // the others follow, one by one
	l.mu.Lock()
	before := len(l.seen)
	l.mu.Unlock()
	signs[19] = signAt(20, SignCalling)
	l.strips.Show(signs, nil, Text{})
	l.shows(t, 20, "请A020号")
	l.mu.Lock()
	defer l.mu.Unlock()
	if n := len(l.seen) - before; n > 3 {
		t.Errorf("the call came as number %d, want it after the one that was under way", n)
	}
}

func TestADeadStripIsToldAndHoldsUpNobody(t *testing.T) {
	l := build(t, plan{cards: 3, baud: 57600})
	l.cards[1].Fault(virtual.BXFaults{Dead: true})
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
	for name, f := range map[string]virtual.BXFaults{
		"lost": {Mute: 1}, "garbled": {Garble: 1}, "busy": {Refuse: []byte{3, 3}}, "a wrong checksum on the way": {Refuse: []byte{5}},
		"byte by byte": {Slow: true}, "after junk": {Junk: []byte{0xA5, 0, 0x5A, 0x80}},
	} {
		t.Run(name, func(t *testing.T) {
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

func TestAStripThatRefusesIsAFaultThatSaysWhat(t *testing.T) {
	l := build(t, plan{cards: 1, baud: 57600})
	l.cards[0].Fault(virtual.BXFaults{Refuse: []byte{7}})
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
	l := build(t, plan{cards: 2, baud: 57600})
	l.line.Echo(true)
	l.strips.Show(allSigns(2, SignCalling), nil, Text{})
	l.shows(t, 1, "请A001号")
	l.shows(t, 2, "请A002号")
	until(t, "both are well", func() bool { return l.faults("s1")+l.faults("s2") == "()()" })
}

func TestAfterAnUnplugDuringACallEverythingIsThereAgainAndNothingStale(t *testing.T) {
	l := build(t, plan{cards: 6, baud: 9600})
	l.strips.Show(allSigns(6, SignIdle), nil, Text{})
	for i := 1; i <= 6; i++ {
		l.shows(t, i, "请下一位")
	}
	for round := range 2 {
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
	for i := 1; i <= 6; i++ {
		if got, want := l.faults(fmt.Sprint("s", i)), "()(gone)()(gone)()"; got != want {
			t.Errorf("strip %d is told as %s, want %s", i, got, want)
		}
	}
}

func TestAPortThatIsNotThereIsToldForEachOfItsStrips(t *testing.T) {
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

func TestDisplaysWithoutAnswersShowWhatTheyShouldAndSayThatTheyAreMute(t *testing.T) {
	dir := t.TempDir()
	vfd, digits := virtual.NewCD5220("vfd", nil), virtual.NewLED8("digits", nil)
	var set StripSettings
	ctx, stop := context.WithCancel(context.Background())
	var run sync.WaitGroup
	var ports []*pty.Port
	t.Cleanup(func() {
		stop()
		for _, p := range ports {
			_ = p.Close()
		}
		run.Wait()
	})
	for _, d := range []struct {
		kind StripKind
		dev  *virtual.CD5220
		baud int
	}{{StripCD5220, vfd, 9600}, {StripLED8, digits, 2400}} {
		port, err := pty.Open(pty.Options{Link: filepath.Join(dir, string(d.kind)), Baud: d.baud})
		if err != nil {
			t.Fatal(err)
		}
		ports = append(ports, port)
		run.Go(func() { serve(t, ctx, port, func(p io.ReadWriter) error { return d.dev.Serve(p) }) })
		set.Lines = append(set.Lines, StripLine{Port: port.Name(), Strips: []StripSetting{{Name: string(d.kind), Kind: d.kind, Window: "3"}}})
	}
	s, err := NewStrips(set, slog.New(slog.DiscardHandler), nil)
	if err != nil {
		t.Fatal(err)
	}
	run.Go(func() { s.Run(ctx) })
	s.Show([]Sign{{Window: "3", Label: "3", State: SignCalling, Number: "A023"}}, nil, Text{})
	until(t, "both show the call", func() bool {
		return strings.TrimSpace(vfd.Screen(time.Now()).Text()) == "A023/  Come to window 3" && digits.Screen(time.Now()).Text() == "023"
	})
	until(t, "both are known to be mute", func() bool {
		h := s.Health()
		return h[0].Mute && h[1].Mute && h[0].Fault == StripOK && !h[0].Since.IsZero() && !h[1].Since.IsZero()
	})
}

func TestACharacterThatAStripCannotShowIsNamedInTheLog(t *testing.T) {
	var log safeBuffer
	l := build(t, plan{cards: 1, baud: 57600, log: &log})
	s := signAt(1, SignPaused)
	s.Reason = Text{ZhHans: "㐂"}
	l.strips.Show([]Sign{s}, nil, Text{})
	l.shows(t, 1, "暂停：〓")
	if !strings.Contains(log.String(), "missing=㐂") || !strings.Contains(log.String(), "strip=s1") {
		t.Errorf("the log says %q", log.String())
	}
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
func TestAfterAnyTroubleTheStripsShowWhatIsTrue(t *testing.T) {
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
			for i := range signs {
				l.shows(t, i+1, signs[i].Number)
			}
			until(t, "all are well", func() bool {
				return !slices.ContainsFunc(l.strips.Health(), func(h StripHealth) bool { return h.Fault != StripOK })
			})
		})
	}
}

func TestNothingIsLeftBehindByARun(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 5 {
		t.Run("run", func(t *testing.T) {
			l := build(t, plan{cards: 2, baud: 57600})
			l.strips.Show(allSigns(2, SignCalling), nil, Text{})
			l.shows(t, 1, "请A001号")
		})
	}
	until(t, fmt.Sprintf("%d goroutines, as before", before), func() bool { return runtime.NumGoroutine() <= before })
}
