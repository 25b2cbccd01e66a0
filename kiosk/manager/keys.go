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
		area.Max.Y = area.Min.Y
	}
	return staff.KeysHeight(area, ts)
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
