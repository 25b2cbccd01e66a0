package manager

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
)

// frame parts the screen.
type frame struct {
	title   image.Rectangle
	body    image.Rectangle
	message image.Rectangle
	keys    image.Rectangle
}

func (s *Screen) frame(area image.Rectangle) frame {
	var f frame
	f.title = tui.CutTop(&area, 1)
	switch s.page {
	case pageOverview:
		f.keys = tui.CutBottom(&area, keysHeight(area, s.overviewKeys()))
	case pageTicket:
		f.keys = tui.CutBottom(&area, keysHeight(area, s.ticketKeys()))
	}
	lines := 1
	if area.Dy() >= 12 {
		lines = 2
	}
	f.message = tui.Inset(tui.CutBottom(&area, lines), 1, 0)
	f.body = tui.Inset(area, 1, 0)
	return f
}

// rowPrefixes begin the IDs of targets that are rows of a table.
var rowPrefixes = []string{"line ", "win ", "aside "}

// isRow reports whether a target is drawn by its table and not as a button.
func isRow(id string) bool {
	for _, p := range rowPrefixes {
		if strings.HasPrefix(id, p) {
			return true
		}
	}
	return false
}

// drawConnecting says that the hall has not been heard yet.
func (s *Screen) drawConnecting(c *tui.Canvas) {
	text := s.t("common.connecting")
	if s.cut {
		text = s.t("common.no_link")
	}
	c.Wrap(c.Area(), tui.Center|tui.Middle, tui.Ink, text)
}

// drawTitle writes the bar on top: which hall, what part of the day, whether the
// hall is heard.
func (s *Screen) drawTitle(c *tui.Canvas, r image.Rectangle) {
	d := s.view.Day
	link, style := s.t("common.linked"), tui.TitleMuted
	if s.cut {
		link, style = s.t("common.cut"), tui.BadFill|tui.Bold
		if !s.link.Since.IsZero() && !s.real.IsZero() {
			link += " " + words.Elapsed(s.real.Sub(s.link.Since))
		}
	}
	link += "  " + words.Clock(s.local(s.now))
	phase := s.t("manager.day_not_open")
	if d.Open {
		phase = s.t("manager.phase." + string(d.Phase))
	}
	c.TitleBar(r, s.t("manager.title")+"  "+s.in(d.Name)+"  "+d.Date+"  "+phase, link, style)
}
