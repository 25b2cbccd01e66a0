package tui

import "image"

// The smallest screen that the shell draws on; below it, it says so.
const (
	MinWidth  = 40
	MinHeight = 12
)

// Grid lays n equal cells out in area, row by row, in cols columns with gap
// columns between them and vgap rows. It returns as many as fit with at least
// minH rows each; rows grow to fill the area, up to maxH (0 for no limit).
func Grid(area image.Rectangle, n, cols, gap, vgap, minH, maxH int) []image.Rectangle {
	cols = max(1, min(cols, n))
	if n <= 0 || area.Dx() < cols || minH < 1 {
		return nil
	}
	fit := (area.Dy() + vgap) / (minH + vgap)
	rows := min((n+cols-1)/cols, fit)
	if rows < 1 {
		return nil
	}
	h := (area.Dy()+vgap)/rows - vgap
	if maxH > 0 {
		h = min(h, maxH)
	}
	w := (area.Dx()+gap)/cols - gap
	if w < 1 {
		return nil
	}
	var out []image.Rectangle
	for i := range min(n, rows*cols) {
		x, y := area.Min.X+(i%cols)*(w+gap), area.Min.Y+(i/cols)*(h+vgap)
		out = append(out, image.Rect(x, y, x+w, y+h))
	}
	return out
}

// Row parts area into n columns of equal width with gap cells between them that fill
// it to the last cell: where it does not come out even, the first ones are a cell
// wider. It returns none where not all would have a cell.
func Row(area image.Rectangle, n, gap int) []image.Rectangle {
	if n < 1 || area.Dx() < n+gap*(n-1) {
		return nil
	}
	weights := make([]int, n)
	for i := range weights {
		weights[i] = 1
	}
	return Split(area, gap, weights...)
}

// Split parts area into columns as wide as their weights say, with gap cells between
// them. They fill it to the last cell: what does not come out even makes the first
// ones a cell wider.
func Split(area image.Rectangle, gap int, weights ...int) []image.Rectangle {
	total := 0
	for _, w := range weights {
		total += w
	}
	room := max(0, area.Dx()-gap*(len(weights)-1))
	rest := room
	for _, w := range weights {
		rest -= room * w / max(1, total)
	}
	out := make([]image.Rectangle, len(weights))
	for i, w := range weights {
		n := room * w / max(1, total)
		if rest > 0 {
			n, rest = n+1, rest-1
		}
		out[i] = CutLeft(&area, n)
		CutLeft(&area, gap)
	}
	return out
}

// CutTop cuts n rows off the top of r and returns them.
func CutTop(r *image.Rectangle, n int) image.Rectangle {
	n = max(0, min(n, r.Dy()))
	out := image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+n)
	r.Min.Y += n
	return out
}

// CutBottom cuts n rows off the bottom of r and returns them.
func CutBottom(r *image.Rectangle, n int) image.Rectangle {
	n = max(0, min(n, r.Dy()))
	out := image.Rect(r.Min.X, r.Max.Y-n, r.Max.X, r.Max.Y)
	r.Max.Y -= n
	return out
}

// CutLeft cuts n columns off the left of r and returns them.
func CutLeft(r *image.Rectangle, n int) image.Rectangle {
	n = max(0, min(n, r.Dx()))
	out := image.Rect(r.Min.X, r.Min.Y, r.Min.X+n, r.Max.Y)
	r.Min.X += n
	return out
}

// CutRight cuts n columns off the right of r and returns them.
func CutRight(r *image.Rectangle, n int) image.Rectangle {
	n = max(0, min(n, r.Dx()))
	out := image.Rect(r.Max.X-n, r.Min.Y, r.Max.X, r.Max.Y)
	r.Max.X -= n
	return out
}

// Inset makes r smaller by dx columns and dy rows on each side; never negative.
func Inset(r image.Rectangle, dx, dy int) image.Rectangle {
	dx, dy = min(dx, r.Dx()/2), min(dy, r.Dy()/2)
	return image.Rect(r.Min.X+dx, r.Min.Y+dy, r.Max.X-dx, r.Max.Y-dy)
}

// Centred is a rectangle of at most w by h cells in the middle of r.
func Centred(r image.Rectangle, w, h int) image.Rectangle {
	w, h = min(w, r.Dx()), min(h, r.Dy())
	x, y := r.Min.X+(r.Dx()-w)/2, r.Min.Y+(r.Dy()-h)/2
	return image.Rect(x, y, x+w, y+h)
}
