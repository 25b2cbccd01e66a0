package window

import (
	"image"

	"onewindow/kiosk/tui"
)

// fact is one line of what is known of a visit: what it is, and what it says.
type fact struct {
	label, text string
	style       tui.Style
}

// chip is a small filled word.
type chip struct {
	text  string
	style tui.Style
}

// drawFacts writes facts one below the other, the labels in a column of their
// own, and returns how many rows that took; airy leaves a row between them.
// Facts that do not fit are left out.
func (s *Screen) drawFacts(c *tui.Canvas, r image.Rectangle, facts []fact, airy bool) int {
	used, col := 0, s.labelWidth()
	for i, f := range facts {
		if airy && i > 0 && f.label != "" {
			used++
		}
		row := r
		row.Min.Y += used
		if row.Dy() <= 0 {
			return used
		}
		label := tui.CutLeft(&row, min(col, row.Dx()/3))
		c.Text(label, tui.Left, tui.CardMuted, f.label)
		row.Max.Y = min(row.Max.Y, row.Min.Y+3)
		used += max(1, c.Wrap(row, tui.Left, f.style, f.text))
	}
	return used
}

// factRows is how many rows the facts need in that width.
func (s *Screen) factRows(w int, facts []fact) int {
	n := 0
	for _, f := range facts {
		n += min(3, max(1, len(tui.WrapLines(f.text, w-min(s.labelWidth(), w/3)))))
	}
	return n
}

// labelWidth is the width of the column of labels.
func (s *Screen) labelWidth() int {
	w := 0
	for _, key := range []string{"window.fact.for", "window.fact.why", "window.fact.who", "window.fact.then", "window.fact.agent", "window.fact.papers", "window.fact.slip"} {
		w = max(w, tui.Width(s.T(key)))
	}
	return w + 2
}

// drawChips writes chips from the left, in as many rows as r has, and returns
// how many rows that took.
func drawChips(c *tui.Canvas, r image.Rectangle, chips []chip) int {
	x, y := r.Min.X, r.Min.Y
	for _, ch := range chips {
		w := tui.ChipWidth(ch.text)
		if x > r.Min.X && x+w > r.Max.X {
			x, y = r.Min.X, y+1
		}
		if y >= r.Max.Y {
			return r.Dy()
		}
		x += c.Chip(image.Rect(x, y, r.Max.X, y+1), ch.style, ch.text) + 1
	}
	if len(chips) == 0 {
		return 0
	}
	return y + 1 - r.Min.Y
}

// chipRows is how many rows the chips need in that width.
func chipRows(w int, chips []chip) int {
	x, n := 0, min(1, len(chips))
	for _, ch := range chips {
		cw := tui.ChipWidth(ch.text)
		if x > 0 && x+cw > w {
			x, n = 0, n+1
		}
		x += cw + 1
	}
	return n
}

// drawSplit writes a row of which one part stands left and one right.
func drawSplit(c *tui.Canvas, r image.Rectangle, style tui.Style, left, right string) {
	r.Max.Y = min(r.Max.Y, r.Min.Y+1)
	if right != "" {
		c.Text(tui.CutRight(&r, tui.Width(right)), tui.Right, style, right)
		tui.CutRight(&r, 1)
	}
	c.Text(r, tui.Left, style, left)
}
