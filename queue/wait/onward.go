package wait

import (
	"math"

	"onewindow/queue"
	"onewindow/queue/wait/rollout"
)

// onward is a visit that waits or is served in another part of the hall, and comes here
// with its next theme. It keeps its key, so that it is called here before nearly all.
type onward struct {
	key        int64
	lane, then int32
	work       length
	// wait is for how many milliseconds it is not called there, as the formula has it, and
	// spread how much that scatters, relative to it; missed is how likely it then does not
	// come.
	wait, spread, missed float64
	// first are the visits that it makes before, of which the first has lasted as long as
	// spent; walks are its walks to them.
	first []length
	spent int64
	walks int
}

// lookElsewhere finds those who come here from other parts of the hall. rough is the
// formula for the hall, made once it is needed.
func (f *Future) lookElsewhere(rough func() *fluid) {
	for i := range f.h.tickets {
		t := &f.h.tickets[i]
		if len(t.legs) == 1 || f.lane[t.lane] >= 0 {
			continue
		}
		o, ok := f.onward(t)
		if !ok {
			continue
		}
		r := rough().ticket(t)
		if r.Never {
			continue
		}
		o.wait = float64(r.Mean.UnixMilli() - f.day.From)
		o.spread = 1 / math.Sqrt(float64(min(t.ahead+1, bandShape)))
		o.missed = f.k.patience.missed((o.wait + float64(f.day.From-t.since)) / 1000)
		f.elsewhere = append(f.elsewhere, o)
	}
	here := map[int]bool{}
	for _, i := range f.Windows {
		here[i] = true
	}
	for i := range f.h.Windows {
		w := &f.h.Windows[i]
		if here[i] || len(w.serves.legs) < 2 {
			continue
		}
		o, ok := f.onward(&w.serves)
		if !ok {
			continue
		}
		if w.State == queue.Calling {
			o.missed = f.k.patience.missed(float64(w.Since.UnixMilli()-w.serves.since) / 1000)
		} else {
			o.spent, o.walks = w.spent.Milliseconds(), o.walks-1
		}
		f.elsewhere = append(f.elsewhere, o)
	}
}

// onward prepares a visit that is elsewhere; ok is false if it does not come here.
func (f *Future) onward(t *ticket) (o onward, ok bool) {
	for i := range t.legs {
		lane := f.lane[t.legs[i].theme]
		if i == 0 || lane < 0 {
			o.first = append(o.first, f.length(&t.legs[i]))
			continue
		}
		o.key, o.lane, o.work, o.walks = t.key, lane, f.length(&t.legs[i]), i
		o.then = f.after(t.legs[i+1:])
		return o, true
	}
	return o, false
}

// comeOnward draws when those who are elsewhere come here.
func (f *Future) comeOnward() {
	d, r := &f.day, f.rand
	for i := range f.elsewhere {
		o := &f.elsewhere[i]
		gone := r.Float64() < o.missed
		at := float64(d.From) + max(0, o.wait*(1+o.spread*r.NormFloat64())) + float64(o.walks)*float64(d.Walk)
		for n, l := range o.first {
			if n == 0 {
				at += float64(l.rest(r, o.spent))
			} else {
				at += float64(l.draw(r))
			}
		}
		work := o.work.draw(r)
		if !gone {
			d.Visits = append(d.Visits, rollout.Visit{At: int64(at), Key: o.key, Lane: o.lane, Then: o.then, Work: work, Leaves: rollout.Never, Older: true})
		}
	}
}
