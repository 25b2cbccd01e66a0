package manager

import (
	"image"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
)

// frame parts the screen.
type frame struct {
	title, tabs, banner image.Rectangle
	body                image.Rectangle
	message             image.Rectangle
	keys                image.Rectangle
}

// roomy is from which height a screen has rows to spare.
const roomy = 34

func (s *Screen) frame(area image.Rectangle) frame {
	var f frame
	high := area.Dy()
	f.title = tui.CutTop(&area, 1)
	f.tabs = tui.CutTop(&area, 1)
	if n := len(s.banners()); n > 0 {
		f.banner = tui.CutTop(&area, n)
	} else if high >= roomy {
		tui.CutTop(&area, 1)
	}
	area = tui.Inset(area, 1, 0)
	if s.Top() == nil {
		f.keys = tui.CutBottom(&area, keysHeight(area, high, s.pageKeys()))
	}
	lines := max(1, min(2, len(tui.WrapLines(s.Message(s.hint()).Text, area.Dx()))))
	f.message = tui.CutBottom(&area, lines)
	f.body = area
	return f
}

// drawTitle writes the bar on top: which hall, what part of the day, whether the
// hall is heard.
func (s *Screen) drawTitle(c *tui.Canvas, r image.Rectangle) {
	d := s.view.Day
	phase := s.T("manager.day_not_open")
	switch {
	case s.dayIsOver():
		phase = s.T("manager.day_closed")
	case d.Open:
		phase = s.T("manager.phase." + string(d.Phase))
	}
	s.DrawTitle(c, r, s.T("manager.title")+"  "+s.In(d.Name)+"  "+d.Date+"  "+phase, true)
}

// banner is what every page must say before anything else.
type banner struct {
	text  string
	style tui.Style
}

// banners say that the hall is not heard, that somebody is in danger, that the
// hall is stopped: the most pressing first, at most three.
func (s *Screen) banners() []banner {
	var bs []banner
	say := func(text string) { bs = append(bs, banner{text, tui.BadFill | tui.Bold}) }
	if s.Cut() {
		say(s.T("manager.stale", "time", s.Clock(s.last)))
	}
	for _, h := range s.view.Helps {
		if h.Kind == queue.HelpPanic && len(bs) < 2 {
			say("!! " + s.Call(h) + "  " + words.Elapsed(s.Now().Sub(h.At)) + "  " + s.T("manager.help_key"))
		}
	}
	if s.view.Day.Stopped != "" {
		say("!! " + s.T("manager.stopped", "reason", s.Talk.Stop(s.view.Day.Stopped)))
	}
	return bs
}

func (s *Screen) drawBanners(c *tui.Canvas, r image.Rectangle) {
	for _, b := range s.banners() {
		row := tui.CutTop(&r, 1)
		c.Fill(row, b.style)
		c.Text(tui.Inset(row, 1, 0), tui.Left, b.style, b.text)
	}
}

// st is a style, made pale while the hall is not heard: what stands there may no
// longer be so.
func (s *Screen) st(style tui.Style) tui.Style {
	if !s.Cut() {
		return style
	}
	switch style & 0xff {
	case tui.Ink, tui.Accent, tui.Good, tui.Warn, tui.Bad:
		return tui.Muted | style&^0xff&^tui.Bold
	case tui.Card, tui.CardAccent, tui.GoodFill, tui.WarnFill, tui.BadFill, tui.NeutralFill:
		return tui.CardMuted
	}
	return style &^ tui.Bold
}
