package tui

import (
	"image"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// Frames, by rows: corners and edges clockwise from the top left.
const (
	thinFrame  = "┌─┐││└─┘"
	thickFrame = "█▀████▄█"
	cornerOnly = "┌ ┐  └ ┘"
)

// Box draws a thin frame just inside r.
func (c *Canvas) Box(r image.Rectangle, s Style) { c.frame(r, s, thinFrame) }

// HLine draws a thin line across the first row of r.
func (c *Canvas) HLine(r image.Rectangle, s Style) {
	c.fill(image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+1), s, "─")
}

// frame draws the eight pieces of set around r.
func (c *Canvas) frame(r image.Rectangle, s Style, set string) {
	if r.Dx() < 2 || r.Dy() < 2 {
		return
	}
	p := strings.Split(set, "")
	x0, y0, x1, y1 := r.Min.X, r.Min.Y, r.Max.X-1, r.Max.Y-1
	c.fill(image.Rect(x0+1, y0, x1, y0+1), s, p[1])
	c.fill(image.Rect(x0+1, y1, x1, y1+1), s, p[6])
	c.fill(image.Rect(x0, y0+1, x0+1, y1), s, p[3])
	c.fill(image.Rect(x1, y0+1, x1+1, y1), s, p[4])
	c.put(r, x0, y0, s, p[0])
	c.put(r, x1, y0, s, p[2])
	c.put(r, x0, y1, s, p[5])
	c.put(r, x1, y1, s, p[7])
}

// slab fills r with the style's paper, but for half a cell above, below and on
// the right, where what lies below shows through: slabs side by side have a gap
// between them that costs no row and no column. On the left nothing is left out,
// because terminals do not agree with themselves where the right half of a cell
// of odd width begins.
func (c *Canvas) slab(r image.Rectangle, s Style) {
	c.Fill(image.Rect(r.Min.X, r.Min.Y+1, r.Max.X-1, r.Max.Y-1), s)
	c.edges(r, s, "▄▖▌▀▘")
}

// edges draws the upper, right and lower edge of a slab: by rows, the pieces of
// set.
func (c *Canvas) edges(r image.Rectangle, s Style, set string) {
	p := strings.Split(set, "")
	last := image.Pt(r.Max.X-1, r.Max.Y-1)
	c.edge(image.Rect(r.Min.X, r.Min.Y, last.X, r.Min.Y+1), s, p[0])
	c.edge(image.Rect(last.X, r.Min.Y, r.Max.X, r.Min.Y+1), s, p[1])
	c.edge(image.Rect(last.X, r.Min.Y+1, r.Max.X, last.Y), s, p[2])
	c.edge(image.Rect(r.Min.X, last.Y, last.X, r.Max.Y), s, p[3])
	c.edge(image.Rect(last.X, last.Y, r.Max.X, r.Max.Y), s, p[4])
}

// edge fills the part of r's cells that a block character covers with the
// style's paper; the rest keeps the paper that it had.
func (c *Canvas) edge(r image.Rectangle, s Style, block string) {
	r = r.Intersect(c.Area())
	cell := uv.Cell{Content: block, Width: 1, Style: uv.Style{Fg: c.paper(s)}}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			cell.Style.Bg = c.under(x, y)
			c.buf.SetCell(x, y, &cell)
		}
	}
}
