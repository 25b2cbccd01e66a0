package tui

import "image"

// TextLine is one line of a pane, in one style.
type TextLine struct {
	Style Style
	Text  string
}

// Lines writes lines from the top of r, broken where they are too long, as far
// as they fit; an empty one is a row left free.
func (c *Canvas) Lines(r image.Rectangle, lines []TextLine) {
	for _, l := range lines {
		if r.Dy() <= 0 {
			return
		}
		CutTop(&r, max(1, c.Wrap(r, Left, l.Style, l.Text)))
	}
}
