package window

import (
	"cmp"
	"image"
	"slices"

	"onewindow/kiosk/tui"
)

// contextRows is the least room for the visit in a form.
const contextRows = 7

// drawContext writes whom a form is about into the room that it leaves between its
// rows and its keys, so that nobody decides by a number alone.
func (s *Screen) drawContext(c *tui.Canvas, f frame, ts []tui.Target) {
	if f.small || s.about == "" || s.view.Ticket == nil || s.Typing() {
		return
	}
	r := tui.Inset(widestGap(f.body, ts), 0, 1)
	if r.Dy() < contextRows {
		return
	}
	t := s.view.Ticket
	in := c.Card(r, t.Number+"  "+s.In(t.ThemeName))
	facts := s.facts(t, true)
	used := s.drawFacts(c, in, facts, in.Dy() > 2*len(facts)+len(s.paperLines(t)))
	in.Min.Y = min(in.Max.Y, in.Min.Y+used)
	s.drawPapers(c, in, s.paperLines(t))
}

// widestGap is the highest part of area over its full width without a target.
func widestGap(area image.Rectangle, ts []tui.Target) image.Rectangle {
	ts = slices.Clone(ts)
	slices.SortFunc(ts, func(a, b tui.Target) int { return cmp.Compare(a.Rect.Min.Y, b.Rect.Min.Y) })
	best, y := image.Rectangle{}, area.Min.Y
	for _, t := range ts {
		if t.Rect.Min.Y-y > best.Dy() {
			best = image.Rect(area.Min.X, y, area.Max.X, t.Rect.Min.Y)
		}
		y = max(y, t.Rect.Max.Y)
	}
	return best
}
