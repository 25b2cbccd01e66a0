package district

import (
	"onewindow/kiosk/overview"
	"onewindow/kiosk/tui"
)

// inkOf is the style of text in a light.
func inkOf(l overview.Light) tui.Style {
	return [...]tui.Style{tui.Ink, tui.Good, tui.Warn, tui.Bad}[l]
}

// fillOf is the style of a chip in a light.
func fillOf(l overview.Light) tui.Style {
	return [...]tui.Style{tui.NeutralFill, tui.GoodFill, tui.WarnFill, tui.BadFill}[l]
}
