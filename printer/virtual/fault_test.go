package virtual

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
)

// lines are n short lines of text.
func lines(n int) []byte {
	var b []byte
	for i := range n {
		b = append(b, "line "...)
		b = append(b, byte('1'+i), '\n')
	}
	return b
}

// scripted starts a printer with a script.
func scripted(t *testing.T, script string, o Options) *rig {
	t.Helper()
	s, err := ParseScript(script)
	if err != nil {
		t.Fatal(err)
	}
	o.Script = s
	return work(t, o)
}

func TestPaperThatEndsInATicketStopsItThere(t *testing.T) {
	r := scripted(t, "paper_out@line=5", Options{})
	r.send(begin, lines(8), cutFeed, processID("aaaa"))
	r.until("the end of the paper", func(s State) bool { return s.PaperEnd && s.Lines == 5 })
	r.send(eotN(1), eotN(2), eotN(3), eotN(4))
	r.hears(0x1e, 0x32, 0x12, 0x7e)
	if n := r.d.State().Tickets; n != 0 {
		t.Fatalf("%d pieces came out without paper", n)
	}

	t.Log("the refill tears the first half off, and the printer goes on by itself")
	r.d.Refill(0)
	got := r.tickets(2)
	if got[0].Cut || !slices.Equal(got[0].Text, []string{"line 1", "line 2", "line 3", "line 4"}) {
		t.Errorf("first came cut %v, %q; want the torn half", got[0].Cut, got[0].Text)
	}
	if !got[1].Cut || !slices.Equal(got[1].Text, []string{"line 5", "line 6", "line 7", "line 8"}) {
		t.Errorf("then came cut %v, %q; want the rest", got[1].Cut, got[1].Text)
	}
	r.hears(processed("aaaa")...)
}

func TestARefillAfterClearedBuffersPrintsNothingOld(t *testing.T) {
	for name, clear := range map[string]struct{ send, hears []byte }{
		"DLE ENQ 2": {send: []byte{0x10, 0x05, 2}},
		"DLE DC4 8": {send: clearAll, hears: []byte{0x37, 0x25, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			r := scripted(t, "paper_out@line=3", Options{})
			r.send(begin, lines(8), cutFeed, processID("aaaa"))
			r.until("the end of the paper", func(s State) bool { return s.PaperEnd && s.Buffered > 20 })
			r.send(clear.send, eotN(2))
			r.hears(append(clear.hears, 0x32)...)
			r.d.Refill(0)
			r.send("new\n", cutFeed, processID("bbbb"))
			r.hears(processed("bbbb")...)
			got := r.tickets(2)
			if !slices.Equal(got[1].Text, []string{"new"}) {
				t.Errorf("after the refill came %q", got[1].Text)
			}
		})
	}
}

func TestAStrictPrinterClearsOnlyInAnError(t *testing.T) {
	m := Standard(80)
	m.Strict = true
	r := scripted(t, "paper_out@line=2", Options{Model: m})
	r.send(begin, lines(3), cutFeed)
	r.until("the end of the paper", func(s State) bool { return s.PaperEnd && s.Lines == 2 })
	r.send(0x10, 0x05, 2, eotN(1))
	r.hears(0x1e)
	r.d.Refill(0)
	if got := r.tickets(2)[1]; !slices.Equal(got.Text, []string{"line 2", "line 3"}) {
		t.Errorf("the rest is %q", got.Text)
	}
}

func TestARollThatIsUsedUpEndsAtItsRow(t *testing.T) {
	r := work(t, Options{Roll: 40, NearEnd: 20, Knife: -1})
	r.send(begin, 0x1d, 0x61, 0xff)
	r.hears(0x14, 0, 0, 0x0f)
	r.send(0x1d, 0x76, 0x30, 0, 1, 0, 0x90, 1, bytes.Repeat([]byte{0xff}, 400))
	r.until("the end of the paper", func(s State) bool { return s.PaperEnd })
	r.hears(0x14, 0, 3, 0x0f, 0x1c, 0, 0x0f, 0x0f)
	if s := r.d.State(); s.Mouth != 40 {
		t.Errorf("%d mm came out of a roll of 40", s.Mouth)
	}
	r.d.Refill(100)
	r.hears(0x14, 0, 0, 0x0f)
	r.send(cutFeed)
	got := r.tickets(2)
	if a, b := dark(got[0].Image), dark(got[1].Image); a != 320*8 || b != 80*8 {
		t.Errorf("the two halves have %d and %d dark dots, want 2560 and 640", a, b)
	}
}

func TestAnOpenCoverStopsAndAClosedOneGoesOn(t *testing.T) {
	r := work(t, Options{})
	r.send(0x1d, 0x61, 0xff)
	r.hears(0x14, 0, 0, 0x0f)
	r.d.OpenCover()
	r.hears(0x3c, 0, 0, 0x0f)
	ask := stream(eotN(1), eotN(2), eotN(3), eotN(4))
	r.send(lines(2), cutFeed, processID("cccc"), ask)
	r.hears(0x1e, 0x16, 0x12, 0x12)
	r.d.CloseCover()
	r.hears(append([]byte{0x14, 0, 0, 0x0f}, processed("cccc")...)...)
	if got := r.tickets(1)[0]; len(got.Text) != 2 {
		t.Errorf("the ticket has %q", got.Text)
	}
}

func TestAJammedKnife(t *testing.T) {
	r := scripted(t, "cutter@ticket=2", Options{})
	r.send(lines(1), cutFeed, processID("0001"), lines(1), cutFeed, processID("0002"))
	r.until("the jam", func(s State) bool { return s.CutterError })
	r.hears(processed("0001")...)
	r.send(eotN(1), eotN(2), eotN(3))
	r.hears(0x1e, 0x52, 0x1a)
	r.send(0x10, 0x05, 1, eotN(3))
	r.hears(0x1a)
	r.d.Fix()
	r.hears(processed("0002")...)
	r.tickets(2)
}

func TestAKnifeThatStuckOnceWaitsForTheHost(t *testing.T) {
	r := scripted(t, "cutter@once", Options{})
	r.send(lines(1), cutFeed, processID("0001"))
	r.until("the jam", func(s State) bool { return s.CutterError })
	r.send(0x10, 0x05, 1)
	r.hears(processed("0001")...)
	r.tickets(1)
}

func TestAHotHeadCoolsByItself(t *testing.T) {
	r := scripted(t, "hot@line=2,for=30", Options{})
	r.send(0x1d, 0x61, 0x04, lines(3), askRoll)
	r.hears(0x14, 0, 0, 0x0f, 0x1c, 0x40, 0, 0x0f, 0x14, 0, 0, 0x0f, 0x00)
}

func TestABrokenPrinterNeedsItsSwitch(t *testing.T) {
	r := scripted(t, "broken", Options{})
	r.send(eotN(3))
	r.hears(0x32)
	r.d.Fix()
	r.send(0x10, 0x05, 2, eotN(3))
	r.hears(0x32)
	r.d.PowerCycle()
	r.send(eotN(3))
	r.hears(0x12)
}

func TestASilentPrinterPrintsAndSaysNothing(t *testing.T) {
	r := scripted(t, "silent", Options{})
	r.send(lines(1), cutFeed, processID("0001"), eotN(1))
	r.tickets(1)
	r.settled(len(lines(1)) + 4 + 11 + 3)
	r.d.Silence(false)
	r.send(eotN(1))
	r.hears(0x16)
}

func TestAFrozenPrinterReadsNothing(t *testing.T) {
	r := scripted(t, "hang@line=2", Options{})
	r.send(lines(1), "x")
	r.settled(8)
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.host.Write(stream("\n", lines(1)))
	}()
	r.until("the second line", func(s State) bool { return s.Lines == 2 })
	if s := r.d.State(); s.Online {
		t.Error("it says that it is on line")
	}
	r.d.PowerCycle()
	<-done
	r.send(eotN(1))
	r.hears(0x16)
}

func TestALyingPrinterConfirmsWhatNeverCameOut(t *testing.T) {
	r := scripted(t, "lie@ticket=2", Options{})
	r.d.PullPaper()
	r.d.Refill(0)
	r.send(lines(1), cutFeed, processID("0001"), lines(1), cutFeed, processID("0002"))
	r.hears(append(processed("0001"), processed("0002")...)...)
	r.d.PullPaper()
	r.send(eotN(1), eotN(4))
	r.hears(0x16, 0x12)
	if s := r.d.State(); s.Tickets != 1 || s.Swallowed != 1 || !s.Lying {
		t.Errorf("%d came out and %d were swallowed (lying %v), want one each", s.Tickets, s.Swallowed, s.Lying)
	}
}

func TestAPowerCutForgetsEverything(t *testing.T) {
	r := scripted(t, "restart@line=3", Options{})
	r.send(0x1d, 0x61, 0xff, 0x1d, 0x21, 0x11)
	r.hears(0x14, 0, 0, 0x0f)
	r.send(lines(8), cutFeed, processID("0001"))
	r.until("the restart", func(s State) bool { return s.Restarts == 1 && s.Idle })
	r.d.OpenCover()
	r.d.CloseCover()
	r.send(eotN(1), "A\n", cutFeed, processID("0002"))
	r.hears(append([]byte{0x16}, processed("0002")...)...)
	got := r.tickets(1)[0]
	if !slices.Equal(got.Text, []string{"line 1", "line 2", "A"}) {
		t.Errorf("the piece has %q; what was printed stays on the paper, the rest is lost", got.Text)
	}
}

func TestRealTimeCommandsAreHeededInsideOfAPicture(t *testing.T) {
	r := work(t, Options{})
	r.send(0x1d, 0x76, 0x30, 0, 3, 0, 2, 0, eotN(1))
	r.hears(0x16)
	r.send(eotN(4))
	r.hears(0x12)
	r.settled(14)
	r.sound()
	r.send("A\n", cutFeed)
	if got := r.tickets(1)[0]; !slices.Equal(got.Text, []string{"A"}) {
		t.Errorf("the picture's end was lost: %q", got.Text)
	}
}

func TestAPrinterWaitsForItsButtonWhereItDoes(t *testing.T) {
	for name, go_on := range map[string]func(r *rig){
		"the feed button": func(r *rig) { r.d.Feed() },
		"DLE ENQ 0":       func(r *rig) { r.send(0x10, 0x05, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			m := Standard(80)
			m.AskFeed = true
			r := work(t, Options{Model: m})
			r.d.PullPaper()
			r.send("A\n", cutFeed)
			r.d.Refill(0)
			r.send(eotN(1))
			r.hears(0x3e)
			go_on(r)
			r.tickets(1)
		})
	}
}

func TestAFullBufferSaysXOFFAndThenXON(t *testing.T) {
	m := Standard(80)
	m.XonXoff, m.Buffer = true, 256
	r := work(t, Options{Model: m})
	r.d.OpenCover()
	r.send(bytes.Repeat([]byte("A\n"), 100), eotN(2))
	r.hears(0x13, 0x16)
	r.send(bytes.Repeat([]byte("A\n"), 100), eotN(2))
	r.hears(0x16)
	r.d.CloseCover()
	r.hears(0x11)
	if !slices.ContainsFunc(r.d.Findings(), func(f Finding) bool { return strings.Contains(f.What, "after XOFF") }) {
		t.Errorf("lost bytes are no finding: %v", r.d.Findings())
	}
}

func TestAFullBufferIsNotReadWithoutXOFF(t *testing.T) {
	m := Standard(80)
	m.Buffer = 64
	r := work(t, Options{Model: m})
	r.d.OpenCover()
	r.host.SetWriteDeadline(time.Now().Add(20 * time.Millisecond))
	n, err := r.host.Write(bytes.Repeat([]byte("A\n"), 100))
	if err == nil || n > 64 {
		t.Fatalf("a buffer of 64 took %d bytes (%v)", n, err)
	}
	r.d.CloseCover()
	r.settled(n)
	r.send("B\n", cutFeed)
	r.tickets(1)
}

func TestNoiseAndSingleBytesCarryTheSameAnswer(t *testing.T) {
	r := scripted(t, "junk=0.5; bytewise", Options{Seed: 7})
	r.send(processID("0001"))
	want := processed("0001")
	r.until("the answer among noise", func(State) bool {
		i := 0
		for _, b := range r.answers() {
			if i < len(want) && b == want[i] {
				i++
			}
		}
		return i == len(want)
	})
	if n := len(r.answers()); n == len(want) {
		t.Errorf("%d bytes came, and half of them should have had noise before them", n)
	}
}

func TestASlowReaderTakesItsTime(t *testing.T) {
	r := scripted(t, "slow=4800", Options{})
	began := time.Now()
	r.send(bytes.Repeat([]byte{0}, 48), eotN(1))
	r.hears(0x16)
	// 48 bytes of ten bits at 4800 bits a second; the last three follow them.
	if took := time.Since(began); took < 90*time.Millisecond {
		t.Errorf("51 bytes took %v at 480 bytes a second", took)
	}
}

func TestPaperTakesTimeAtTheSpeedOfARealOne(t *testing.T) {
	r := work(t, Options{Speed: 1})
	began := time.Now()
	r.send("A\n", cutFeed, processID("0001"))
	r.hears(processed("0001")...)
	// 126 rows at 150 mm/s, and the knife.
	if took := time.Since(began); took < 400*time.Millisecond {
		t.Errorf("a line and a cut took %v", took)
	}
}

func TestAnotherRunIsRefused(t *testing.T) {
	r := work(t, Options{})
	r.send(eotN(1))
	r.hears(0x16)
	if err := r.d.Run(t.Context(), nil); err != ErrRunning {
		t.Errorf("the second Run says %v", err)
	}
}

func TestAScriptCountsFromWhereItBegins(t *testing.T) {
	r := work(t, Options{})
	r.send(lines(3), cutFeed, lines(3), cutFeed)
	r.tickets(2)
	s, err := ParseScript("paper_out@ticket=2,line=2")
	if err != nil {
		t.Fatal(err)
	}
	r.d.Play(s)
	r.send(lines(3), cutFeed, lines(3), cutFeed)
	r.until("the end of the paper", func(s State) bool { return s.PaperEnd })
	r.d.Refill(0)
	got := r.tickets(5)
	if len(got[2].Text) != 3 || !slices.Equal(got[3].Text, []string{"line 1"}) || !slices.Equal(got[4].Text, []string{"line 2", "line 3"}) {
		t.Errorf("after two tickets the second of the script should be torn after its first line: %q, %q, %q", got[2].Text, got[3].Text, got[4].Text)
	}
}
