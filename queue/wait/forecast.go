package wait

import (
	"time"

	"onewindow/queue"
)

// Range is what is foreseen of the moment of a call: one, five, eight and nine of ten
// such calls come not later than Low, Median, Likely and High. Mean is the mean.
type Range struct {
	Low, Median, Mean, Likely, High time.Time
	// Ahead is how many are before.
	Ahead int
	// Rough marks a range by formula.
	Rough bool
	// Never: nobody is there, or will be, to call it today.
	Never bool
}

// Outlook is what is foreseen for a theme.
type Outlook struct {
	// Range is that of a number drawn now.
	Range
	// Fits is how likely it is, in percent, that it is called before the hall closes.
	Fits int
}

// Forecast is what is foreseen for a whole hall at one moment. It is not changed once
// it is made.
type Forecast struct {
	// Epoch, Seq and Made say which state it looked at, and when.
	Epoch queue.Epoch
	Seq   uint64
	Made  time.Time
	// Tickets are the ranges of those who waited, by number, Themes the outlooks by
	// theme.
	Tickets map[string]Range
	Themes  map[string]Outlook
}

// Estimate is the range in minutes from now, as it is told to people. Low is rounded
// down and all others up.
func (r Range) Estimate(now time.Time) queue.Estimate {
	down := func(t time.Time) int { return int(max(0, t.Sub(now)) / time.Minute) }
	up := func(t time.Time) int { return int((max(0, t.Sub(now)) + time.Minute - 1) / time.Minute) }
	if r.Never {
		return queue.Estimate{Ahead: r.Ahead}
	}
	return queue.Estimate{Ahead: r.Ahead, Low: down(r.Low), Median: up(r.Median), Mean: up(r.Mean), Likely: up(r.Likely), High: up(r.High), Rough: r.Rough}
}
