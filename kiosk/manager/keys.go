package manager

import (
	"image"

	"onewindow/kiosk/tui"
)

// keyMost is how much wider than its words a key may grow.
const keyMost = 10

// keyHigh is how high one row of keys is on a screen of that height.
func keyHigh(high int) int {
	if high >= 46 {
		return 3
	}
	return 1
}

// keysHeight is how many rows the keys ts need in area on a screen of that
// height, so that no word on them is cut.
func keysHeight(area image.Rectangle, high int, ts []tui.Target) int {
	if len(ts) == 0 {
		return 0
	}
	return keyHigh(high) * len(keyRows(area.Dx(), ts))
}

// keyWidth is how wide a key must be: its words, its letter before them, and its
// edges.
func keyWidth(t tui.Target) int {
	w := tui.Width(t.Label) + 2
	if keys := t.Keys(); len(keys) > 0 && len(keys[0]) == 1 {
		w += 4
	}
	return max(8, w)
}

// keyRows parts keys into as few rows as they need, about equally full.
func keyRows(width int, ts []tui.Target) [][]tui.Target {
	sum := 0
	for _, t := range ts {
		sum += keyWidth(t) + 1
	}
	for n := max(1, (sum-1+width)/(width+1)); n <= len(ts); n++ {
		if rows, ok := partKeys(width, ts, (sum+n-1)/n); ok && len(rows) <= n {
			return rows
		}
	}
	var rows [][]tui.Target
	for i := range ts {
		rows = append(rows, ts[i:i+1])
	}
	return rows
}

// partKeys fills rows up to aim cells, at most width.
func partKeys(width int, ts []tui.Target, aim int) (rows [][]tui.Target, ok bool) {
	used, from := 0, 0
	for i, t := range ts {
		w := keyWidth(t)
		if used > 0 && (used+1+w > width || used+1+w/2 > aim) {
			rows, from, used = append(rows, ts[from:i]), i, 0
		}
		if used > 0 {
			used++
		}
		used += w
		if used > width {
			return nil, false
		}
	}
	return append(rows, ts[from:]), true
}

// layoutKeys lays the keys out in r, the height of which is keysHeight's.
func layoutKeys(r image.Rectangle, ts []tui.Target) []tui.Target {
	if len(ts) == 0 || r.Empty() {
		return nil
	}
	var out []tui.Target
	rows := keyRows(r.Dx(), ts)
	high := max(1, r.Dy()/len(rows))
	for _, row := range rows {
		line := tui.CutTop(&r, high)
		if line.Empty() {
			break
		}
		spare := line.Dx() - len(row) + 1
		for _, t := range row {
			spare -= keyWidth(t)
		}
		for i, t := range row {
			more := min(spare/(len(row)-i), keyMost)
			spare -= more
			t.Rect = tui.CutLeft(&line, keyWidth(t)+more)
			tui.CutLeft(&line, 1)
			out = append(out, t)
		}
	}
	return out
}

// drawKeys draws those of the targets that are keys of the open page; its rows are
// the page's own.
func (s *Screen) drawKeys(c *tui.Canvas, ts []tui.Target) {
	for _, a := range s.page().keys() {
		if t, ok := tui.Find(ts, a.id); ok {
			c.Button(t)
		}
	}
}
