package caller

import (
	"context"
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

func TestEveryStripShowsItsWindowAndTheHallsTheCalls(t *testing.T) {
	t.Parallel()
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

func TestStripsAreAskedWhetherTheyAreThereBeforeThereIsAnythingToShow(t *testing.T) {
	t.Parallel()
	l := build(t, plan{cards: 3, baud: 57600, faults: map[int]virtual.BXFaults{3: {Dead: true}}})
	until(t, "all are known", func() bool { return l.faults("s1")+l.faults("s2")+l.faults("s3") == "()()(silent)" })
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.seen) != 0 {
		t.Errorf("%d faces were shown", len(l.seen))
	}
}

func TestAStripIsNotWrittenWhenNothingChanged(t *testing.T) {
	t.Parallel()
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
		if n := l.faces(i + 1); n != want {
			t.Errorf("card %d got %d faces, want %d", i+1, n, want)
		}
	}
}

func TestOnlyTheNewestStateReachesAStrip(t *testing.T) {
	t.Parallel()
	l := build(t, plan{cards: 1, baud: 9600})
	var last string
	began := time.Now()
	for i := range 200 {
		last = fmt.Sprintf("A%03d", i)
		s := signAt(1, SignServing)
		s.Number = last
		l.strips.Show([]Sign{s}, nil, Text{})
	}
	// The line takes longer than that for a face; what it could take while they came
	// was new then.
	fresh := int(time.Since(began) / (50 * time.Millisecond))
	l.shows(t, 1, last)
	if n := l.faces(1); n > 4+fresh {
		t.Errorf("%d faces for 200 states at once; stale ones were sent", n)
	}
}

func TestOnASlowLineNobodyWaitsForAnswersAndAllIsSaidTwice(t *testing.T) {
	t.Parallel()
	l := build(t, plan{cards: stripsSlow + 1, baud: 9600})
	n := stripsSlow + 1
	l.strips.Show(allSigns(n, SignCalling), nil, Text{}) // the first time each card proves that it can
	for i := 1; i <= n; i++ {
		l.shows(t, i, fmt.Sprintf("请A%03d号", i))
	}
	signs := allSigns(n, SignCalling)
	signs[4].Number = "B777"
	frames, unasked := l.cards[4].Frames(), l.cards[4].Unasked()
	l.strips.Show(signs, nil, Text{})
	l.shows(t, 5, "请B777号")
	until(t, "it is told, told again and asked", func() bool { return l.cards[4].Frames() == frames+3 })
	if n := l.cards[4].Unasked() - unasked; n != 2 {
		t.Errorf("%d frames wanted no answer, want the call, and the call again", n)
	}
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
	t.Parallel()
	l := build(t, plan{cards: 1, baud: 57600, bright: 5})
	l.strips.Show(allSigns(1, SignIdle), nil, Text{})
	until(t, "it is as bright as set", func() bool { return l.cards[0].Brightness() == 4 })
}

func TestACallOvertakesWhatOnlyRefreshes(t *testing.T) {
	t.Parallel()
	l := build(t, plan{cards: 20, baud: 9600})
	signs := allSigns(20, SignIdle)
	l.strips.Show(signs, nil, Text{})
	l.shows(t, 1, "请下一位") // the others follow, one by one
	signs[19] = signAt(20, SignCalling)
	l.strips.Show(signs, nil, Text{})
	from := time.Now()
	l.shows(t, 20, "请A020号")
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, s := range l.seen {
		if s.screen.Text() == "请A020号" {
			break // perhaps before this test has noted the time
		}
		if !s.at.Before(from) {
			n++
		}
	}
	if n > 2 {
		t.Errorf("%d strips were refreshed before the call, want only the one that was under way", n)
	}
}

func TestDisplaysWithoutAnswersShowWhatTheyShouldAndSayThatTheyAreMute(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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
