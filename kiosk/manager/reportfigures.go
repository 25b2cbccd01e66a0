package manager

import (
	"strconv"

	"onewindow/kiosk/tui"
	"onewindow/queue/report"
)

// figure is a column of the report's tables: the end of the key of its heading, how
// wide it is, and what it says of a cell.
type figure struct {
	key   string
	width int
	say   func(*report.Cell) string
}

// minutesOf writes seconds as minutes with one decimal.
func minutesOf(seconds int) string { return strconv.FormatFloat(float64(seconds)/60, 'f', 1, 64) }

// hoursOf writes seconds as hours with one decimal.
func hoursOf(seconds int) string { return strconv.FormatFloat(float64(seconds)/3600, 'f', 1, 64) }

// percent writes thousandths as whole percent.
func percent(perMille int) string { return strconv.Itoa((perMille+5)/10) + "%" }

// of writes a figure that says something only of some; "-" of none.
func of(n int, say string) string {
	if n == 0 {
		return "-"
	}
	return say
}

func count(n func(*report.Cell) int) func(*report.Cell) string {
	return func(c *report.Cell) string { return strconv.Itoa(n(c)) }
}

func waits(seconds func(report.Dist) int) func(*report.Cell) string {
	return func(c *report.Cell) string { return of(c.Waits.Number(), minutesOf(seconds(c.Waits))) }
}

// left are those whose visit ended without being finished, the day's running ones
// apart.
func left(c *report.Cell) int { return c.Cancelled + c.Unserved + c.Lost }

// Figures of visits and parts of them, the most telling first: what does not fit is
// left out from the end.
var figuresOfVisits = []figure{
	{"issued", 6, count(func(c *report.Cell) int { return c.Issued })},
	{"served", 6, count(func(c *report.Cell) int { return c.Served })},
	{"mean", 6, waits(report.Dist.Mean)},
	{"p90", 6, waits(func(d report.Dist) int { return d.Percentile(90) })},
	{"in_target", 6, func(c *report.Cell) string { return of(c.Waits.Number(), percent(c.InTarget())) }},
	{"missed", 6, count(func(c *report.Cell) int { return c.Missed })},
	{"left", 6, count(left)},
	{"service", 6, func(c *report.Cell) string { return of(c.Service.N, minutesOf(c.Service.Mean())) }},
	{"p50", 6, waits(func(d report.Dist) int { return d.Percentile(50) })},
	{"max", 6, waits(report.Dist.Max)},
	{"walk", 6, func(c *report.Cell) string { return of(c.Walk.N, minutesOf(c.Walk.Mean())) }},
}

// Figures of windows and clerks.
var figuresOfDesks = []figure{
	{"served", 6, count(func(c *report.Cell) int { return c.Served })},
	{"calls", 6, count((*report.Cell).Called)},
	{"service", 6, func(c *report.Cell) string { return of(c.Service.N, minutesOf(c.Service.Mean())) }},
	{"occupancy", 6, func(c *report.Cell) string { return of(c.Open, percent(c.Occupancy())) }},
	{"open", 6, func(c *report.Cell) string { return hoursOf(c.Open) }},
	{"paused", 6, func(c *report.Cell) string { return hoursOf(c.Paused) }},
	{"missed", 6, count(func(c *report.Cell) int { return c.Missed })},
	{"walk", 6, func(c *report.Cell) string { return of(c.Walk.N, minutesOf(c.Walk.Mean())) }},
	{"spill", 6, count(func(c *report.Cell) int { return c.Calls["spill"] })},
}

// fitting are the figures that fit beside a name that needs so many cells.
func fitting(all []figure, width, name int) []figure {
	for i, f := range all {
		if width -= f.width + 1; width < name {
			return all[:i]
		}
	}
	return all
}

// columnsOf are the columns of a table of figures, the name first.
func (s *Screen) columnsOf(head string, fs []figure) []tui.Column {
	cols := []tui.Column{{Head: " " + head}}
	for _, f := range fs {
		cols = append(cols, tui.Column{Head: s.T("manager.fig." + f.key), Width: f.width, Align: tui.Right})
	}
	return cols
}
