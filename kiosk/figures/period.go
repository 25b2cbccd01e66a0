package figures

import (
	"slices"
	"time"
)

// Period is how long a time a report is of.
type Period string

// Periods.
const (
	ByDay   Period = "day"
	ByWeek  Period = "week" // from Monday to Sunday
	ByMonth Period = "month"
)

var periods = []Period{ByDay, ByWeek, ByMonth}

// Next is the period that a key turns to.
func (p Period) Next() Period { return periods[(slices.Index(periods, p)+1)%len(periods)] }

// Around are the first and the last date of the period that holds a date.
func (p Period) Around(date time.Time) (from, to time.Time) {
	switch p {
	case ByWeek:
		from = date.AddDate(0, 0, -(int(date.Weekday())+6)%7)
		return from, from.AddDate(0, 0, 6)
	case ByMonth:
		from = date.AddDate(0, 0, 1-date.Day())
		return from, from.AddDate(0, 1, -1)
	}
	return date, date
}

// Step is a date in the period n periods later.
func (p Period) Step(date time.Time, n int) time.Time {
	switch p {
	case ByWeek:
		return date.AddDate(0, 0, 7*n)
	case ByMonth:
		first := date.AddDate(0, 0, 1-date.Day())
		return first.AddDate(0, n, 0)
	}
	return date.AddDate(0, 0, n)
}
