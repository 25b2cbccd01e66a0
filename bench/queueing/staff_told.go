package main

import (
	"fmt"
	"time"

	"onewindow/queue"
	"onewindow/queue/sim"
	"onewindow/queue/wait/rollout"
)

// told is how the shares that advice promises are kept: by the last advice for a theme
// at each decision, if there are as many windows then as it speaks of. Else a clerk has
// said no, or one that went on a break was not waited for.
type told struct {
	open []promised // of a running day
	// given counts what was advised last for a theme, and n those of which so many
	// windows came and anybody was to be called.
	given, n int
	// people are those of all promises. said is the sum of the shares promised, came of
	// those that came, each for every one of these people.
	people     int
	said, came float64
	// band counts the promises of which the share that came lay between the ends told.
	// above and below are the others.
	band, below, above int
	// everybody counts those of which all were called in time, and middle those that
	// came among the middle four fifths of what was played, one that is at an end of
	// these in proportion.
	everybody int
	middle    float64
	// late counts the promises that tell waits, and waiting their people. saidWait is the
	// sum of the waits told and cameWait of those that came, in minutes, each for every
	// one of these people.
	late, waiting      int
	saidWait, cameWait float64
}

// saying is an advice, and the shares of the courses by which it was told.
type saying struct {
	queue.Advice
	shares []float64
}

// promised is one promise, and who of those whom it is about have waited already.
type promised struct {
	saying
	at      time.Time
	waiting map[int32]bool
}

func (x *told) join(o *told) {
	x.given, x.n, x.people, x.said, x.came = x.given+o.given, x.n+o.n, x.people+o.people, x.said+o.said, x.came+o.came
	x.band, x.below, x.above = x.band+o.band, x.below+o.below, x.above+o.above
	x.everybody, x.middle = x.everybody+o.everybody, x.middle+o.middle
	x.late, x.waiting = x.late+o.late, x.waiting+o.waiting
	x.saidWait, x.cameWait = x.saidWait+o.saidWait, x.cameWait+o.cameWait
}

// add notes what was advised at one moment.
func (x *told) add(r *sim.Real, said []saying) {
	last := map[string]int{}
	for i, a := range said {
		last[a.Theme] = i
	}
	for i, a := range said {
		if last[a.Theme] != i {
			continue
		}
		x.given++
		if attended(r, a.Theme) != a.Then {
			continue
		}
		p := promised{saying: a, at: r.Now(), waiting: map[int32]bool{}}
		for _, t := range r.State.Tickets {
			if t.State == queue.Waiting && t.Theme() == a.Theme {
				p.waiting[t.Seq-1] = true
			}
		}
		x.open = append(x.open, p)
	}
}

// attended is how many windows of a theme are there.
func attended(r *sim.Real, theme string) (n int) {
	for w, win := range r.State.Windows {
		if win.Own[0] == theme && r.There(w) {
			n++
		}
	}
	return n
}

// count holds a day's promises to what came.
func (x *told) count(d *sim.Day) {
	for _, p := range x.open {
		n, in := 0, 0
		waited := 0.0
		at, until, target := p.at.UnixMilli(), p.Until.UnixMilli(), (time.Duration(p.Target) * time.Minute).Milliseconds()
		for i := range d.Plan.Visits {
			v, c := &d.Plan.Visits[i], &d.Citizens[i]
			from := v.At
			if p.waiting[int32(i)] && c.Class == sim.Appointment && !c.Late() {
				from = max(from, d.Opening.UnixMilli()+c.Slot)
			}
			comes := v.At >= at && v.At <= until
			if sim.Line(int(v.Lane)) != p.Theme || !comes && !p.waiting[int32(i)] || from < at-target {
				continue
			}
			n++
			called := v.Called
			if called == rollout.Never {
				called = d.Plan.Close
			}
			waited += time.Duration(max(0, called-from) * int64(time.Millisecond)).Minutes()
			if v.Called != rollout.Never && v.Called <= from+target {
				in++
			}
		}
		if n == 0 {
			continue
		}
		if p.Wait > 0 {
			x.late, x.waiting = x.late+1, x.waiting+n
			x.saidWait += float64(n * p.Wait)
			x.cameWait += waited
		}
		share := float64(in) / float64(n)
		if in == n {
			x.everybody++
		}
		x.middle += inMiddle(p.shares, share)
		x.n, x.people = x.n+1, x.people+n
		x.said += float64(n) * float64(p.Share) / 100
		x.came += float64(in)
		switch percent := 100 * share; {
		case percent < float64(p.ShareLow)-.5:
			x.below++
		case percent > float64(p.ShareHigh)+.5:
			x.above++
		default:
			x.band++
		}
	}
	x.open = nil
}

// inMiddle is how much of a share lies among the middle four fifths of those that were
// played, which are in order. What comes has an equal chance of each place between
// them; one that is equal to some has any of their places.
func inMiddle(shares []float64, share float64) float64 {
	const same = 1e-9
	from, places := 0.0, 1.0
	for _, s := range shares {
		switch {
		case s < share-same:
			from++
		case s <= share+same:
			places++
		}
	}
	n := float64(len(shares) + 1)
	return max(0, min(0.9*n, from+places)-max(0.1*n, from)) / places
}

func (x *told) gates(setting, seeds string) []gate {
	all, n := float64(x.people), float64(x.n)
	off := 100 * (x.said - x.came) / all
	return []gate{
		shown(setting+"share promised, and what came of it", "1-2 points too low", fmt.Sprintf("%.1f, %.1f %%", 100*x.said/all, 100*x.came/all), seeds),
		within(setting+"promised less came", "%.2f points", "-2 to -1", off, -1, 1, seeds),
		within(setting+"share that came, in the middle four fifths of what was played", "%.1f %%", "-", 100*x.middle/n, 78, 84, seeds),
		shown(setting+"share that came within the range promised, below, above", "-",
			fmt.Sprintf("%.0f, %.0f, %.0f %% of %d, and %d had other windows", 100*float64(x.band)/n, 100*float64(x.below)/n, 100*float64(x.above)/n, x.n, x.given-x.n), seeds),
		shown(setting+"promises of which everybody was called in time", "-", fmt.Sprintf("%.0f %%", 100*float64(x.everybody)/n), seeds),
	}
}
