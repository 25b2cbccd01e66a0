package sheet

import (
	"slices"

	"onewindow/queue"
	"onewindow/queue/report"
)

// column is a figure that cells have.
type column struct {
	// key ends the key of its head.
	key string
	// dims are those that have it.
	dims  []Dimension
	value func(*report.Cell) Cell
}

func (c *column) of(d Dimension) bool { return slices.Contains(c.dims, d) }

// Which dimensions have which figures: numbers are drawn in a hall for themes and
// items, and windows are open.
var (
	visits  = []Dimension{ByHall, ByDate, ByTheme, ByItem}
	whole   = []Dimension{ByHall, ByDate}
	desks   = []Dimension{ByHall, ByDate, ByWindow, ByClerk}
	lines   = []Dimension{ByHall, ByDate, ByTheme, ByWindow, ByClerk}
	onlyBig = []Dimension{ByHall, ByDate, ByTheme}
)

// columns are all figures, in the order of the tables.
var columns = []column{
	{"issued", visits, func(c *report.Cell) Cell { return count(c.Issued) }},
	{"calls", []Dimension{ByHall, ByDate, ByWindow, ByClerk}, func(c *report.Cell) Cell { return count(c.Called()) }},
	{"served", Dimensions, func(c *report.Cell) Cell { return count(c.Served) }},
	{"missed", Dimensions, func(c *report.Cell) Cell { return count(c.Missed) }},
	{"no_show", whole, func(c *report.Cell) Cell { return count(c.NoShow) }},
	{"cancelled", Dimensions, func(c *report.Cell) Cell { return count(c.Cancelled) }},
	{"unserved", visits, func(c *report.Cell) Cell { return count(c.Unserved) }},
	{"lost", visits, func(c *report.Cell) Cell { return count(c.Lost) }},
	{"carried", whole, func(c *report.Cell) Cell { return count(c.Carried) }},
	{"kept", whole, func(c *report.Cell) Cell { return count(c.Kept + c.Live) }},
	{"wait_mean", Dimensions, func(c *report.Cell) Cell { return minutes(c.Waits.Sum(), c.Waits.Number()) }},
	{"wait_p50", Dimensions, func(c *report.Cell) Cell { return wait(c, c.Waits.Percentile(50)) }},
	{"wait_p90", Dimensions, func(c *report.Cell) Cell { return wait(c, c.Waits.Percentile(90)) }},
	{"wait_max", Dimensions, func(c *report.Cell) Cell { return wait(c, c.Waits.Max()) }},
	{"in_target", Dimensions, func(c *report.Cell) Cell { return percent(c.Waits.Within(report.Target), c.Waits.Number()) }},
	{"walk", Dimensions, func(c *report.Cell) Cell { return minutes(c.Walk.Seconds, c.Walk.N) }},
	{"service", Dimensions, func(c *report.Cell) Cell { return minutes(c.Service.Seconds, c.Service.N) }},
	{"inferred", desks, func(c *report.Cell) Cell { return count(c.Inferred) }},
	{"open", desks, func(c *report.Cell) Cell { return hours(c.Open) }},
	{"paused", desks, func(c *report.Cell) Cell { return hours(c.Paused) }},
	{"busy", onlyBig, func(c *report.Cell) Cell { return hours(c.Busy) }},
	{"occupancy", desks, func(c *report.Cell) Cell { return percent(c.Busy, c.Open) }},
	{"spill", lines, func(c *report.Cell) Cell { return count(c.Calls[queue.ReasonSpill]) }},
	{"overtakes", lines, func(c *report.Cell) Cell { return count(overtakes(c)) }},
}

// wait is one wait of a cell; blank if it has none.
func wait(c *report.Cell, seconds int) Cell { return minutes(seconds, min(len(c.Waits), 1)) }

// overtakes is how many calls passed somebody. A call that did so on several grounds
// counts for each.
func overtakes(c *report.Cell) (n int) {
	for _, x := range c.Overtakes {
		n += x.Calls
	}
	return n
}
