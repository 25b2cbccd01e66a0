package manager

import (
	"image"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
)

// keysHeight is how many rows the keys ts need at the bottom of area on a screen of
// that height: one for each row of them unless there is much room, because the pages
// have much to say.
func keysHeight(area image.Rectangle, high int, ts []tui.Target) int {
	if len(ts) == 0 {
		return 0
	}
	if high < 46 {
		if inOneRow(area.Dx(), ts) {
			return 1
		}
		area.Max.Y = area.Min.Y
	}
	return staff.KeysHeight(area, ts)
}

// keyFrame is what a key of one row has beside its words: its rims, and the space
// around its letter.
const keyFrame = 4

// keyNeeds is how wide a key must be.
func keyNeeds(t tui.Target) int {
	w := tui.Width(t.Label) + keyFrame
	if keys := t.Keys(); len(keys) > 0 && len(keys[0]) == 1 {
		w += 2
	}
	return w
}

// inOneRow reports whether all keys fit beside each other, each as wide as its words.
func inOneRow(width int, ts []tui.Target) bool {
	for _, t := range ts {
		width -= keyNeeds(t) + 1
	}
	return width+1 >= 0
}

// layoutKeys lays the keys out in r, the height of which is keysHeight's. In one row
// they are as wide as their words, and share what is left: rows of keys without air
// between them look like one.
func layoutKeys(r image.Rectangle, ts []tui.Target) []tui.Target {
	if r.Dy() != 1 || !inOneRow(r.Dx(), ts) {
		return staff.LayoutKeys(r, ts)
	}
	spare := r.Dx() + 1
	for _, t := range ts {
		spare -= keyNeeds(t) + 1
	}
	for i := range ts {
		share := spare / (len(ts) - i)
		spare -= share
		ts[i].Rect = tui.CutLeft(&r, keyNeeds(ts[i])+share)
		tui.CutLeft(&r, 1)
	}
	return ts
}

// drawKeys draws those of the targets that are keys of the open page; its rows are
// the page's own.
func (s *Screen) drawKeys(c *tui.Canvas, ts []tui.Target) {
	for _, a := range s.page().keys() {
		if t, ok := tui.Find(ts, a.id); ok {
			c.Button(t)
		}
	}
}
