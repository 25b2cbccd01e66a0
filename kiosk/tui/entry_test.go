package tui_test

import (
	"image"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
)

var entryLabels = tui.EntryLabels{Delete: "Del", Confirm: "OK", Back: "Back"}

// picture is a screen that only shows something.
type picture struct {
	layout func(image.Rectangle) []tui.Target
	draw   func(*tui.Canvas)
}

func (p *picture) Layout(area image.Rectangle) []tui.Target {
	if p.layout == nil {
		return nil
	}
	return p.layout(area)
}

func (p *picture) Draw(c *tui.Canvas, _ []tui.Target) {
	if p.draw != nil {
		p.draw(c)
	}
}

func (*picture) Tap(string) tea.Cmd          { return nil }
func (*picture) Key(tea.KeyPressMsg) tea.Cmd { return nil }
func (*picture) Msg(tea.Msg) tea.Cmd         { return nil }

func TestTypedTextIsVisibleCharactersAsFarAsThereIsRoom(t *testing.T) {
	e := &tui.Entry{Max: 4}
	e.Type("A\x1b区\n")
	e.Tap("0")
	e.Type("12")
	if e.Text != "A区01" {
		t.Errorf("the text is %q, want A区01", e.Text)
	}
	for _, want := range []string{"A区0", "A区", "A", "", ""} {
		if !e.Tap("delete") || e.Text != want {
			t.Errorf("after delete the text is %q, want %q", e.Text, want)
		}
	}
	if e.Tap("confirm") || e.Tap("back") || e.Text != "" {
		t.Errorf("the form took a tap that is the screen's; text %q", e.Text)
	}
}

func TestASecretIsShownAsStars(t *testing.T) {
	e := &tui.Entry{Title: "PIN", Text: "12区", Max: 8, Secret: true}
	show := func() string {
		return tuitest.Picture(&picture{draw: func(c *tui.Canvas) { e.Draw(c, c.Area()) }}, 40, 12)
	}
	if got := show(); !strings.Contains(got, "***_") || strings.Contains(got, "12") || !strings.Contains(got, "PIN") {
		t.Errorf("the secret shows as\n%s", got)
	}
	e.Secret = false
	if got := show(); !strings.Contains(got, "12区_") {
		t.Errorf("the text shows as\n%s", got)
	}
}

func TestTheKeypadHasDigitsAndLettersAndFitsEverySize(t *testing.T) {
	e := &tui.Entry{Title: "Number", Max: 8, Letters: []string{"A", "B", "C", "D"}}
	s := &picture{layout: func(area image.Rectangle) []tui.Target { return e.Layout(area, entryLabels) }}
	tuitest.CheckLayout(t, s, append([]tuitest.Size{{W: 40, H: 6}, {W: 40, H: 12}, {W: 80, H: 24}}, tuitest.Sizes...), 6, 1)
	ts := s.Layout(image.Rect(0, 0, 80, 24))
	for id, key := range map[string]string{"0": "0", "9": "9", "D": "", "delete": "backspace", "confirm": "enter", "back": "esc"} {
		if target, ok := tui.Find(ts, id); !ok || target.Key != key {
			t.Errorf("the key %s: %+v, want the key %q", id, target, key)
		}
	}
}
