package tuitest

import (
	"fmt"
	"image"
	"testing"

	"onewindow/kiosk/tui"
)

// Size is a screen in cells.
type Size struct{ W, H int }

// String is as in "78x22".
func (s Size) String() string { return fmt.Sprintf("%dx%d", s.W, s.H) }

// Sizes are the screens that a citizen's or clerk's program must work on: a
// 21.5 inch kiosk in landscape and portrait, 32 inch portrait, a 10 inch
// tablet, a terminal window, a large display.
var Sizes = []Size{{78, 22}, {44, 40}, {65, 60}, {47, 15}, {100, 32}, {160, 50}}

// CheckLayout checks the targets of the screen as it is now, at each size: all
// inside, none overlapping, each at least minW by minH cells, IDs and keys
// unique and not empty. Quiet targets, rows of lists, may be one row high.
func CheckLayout(t testing.TB, screen tui.Screen, sizes []Size, minW, minH int) {
	t.Helper()
	for _, s := range sizes {
		for _, fault := range layoutFaults(screen.Layout(image.Rect(0, 0, s.W, s.H)), s, minW, minH) {
			t.Errorf("at %v: %s", s, fault)
		}
	}
}

func layoutFaults(targets []tui.Target, s Size, minW, minH int) []string {
	var faults []string
	add := func(format string, a ...any) { faults = append(faults, fmt.Sprintf(format, a...)) }
	area := image.Rect(0, 0, s.W, s.H)
	keys := map[string]string{}
	for i, a := range targets {
		if a.ID == "" {
			add("target %d %q has no ID", i, a.Label)
		}
		if a.Rect.Empty() || !a.Rect.In(area) {
			add("%s %v is not inside the screen", a.ID, a.Rect)
		}
		if a.Rect.Dx() < minW || a.Rect.Dy() < minH && a.Look != tui.Quiet {
			add("%s is %dx%d, smaller than %dx%d", a.ID, a.Rect.Dx(), a.Rect.Dy(), minW, minH)
		}
		for _, b := range targets[:i] {
			if a.ID == b.ID {
				add("two targets have the ID %s", a.ID)
			}
			if a.Rect.Overlaps(b.Rect) {
				add("%s %v overlaps %s %v", a.ID, a.Rect, b.ID, b.Rect)
			}
		}
		for _, k := range a.Keys() {
			if other, taken := keys[k]; taken {
				add("%s and %s have the same key %s", a.ID, other, k)
			}
			keys[k] = a.ID
		}
	}
	return faults
}
