package board

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
)

// drawCalls is the part of the board that everybody looks at: each call with
// its number and window as large as they go.
func (s *Screen) drawCalls(c *tui.Canvas, r image.Rectangle) {
	if s.stoppedNow() {
		s.drawNone(c, r, "board.stopped_what")
		return
	}
	title := tui.CutTop(&r, 1)
	c.Fill(title, tui.Title)
	c.Text(tui.Inset(title, 2, 0), tui.Left, tui.Title|tui.Bold, s.both("board.calling"))
	shown := false
	n := len(s.places)
	for ; n > 1 && r.Dy()/n < 6; n-- { // too low for that many
	}
	for i, cell := range tui.Grid(r, n, 1, 0, 0, 1, 0) {
		if s.places[i].call.Number != "" {
			shown = true
			s.drawPlace(c, cell, s.places[i])
		}
	}
	if !shown {
		s.drawNone(c, r, "board.none")
	}
}

// drawNone says in place of the calls why there are none.
func (s *Screen) drawNone(c *tui.Canvas, r image.Rectangle, key string) {
	r = tui.Inset(r, 2, 0)
	tui.CutTop(&r, r.Dy()/3)
	tui.CutTop(&r, c.Wrap(r, tui.Center, tui.Muted, s.t(key)))
	c.Wrap(r, tui.Center, tui.Muted, s.second(key))
}

// drawPlace draws one call. A new one is a block of its own colour with a bar
// at each side, which also tells without colours.
func (s *Screen) drawPlace(c *tui.Canvas, r image.Rectangle, p place) {
	st, note := tui.Ink, tui.Muted
	if p.fresh {
		st, note = tui.Call, tui.Call
		c.Fill(r, st)
		drawBars(c, r, st)
	}
	r = tui.Inset(r, 3, 0)
	texts := s.callTexts(p)
	for len(texts) > 1 && r.Dy()-len(texts) < 4 {
		texts = texts[:len(texts)-1]
	}
	if r.Dy() >= len(texts)+6 {
		tui.CutTop(&r, 1)
	}
	foot := tui.CutBottom(&r, len(texts))
	for i, t := range texts {
		line := image.Rect(foot.Min.X, foot.Min.Y+i, foot.Max.X, foot.Min.Y+i+1)
		if i == 0 {
			c.Text(line, tui.Left, st|tui.Bold, t)
			continue
		}
		c.Text(line, tui.Left, note, t)
	}
	if !p.fresh {
		st = tui.Accent
	}
	s.drawBig(c, r, st|tui.Bold, p.call.Number, p.call.Place.Label)
}

// drawBars draws a bar at each side of r.
func drawBars(c *tui.Canvas, r image.Rectangle, st tui.Style) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		c.Bar(image.Rect(r.Min.X, y, r.Min.X+2, y+1), st, 1, 1)
		c.Bar(image.Rect(r.Max.X-2, y, r.Max.X, y+1), st, 1, 1)
	}
}

// drawBig writes number and window in big letters of one size; a window whose
// label cannot be written so stands as text.
func (s *Screen) drawBig(c *tui.Canvas, r image.Rectangle, st tui.Style, number, label string) {
	big := plain(label)
	scale := tui.DigitsScale(number, r.Dx(), r.Dy())
	width := min(tui.Width(label), r.Dx()/3)
	for ; big && scale > 0; scale-- {
		nw, _ := tui.DigitsSize(number, scale)
		lw, _ := tui.DigitsSize(label, scale)
		if width = lw; nw+4*scale+lw <= r.Dx() {
			break
		}
	}
	if scale == 0 {
		big, width = false, min(tui.Width(label), r.Dx()/3)
	}
	window := tui.CutRight(&r, width)
	c.Digits(r, tui.Left|tui.Middle, st, number, scale)
	if big {
		c.Digits(window, tui.Right|tui.Middle, st, label, scale)
		return
	}
	c.Wrap(window, tui.Right|tui.Middle, st, label)
}

// plain reports whether text can be written in big letters without loss.
func plain(text string) bool {
	return text != "" && strings.Trim(strings.ToUpper(text), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == ""
}

// callTexts are the sentences under a call.
func (s *Screen) callTexts(p place) []string {
	key := "board.call"
	number, window := p.call.Number, p.call.Place.Label
	zone := s.in(p.call.Place.Zone)
	top := s.t(key, "number", number, "window", window)
	if zone != "" {
		top += s.t("board.in_zone", "zone", zone)
	}
	if p.call.Times > 1 {
		top += s.t("board.again", "n", p.call.Times)
	}
	texts := []string{top}
	if below := s.second(key, "number", number, "window", window); below != "" {
		if z := p.call.Place.Zone.In(s.set.Second); z != "" {
			below += s.second("board.in_zone", "zone", z)
		}
		texts = append(texts, below)
	}
	return texts
}
