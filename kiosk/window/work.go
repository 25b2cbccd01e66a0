package window

import (
	"image"
	"slices"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// marks tell the states of a window apart by shape; words stand beside them.
var marks = map[queue.WindowState]string{
	queue.Closed: "[ ]", queue.Idle: "[=]", queue.Calling: "[!]", queue.WindowServing: "[#]", queue.Paused: "[|]",
}

// drawTitle writes the bar on top: which window, who, what state, and whether
// the hall is heard.
func (s *Screen) drawTitle(c *tui.Canvas, f frame) {
	if f.title.Empty() {
		return
	}
	v := s.view
	link, style := s.t("common.linked"), tui.TitleMuted
	if s.cut {
		link, style = s.t("common.cut"), tui.BadFill|tui.Bold
		if !s.link.Since.IsZero() && !s.real.IsZero() {
			link += " " + words.Elapsed(s.real.Sub(s.link.Since))
		}
	}
	if !f.small {
		link += "  " + words.Clock(s.local(s.now))
	}
	left := s.t("common.window", "window", v.Label) + "  " + marks[v.State] + " " + s.t("common.state."+string(v.State))
	if v.State != queue.Closed {
		left += " " + s.since(v.Since)
	}
	if v.Name != "" && !f.small {
		left += "  " + v.Name
	}
	c.TitleBar(f.title, left, link, style)
}

// drawWork writes the working page.
func (s *Screen) drawWork(c *tui.Canvas, f frame) {
	r := f.body
	s.drawBanner(c, &r)
	switch {
	case f.small:
		s.drawStrip(c, r)
	case f.wide:
		left := tui.CutLeft(&r, r.Dx()*56/100)
		tui.CutRight(&left, 2)
		s.drawVisit(c, left, false)
		s.drawQueue(c, r, 1)
	default:
		columns := 1
		if r.Dx() >= 58 {
			columns = 2
		}
		below := tui.CutBottom(&r, min(r.Dy()/2, s.queueHeight(columns)))
		s.drawVisit(c, r, columns > 1)
		s.drawQueue(c, below, columns)
	}
}

// drawBanner says what concerns the whole hall: a lost link, an emergency stop,
// a day that is closed.
func (s *Screen) drawBanner(c *tui.Canvas, r *image.Rectangle) {
	text := ""
	switch d := s.view.Day; {
	case s.cut:
		text = s.t("common.no_link") + "  " + s.t("common.stale", "time", words.Clock(s.local(s.last)))
	case d.Stopped != "":
		text = s.t("refusal.hall_stopped", "reason", words.Stop(words.Lang(s.set.Lang), d.Stopped))
	case !d.Open:
		text = s.t("window.day_closed")
	default:
		return
	}
	row := tui.CutTop(r, 1)
	c.Fill(row, tui.BadFill)
	c.Text(row, tui.Left, tui.BadFill|tui.Bold, " "+text)
}

// drawStrip writes the small layout: the number, what it is for, who waits.
func (s *Screen) drawStrip(c *tui.Canvas, r image.Rectangle) {
	v := s.view
	waiting := 0
	for _, l := range append(slices.Clone(v.Own), v.Spill...) {
		waiting += l.Waiting
	}
	count := s.t("window.waiting", "n", waiting)
	row := tui.CutTop(&r, 1)
	right := tui.CutRight(&row, tui.Width(count)+1)
	c.Text(right, tui.Right, tui.Ink, count)
	if v.Ticket == nil {
		c.Text(row, tui.Left, tui.Muted, s.t("window.nobody"))
		s.drawSplit(c, r, s.column(0, 1))
		return
	}
	x := c.Text(row, tui.Left, tui.Accent|tui.Bold, v.Ticket.Number)
	tui.CutLeft(&row, x+1)
	c.Text(row, tui.Left, tui.Ink, s.strip(v.Ticket))
	c.Lines(r, s.visitLines())
}

// strip is the visit in a few words: what to do next comes first.
func (s *Screen) strip(t *wire.Visit) string {
	text := ""
	if s.view.State == queue.Calling {
		text = s.callsLeft(t) + " "
	}
	if t.Class != queue.Ordinary {
		text += s.class(t) + " "
	}
	return text + s.in(t.ThemeName)
}
