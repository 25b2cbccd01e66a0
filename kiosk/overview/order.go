package overview

import (
	"cmp"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"onewindow/kiosk/words"
	"onewindow/wire"
)

// Column is a column of the table of halls.
type Column string

// The columns of the table of halls.
const (
	ColState   Column = "state"
	ColHall    Column = "hall"
	ColCode    Column = "code"
	ColStreet  Column = "street"
	ColWaiting Column = "waiting"
	ColLongest Column = "longest"
	ColWithin  Column = "within"
	ColToday   Column = "today"
	ColChange  Column = "change"
	ColWindows Column = "windows"
	ColAlerts  Column = "alerts"
	ColHeard   Column = "heard"
)

// Falls reports whether a column is sorted from the most to the least at first: what
// needs somebody comes on top.
func (c Column) Falls() bool {
	switch c {
	case ColHall, ColCode, ColStreet, ColWithin, ColHeard:
		return false
	}
	return true
}

// Order is by what the table of halls is sorted.
type Order struct {
	By Column
	// Back turns the column's own direction round.
	Back bool
}

// Down reports whether the most stands on top.
func (o Order) Down() bool { return o.By.Falls() != o.Back }

// Entry is what a line of the table is ordered by: a hall's, or, of a group, that of
// its head.
type Entry struct {
	Hall  *wire.HallRow
	Sum   Sum
	Name  string // its key, of SortNames
	Group bool   // of several halls, which were not heard at one time
}

// Compare orders two lines. What has no value in the column comes last either way;
// among equally grave ones stands first where people wait longest, and equals stand by
// their codes.
func (o Order) Compare(a, b Entry) int {
	x, okX := o.By.value(a)
	y, okY := o.By.value(b)
	n := 0
	switch {
	case okX != okY && okX:
		return -1
	case okX != okY:
		return 1
	case okX:
		n = cmp.Or(cmp.Compare(x.n, y.n), cmp.Compare(x.text, y.text))
		if o.Down() {
			n = -n
		}
	}
	if n == 0 && o.By == ColState {
		n = cmp.Compare(b.Sum.Longest, a.Sum.Longest)
	}
	return cmp.Or(n, cmp.Compare(a.Hall.Hall, b.Hall.Hall))
}

// value is what a line is ordered by in a column; ok is false if it has none.
type value struct {
	n    int64
	text string
}

func (c Column) value(e Entry) (v value, ok bool) {
	num := func(n int, ok bool) (value, bool) { return value{n: int64(n)}, ok }
	there := e.Sum.There > 0
	switch c {
	case ColState:
		return num(e.Sum.Grave, true)
	case ColHall:
		return value{text: e.Name}, true
	case ColCode:
		return value{text: e.Hall.Hall}, true
	case ColStreet:
		s := e.Hall.Street.ZhHans
		return value{text: s}, s != ""
	case ColWaiting:
		return num(e.Sum.Waiting, there)
	case ColLongest:
		return num(e.Sum.Longest, there)
	case ColWithin:
		return num(e.Sum.Within())
	case ColToday:
		return num(e.Sum.Issued, there)
	case ColChange:
		return num(e.Sum.Change())
	case ColWindows:
		return num(e.Sum.Open, there)
	case ColAlerts:
		return num(e.Sum.Alerts, true)
	}
	h := e.Hall.Heard
	return value{n: h.UnixNano()}, !h.IsZero() && !e.Group
}

// SortNames makes keys of names in a language, which stand as people of the language
// order the names: Chinese ones in simplified characters by how they sound. The
// function is for one goroutine.
func SortNames(lang words.Lang) func(name string) string {
	tag := language.Make(string(lang))
	if lang == words.ZhHans {
		tag = language.Make("zh-u-co-pinyin")
	}
	c, buf := collate.New(tag), &collate.Buffer{}
	return func(name string) string {
		defer buf.Reset()
		return string(c.KeyFromString(buf, name))
	}
}

// Arrows beside a heading by which a table is sorted, and beside a change: they take
// one cell in every font.
const (
	SignUp   = "￪"
	SignDown = "￬"
)
