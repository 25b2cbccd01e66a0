package tui_test

import (
	"fmt"
	"image"
	"strings"
	"testing"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
)

var listLabels = tui.ChooserLabels{
	Back: "Back", Earlier: "Prev", Later: "More", Empty: "Nothing here",
	Page: func(page, pages int) string { return fmt.Sprintf("%d of %d", page, pages) },
}

// listOf is a list of n rows with nothing chosen.
func listOf(n int) *tui.Chooser {
	l := &tui.Chooser{Title: "Which?", At: -1}
	for i := range n {
		l.Rows = append(l.Rows, tui.Choice{ID: fmt.Sprintf("row %d", i), Label: fmt.Sprintf("Row %d", i)})
	}
	return l
}

// keyOf is the key of a target; "" if there is no such target.
func keyOf(ts []tui.Target, id string) string {
	t, _ := tui.Find(ts, id)
	return t.Key
}

func TestEnterChoosesNoRowThatNobodyWalkedTo(t *testing.T) {
	l := listOf(3)
	area := image.Rect(0, 0, 80, 20)
	for _, target := range l.Layout(area, listLabels) {
		if strings.Contains(target.Key, "enter") || target.Selected {
			t.Errorf("%s has Enter before anybody walked there", target.ID)
		}
	}
	l.Key("down")
	l.Key("down")
	if ts := l.Layout(area, listLabels); keyOf(ts, "row 1") != "2 enter" {
		t.Errorf("the second row has the keys %q, want its digit and Enter", keyOf(ts, "row 1"))
	}
	l.More = []tui.Target{{ID: "confirm", Key: "f enter", Label: "Confirm"}}
	if ts := l.Layout(area, listLabels); keyOf(ts, "row 1") != "2" || keyOf(ts, "confirm") == "" {
		t.Errorf("row %q, confirm %q: Enter belongs to the form", keyOf(ts, "row 1"), keyOf(ts, "confirm"))
	}
}

func TestAListIsWalkedAndItsPagesTurned(t *testing.T) {
	l := listOf(19)
	for _, step := range []struct {
		key string
		at  int
	}{
		{"up", 0}, {"down", 1}, {"pgdown", 8}, {"pgdown", 16}, {"pgdown", 0}, {"pgup", 16}, {"left", 8}, {"right", 16},
		{"end", 18}, {"down", 18}, {"home", 0}, {"x", 0},
	} {
		if l.Key(step.key); l.At != step.at {
			t.Fatalf("after %s the row is %d, want %d", step.key, l.At, step.at)
		}
	}
	if !l.Tap("later") || l.At != 8 || !l.Tap("earlier") || l.At != 0 {
		t.Errorf("touch turned to row %d", l.At)
	}
	if l.Tap("row 3") || l.Tap("back") {
		t.Error("the list took a tap that is the screen's")
	}
	l.PerPage = 6
	l.Key("pgdown")
	if l.At != 6 {
		t.Errorf("with 6 rows on a page the next starts at %d", l.At)
	}
}

func TestKeysOnAnEmptyListDoNothing(t *testing.T) {
	l := listOf(0)
	for _, k := range []string{"up", "down", "home", "end", "pgup", "pgdown"} {
		if l.Key(k); l.At != -1 {
			t.Fatalf("%s led to row %d of none", k, l.At)
		}
	}
	if c := drawn(l.Draw, 40, 12); !strings.Contains(c, "Which?") || !strings.Contains(c, "Nothing here") {
		t.Errorf("the list says\n%s", c)
	}
}

// drawn is what a list draws, as text.
func drawn(draw func(*tui.Canvas, image.Rectangle, tui.ChooserLabels), w, h int) string {
	return tuitest.Picture(&picture{draw: func(c *tui.Canvas) { draw(c, c.Area(), listLabels) }}, w, h)
}

func TestTheHeadingSaysWhichPageIsShown(t *testing.T) {
	l := listOf(9)
	l.Key("end")
	if c := drawn(l.Draw, 40, 12); !strings.Contains(c, "Which?  2 of 2") {
		t.Errorf("the list says\n%s", c)
	}
	if c := drawn(listOf(8).Draw, 40, 12); strings.Contains(c, "of 1") {
		t.Errorf("a single page is counted:\n%s", c)
	}
}

func TestAListFitsEverySize(t *testing.T) {
	for n := range 20 {
		l := listOf(n)
		l.More = []tui.Target{{ID: "a", Key: "a", Label: "A"}, {ID: "b", Key: "b", Label: "B"}}
		s := &picture{layout: func(area image.Rectangle) []tui.Target { return l.Layout(area, listLabels) }}
		tuitest.CheckLayout(t, s, append([]tuitest.Size{{W: 40, H: 6}, {W: 40, H: 12}}, tuitest.Sizes...), 6, 1)
	}
}
