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

// Rules are what CheckPage holds a page to, besides what holds everywhere: all
// targets inside, none overlapping, IDs and keys unique and not empty.
type Rules struct {
	// MinW and MinH are the least size of a target in cells. 10x3 suits a finger
	// on a kiosk.
	MinW, MinH int
	// Quiet is the least height of Quiet targets, rows of lists; 0 is 1.
	Quiet int
	// Whole wants every label written whole: no line left out, none cut.
	Whole bool
	// Except are the IDs of targets that need not be as large.
	Except []string
}

// CheckLayout checks the targets of the screen as it is now, at each size: all
// inside, none overlapping, each at least minW by minH cells, IDs and keys
// unique and not empty. Quiet targets, rows of lists, may be one row high.
func CheckLayout(t testing.TB, screen tui.Screen, sizes []Size, minW, minH int) {
	t.Helper()
	CheckPage(t, screen, sizes, Rules{MinW: minW, MinH: minH})
}

// CheckPage checks the page that the screen shows now, at each size.
func CheckPage(t testing.TB, screen tui.Screen, sizes []Size, rules Rules) {
	t.Helper()
	page := ""
	if p, ok := screen.(tui.Pager); ok {
		page = " on page " + p.Page()
	}
	for _, s := range sizes {
		for _, fault := range faultsOf(screen.Layout(image.Rect(0, 0, s.W, s.H)), s, rules) {
			t.Errorf("at %v%s: %s", s, page, fault)
		}
	}
}

func faultsOf(targets []tui.Target, s Size, rules Rules) []string {
	var faults []string
	add := func(format string, a ...any) { faults = append(faults, fmt.Sprintf(format, a...)) }
	area := image.Rect(0, 0, s.W, s.H)
	keys := map[bool]map[string]string{false: {}, true: {}} // of the page, of a panel
	for i, a := range targets {
		if a.ID == "" {
			add("target %d %q has no ID", i, a.Label)
		}
		if a.Rect.Empty() || !a.Rect.In(area) {
			add("%s %v is not inside the screen", a.ID, a.Rect)
		}
		if fault := rules.size(a); fault != "" {
			add("%s", fault)
		}
		if rules.Whole && !a.Whole() {
			add("the label %q of %s is cut in %dx%d", a.Label, a.ID, a.Rect.Dx(), a.Rect.Dy())
		}
		for _, b := range targets[:i] {
			if a.ID == b.ID {
				add("two targets have the ID %s", a.ID)
			}
			if a.Modal == b.Modal && a.Rect.Overlaps(b.Rect) { // a panel may cover the page
				add("%s %v overlaps %s %v", a.ID, a.Rect, b.ID, b.Rect)
			}
		}
		for _, k := range a.Keys() {
			if other, taken := keys[a.Modal][k]; taken {
				add("%s and %s have the same key %s", a.ID, other, k)
			}
			keys[a.Modal][k] = a.ID
		}
	}
	return faults
}

// size is the fault of a target that is too small, or "".
func (r Rules) size(t tui.Target) string {
	for _, id := range r.Except {
		if t.ID == id {
			return ""
		}
	}
	h := r.MinH
	if t.Look == tui.Quiet {
		h = max(1, r.Quiet)
	}
	if t.Rect.Dx() >= r.MinW && t.Rect.Dy() >= h {
		return ""
	}
	return fmt.Sprintf("%s is %dx%d, smaller than %dx%d", t.ID, t.Rect.Dx(), t.Rect.Dy(), r.MinW, h)
}
