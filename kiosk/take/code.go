package take

import (
	"image"

	"onewindow/kiosk/tui"
)

// codeSize is the width in cells that the QR code of a text takes, 0 if there is
// none.
func codeSize(string) int { return 0 }

// drawCode draws the QR code of a text.
func drawCode(*tui.Canvas, image.Rectangle, string) {}
