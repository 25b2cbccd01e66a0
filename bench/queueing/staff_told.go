package main

import (
	"fmt"
	"time"

	"onewindow/queue"
	"onewindow/queue/sim"
	"onewindow/queue/wait/rollout"
)

// told is how the shares that advice promises are kept: by the last advice for a theme
// at each decision, which is for as many windows as then are there.
type told struct {
	open []promised // of a running day
	n    int
	// people are those of all promises. said is the sum of the shares promised, came of
	// those that came, each for every one of these people.
	people     int
	said, came float64
	// band counts the promises of which the share that came lay between the ends told.
	// above and below are the others.
	band, below, above int
}

// promised is one promise, and who of those whom it is about have waited already.
type promised struct {
	queue.Advice
	at      time.Time
	waiting map[int32]bool
}

func (x *told) join(o *told) {
	x.n, x.people, x.said, x.came = x.n+o.n, x.people+o.people, x.said+o.said, x.came+o.came
	x.band, x.below, x.above = x.band+o.band, x.below+o.below, x.above+o.above
}

// add notes what was advised at one moment.
func (x *told) add(r *sim.Real, said []queue.Advice) {
	last := map[string]int{}
	for i, a := range said {
		last[a.Theme] = i
	}
	for i, a := range said {
		if last[a.Theme] != i {
			continue
		}
		p := promised{Advice: a, at: r.Now(), waiting: map[int32]bool{}}
		for _, t := range r.State.Tickets {
			if t.State == queue.Waiting && t.Theme() == a.Theme {
				p.waiting[t.Seq-1] = true
			}
		}
		x.open = append(x.open, p)
	}
}

// count holds a day's promises to what came.
func (x *told) count(d *sim.Day) {
	for _, p := range x.open {
		n, in := 0, 0
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
			if v.Called != rollout.Never && v.Called <= from+target {
				in++
			}
		}
		if n == 0 {
			continue
		}
		share := float64(in) / float64(n)
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

func (x *told) gates(seeds string) []gate {
	all, n := float64(x.people), float64(x.n)
	return []gate{
		shown("share promised, and what came of it", "1-2 points too low", fmt.Sprintf("%.1f, %.1f %%", 100*x.said/all, 100*x.came/all), seeds),
		shown("share that came within the P10-P90 promised, below, above", "-",
			fmt.Sprintf("%.0f, %.0f, %.0f %% of %d", 100*float64(x.band)/n, 100*float64(x.below)/n, 100*float64(x.above)/n, x.n), seeds),
	}
}
