package staff

import (
	"image"

	"onewindow/kiosk/tui"
)

// KeysHeight is how many rows at the bottom of a page its keys need so that no
// word on them is cut: three for each row of keys where the page has room for
// that, else one.
func KeysHeight(page image.Rectangle, ts []tui.Target) int {
	high := 1
	if cols := keyColumns(page.Dx(), 3, ts); page.Dy() >= 15+3*rowsOf(len(ts), cols) {
		high = 3
	}
	return high * rowsOf(len(ts), keyColumns(page.Dx(), high, ts))
}

func rowsOf(n, cols int) int { return (n + cols - 1) / max(1, cols) }

// keyColumns is how many keys stand in a row: as many as leave room for the
// longest word, and rows about equally long. A key that is alone in its row has
// all of it.
func keyColumns(width, high int, ts []tui.Target) int {
	frame := 4 // brackets with a space
	if high >= 3 {
		frame = 2
	}
	for _, cols := range []int{len(ts), (len(ts) + 1) / 2, 4, 3} {
		if cols == 0 {
			return 1
		}
		each, fits := (width+1)/cols-1-frame, true
		for i, t := range ts {
			alone := i == len(ts)-1 && i%cols == 0
			fits = fits && (alone || keyWidth(t) <= each)
		}
		if fits {
			return cols
		}
	}
	return 2
}

// keyWidth is how wide the words on a key are, the key's letter before them.
func keyWidth(t tui.Target) int {
	w := tui.Width(t.Label)
	if keys := t.Keys(); len(keys) > 0 && len(keys[0]) == 1 {
		w += 2
	}
	return w
}

// LayoutKeys lays keys out in r, the height of which is KeysHeight's.
func LayoutKeys(r image.Rectangle, ts []tui.Target) []tui.Target {
	for _, high := range []int{3, 1} {
		cols := keyColumns(r.Dx(), high, ts)
		if rowsOf(len(ts), cols)*high > r.Dy() && high > 1 {
			continue
		}
		fit := min(len(ts), cols*(r.Dy()/high))
		ts = ts[:fit]
		for i := 0; i < fit; i += cols {
			line := tui.CutTop(&r, high)
			n := cols
			if i == fit-1 {
				n = 1
			}
			for k, cell := range tui.Row(line, n, 1)[:min(n, fit-i)] {
				ts[i+k].Rect = cell
			}
		}
		break
	}
	return ts
}
