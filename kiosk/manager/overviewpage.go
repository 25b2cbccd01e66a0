package manager

import (
	"image"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// overviewPage is the whole day on one page.
type overviewPage struct {
	*Screen
	skip  int // rows of windows above the first one shown
	above int // lines above the first one shown, where not all fit
}

func (p *overviewPage) keys() []action {
	return p.common("ack", "intake", "assign", "ask", "free", "notice", "export", "day", "stop")
}

func (p *overviewPage) walk(key string) {
	p.scrollGrid(key)
	p.scrollLines(key)
}

func (p *overviewPage) enter() tea.Cmd { return nil } // no row is reached here

// areas are the parts of the overview.
type areas struct {
	advices, tiles, lines, alerts, windows image.Rectangle
}

// wide is from which width lines and alerts stand side by side.
const wide = 100

// areas parts the body of the overview: what is advised and the figures above, the
// lines beside the alerts, the windows below.
func (p *overviewPage) areas(r image.Rectangle) areas {
	high := r.Dy() + 5 // the screen's, about
	advices := tui.CutTop(&r, p.adviceHeight(r, high))
	a := p.areasBelow(r, high)
	a.advices = advices
	return a
}

// areasBelow are the parts below the advices.
func (p *overviewPage) areasBelow(r image.Rectangle, high int) areas {
	tiles := tilesHeight(r, high)
	a := p.areasUnder(r, high, tiles)
	if r.Dx() < wide-2 || tiles < 3 || tiles >= tilesLarge {
		return a
	}
	// Large figures, where the windows keep what they say.
	large := p.areasUnder(r, high, tilesLarge)
	if g := p.grid(large.windows); g.below == 0 && g.above == 0 && g.size.h >= min(smallCell.h, p.grid(a.windows).size.h) {
		return large
	}
	return a
}

// areasUnder are the parts where the figures have so many rows.
func (p *overviewPage) areasUnder(r image.Rectangle, high, tiles int) areas {
	var a areas
	a.tiles = tui.CutTop(&r, tiles)
	if high >= 28 {
		tui.CutTop(&r, 1)
	}
	lines := len(p.view.Lines) + 1
	if r.Dx() < wide-2 {
		strip := min(r.Dy()/3, 1+p.gridRows(r.Dx(), miniCell, false))
		a.windows = tui.CutBottom(&r, strip)
		a.lines = tui.CutTop(&r, min(lines, max(2, r.Dy()-2)))
		a.alerts = r
		return a
	}
	// A hall of few lines leaves its alerts the room of many.
	lines = max(lines, max(5, min(10, p.paneHeight(r.Dx()*34/100-2))))
	top := tui.CutTop(&r, min(lines, max(3, r.Dy()/2)))
	a.lines = tui.CutLeft(&top, top.Dx()*66/100)
	tui.CutLeft(&top, 2)
	a.alerts = top
	if r.Dy() > 1+smallCell.h*p.gridRows(r.Dx(), smallCell, true) {
		tui.CutTop(&r, 1)
	}
	a.windows = r
	return a
}

// layout lays out the rows of the tables: a line leads to its intake, a
// window to what can be done with it.
func (p *overviewPage) layout(r image.Rectangle) []tui.Target {
	a := p.areas(r)
	ts := append(p.layoutAdvices(a.advices), p.layoutLines(a.lines)...)
	ts = append(ts, p.layoutPane(a.alerts)...)
	return append(ts, p.layoutGrid(a.windows)...)
}

// draw writes the whole day on one page.
func (p *overviewPage) draw(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	a := p.areas(r)
	p.drawAdvices(c, a.advices, ts)
	p.drawTiles(c, a.tiles)
	p.drawLines(c, a.lines, ts)
	p.drawPane(c, a.alerts, ts)
	p.drawGrid(c, a.windows, ts)
	if r.Dx() >= wide-2 { // a small hall leaves room for the day
		a.windows.Min.Y = p.grid(a.windows).bottom
		p.drawCourse(c, a.windows)
	}
}
