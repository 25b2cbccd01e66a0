package web

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"onewindow/kiosk/overview"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// column is a column of the table of halls.
type column string

const (
	colState   column = "state"
	colHall    column = "hall"
	colWaiting column = "waiting"
	colLongest column = "longest"
	colWithin  column = "within"
	colToday   column = "today"
	colChange  column = "change"
	colWindows column = "windows"
	colAlerts  column = "alerts"
	colHeard   column = "heard"
)

var columns = []column{colState, colHall, colWaiting, colLongest, colWithin, colToday, colChange, colWindows, colAlerts, colHeard}

// rises reports whether a column begins with the least: what needs somebody comes on
// top at first.
func (c column) rises() bool { return c == colHall || c == colWithin || c == colHeard }

// query is what a reader wants of the table.
type query struct {
	by     column
	back   bool // the column's own direction turned round
	level  queue.Level
	street string // in simplified Chinese, as halls have it
	text   string
}

// readQuery reads the part of an address behind "?"; what it does not know it leaves.
func readQuery(v url.Values) query {
	q := query{by: column(v.Get("by")), back: v.Get("back") == "1", level: queue.Level(v.Get("level")), street: v.Get("street"), text: strings.TrimSpace(v.Get("q"))}
	if !slices.Contains(columns, q.by) {
		q.by, q.back = colState, false
	}
	return q
}

// sorted is the address of the same halls by another column; by the same one turned
// round.
func (q query) sorted(by column) string {
	v := url.Values{"by": {string(by)}}
	if by == q.by && !q.back {
		v.Set("back", "1")
	}
	for name, value := range map[string]string{"level": string(q.level), "street": q.street, "q": q.text} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return "/?" + v.Encode()
}

// down reports whether the most stands on top.
func (q query) down() bool { return q.by.rises() == q.back }

// wants reports whether a hall is to be shown.
func (q query) wants(h *wire.HallRow) bool {
	if q.level != "" && h.Level != q.level || q.street != "" && h.Street.ZhHans != q.street {
		return false
	}
	find := strings.ToLower(q.text)
	for _, text := range []string{h.Hall, h.Name.ZhHans, h.Name.ZhHant, h.Name.En} {
		if strings.Contains(strings.ToLower(text), find) {
			return true
		}
	}
	return false
}

// ranked is a hall with what it is ordered by.
type ranked struct {
	hall *wire.HallRow
	sum  overview.Sum
}

// order sorts halls. What has no value in the column comes last either way, equals
// stand by their codes.
func (q query) order(rows []ranked, lang words.Lang) {
	slices.SortFunc(rows, func(a, b ranked) int {
		x, okX := q.value(a, lang)
		y, okY := q.value(b, lang)
		n := 0
		switch {
		case okX != okY && okX:
			return -1
		case okX != okY:
			return 1
		case okX:
			if n = cmp.Or(cmp.Compare(x.n, y.n), cmp.Compare(x.text, y.text)); q.down() {
				n = -n
			}
		}
		return cmp.Or(n, cmp.Compare(a.hall.Hall, b.hall.Hall))
	})
}

type value struct {
	n    int64
	text string
}

func (q query) value(r ranked, lang words.Lang) (v value, ok bool) {
	num := func(n int, ok bool) (value, bool) { return value{n: int64(n)}, ok }
	there := r.sum.There > 0
	switch q.by {
	case colHall:
		return value{text: r.hall.Name.In(queueLang(lang))}, true
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
	case colHeard:
		return value{n: r.hall.Heard.UnixNano()}, !r.hall.Heard.IsZero()
	}
	return value{n: int64(r.sum.Grave)<<32 + int64(r.sum.Longest)}, true
}
