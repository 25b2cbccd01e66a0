package wait

import (
	"time"

	"onewindow/queue/report"
)

const (
	// weekDays is from how many reported days at most the weekdays are learned.
	weekDays = 60
	// weekPrior is how many days like any other a weekday is worth to begin with. Days
	// of one hall scatter by about a tenth; weekdays of a public office are known to
	// differ by more, so that two weeks should be felt.
	weekPrior = 2
)

// weekdays is how many numbers each weekday has for each of a mean day. One of which
// nothing is known has 1.
func weekdays(days []*report.Day) (f [7]float64) {
	days = days[max(0, len(days)-weekDays):]
	var drawn, n [7]float64
	all, of := 0.0, 0.0
	for _, d := range days {
		date, err := time.Parse(time.DateOnly, d.Date)
		if err != nil {
			continue // of no date: it teaches nothing here
		}
		w := date.Weekday()
		for _, halves := range d.Lessons.Drawn {
			for _, x := range halves {
				drawn[w] += float64(x)
			}
		}
		n[w]++
		of++
	}
	for w := range drawn {
		all += drawn[w]
	}
	for w := range f {
		f[w] = 1
		if all > 0 {
			mean := all / of
			f[w] = (drawn[w] + weekPrior*mean) / (n[w]*mean + weekPrior*mean)
		}
	}
	return f
}

// Weekday is how many numbers that weekday has for each of a mean day; 1 while nothing
// is known of it.
func (k *Known) Weekday(w time.Weekday) float64 {
	if k.week[w] == 0 {
		return 1
	}
	return k.week[w]
}
