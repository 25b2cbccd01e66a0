package tui

import "image"

// Column is one column of a table.
type Column struct {
	// Head is its heading; if all are empty, the table has no heading row.
	Head string
	// Width is in cells; 0 shares what is left.
	Width int
	Align Align
}

// TableRow is one row of a table.
type TableRow struct {
	Cells []string
	// Style is that of the row; the zero value is Ink.
	Style Style
	// Styles are those of single cells, where they are not Ink.
	Styles []Style
}

// Table draws rows in r under their headings, one cell between columns, and
// returns how many rows were drawn. Row i stands where RowRect says. Every other
// row of more than two has a paper of its own, so that the eye keeps the line.
func (c *Canvas) Table(r image.Rectangle, cols []Column, rows []TableRow) int {
	xs := columnRects(r, cols)
	top := headRows(cols)
	if top > 0 {
		head := Head
		if c.framed() {
			head |= Underline
		}
		c.Fill(rowOf(r, 0), Head)
		for i, col := range cols {
			c.Text(rowOf(xs[i], 0), col.Align, head, pad(col, xs[i].Dx()))
		}
	}
	n := 0
	for _, row := range rows {
		if top+n >= r.Dy() {
			break
		}
		ground := row.Style & grounds
		if ground == 0 && n%2 == 1 && len(rows) > 2 {
			ground = OnZebra
		}
		c.Fill(RowRect(r, cols, n), row.Style|ground)
		for i, text := range row.Cells {
			if i >= len(cols) {
				break
			}
			st := row.Style
			if i < len(row.Styles) && row.Styles[i] != Ink {
				st = row.Styles[i]
			}
			c.Text(rowOf(xs[i], top+n), cols[i].Align, st|ground, text)
		}
		n++
	}
	return n
}

// RowRect is where Table draws row i, for targets that lie on rows. It is empty
// if the row does not fit.
func RowRect(r image.Rectangle, cols []Column, i int) image.Rectangle {
	y := r.Min.Y + headRows(cols) + i
	if i < 0 || y >= r.Max.Y {
		return image.Rectangle{}
	}
	return image.Rect(r.Min.X, y, r.Max.X, y+1)
}

// pad stretches a heading over its column, so that the line under it is whole.
func pad(col Column, w int) string {
	text := Truncate(col.Head, w)
	fill := spaces(w - Width(text))
	if col.Align&^Middle == Right {
		return fill + text
	}
	return text + fill
}

func headRows(cols []Column) int {
	for _, col := range cols {
		if col.Head != "" {
			return 1
		}
	}
	return 0
}

func rowOf(r image.Rectangle, i int) image.Rectangle {
	return image.Rect(r.Min.X, r.Min.Y+i, r.Max.X, r.Min.Y+i+1)
}

func columnRects(r image.Rectangle, cols []Column) []image.Rectangle {
	left, open := r.Dx()-max(0, len(cols)-1), 0
	for _, col := range cols {
		left -= col.Width
		if col.Width == 0 {
			open++
		}
	}
	out := make([]image.Rectangle, len(cols))
	x := r.Min.X
	for i, col := range cols {
		w := col.Width
		if w == 0 {
			w = max(0, left) / open
			left, open = left-w, open-1
		}
		out[i] = image.Rect(x, r.Min.Y, min(x+w, r.Max.X), r.Max.Y)
		x = min(x+w+1, r.Max.X)
	}
	return out
}
