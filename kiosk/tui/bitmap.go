package tui

import (
	"image"
	"strings"
)

// Bitmap draws a picture of w by h dots in half blocks, one dot per half cell,
// from the top left corner of r; what does not fit is cut off. Dots are as wide
// as high, because a cell is twice as high as wide.
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
