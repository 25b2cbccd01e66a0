package manager

import (
	"image"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
)

// noted is a form with something to know below it.
type noted struct {
	staff.Page
	note string
}

// noteTop writes a note below the form that was just opened.
func (s *Screen) noteTop(note string) { s.Replace(noted{s.Top(), note}) }

// areas part the page: the form, and the note where there is room for it.
func (n noted) areas(area image.Rectangle) (form, note image.Rectangle) {
	lines := len(tui.WrapLines(n.note, area.Dx()))
	if area.Dy() < 14+lines {
		return area, image.Rectangle{}
	}
	note = tui.CutBottom(&area, lines+1)
	return area, note
}

func (n noted) Layout(area image.Rectangle) []tui.Target {
	form, _ := n.areas(area)
	return n.Page.Layout(form)
}

func (n noted) Draw(c *tui.Canvas, area image.Rectangle, ts []tui.Target) {
	form, note := n.areas(area)
	n.Page.Draw(c, form, ts)
	c.Wrap(note, tui.Left, tui.Muted, n.note)
}
