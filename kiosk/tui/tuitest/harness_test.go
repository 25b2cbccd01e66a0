package tuitest

import (
	"fmt"
	"image"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// hello is a screen of one button.
type hello struct{ taps int }

func (h *hello) Layout(area image.Rectangle) []tui.Target {
	return []tui.Target{{ID: "b", Rect: tui.Centred(area, 12, 3), Label: "你好", Key: "enter"}}
}
func (h *hello) Draw(c *tui.Canvas, ts []tui.Target) {
	c.Text(c.Area(), tui.Left, tui.Ink, fmt.Sprint("taps ", h.taps))
	for _, t := range ts {
		c.Button(t)
	}
}
func (h *hello) Tap(string) tea.Cmd          { h.taps++; return nil }
func (h *hello) Key(tea.KeyPressMsg) tea.Cmd { return nil }
func (h *hello) Msg(tea.Msg) tea.Cmd         { return nil }

// recorder takes failures instead of the test.
type recorder struct {
	testing.TB
	failed []string
}

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, a ...any) {
	r.failed = append(r.failed, fmt.Sprintf(format, a...))
}

func TestAScreenLooksLikeItsGolden(t *testing.T) {
	Golden(t, Picture(&hello{}, 40, 12))
}

func TestAGoldenThatDiffersFailsWithBothTexts(t *testing.T) {
	r := &recorder{TB: t}
	if *update {
		Golden(r, "the screen of before")
		return
	}
	Golden(r, "another screen")
	if len(r.failed) != 1 || !strings.Contains(r.failed[0], "another screen") || !strings.Contains(r.failed[0], "the screen of before") {
		t.Errorf("failures are %q", r.failed)
	}
}

func TestWhatTheTerminalShowsIsWhatThePictureShows(t *testing.T) {
	h := Start(t, &hello{}, 40, 12)
	if got, want := h.Wait("你好"), Picture(&hello{}, 40, 12); got != want {
		t.Errorf("the terminal shows\n%s\nwant\n%s", got, want)
	}
}

func TestTapsAndKeysReachTheScreen(t *testing.T) {
	h := Start(t, &hello{}, 40, 12)
	h.TapLabel("你好")
	h.TapID("b")
	h.Press("enter")
	h.Wait("taps 3")
	h.Resize(50, 20)
	h.TapLabel("你好")
	h.Wait("taps 4")
}

func TestEveryKeyHasTheNameItWasMadeFrom(t *testing.T) {
	for _, name := range []string{"1", "*", "q", "号", "enter", "esc", "space", "f1", "f12", "backspace", "pgdown", "ctrl+c", "shift+tab"} {
		k, err := Key(name)
		if err != nil || k.String() != name {
			t.Errorf("the key %s is called %s, %v", name, k, err)
		}
	}
	if _, err := Key("nonsense"); err == nil {
		t.Error("an unknown key is made")
	}
}

func TestTheClockMovesOnlyByAdvance(t *testing.T) {
	c := NewClock()
	ch := c.After(time.Second)
	c.Advance(999 * time.Millisecond)
	select {
	case <-ch:
		t.Fatal("rang too early")
	default:
	}
	c.Advance(time.Millisecond)
	if at := <-ch; !at.Equal(StartTime.Add(time.Second)) {
		t.Errorf("rang at %v", at)
	}
}

// metronome is a screen that sets its timer anew whenever it rings.
type metronome struct {
	hello
	tui.Timers
	beats, ticks int
}

func (m *metronome) Msg(msg tea.Msg) tea.Cmd {
	switch msg.(type) {
	case tui.StartMsg:
		m.After("beat", time.Second/2)
	case tui.TimerMsg:
		m.beats++
		m.After("beat", time.Second/2)
	case tui.TickMsg:
		m.ticks++
	}
	return nil
}

func TestAdvanceReturnsOnceTheScreenHasTakenWhatRang(t *testing.T) {
	m := &metronome{}
	h := Start(t, m, 40, 12)
	for i := range 200 {
		h.Advance(time.Second / 2)
		var beats, ticks int
		h.Inspect(func(tui.Screen) { beats, ticks = m.beats, m.ticks })
		if beats != i+1 || ticks != 1+(i+1)/2 { // one tick is that of the start
			t.Fatalf("after %d halves of a second the screen has had %d timers and %d ticks", i+1, beats, ticks)
		}
	}
}
