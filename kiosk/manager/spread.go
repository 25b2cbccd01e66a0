package manager

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
)

// column is the i-th of n columns that share r's width, gap cells between them;
// empty where there is no room for all.
func column(r image.Rectangle, i, n, gap int) image.Rectangle {
	if cells := tui.Row(r, n, gap); i < len(cells) {
		return cells[i]
	}
	return image.Rectangle{}
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
