package foresee

import (
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait"
)

const (
	// advisePace is how often, in hall time, it is looked which windows are needed.
	advisePace = time.Minute
	// steady is for how long, in hall time, an advice stays once it was given, so that
	// none comes and goes with the chances of the simulation. One whose window does
	// what was advised goes at once.
	steady = 5 * time.Minute
)

// advise has the hall advised which windows to open and close.
func (f *Foresee) advise(known *Known, look seen) {
	if look.crowded || !f.advised.IsZero() && look.now.Sub(f.advised) < advisePace && !look.now.Before(f.advised) {
		return
	}
	f.advised = look.now
	var found []queue.Advice
	if !f.guarded("advise", func() {
		found = wait.Advise(known.Known, f.desk.estimator(known, f.set.Seed), look.hall, wait.DefaultStaffing())
	}) {
		return
	}
	f.say(queue.Advise{Advices: settled(look.advices, found, look.now)})
}

// settled are the advices that are to be open: those found now, but for a theme that was
// advised a short while ago that advice.
func settled(open, found []queue.Advice, now time.Time) []queue.Advice {
	var all []queue.Advice
	for _, a := range open {
		if now.Sub(a.At) < steady {
			all = append(all, a)
		}
	}
	for _, a := range found {
		if !slices.ContainsFunc(all, func(b queue.Advice) bool { return b.Theme == a.Theme }) {
			all = append(all, a)
		}
	}
	return all
}
