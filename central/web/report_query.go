package web

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"onewindow/central/period"
	"onewindow/wire"
)

// spans are what a report may be of, in their order.
var spans = []string{"day", "week", "month"}

// allUnder ends the value of a part that is a hall with all under it.
const allUnder = "*"

// reportQuery is which report a reader wants.
type reportQuery struct {
	// span is one of spans, on a day in it.
	span, on string
	// part is a hall, or with allUnder a hall and all under it; empty is the network.
	part string
}

// readReportQuery reads the part of an address behind "?". What it does not know it
// leaves; without a day it is yesterday, the last that is over everywhere.
func readReportQuery(v url.Values, now time.Time) reportQuery {
	q := reportQuery{span: v.Get("span"), on: v.Get("on"), part: v.Get("part")}
	if !slices.Contains(spans, q.span) {
		q.span = spans[0]
	}
	if at, err := time.Parse(time.DateOnly, q.on); err != nil || at.Year() < 2000 || at.Year() > 2200 {
		q.on = now.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	return q
}

// values are those of its address.
func (q reportQuery) values() url.Values {
	v := url.Values{"span": {q.span}, "on": {q.on}}
	if q.part != "" {
		v.Set("part", q.part)
	}
	return v
}

// days are the first and the last day.
func (q reportQuery) days() (from, to time.Time) {
	at, _ := time.Parse(time.DateOnly, q.on) // readReportQuery has seen to it
	switch q.span {
	case "week":
		from, _ = time.Parse(time.DateOnly, period.Monday(q.on))
		return from, from.AddDate(0, 0, 6)
	case "month":
		from = at.AddDate(0, 0, 1-at.Day())
		return from, from.AddDate(0, 1, -1)
	}
	return at, at
}

// moved is the span before or after.
func (q reportQuery) moved(by int) reportQuery {
	from, to := q.days()
	if by < 0 {
		q.on = from.AddDate(0, 0, -1).Format(time.DateOnly)
	} else {
		q.on = to.AddDate(0, 0, 1).Format(time.DateOnly)
	}
	return q
}

// root is the hall of the part; empty for the network.
func (q reportQuery) root() string { return strings.TrimSuffix(q.part, allUnder) }

// halls are those of the part, in the order of the district; none if there is no such
// hall.
func (q reportQuery) halls(d wire.District) (all []string) {
	parent := make(map[string]string, len(d.Halls))
	for i := range d.Halls {
		parent[d.Halls[i].Hall] = d.Halls[i].Parent
	}
	root, under := q.root(), strings.HasSuffix(q.part, allUnder)
	for i := range d.Halls {
		hall := d.Halls[i].Hall
		in := root == "" || hall == root
		// A tree that leads back to itself ends after as many steps as there are halls.
		for at, steps := parent[hall], 0; !in && under && at != "" && steps < len(parent); at, steps = parent[at], steps+1 {
			in = at == root
		}
		if in {
			all = append(all, hall)
		}
	}
	return all
}
