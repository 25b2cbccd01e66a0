package tui

import (
	"image"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// Blocks by eighths: from the left, and from below.
var (
	fromLeft  = []string{" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"}
	fromBelow = []string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}
)

// drawn is the style of a bar or column: with the ink of the style, or the paper
// of a chip's.
func (c *Canvas) drawn(s Style) uv.Style {
	st := c.style(s)
	if c.colours == Many && s.role() >= NeutralFill && s.role() <= BadFill {
		st.Fg = st.Bg
	}
	return st
}

// Bar draws a horizontal bar of value out of full in the first row of r, in
// eighths of a cell; with few colours in whole cells. Whatever is not zero shows.
// The style is an ink, or that of a chip, whose paper then is the bar's colour.
func (c *Canvas) Bar(r image.Rectangle, s Style, value, full int) {
	w := r.Dx()
	if w <= 0 {
		return
	}
	eighths := 0
	if full > 0 && value > 0 {
		eighths = max(1, min(w*8, value*w*8/full))
	}
	if c.framed() {
		n := (eighths + 7) / 8
		c.put(r, r.Min.X, r.Min.Y, s, strings.Repeat("█", n)+strings.Repeat("─", w-n))
		return
	}
	row := rowOf(r, 0).Intersect(c.area)
	cell := uv.Cell{Width: 1, Style: uv.Style{Fg: c.drawn(s).Fg, Bg: c.paper(Track)}}
	for x := row.Min.X; x < row.Max.X; x++ {
		cell.Content = fromLeft[min(8, max(0, eighths-8*(x-r.Min.X)))]
		c.buf.SetCell(x, row.Min.Y, &cell)
	}
}

// Sparkline draws values as columns of one row, the last ones at the right end
// of r; the highest of them is full height, and zero shows as the lowest block.
func (c *Canvas) Sparkline(r image.Rectangle, s Style, values []int) {
	c.Chart(rowOf(r, 0), values, 0, func(int) Style { return s })
}

// Chart draws values as columns as high as r, the last ones at its right end,
// each in the style that style gives for it, such as WarnFill above a limit; the
// paper is what lies below. Top is
// the value of full height, 0 for the highest shown; zero shows as the lowest
// block. Where there is room, columns are up to three cells wide and parted.
func (c *Canvas) Chart(r image.Rectangle, values []int, top int, style func(value int) Style) {
	if r.Empty() || len(values) == 0 {
		return
	}
	step := min(4, r.Dx()/len(values))
	if r.Dy() == 1 || step < 3 {
		step = 1
	}
	wide := max(1, step-1)
	if n := (r.Dx() + step - wide) / step; len(values) > n {
		values = values[len(values)-n:]
	}
	if top <= 0 {
		top = 1
		for _, v := range values {
			top = max(top, v)
		}
	}
	left := r.Max.X - len(values)*step + step - wide
	for i, v := range values {
		high := 1 + min(max(v, 0), top)*(8*r.Dy()-1)/top
		for y := range r.Dy() {
			block := fromBelow[min(8, max(0, high-8*y))]
			x, row := left+i*step, r.Max.Y-1-y
			cell := uv.Cell{Content: block, Width: 1, Style: c.drawn(style(v))}
			if !c.framed() {
				cell.Style.Bg = c.under(x, row)
			}
			c.fillCells(image.Rect(x, row, x+wide, row+1).Intersect(r), cell)
		}
	}
}

func spaces(n int) string { return strings.Repeat(" ", max(0, n)) }
