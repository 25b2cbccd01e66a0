package figures

import (
	"strconv"

	"onewindow/kiosk/tui"
)

// figure is a column of the tables: the end of the key of its heading, how wide it is,
// and what it says of a row.
type figure struct {
	key   string
	width int
	say   func(*Row) string
}

// Minutes writes seconds as minutes with one decimal.
func Minutes(seconds int) string { return strconv.FormatFloat(float64(seconds)/60, 'f', 1, 64) }

// hours writes seconds as hours with one decimal.
func hours(seconds int) string { return strconv.FormatFloat(float64(seconds)/3600, 'f', 1, 64) }

// percent writes thousandths as whole percent.
func percent(perMille int) string { return strconv.Itoa((perMille+5)/10) + "%" }

// of writes a figure that says something only of some; "-" of none.
func of(n int, say string) string {
	if n == 0 {
		return "-"
	}
	return say
}

func count(n func(*Row) int) func(*Row) string {
	return func(r *Row) string { return strconv.Itoa(n(r)) }
}

func wait(seconds func(*Row) int) func(*Row) string {
	return func(r *Row) string { return of(r.Waited, Minutes(seconds(r))) }
}

// Figures of visits and parts of them, the most telling first: what does not fit is
// left out from the end.
var figuresOfVisits = []figure{
	{"issued", 6, count(func(r *Row) int { return r.Issued })},
	{"served", 6, count(func(r *Row) int { return r.Served })},
	{"mean", 6, wait(func(r *Row) int { return r.Mean })},
	{"p90", 6, wait(func(r *Row) int { return r.P90 })},
	{"in_target", 6, func(r *Row) string { return of(r.Waited, percent(r.InTarget)) }},
	{"missed", 6, count(func(r *Row) int { return r.Missed })},
	{"left", 6, count(func(r *Row) int { return r.Left })},
	{"service", 6, func(r *Row) string { return of(r.Service.N, Minutes(r.Service.Mean())) }},
	{"p50", 6, wait(func(r *Row) int { return r.P50 })},
	{"max", 6, wait(func(r *Row) int { return r.Max })},
	{"walk", 6, func(r *Row) string { return of(r.Walk.N, Minutes(r.Walk.Mean())) }},
}

// Figures of halls, which are held beside each other: how good their promises were
// among them.
var figuresOfHalls = []figure{
	{"issued", 6, count(func(r *Row) int { return r.Issued })},
	{"served", 6, count(func(r *Row) int { return r.Served })},
	{"missed", 6, count(func(r *Row) int { return r.Missed })},
	{"mean", 6, wait(func(r *Row) int { return r.Mean })},
	{"p90", 6, wait(func(r *Row) int { return r.P90 })},
	{"in_target", 6, func(r *Row) string { return of(r.Waited, percent(r.InTarget)) }},
	{"on_time", 6, func(r *Row) string { return of(r.Told.Called, percent(r.Told.KeptShare())) }},
	{"p50", 6, wait(func(r *Row) int { return r.P50 })},
	{"max", 6, wait(func(r *Row) int { return r.Max })},
	{"left", 6, count(func(r *Row) int { return r.Left })},
	{"service", 6, func(r *Row) string { return of(r.Service.N, Minutes(r.Service.Mean())) }},
	{"occupancy", 6, func(r *Row) string { return of(r.Open, percent(r.Occupancy)) }},
}

// Figures of windows and clerks.
var figuresOfDesks = []figure{
	{"served", 6, count(func(r *Row) int { return r.Served })},
	{"calls", 6, count((*Row).called)},
	{"service", 6, func(r *Row) string { return of(r.Service.N, Minutes(r.Service.Mean())) }},
	{"occupancy", 6, func(r *Row) string { return of(r.Open, percent(r.Occupancy)) }},
	{"open", 6, func(r *Row) string { return hours(r.Open) }},
	{"paused", 6, func(r *Row) string { return hours(r.Paused) }},
	{"missed", 6, count(func(r *Row) int { return r.Missed })},
	{"walk", 6, func(r *Row) string { return of(r.Walk.N, Minutes(r.Walk.Mean())) }},
	{"spill", 6, count(func(r *Row) int { return r.Calls["spill"] })},
}

// How many cells a name needs at least, one of a hall, and any where there is little room.
const (
	nameRoom   = 18
	hallRoom   = 26
	narrowRoom = 14
)

// fitting are the figures that fit beside a name that needs so many cells.
func fitting(all []figure, width, name int) []figure {
	for i, f := range all {
		if width -= f.width + 1; width < name {
			return all[:i]
		}
	}
	return all
}

// columns are those of a table of figures, the name first.
func (s *Shown) columns(head string, fs []figure) []tui.Column {
	cols := []tui.Column{{Head: " " + head}}
	for _, f := range fs {
		cols = append(cols, tui.Column{Head: s.t("figures.col." + f.key), Width: f.width, Align: tui.Right})
	}
	return cols
}

// number is a column of figures in other tables.
func (s *Shown) number(key string) tui.Column {
	return tui.Column{Head: s.t("figures.num." + key), Width: 7, Align: tui.Right}
}
