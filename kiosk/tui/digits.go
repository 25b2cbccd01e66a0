package tui

import (
	"image"
	"strings"
	"sync"

	uv "github.com/charmbracelet/ultraviolet"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/sfnt"
)

// leastDots is the least height of big letters that can be read, in dots.
const leastDots = 7

// digits is the font of the big letters: Go Bold, whose zero has a bar; see
// plainZero. It is nil if the font that is built in cannot be read,
// which a test excludes.
var digits = sync.OnceValue(func() *outline {
	f, err := sfnt.Parse(gobold.TTF)
	if err != nil {
		return nil
	}
	o := newOutline(f)
	o.tight, o.gap, o.grows = 0.86, 0.07, true
	if g := o.glyph('H'); g != nil {
		o.top = g.top
	}
	return o
})

// bigText is the part of a text that big letters can write: printable ASCII, in
// capitals. The zero has no bar: people read one with a bar as an eight, F018 as
// F818, and behind the letter of a line stand only digits.
func bigText(text string) string {
	text = strings.ToUpper(text)
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '0':
			return plainZero
		case r < ' ' || r > '~':
			return -1
		}
		return r
	}, text))
}

// DigitsSize is the size in cells of text in big letters at a scale. Scale 1 is
// 4 rows high, 2 is 7, 3 is 11: seven half rows each.
func DigitsSize(text string, scale int) (w, h int) {
	text = bigText(text)
	if text == "" || scale < 1 {
		return 0, 0
	}
	return digits().width(text, leastDots*scale), (leastDots*scale + 1) / 2
}

// DigitsScale is the largest scale at which text fits into w by h cells, 0 if
// none does. Digits at scale 0 may use the room better: it knows every size
// between two scales.
func DigitsScale(text string, w, h int) int {
	text = bigText(text)
	if text == "" {
		return 0
	}
	for scale := h * 2 / leastDots; scale > 0; scale-- {
		if digits().width(text, leastDots*scale) <= w {
			return scale
		}
	}
	return 0
}

// Digits draws text in big letters as large as r allows, or up to scale if that
// is not 0; a text that does not fit even at scale 1 is written as plain bold
// text. Known are the letters, digits and signs of ASCII; small letters become
// large and others are left out. It returns the rectangle that it used.
//
// The letters are smooth where the terminal has colours: a half cell that an
// outline cuts has a shade between ink and paper.
func (c *Canvas) Digits(r image.Rectangle, a Align, s Style, text string, scale int) image.Rectangle {
	big := bigText(text)
	px := r.Dy() * 2
	if scale > 0 {
		px = min(px, leastDots*scale)
	}
	if big != "" {
		px = digits().fit(big, r.Dx(), px, leastDots)
	}
	if big == "" || px == 0 {
		c.Text(r, a, s|Bold, text)
		return r
	}
	return c.ink(r, a, s, digits().mask(big, px))
}

// ink draws a line of big letters in r and returns the rectangle that it used.
func (c *Canvas) ink(r image.Rectangle, a Align, s Style, m *mask) image.Rectangle {
	h := (m.h + 1) / 2
	at := r
	switch a &^ Middle {
	case Center:
		at.Min.X += (r.Dx() - m.w) / 2
	case Right:
		at.Min.X += r.Dx() - m.w
	}
	if a&Middle != 0 {
		at.Min.Y += (r.Dy() - h) / 2
	}
	at.Max = image.Pt(at.Min.X+m.w, at.Min.Y+h)
	if c.colours != Many {
		c.Bitmap(at, s, m.w, m.h, func(x, y int) bool { return m.at(x, y) > rampSteps*2/5 })
		return at
	}
	c.shades(at, s, m)
	return at
}

// at is the ink of a dot; beyond the mask there is none.
func (m *mask) at(x, y int) uint8 {
	if x < 0 || x >= m.w || y < 0 || y >= m.h {
		return 0
	}
	return m.ink[y*m.w+x]
}

// shades draws two dots per cell, each in its own shade: the darker one as the
// ink of a half block, the other as its paper.
func (c *Canvas) shades(at image.Rectangle, s Style, m *mask) {
	p := c.theme.Pair(s)
	if s&Reverse != 0 {
		p.Ink, p.Paper = p.Paper, p.Ink
	}
	ramp := c.ramp(p)
	seen := at.Intersect(c.area)
	cell := uv.Cell{Width: 1}
	for y := seen.Min.Y; y < seen.Max.Y; y++ {
		for x := seen.Min.X; x < seen.Max.X; x++ {
			up, down := m.at(x-at.Min.X, 2*(y-at.Min.Y)), m.at(x-at.Min.X, 2*(y-at.Min.Y)+1)
			switch {
			case up == down && up < rampSteps/2:
				cell.Content, cell.Style = " ", uv.Style{Fg: ramp[rampSteps], Bg: ramp[up]}
			case up == down:
				cell.Content, cell.Style = "█", uv.Style{Fg: ramp[up], Bg: ramp[0]}
			case up > down:
				cell.Content, cell.Style = "▀", uv.Style{Fg: ramp[up], Bg: ramp[down]}
			default:
				cell.Content, cell.Style = "▄", uv.Style{Fg: ramp[down], Bg: ramp[up]}
			}
			c.buf.SetCell(x, y, &cell)
		}
	}
}
