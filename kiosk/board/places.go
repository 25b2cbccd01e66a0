package board

import (
	"image"
	"slices"
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
	if r.Dy()/n < 8 && (r.Dy()-1)/n >= 6 { // too low for space within each
		tui.CutTop(&r, 1)
	}
	for i, cell := range tui.Grid(r, n, 1, 0, 0, 1, 0) {
		if p := s.newest(n)[i]; p.call.Number != "" {
			shown = true
			s.drawPlace(c, cell, p)
		}
	}
	if !shown {
		s.drawNone(c, r, "board.none")
	}
}

// newest are the n places that were filled last, in their order.
func (s *Screen) newest(n int) []place {
	out := slices.Clone(s.places)
	for len(out) > n {
		oldest := 0
		for i, p := range out {
			if p.order < out[oldest].order {
				oldest = i
			}
		}
		out = slices.Delete(out, oldest, oldest+1)
	}
	return out
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
	texts := s.callTexts(p, r.Dx())
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

// callTexts are the sentences under a call; a zone that would be cut is left to
// the list of calls.
func (s *Screen) callTexts(p place, width int) []string {
	again := ""
	if p.call.Times > 1 {
		again = s.t("board.again", "n", p.call.Times)
	}
	number, window := p.call.Number, p.call.Place.Label
	call := s.say("board.call", "number", number, "window", window)
	var zone said
	if z := s.in(p.call.Place.Zone); z != "" {
		zone.top = s.t("board.in_zone", "zone", z)
	}
	if z := p.call.Place.Zone.In(s.set.Second); z != "" {
		zone.below = s.second("board.in_zone", "zone", z)
	}
	texts := []string{fitting(width, call.top+zone.top+again, call.top+again, call.top)}
	if call.below != "" {
		texts = append(texts, fitting(width, call.below+zone.below, call.below))
	}
	return texts
}

// fitting is the first text that is not cut, else the last.
func fitting(width int, texts ...string) string {
	for _, t := range texts {
		if tui.Width(t) <= width {
			return t
		}
	}
	return texts[len(texts)-1]
}
