package district

import (
	"slices"

	"onewindow/kiosk/overview"
	"onewindow/kiosk/tui"
)

// columnsIn are the columns that have room in a width, the hall's name having what
// the others leave.
func columnsIn(width int) []overview.Column {
	out := []overview.Column{overview.ColState, overview.ColHall, overview.ColCode, overview.ColStreet, overview.ColWaiting, overview.ColLongest, overview.ColWithin, overview.ColToday, overview.ColChange, overview.ColWindows, overview.ColAlerts, overview.ColHeard}
	drop := func(c overview.Column) { out = slices.DeleteFunc(out, func(x overview.Column) bool { return x == c }) }
	for _, d := range []struct {
		least int
		col   overview.Column
	}{{152, overview.ColStreet}, {140, overview.ColAlerts}, {128, overview.ColCode}, {88, overview.ColToday}, {70, overview.ColHeard}, {60, overview.ColWindows}, {50, overview.ColChange}, {46, overview.ColWithin}} {
		if width < d.least {
			drop(d.col)
		}
	}
	return out
}

// roomForWords is from which width the cells of the table say more than figures.
const roomForWords = 112

// widthOf is how wide a column is; 0 has what the others leave. Where there is room
// the state is said in full, and with how long it lasts.
func widthOf(c overview.Column, width int) int {
	wordy := width >= roomForWords
	pick := func(most, least int) int {
		if wordy {
			return most
		}
		return least
	}
	switch c {
	case overview.ColState:
		return pick(16, 12)
	case overview.ColCode:
		return 9
	case overview.ColStreet:
		return 12
	case overview.ColWaiting:
		return pick(6, 5)
	case overview.ColLongest, overview.ColHeard:
		return pick(11, 8)
	case overview.ColWithin:
		return pick(8, 6)
	case overview.ColChange:
		return pick(11, 7)
	case overview.ColWindows:
		return pick(7, 5)
	case overview.ColToday, overview.ColAlerts:
		return 7
	}
	return 0
}

// alignOf is how a column's cells stand.
func alignOf(c overview.Column) tui.Align {
	switch c {
	case overview.ColState, overview.ColHall, overview.ColCode, overview.ColStreet:
		return tui.Left
	}
	return tui.Right
}
