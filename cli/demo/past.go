package demo

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"onewindow/queue"
	"onewindow/queue/report"
)

// DaysBefore is how many days a hall of a demonstration has lived before the one that is
// shown.
const DaysBefore = 7

// promisedBefore is of how many numbers of the last day before one was promised a wait.
const promisedBefore = 4

// Past lives the last working days before a date, whole and in virtual time, and
// returns their reports, the oldest first. From all but the last it was learned what
// that one promised. Equal seeds make equal days; see Crowd.Busy for load.
func Past(set queue.Settings, cat queue.Catalogue, date string, seed uint64, load float64) ([]*report.Day, error) {
	dates := daysBefore(&set, date)
	days, errs := make([]*report.Day, len(dates)), make([]error, len(dates))
	n := max(0, len(dates)-1)
	var all sync.WaitGroup
	room := make(chan struct{}, runtime.NumCPU())
	for i := range n {
		room <- struct{}{}
		all.Go(func() {
			days[i], errs[i] = whole(set, cat, dates[i], seed+uint64(i)+1, load, nil)
			<-room
		})
	}
	all.Wait()
	if n < len(dates) && !slices.ContainsFunc(errs, func(err error) bool { return err != nil }) {
		days[n], errs[n] = whole(set, cat, dates[n], seed+uint64(n)+1, load, days[:n])
	}
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("demo: %s: %w", dates[i], err)
		}
	}
	return days, nil
}

// daysBefore are the last working days before a date.
func daysBefore(set *queue.Settings, date string) (dates []string) {
	for n := 0; len(dates) < DaysBefore && n < 60; n++ {
		day, err := time.Parse(time.DateOnly, date)
		if err != nil {
			return nil
		}
		date = day.AddDate(0, 0, -1).Format(time.DateOnly)
		if set.Calendar.Works(date) {
			dates = append(dates, date)
		}
	}
	slices.Reverse(dates)
	return dates
}

// whole lives one day until it has closed. With days before it promises waits.
func whole(set queue.Settings, cat queue.Catalogue, date string, seed uint64, load float64, before []*report.Day) (*report.Day, error) {
	set.Rules.AutoDay = true
	d := Day{
		Settings: set, Catalogue: cat, Epoch: "1-00000001", Date: date, Until: set.Hall.At(date, set.Rules.DayCloses).Add(2 * step),
		Crowd: NewCrowd(seed, len(set.Windows)).Busy(load), Before: before,
	}
	if len(before) > 0 {
		d.Promise = promisedBefore
	}
	s, _, err := d.Live()
	if err != nil {
		return nil, err
	}
	return report.Of(s), nil
}
