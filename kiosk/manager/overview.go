package manager

import (
	"image"
	"strconv"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
)

// areas are the parts of the overview.
type areas struct {
	banner, figures, lines, windows, aside image.Rectangle
}

// wide is from which width lines and windows stand side by side.
const wide = 100

// parts the body of the overview.
func (s *Screen) areas(f frame) areas {
	var a areas
	r := f.body
	if s.cut || s.view.Day.Stopped != "" {
		a.banner = tui.CutTop(&r, 1)
	}
	cols := figureColumns(r.Dx())
	a.figures = tui.CutTop(&r, min((len(s.figures())+cols-1)/cols, max(2, r.Dy()/3)))
	if r.Dx() >= wide-2 {
		tui.CutTop(&r, 1)
		a.aside = tui.CutBottom(&r, max(3, min(r.Dy()/3, s.asideHeight())))
		if len(s.view.Windows) >= r.Dy() {
			// Many windows get the whole width, below the lines.
			a.lines = tui.CutTop(&r, min(len(s.view.Lines)+1, r.Dy()/2))
			tui.CutTop(&r, 1)
			a.windows = r
			return a
		}
		a.lines = tui.CutLeft(&r, r.Dx()*58/100)
		tui.CutRight(&a.lines, 2)
		a.windows = r
		return a
	}
	a.lines = tui.CutTop(&r, min(len(s.view.Lines)+1, max(2, r.Dy()/2)))
	a.aside = tui.CutBottom(&r, max(1, min(r.Dy()/3, s.asideHeight())))
	a.windows = r
	return a
}

// figureColumns is how many figures with their names stand in a row.
func figureColumns(width int) int {
	const each = 24 // the longest name with its value
	return max(2, min(6, width/each))
}

// figure is one number of the day with its name.
type figure struct {
	name, value string
	style       tui.Style
}

// figures are the numbers that matter, the present first.
func (s *Screen) figures() []figure {
	v := s.view.Figures
	n := func(key string, n int) figure { return figure{s.t(key), strconv.Itoa(n), tui.Ink} }
	min := func(key string, seconds int) figure {
		return figure{s.t(key), s.t("manager.minutes", "minutes", seconds/60), tui.Ink}
	}
	longest := min("manager.longest", v.Longest)
	longest.style = urgency(v.Longest / 60)
	longest.value += mark(v.Longest / 60)
	within := figure{s.t("manager.within15"), strconv.Itoa(v.Within15) + "%", tui.Ink}
	if v.Within15 == 0 && v.P50 == 0 {
		within.value = "-" // nobody has been called yet
	}
	return []figure{
		n("manager.waiting", v.Waiting), longest, min("manager.p50", v.P50), min("manager.p90", v.P90),
		within, n("manager.missed", v.Missed), n("manager.issued", v.Issued), n("manager.served", v.Served), n("manager.cancelled", v.Cancelled),
		n("manager.open", v.Open), n("manager.serving", v.Serving), n("manager.paused", v.Paused),
	}
}

// Waits from which a line is looked at, in minutes.
const (
	longWait    = 15
	tooLongWait = 30
)

// urgency colours a wait; mark says the same without colours.
func urgency(minutes int) tui.Style {
	switch {
	case minutes >= tooLongWait:
		return tui.Bad
	case minutes >= longWait:
		return tui.Warn
	}
	return tui.Ink
}

func mark(minutes int) string {
	switch {
	case minutes >= tooLongWait:
		return "!!"
	case minutes >= longWait:
		return "!"
	}
	return ""
}

// drawOverview writes the whole day on one page.
func (s *Screen) drawOverview(c *tui.Canvas, f frame, ts []tui.Target) {
	a := s.areas(f)
	s.drawBanner(c, a.banner)
	s.drawFigures(c, a.figures)
	s.drawLines(c, a.lines, ts)
	s.drawWindows(c, a.windows, ts)
	s.drawAside(c, a.aside, ts)
}

func (s *Screen) drawBanner(c *tui.Canvas, r image.Rectangle) {
	text := ""
	switch {
	case s.cut:
		text = s.t("common.no_link") + "  " + s.t("common.stale", "time", words.Clock(s.local(s.last)))
	case s.view.Day.Stopped != "":
		text = s.t("manager.stopped", "reason", s.stop(s.view.Day.Stopped))
	default:
		return
	}
	c.Fill(r, tui.BadFill)
	c.Text(r, tui.Left, tui.BadFill|tui.Bold, " "+text)
}

func (s *Screen) drawFigures(c *tui.Canvas, r image.Rectangle) {
	fs := s.figures()
	for i, cell := range tui.Grid(r, len(fs), figureColumns(r.Dx()), 2, 0, 1, 1) {
		// Where both do not fit, the name is cut and never the value.
		name := tui.Truncate(fs[i].name, cell.Dx()-1-tui.Width(fs[i].value))
		x := c.Text(cell, tui.Left, tui.Muted, name)
		tui.CutLeft(&cell, x+1)
		c.Text(cell, tui.Left, fs[i].style|tui.Bold, fs[i].value)
	}
}
