package report

import (
	"errors"
	"slices"
	"time"
)

// Told is which of the business days that were asked for a hall has reported. Unread are
// those whose report cannot be read here, so that they are not in the figures.
type Told struct {
	Hall   string
	Days   []string
	Unread []Unread
}

// Unread is a day whose report cannot be read, and why not.
type Unread struct {
	Day string
	Why Why
}

// Why is why a report cannot be read.
type Why string

// Why reports cannot be read.
const (
	WhyNewer   Why = "newer"   // a later release has written it
	WhyDamaged Why = "damaged" // it is not what any release writes
	WhyHall    Why = "hall"    // the hall that keeps it cannot; its log says why
)

// errNewer is a report of a later release.
var errNewer = errors.New("a later release has written it")

// WhyOf is why a report could not be read, by the error of Read.
func WhyOf(err error) Why {
	if errors.Is(err, errNewer) {
		return WhyNewer
	}
	return WhyDamaged
}

// Has reports whether there is a report of a day, be it read or not.
func (t *Told) Has(day string) bool {
	return slices.Contains(t.Days, day) || slices.ContainsFunc(t.Unread, func(u Unread) bool { return u.Day == day })
}

// Absence is what lacks in the figures of several halls and days.
type Absence struct {
	// Of are the halls that were asked for, Days those of the days that can have been
	// reported or were, both in order.
	Of   []Told
	Days []string
	// None are the days that no hall has reported, Silent the halls that have reported
	// no day.
	None   []string
	Silent []string
}

// mostDays bounds for how many days it is said which are missing.
const mostDays = 800

// Absent looks what lacks of the days from one to another; until is the last of which
// every hall can have reported by now.
func Absent(told []Told, from, to, until string) (a Absence) {
	a.Of = told
	at, err := time.Parse(time.DateOnly, from)
	for ; err == nil && len(a.Days) < mostDays; at = at.AddDate(0, 0, 1) {
		day := at.Format(time.DateOnly)
		if day > to {
			break
		}
		has := slices.ContainsFunc(told, func(t Told) bool { return t.Has(day) })
		if !has && day > until {
			continue
		}
		a.Days = append(a.Days, day)
		if !has {
			a.None = append(a.None, day)
		}
	}
	for _, t := range told {
		if len(t.Days)+len(t.Unread) == 0 {
			a.Silent = append(a.Silent, t.Hall)
		}
	}
	return a
}

// Nobody reports whether no hall has reported anything: days on which none was open, or
// that are not over yet. Then no hall lacks what others have.
func (a *Absence) Nobody() bool { return len(a.Silent) == len(a.Of) }

// Lacks are the days that others have reported and this hall has not.
func (a *Absence) Lacks(t *Told) (days []string) {
	for _, day := range a.Days {
		if !t.Has(day) && !slices.Contains(a.None, day) {
			days = append(days, day)
		}
	}
	return days
}

// Run are days that follow each other.
type Run struct{ From, To string }

// Runs puts days that follow each other together, in order.
func Runs(days []string) (all []Run) {
	days = slices.Clone(days)
	slices.Sort(days)
	for _, day := range days {
		if n := len(all); n > 0 && after(all[n-1].To) == day {
			all[n-1].To = day
			continue
		}
		all = append(all, Run{day, day})
	}
	return all
}

// after is the day after a date; "" of what is none.
func after(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, 1).Format(time.DateOnly)
}
