package staff

import (
	"image"

	"onewindow/kiosk/tui"
)

// Frame parts a screen, the same way on every page: the title on top, the
// message line at the bottom, between them the page with a cell free on both
// sides.
type Frame struct {
	Title, Page, Message image.Rectangle
}

// roomy is from which height a row is left free under the title, and the message
// line has a second row.
const roomy = 28

// FrameOf parts a screen.
func FrameOf(area image.Rectangle) Frame {
	tall := area.Dy() >= roomy
	f := Frame{Title: tui.CutTop(&area, 1)}
	lines := 1
	if tall {
		tui.CutTop(&area, 1)
		lines = 2
	}
	f.Message = tui.Inset(tui.CutBottom(&area, lines), 1, 0)
	f.Page = tui.Inset(area, 1, 0)
	return f
}
