package tui

import (
	"image"
	"strings"
)

// Bitmap draws a picture of w by h dots in half blocks, one dot per half cell,
// from the top left corner of r; what does not fit is cut off. Dots are as wide
// as high, because a cell is twice as high as wide. It serves digits and QR
// codes.
func (c *Canvas) Bitmap(r image.Rectangle, s Style, w, h int, dot func(x, y int) bool) {
	for y := 0; y < h && r.Min.Y+y/2 < r.Max.Y; y += 2 {
		var b strings.Builder
		for x := range w {
			up, down := dot(x, y), y+1 < h && dot(x, y+1)
			switch {
			case up && down:
				b.WriteString("█")
			case up:
				b.WriteString("▀")
			case down:
				b.WriteString("▄")
			default:
				b.WriteByte(' ')
			}
		}
		c.put(r, r.Min.X, r.Min.Y+y/2, s, b.String())
	}
}

// A glyph is glyphW by glyphH dots; one empty dot parts two glyphs.
const (
	glyphW = 5
	glyphH = 7
)

// DigitsSize is the size in cells of text in big letters at a scale: dots per
// stroke, in half cells of height. Scale 1 is 4 rows high, 2 is 7, 3 is 11.
func DigitsSize(text string, scale int) (w, h int) {
	n := len(glyphsOf(text))
	if n == 0 || scale < 1 {
		return 0, 0
	}
	return (n*(glyphW+1) - 1) * scale, (glyphH*scale + 1) / 2
}

// DigitsScale is the largest scale at which text fits into w by h cells, 0 if
// none does.
func DigitsScale(text string, w, h int) int {
	tw, _ := DigitsSize(text, 1)
	if tw == 0 {
		return 0
	}
	return max(0, min(w/tw, h*2/glyphH))
}

// Digits draws text in big letters as large as r allows, or up to scale if that
// is not 0; a text that does not fit even at scale 1 is written as plain bold
// text. Known are A to Z, 0 to 9, space, "-", ":" and "/"; small letters become
// large and others are left out. It returns the rectangle that it used.
func (c *Canvas) Digits(r image.Rectangle, a Align, s Style, text string, scale int) image.Rectangle {
	fit := DigitsScale(text, r.Dx(), r.Dy())
	if scale == 0 || scale > fit {
		scale = fit
	}
	if scale == 0 {
		c.Text(r, a, s|Bold, text)
		return r
	}
	gs := glyphsOf(text)
	w, h := DigitsSize(text, scale)
	at := r
	switch a &^ Middle {
	case Center:
		at.Min.X += (r.Dx() - w) / 2
	case Right:
		at.Min.X += r.Dx() - w
	}
	if a&Middle != 0 {
		at.Min.Y += (r.Dy() - h) / 2
	}
	at.Max = image.Pt(at.Min.X+w, at.Min.Y+h)
	c.Bitmap(at, s, w, glyphH*scale, func(x, y int) bool {
		col, row := x/scale, y/scale
		g, dx := gs[col/(glyphW+1)], col%(glyphW+1)
		return dx < glyphW && g[row][dx] == '#'
	})
	return at
}

func glyphsOf(text string) []glyph {
	var out []glyph
	for _, r := range strings.ToUpper(text) {
		if g, ok := glyphs[r]; ok {
			out = append(out, g)
		}
	}
	return out
}
