package tui

import "image"

// help draws the lines of a help text in a frame over the screen, the first as
// the title. Lines that do not fit are left out.
func (c *Canvas) help(lines []string) {
	w, h := 0, 0
	limit := min(c.Area().Dx()-6, 72)
	var wrapped []string
	for i, l := range lines {
		for _, part := range WrapLines(l, limit) {
			wrapped = append(wrapped, part)
			w = max(w, Width(part))
		}
		if i == 0 {
			wrapped = append(wrapped, "")
		}
	}
	h = min(len(wrapped)+2, c.Area().Dy())
	r := Centred(c.Area(), w+6, h)
	c.Fill(r, Card)
	c.Box(r, Card)
	inner := Inset(r, 3, 1)
	for i, l := range wrapped {
		if i >= inner.Dy() {
			break
		}
		s := Card
		if i == 0 {
			s = CardAccent | Bold
		}
		c.Text(image.Rect(inner.Min.X, inner.Min.Y+i, inner.Max.X, inner.Min.Y+i+1), Left, s, l)
	}
}
