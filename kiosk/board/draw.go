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
		s.drawState(c, area, state{style: tui.Accent, pieces: sentences(s.say("board.title"), s.say("board.connecting"))})
		return
	}
	p := s.planOf(area)
	s.drawHead(c, p.head)
	if st, ok := s.wholly(); ok {
		if len(s.notices()) == 0 {
			p.notice.Min.Y = p.notice.Max.Y
		}
		s.drawState(c, image.Rect(area.Min.X, p.head.Max.Y, area.Max.X, p.notice.Min.Y), st)
		s.drawNotice(c, p.notice)
		return
	}
	s.drawMain(c, p.main)
	if !p.recent.Empty() {
		s.drawRecent(c, p.recent)
	}
	s.drawWaiting(c, p.waiting)
	s.drawNotice(c, p.notice)
}

// drawMain is the part of the board that everybody looks at: the calls, or in
// large words why there are none.
func (s *Screen) drawMain(c *tui.Canvas, r image.Rectangle) {
	states := s.states()
	if len(s.rows) == 0 || s.hidden {
		s.drawState(c, r, states[0])
		return
	}
	for _, st := range states {
		if st.banner != (said{}) {
			s.drawBanner(c, tui.CutTop(&r, s.bannerRows(st, r)), st)
		}
	}
	s.drawCalls(c, r)
}

// drawHead is the hall's name, the date and the clock.
func (s *Screen) drawHead(c *tui.Canvas, r image.Rectangle) {
	c.Fill(r, tui.Title)
	r = tui.Inset(r, 2, 0)
	now := s.local(s.now)
	name := said{s.in(s.board.Day.Name), s.below(s.board.Day.Name)}
	date := said{words.Date(words.Lang(s.set.Lang), now), ""}
	if s.set.Second != s.set.Lang {
		date.below = words.Date(words.Lang(s.set.Second), now)
	}
	clock := words.Clock(now)
	if zones := s.zones(); zones != "" {
		name.top += "  " + zones
	}
	switch {
	case r.Dy() >= 5:
		dots := leastDots * ((r.Dy() - 1) * 2 / leastDots)
		w := bigWidth(clock, dots)
		drawBig(c, image.Rect(r.Min.X, r.Min.Y+1, r.Max.X, r.Max.Y), tui.Right, tui.Title, clock, dots)
		tui.CutRight(&r, w+3)
		if r.Dy() >= wordRows+2 {
			at := tui.Inset(r, 0, 1)
			if w, _ := s.drawWords(c, at, tui.Left, tui.Title, name.top, r.Dy()-2); w > 0 {
				tui.CutLeft(&r, w+4)
				name.top = ""
			}
		}
		tui.CutTop(&r, (r.Dy()-3)/2)
		w = max(tui.Width(date.top), tui.Width(date.below))
		if tui.Width(name.top)+2+w > r.Dx() { // the date has a line of its own
			c.Text(line(r, 0), tui.Left, tui.Title|tui.Bold, name.top)
			c.Text(line(r, 1), tui.Left, tui.TitleMuted, name.below)
			c.Text(line(r, 2), tui.Left, tui.Title, fitting(r.Dx(), join(date.top, date.below), date.top))
			return
		}
		s.drawSaid(c, tui.CutRight(&r, w), tui.Right, date, tui.Title, tui.TitleMuted)
		tui.CutRight(&r, 2)
		if name.top == "" { // it stands there in large words
			name = said{name.below, ""}
		}
		s.drawSaid(c, r, tui.Left, name, tui.Title|tui.Bold, tui.TitleMuted)
	case r.Dy() >= 3:
		at := r
		at.Max.Y--
		if c.Wrap(at, tui.Left, tui.Title|tui.Bold, name.top) == 1 && tui.Width(name.below) <= r.Dx() {
			c.Text(line(r, 1), tui.Left, tui.TitleMuted, name.below)
		}
		w := c.Text(line(r, 2), tui.Right, tui.Title|tui.Bold, clock)
		r.Max.X -= w + 2
		c.Text(line(r, 2), tui.Left, tui.Title, fitting(r.Dx(), join(date.top, date.below), date.top))
	default:
		text := fitting(r.Dx()-tui.Width(name.top)-2, join(date.top, date.below)+"  "+clock, date.top+"  "+clock, clock)
		c.Text(r, tui.Right, tui.Title|tui.Bold, text)
		tui.CutRight(&r, tui.Width(text)+2)
		w := c.Text(r, tui.Left, tui.Title|tui.Bold, name.top)
		tui.CutLeft(&r, w+2)
		if tui.Width(name.below) <= r.Dx() {
			c.Text(r, tui.Left, tui.TitleMuted, name.below)
		}
	}
}

// drawSaid writes a sentence and, two rows below, the other language.
func (s *Screen) drawSaid(c *tui.Canvas, r image.Rectangle, a tui.Align, t said, top, below tui.Style) {
	c.Text(line(r, 0), a, top, t.top)
	if tui.Width(t.below) <= r.Dx() {
		c.Text(line(r, 2), a, below, t.below)
	}
}

// line is row i of r.
func line(r image.Rectangle, i int) image.Rectangle {
	return image.Rect(r.Min.X, r.Min.Y+i, r.Max.X, r.Min.Y+i+1).Intersect(r)
}
