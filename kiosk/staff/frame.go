package staff

import (
	"image"

	"onewindow/kiosk/tui"
)

// roomy is from which height a row is left free under the title, and the message
// line has a second row.
const roomy = 28

// FrameOf parts a screen, the same way on every page: the title on top, the message
// line at the bottom, between them the page with a cell free on both sides.
func FrameOf(area image.Rectangle) (title, page, message image.Rectangle) {
	tall := area.Dy() >= roomy
	title = tui.CutTop(&area, 1)
	lines := 1
	if tall {
		tui.CutTop(&area, 1)
		lines = 2
	}
	message = tui.Inset(tui.CutBottom(&area, lines), 1, 0)
	return title, tui.Inset(area, 1, 0), message
}
