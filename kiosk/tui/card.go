package tui

import "image"

// Card draws a panel in r with a heading strip in its first row, and returns
// the room inside: without the strip, one cell narrower on each side. Without a
// title there is no strip. Text in it is written in Card, CardMuted, CardAccent,
// or an ink OnCard.
func (c *Canvas) Card(r image.Rectangle, title string) image.Rectangle {
	if r.Empty() {
		return r
	}
	c.Fill(r, Card)
	if title != "" {
		strip := CutTop(&r, 1)
		c.Fill(strip, Head)
		if c.framed() {
			c.HLine(strip, Head)
			title = " " + title + " "
		}
		c.Text(Inset(strip, 1, 0), Left, Head|Bold, title)
	}
	return Inset(r, 1, 0)
}

// Chip draws a small filled word at the left of r's first row and returns the
// width it took, one cell of paper on each side of the word included. Styles for
// it are NeutralFill, GoodFill, WarnFill and BadFill. Without colours it stands
// in brackets.
func (c *Canvas) Chip(r image.Rectangle, s Style, text string) int {
	w := min(ChipWidth(text), r.Dx())
	if w <= 0 || r.Empty() {
		return 0
	}
	at := image.Rect(r.Min.X, r.Min.Y, r.Min.X+w, r.Min.Y+1)
	c.Fill(at, s)
	if c.colours == None && w > 2 {
		c.put(at, at.Min.X, at.Min.Y, s, "[")
		c.put(at, at.Max.X-1, at.Min.Y, s, "]")
	}
	c.Text(Inset(at, 1, 0), Left, s, text)
	return w
}

// ChipWidth is how many cells Chip needs for a word.
func ChipWidth(text string) int { return Width(text) + 2 }

// Figure is one number of a strip of numbers.
type Figure struct {
	// Label says what it is, Value what it is now, Unit in what ("min"); Note is
	// a quieter line below.
	Label, Value, Unit, Note string
	// Style is that of the value: an ink of the page; the zero value is Ink.
	Style Style
}

// KeyValue draws a figure as a tile: the label small, the value in big letters
// if r has five rows or more and it fits, else bold.
func (c *Canvas) KeyValue(r image.Rectangle, f Figure) {
	if r.Empty() {
		return
	}
	c.Fill(r, Card)
	if c.framed() {
		c.fill(image.Rect(r.Min.X, r.Min.Y, r.Min.X+1, r.Max.Y), CardMuted, "│")
	}
	r = Inset(r, 1, 0)
	c.Text(CutTop(&r, 1), Left, CardMuted, f.Label)
	if f.Note != "" && r.Dy() > 1 {
		c.Text(CutBottom(&r, 1), Left, CardMuted, f.Note)
	}
	value, st := r, f.Style|OnCard|Bold
	unit := Width(f.Unit)
	if unit > 0 {
		unit++
	}
	value.Max.X -= unit
	used := image.Rect(r.Min.X, r.Min.Y, r.Min.X+min(Width(f.Value), value.Dx()), r.Min.Y+1)
	if r.Dy() >= 3 && DigitsScale(f.Value, value.Dx(), r.Dy()) > 0 {
		used = c.Digits(value, Left, st, f.Value, 0)
	} else {
		c.Text(value, Left, st, f.Value)
	}
	if unit > 0 {
		c.Text(image.Rect(used.Max.X+1, used.Max.Y-1, r.Max.X, used.Max.Y), Left, CardMuted, f.Unit)
	}
}
