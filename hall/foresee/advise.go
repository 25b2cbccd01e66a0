package foresee

import (
	"maps"
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait"
)

const (
	// advisePace is how often, in hall time, it is looked which windows are needed.
	advisePace = time.Minute
	// steady is for how long, in hall time, an advice that was no longer so is not given
	// again, so that none comes and goes with the chances of the simulation; and for how
	// long one stays that cannot be looked at.
	steady = 5 * time.Minute
)

// gone is an advice that was no longer so.
type gone struct {
	theme string
	what  queue.AskKind
	at    time.Time
}

// advise has the hall advised which windows to open and close. Of what is advised
// already it keeps the figures of this look.
func (f *Foresee) advise(known *Known, look seen) {
	if !f.advised.IsZero() && look.now.Sub(f.advised) < advisePace && !look.now.Before(f.advised) {
		return
	}
	f.advised = look.now
	found, ok := f.advisable(known, look)
	switch {
	case ok:
		f.judged = look.now
	case f.stopping(), look.now.Sub(f.judged) < steady && !look.now.Before(f.judged):
		return
	}
	all, shown := f.settled(look.advices, found, look.now)
	f.say(queue.Advise{Advices: all})
	was := f.figures.Swap(&shown)
	if was == nil || !maps.Equal(*was, shown) {
		f.hall.Renewed()
	}
}

// advisable are the advices that the hall as it stands asks for; ok is false if nobody
// can say.
func (f *Foresee) advisable(known *Known, look seen) (found []queue.Advice, ok bool) {
	if look.crowded {
		return nil, false
	}
	found, ok = reckoned(f, "advise", func() []queue.Advice {
		return wait.Advise(known.Known, f.desk.estimator(known, f.set.Seed), look.hall, wait.DefaultStaffing())
	})
	if !ok && !f.stopping() {
		ok = f.guarded("advise by formula", func() { found = wait.Advise(known.Known, nil, look.hall, wait.DefaultStaffing()) })
	}
	return found, ok
}

// Advised is an open advice with the figures of the last look at the hall; nil if that
// has none, and those count with which it was given.
func (f *Foresee) Advised(id string) *queue.Advice {
	all := f.figures.Load()
	if all == nil {
		return nil
	}
	if a, ok := (*all)[id]; ok {
		return &a
	}
	return nil
}

// unfollowed are the open advices that are not done yet.
func unfollowed(s *queue.State) (open []queue.Advice) {
	for i := range s.Advices {
		if a := &s.Advices[i]; !s.Followed(a) {
			open = append(open, *a)
		}
	}
	return open
}

// settled are the advices that are to be open after a look that found those: of the open
// ones those that are still so, and others for themes of which none of that direction
// has just gone. shown are the open ones as they are now, by their ids: by how many
// windows may have changed, the window to begin with stays.
func (f *Foresee) settled(open, found []queue.Advice, now time.Time) (all []queue.Advice, shown map[string]queue.Advice) {
	like := func(a *queue.Advice) func(queue.Advice) bool {
		return func(b queue.Advice) bool { return b.Theme == a.Theme && b.What == a.What }
	}
	shown = map[string]queue.Advice{}
	f.gone = slices.DeleteFunc(f.gone, func(g gone) bool { return now.Sub(g.at) >= steady || now.Before(g.at) })
	for i := range open {
		a := &open[i]
		n := slices.IndexFunc(found, like(a))
		if n < 0 {
			f.gone = append(f.gone, gone{a.Theme, a.What, now})
			continue
		}
		all = append(all, *a)
		b := found[n]
		b.ID, b.Window, b.At, b.Until = a.ID, a.Window, a.At, queue.Stamp(b.Until)
		shown[a.ID] = b
	}
	for i := range found {
		a := &found[i]
		rests := slices.ContainsFunc(f.gone, func(g gone) bool { return g.theme == a.Theme && g.what == a.What })
		if !rests && !slices.ContainsFunc(all, like(a)) {
			all = append(all, *a)
		}
	}
	return all, shown
}
