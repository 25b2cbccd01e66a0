package tui

import "image"

// The smallest screen that the shell draws on; below it, it says so.
const (
	MinWidth  = 40
	MinHeight = 12
)

// Columns is how many columns of choices a screen of that width shows: three
// from 76 cells, two from 44, else one.
func Columns(width int) int {
	switch {
	case width >= 76:
		return 3
	case width >= 44:
		return 2
	default:
		return 1
	}
}

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

// Row parts area into n columns of equal width with gap cells between them.
func Row(area image.Rectangle, n, gap int) []image.Rectangle {
	return Grid(area, n, n, gap, 0, max(1, area.Dy()), 0)
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
