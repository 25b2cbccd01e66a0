package tui

import (
	"image"
	"strings"
)

// Target is one thing to touch. The rectangle that is drawn is the one that is
// hit.
type Target struct {
	// ID is what Tap gets. IDs are unique on a page.
	ID string
	// Rect is the target in cells.
	Rect image.Rectangle
	// Label is the text on it; lines are parted by "\n". The first line is the
	// name, the others are notes in a quieter style.
	Label string
	// Key is the key that does the same as a touch, by its name in
	// tea.KeyPressMsg.String ("1", "enter", "*"); "" for none, several are
	// parted by spaces. Capital and small letters count alike unless another
	// target has that very key. The first key, if it is a single character, is
	// shown on the button.
	Key string
	// Disabled targets are drawn as such and do nothing. A target that shall
	// explain why it cannot be used is not Disabled but Closed.
	Disabled bool
	// Closed targets look disabled but are tapped like others.
	Closed bool
	// Selected marks the current choice.
	Selected bool
	// Mark is a short word in the upper right corner of a button of three rows or
	// more, such as "chosen" or "closed".
	Mark string
	// Modal targets belong to a panel over the page: while there is one, those
	// that are not do nothing, neither by touch nor by key.
	Modal bool
	// Look is the kind of button; the zero value is the plain one.
	Look Look
	// Pressed is set by the shell: the finger is down, or was so just now.
	Pressed bool
}

// Look is the kind of a button.
type Look uint8

// Looks of buttons.
const (
	Plain   Look = iota // one choice of several
	Primary             // what most people want next
	Danger              // stops, cancels, throws away
	Quiet               // drawn without a frame: a row of a list, a small link
	Item                // a row of a list that is drawn as a plain button, its text from the left
)

// Hit returns the index of the target at p, or -1. A cell beside a target
// counts as part of the nearest one, so that a gap of one or two cells is never
// dead; of two equally near, the first wins.
func Hit(targets []Target, p image.Point) int {
	best, bestDist := -1, 2
	for i, t := range targets {
		d := distance(t.Rect, p)
		if d == 0 {
			return i
		}
		if d < bestDist {
			best, bestDist = i, d
		}
	}
	return best
}

// Reachable are the targets that can be tapped: those of a panel if there is
// one, else all.
func Reachable(targets []Target) []Target {
	var modal []Target
	for _, t := range targets {
		if t.Modal {
			modal = append(modal, t)
		}
	}
	if modal == nil {
		return targets
	}
	return modal
}

// near reports whether p is on t or at most one cell beside it.
func near(t Target, p image.Point) bool { return distance(t.Rect, p) <= 1 }

// distance is how many cells p is away from r, 0 when inside. An empty
// rectangle is out of reach.
func distance(r image.Rectangle, p image.Point) int {
	if r.Empty() {
		return 1 << 20
	}
	dx := max(r.Min.X-p.X, p.X-(r.Max.X-1), 0)
	dy := max(r.Min.Y-p.Y, p.Y-(r.Max.Y-1), 0)
	return max(dx, dy)
}

// Find returns the target with the given ID; ok is false if there is none.
// Draw uses it to place text beside a target.
func Find(targets []Target, id string) (t Target, ok bool) {
	for _, t := range targets {
		if t.ID == id {
			return t, true
		}
	}
	return Target{}, false
}

// Keys are the names of the keys in Key.
func (t Target) Keys() []string { return strings.Fields(t.Key) }
