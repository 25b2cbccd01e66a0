package manager

import (
	"image"

	"onewindow/kiosk/tui"
)

// areas are the parts of the overview.
type areas struct {
	tiles, lines, alerts, windows image.Rectangle
}

// wide is from which width lines and alerts stand side by side.
const wide = 100

// areas parts the body of the overview: the figures above, the lines beside the
// alerts, the windows below.
func (s *Screen) areas(r image.Rectangle) areas {
	var a areas
	high := r.Dy() + 5 // the screen's, about
	a.tiles = tui.CutTop(&r, tilesHeight(r, high))
	if high >= 28 {
		tui.CutTop(&r, 1)
	}
	lines := len(s.view.Lines) + 1
	if r.Dx() < wide-2 {
		strip := min(r.Dy()/3, 1+s.gridRows(r.Dx(), miniCell, false))
		a.windows = tui.CutBottom(&r, strip)
		a.lines = tui.CutTop(&r, min(lines, max(2, r.Dy()-2)))
		a.alerts = r
		return a
	}
	// A hall of few lines leaves its alerts the room of many.
	lines = max(lines, max(5, min(10, s.paneHeight(r.Dx()*34/100-2))))
	top := tui.CutTop(&r, min(lines, max(3, r.Dy()/2)))
	a.lines = tui.CutLeft(&top, top.Dx()*66/100)
	tui.CutLeft(&top, 2)
	a.alerts = top
	if r.Dy() > 1+smallCell.h*s.gridRows(r.Dx(), smallCell, true) {
		tui.CutTop(&r, 1)
	}
	a.windows = r
	return a
}

// layoutOverview lays out the rows of the tables: a line leads to its intake, a
// window to what can be done with it.
func (s *Screen) layoutOverview(r image.Rectangle) []tui.Target {
	a := s.areas(r)
	ts := s.layoutLines(a.lines)
	ts = append(ts, s.layoutPane(a.alerts)...)
	return append(ts, s.layoutGrid(a.windows)...)
}

// drawOverview writes the whole day on one page.
func (s *Screen) drawOverview(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	a := s.areas(r)
	s.drawTiles(c, a.tiles)
	s.drawLines(c, a.lines, ts)
	s.drawPane(c, a.alerts, ts)
	s.drawGrid(c, a.windows, ts)
	if r.Dx() >= wide-2 { // a small hall leaves room for the day
		a.windows.Min.Y = s.grid(a.windows).bottom
		s.drawCourse(c, a.windows)
	}
}
