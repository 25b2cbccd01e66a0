package tui

import (
	"image"
	"strings"
)

// Bar draws a horizontal bar of value out of full in the first row of r.
// Whatever is not zero shows at least one block.
func (c *Canvas) Bar(r image.Rectangle, s Style, value, full int) {
	w := r.Dx()
	if w <= 0 {
		return
	}
	n := 0
	if full > 0 && value > 0 {
		n = max(1, min(w, value*w/full))
	}
	c.put(r, r.Min.X, r.Min.Y, s, strings.Repeat("█", n)+strings.Repeat("─", w-n))
}

const sparks = "▁▂▃▄▅▆▇█"

// Sparkline draws values as columns of one row, the last ones at the right end
// of r; the highest of them is full height, and zero shows as the lowest block.
func (c *Canvas) Sparkline(r image.Rectangle, s Style, values []int) {
	if len(values) > r.Dx() {
		values = values[len(values)-max(0, r.Dx()):]
	}
	top := 1
	for _, v := range values {
		top = max(top, v)
	}
	blocks := []rune(sparks)
	var b strings.Builder
	for _, v := range values {
		b.WriteRune(blocks[max(0, v)*(len(blocks)-1)/top])
	}
	c.Text(r, Right, s, b.String())
}

func spaces(n int) string { return strings.Repeat(" ", max(0, n)) }
