package district

import (
	"cmp"
	"slices"

	"onewindow/kiosk/tui"
)

// column is a column of the table of halls.
type column string

const (
	colState   column = "state"
	colHall    column = "hall"
	colCode    column = "code"
	colStreet  column = "street"
	colWaiting column = "waiting"
	colLongest column = "longest"
	colWithin  column = "within"
	colToday   column = "today"
	colChange  column = "change"
	colWindows column = "windows"
	colAlerts  column = "alerts"
	colHeard   column = "heard"
)

// columnsIn are the columns that have room in a width, the hall's name having what
// the others leave.
func columnsIn(width int) []column {
	out := []column{colState, colHall, colCode, colStreet, colWaiting, colLongest, colWithin, colToday, colChange, colWindows, colAlerts, colHeard}
	drop := func(c column) { out = slices.DeleteFunc(out, func(x column) bool { return x == c }) }
	for _, d := range []struct {
		least int
		col   column
	}{{152, colStreet}, {140, colAlerts}, {128, colCode}, {88, colToday}, {70, colHeard}, {60, colWindows}, {50, colChange}, {46, colWithin}} {
		if width < d.least {
			drop(d.col)
		}
	}
	return out
}

// roomForWords is from which width the cells of the table say more than figures.
const roomForWords = 112

// width is how wide a column is; 0 has what the others leave. Where there is room
// the state is said in full, and with how long it lasts.
func (c column) width(width int) int {
	wordy := width >= roomForWords
	pick := func(most, least int) int {
		if wordy {
			return most
		}
		return least
	}
	switch c {
	case colState:
		return pick(16, 12)
	case colCode:
		return 9
	case colStreet:
		return 12
	case colWaiting:
		return pick(6, 5)
	case colLongest, colHeard:
		return pick(11, 8)
	case colWithin:
		return pick(8, 6)
	case colChange:
		return pick(11, 7)
	case colWindows:
		return pick(7, 5)
	case colToday, colAlerts:
		return 7
	}
	return 0
}

// align is how a column's cells stand.
func (c column) align() tui.Align {
	switch c {
	case colState, colHall, colCode, colStreet:
		return tui.Left
	}
	return tui.Right
}

// falls reports whether a column is sorted from the most to the least at first: what
// needs somebody comes on top.
func (c column) falls() bool {
	switch c {
	case colHall, colCode, colStreet, colWithin, colHeard:
		return false
	}
	return true
}

// order is by what the table is sorted.
type order struct {
	by column
	// back turns the column's own direction round.
	back bool
}

// down reports whether the most stands on top.
func (o order) down() bool { return o.by.falls() != o.back }

// compare orders two rows. What has no value in the column comes last either way, and
// equals stand by their codes.
func (o order) compare(a, b *row) int {
	x, okX := o.by.value(a)
	y, okY := o.by.value(b)
	n := 0
	switch {
	case okX != okY && okX:
		return -1
	case okX != okY:
		return 1
	case okX:
		n = cmp.Or(cmp.Compare(x.n, y.n), cmp.Compare(x.text, y.text))
		if o.down() {
			n = -n
		}
	}
	if n == 0 && o.by == colState { // of equally grave ones, where people wait longest
		n = cmp.Compare(b.sum.Longest, a.sum.Longest)
	}
	return cmp.Or(n, cmp.Compare(a.hall.Hall, b.hall.Hall))
}

// value is what a row is ordered by in a column; ok is false if it has none.
type value struct {
	n    int64
	text string
}

func (c column) value(r *row) (v value, ok bool) {
	num := func(n int, ok bool) (value, bool) { return value{n: int64(n)}, ok }
	there := r.sum.There > 0
	switch c {
	case colState:
		return num(r.sum.Grave, true)
	case colHall:
		return value{text: r.sort}, true
	case colCode:
		return value{text: r.hall.Hall}, true
	case colStreet:
		s := r.hall.Street.ZhHans
		return value{text: s}, s != ""
	case colWaiting:
		return num(r.sum.Waiting, there)
	case colLongest:
		return num(r.sum.Longest, there)
	case colWithin:
		return num(r.sum.Within())
	case colToday:
		return num(r.sum.Issued, there)
	case colChange:
		return num(r.sum.Change())
	case colWindows:
		return num(r.sum.Open, there)
	case colAlerts:
		return num(r.sum.Alerts, true)
	}
	h := r.hall.Heard
	return value{n: h.UnixNano()}, !h.IsZero() && !r.group
}
