package manager

import (
	"image"
	"slices"
	"strconv"

	"onewindow/kiosk/tui"
)

// courseHigh is how high the day's course is drawn at most.
const courseHigh = 24

// drawCourse draws how many waited in the whole hall through the day, below the
// alerts, where there is room.
func (s *Screen) drawCourse(c *tui.Canvas, r image.Rectangle) {
	tr := s.view.Trends
	if r.Dy() < 8 || len(tr.All) == 0 {
		return
	}
	tui.CutTop(&r, 1)
	r.Max.Y = min(r.Max.Y, r.Min.Y+courseHigh)
	values := append(slices.Clone(tr.All), s.view.Figures.Waiting)
	in := c.Card(r, s.T("manager.course", "time", s.Clock(tr.From), "n", slices.Max(values)))
	tui.CutTop(&in, 1)
	axis := tui.CutBottom(&in, 1)
	gap := 1
	if 2*len(values) > in.Dx() {
		values, gap = squeeze(values, in.Dx()), 0
	}
	top := slices.Max(values)
	for i, v := range values {
		at := column(in, i, len(values), gap)
		c.Chart(at, slices.Repeat([]int{v}, at.Dx()), max(1, top), func(int) tui.Style { return s.st(tui.Accent | tui.OnCard) })
	}
	c.Text(axis, tui.Left, tui.CardMuted, s.Clock(tr.From))
	c.Text(axis, tui.Right, tui.CardMuted, s.T("manager.now_word")+" "+s.Clock(s.last)+"  "+strconv.Itoa(values[len(values)-1]))
}
