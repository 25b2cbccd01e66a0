package board

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
)

// leastDots is how high big letters are at least, in dots of half a row.
const leastDots = 7

// bigWidth is how many cells text takes at most in big letters of that many
// dots; 0 if it cannot be written so.
func bigWidth(text string, dots int) int {
	w, _ := tui.DigitsSize(text, max(1, dots/leastDots))
	switch {
	case w == 0 || dots < leastDots:
		return 0
	case dots%leastDots == 0:
		return w
	}
	const scale = 8 // widths grow with the height, but for the rounding of each letter
	w, _ = tui.DigitsSize(text, scale)
	return (w*dots+scale*leastDots-1)/(scale*leastDots) + (len(text)+1)/2
}

// drawBig writes text in big letters of that many dots, in the middle of r's
// height.
func drawBig(c *tui.Canvas, r image.Rectangle, a tui.Align, st tui.Style, text string, dots int) {
	scale := 0
	if dots%leastDots == 0 {
		scale = dots / leastDots
	}
	if rows := (dots + 1) / 2; rows < r.Dy() {
		r.Min.Y += (r.Dy() - rows) / 2
		r.Max.Y = r.Min.Y + rows
	}
	c.Digits(r, a, st, text, scale)
}

// smaller is the next smaller height of big letters, 0 below the least.
func smaller(dots int) int {
	switch {
	case dots > leastDots+1:
		return (dots - 1) / 2 * 2
	case dots == leastDots+1:
		return leastDots
	}
	return 0
}

// wordRows is how many rows large words need at least.
const wordRows = 6

// wordsFit is the greatest height in rows, at most that many, at which a line of
// large words is at most width cells wide; 0 if there is none, or no font has its
// characters.
func (s *Screen) wordsFit(text string, width, rows int) (w, h int) {
	for ; rows >= wordRows; rows-- {
		if w, ok := s.wordsWidth(text, rows); !ok {
			break
		} else if w <= width {
			return w, rows
		}
	}
	return 0, 0
}

// wordsWidth is how many cells wide a line of large words is at that height; ok
// is false if no font has its characters, or the height is too small to be read.
func (s *Screen) wordsWidth(text string, rows int) (w int, ok bool) {
	if rows < wordRows {
		return 0, false
	}
	w, _, ok = s.face(text).WordsSize(spaced(text), rows)
	return w, ok
}

// drawWords writes a line in large words, up to that many rows high, at the top
// of r, and returns the cells that it took; none if it does not fit.
func (s *Screen) drawWords(c *tui.Canvas, r image.Rectangle, a tui.Align, st tui.Style, text string, rows int) (w, h int) {
	w, h = s.wordsFit(text, r.Dx(), min(rows, r.Dy()))
	if h > 0 {
		r.Max.Y = r.Min.Y + h
		c.Words(r, a, st, s.face(text), spaced(text))
	}
	return w, h
}

// spaced is a text whose words can be told apart in large letters: one space is
// hardly wider than what parts two letters.
func spaced(text string) string { return strings.ReplaceAll(text, " ", "  ") }

// plain reports whether text can be written in big letters without loss.
func plain(text string) bool {
	return text != "" && strings.Trim(strings.ToUpper(text), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == ""
}

// drawArrow draws an arrow to the right in the middle of r, up to that many
// rows high: a shaft and a head, or the bare head where it is small.
func drawArrow(c *tui.Canvas, r image.Rectangle, st tui.Style, rows int) {
	const small = 9
	h := (min(rows*2, r.Dy()*2, r.Dx()*4/5)-1)/2*2 + 1
	w := h + h/4
	if h < small {
		h = min(max(h, 5), r.Dy()*2)
		w = (h+1)/2 + 1
	}
	if h < 3 || w > r.Dx() {
		return
	}
	at := tui.Centred(r, w, (h+1)/2)
	head := w - (h+1)/2
	c.Bitmap(at, st, w, h, func(x, y int) bool {
		off := max(y-h/2, h/2-y)
		switch {
		case h < small:
			return x == h/2-off || x == h/2-off+1
		case x < head:
			return off <= h/8
		}
		return off < w-x
	})
}
