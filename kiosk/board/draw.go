package board

import (
	"image"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
)

// Draw paints the board.
func (s *Screen) Draw(c *tui.Canvas, _ []tui.Target) {
	area := c.Area()
	if s.board == nil {
		s.drawConnecting(c, area)
		return
	}
	tall := area.Dy() >= 40
	s.drawHead(c, tui.CutTop(&area, rows(tall, 3, 1)))
	for _, b := range s.banners() {
		s.drawBanner(c, tui.CutTop(&area, b.rows(tall, area.Dx())), b)
	}
	s.drawNotice(c, tui.CutBottom(&area, rows(tall, 4, 2)))
	right := area.Dx() * 9 / 25
	if area.Dx() < 70 { // a narrow screen has the lists below
		s.drawCalls(c, tui.CutTop(&area, area.Dy()*3/5+1))
		s.drawLists(c, tui.Inset(area, 1, 0))
		return
	}
	list := tui.CutRight(&area, right)
	s.drawCalls(c, area)
	s.drawLists(c, tui.Inset(list, 1, 0))
}

func rows(tall bool, high, low int) int {
	if tall {
		return high
	}
	return low
}

func (s *Screen) drawConnecting(c *tui.Canvas, r image.Rectangle) {
	tui.CutTop(&r, r.Dy()/3)
	tui.CutTop(&r, c.Wrap(r, tui.Center, tui.Accent|tui.Bold, s.t("board.title")))
	tui.CutTop(&r, 1)
	tui.CutTop(&r, c.Wrap(r, tui.Center, tui.Ink, s.t("board.connecting")))
	c.Wrap(r, tui.Center, tui.Muted, s.second("board.connecting"))
}

// drawHead is the hall's name, the date and the clock.
func (s *Screen) drawHead(c *tui.Canvas, r image.Rectangle) {
	c.Fill(r, tui.Title)
	r = tui.Inset(r, 2, 0)
	if r.Dy() >= 3 {
		r = image.Rect(r.Min.X, r.Min.Y+1, r.Max.X, r.Max.Y-1)
	}
	now := s.local(s.now)
	text := words.Date(words.Lang(s.set.Lang), now) + "  " + words.Clock(now)
	if r.Dx() < 60 {
		text = words.Clock(now)
	}
	c.Text(r, tui.Right, tui.Title|tui.Bold, text)
	tui.CutRight(&r, tui.Width(text)+2)
	name := s.board.Day.Name
	w := c.Text(r, tui.Left, tui.Title|tui.Bold, s.in(name))
	tui.CutLeft(&r, w+2)
	if below := s.below(name); tui.Width(below) <= r.Dx() {
		c.Text(r, tui.Left, tui.TitleMuted, below)
	}
}
