package manager

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
)

// column is the i-th of n columns that share all of r's width, gap cells between
// them: what does not divide evenly makes the first ones wider by a cell.
func column(r image.Rectangle, i, n, gap int) image.Rectangle {
	room := r.Dx() - gap*(n-1)
	each, more := room/n, room%n
	x := r.Min.X + i*(each+gap) + min(i, more)
	if i < more {
		each++
	}
	return image.Rect(x, r.Min.Y, x+each, r.Max.Y)
}

// clip shortens a name to w cells without saying so, for places where two dots
// would be a third of it; no bracket is left open.
func clip(text string, w int) string {
	if tui.Width(text) <= w {
		return text
	}
	for text != "" && tui.Width(text) > w {
		rs := []rune(text)
		text = string(rs[:len(rs)-1])
	}
	if i := strings.LastIndexAny(text, "（("); i > 0 && !strings.ContainsAny(text[i:], "）)") {
		text = text[:i]
	}
	return strings.TrimRight(text, " ")
}
