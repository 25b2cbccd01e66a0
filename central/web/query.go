package web

import (
	"net/url"
	"slices"
	"strings"

	"onewindow/kiosk/overview"
	"onewindow/queue"
	"onewindow/wire"
)

// columns are those of the table of halls, in their order.
var columns = []overview.Column{
	overview.ColState, overview.ColHall, overview.ColWaiting, overview.ColLongest, overview.ColWithin, overview.ColToday, overview.ColChange,
	overview.ColWindows, overview.ColAlerts, overview.ColHeard,
}

// query is what a reader wants of the table.
type query struct {
	order  overview.Order
	level  queue.Level
	street string // in simplified Chinese, as halls have it
	text   string
}

// readQuery reads the part of an address behind "?"; what it does not know it leaves.
func readQuery(v url.Values) query {
	q := query{order: overview.Order{By: overview.Column(v.Get("by")), Back: v.Get("back") == "1"}, level: queue.Level(v.Get("level")), street: v.Get("street"), text: strings.TrimSpace(v.Get("q"))}
	if !slices.Contains(columns, q.order.By) {
		q.order = overview.Order{By: overview.ColState}
	}
	return q
}

// sorted is the address of the same halls by another column; by the same one turned
// round.
func (q query) sorted(by overview.Column) string {
	v := url.Values{"by": {string(by)}}
	if by == q.order.By && !q.order.Back {
		v.Set("back", "1")
	}
	for name, value := range map[string]string{"level": string(q.level), "street": q.street, "q": q.text} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return "/?" + v.Encode()
}

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
