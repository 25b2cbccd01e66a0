package manager

import (
	"image"

	"onewindow/kiosk/tui"
)

// keyHeight is how high one row of keys is on a screen, below its title.
func keyHeight(area image.Rectangle) int {
	if area.Dy() >= 30 {
		return 3
	}
	return 1
}

// keysHeight is how many rows of the screen the keys ts need, so that no word on
// them is cut.
func keysHeight(area image.Rectangle, ts []tui.Target) int {
	high := keyHeight(area)
	cols := keyColumns(area.Dx(), high, ts)
	return high * ((len(ts) + cols - 1) / cols)
}

// keyColumns is how many keys stand in a row: as many as leave room for the
// longest word, and rows about equally long. A key that is alone in its row has
// all of it.
func keyColumns(width, high int, ts []tui.Target) int {
	frame := 4 // brackets with a space
	if high >= 3 {
		frame = 2
	}
	for _, cols := range []int{len(ts), (len(ts) + 1) / 2, 3} {
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

// layoutKeys lays the keys out in r, the height of which is keysHeight's.
func layoutKeys(r image.Rectangle, ts []tui.Target) []tui.Target {
	for _, high := range []int{3, 1} {
		cols := keyColumns(r.Dx(), high, ts)
		rows := (len(ts) + cols - 1) / cols
		if rows*high > r.Dy() && high > 1 {
			continue
		}
		cells := tui.Grid(r, len(ts), cols, 1, 0, high, high)
		ts = ts[:len(cells)]
		for i, cell := range cells {
			if i == len(ts)-1 && i%cols == 0 {
				cell.Max.X = r.Max.X
			}
			ts[i].Rect = cell
		}
		break
	}
	return ts
}
