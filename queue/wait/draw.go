package wait

import (
	"math"
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait/rollout"
)

// demand is who is expected to come.
type demand struct {
	steps  []step
	factor float64 // how many come for each of a usual day
	spread float64 // its standard deviation, relative to it
	// priority and appointment are the shares by theme here, work the lengths.
	priority, appointment []float64
	work                  []length
}

// step is a stretch of the day with the same demand.
type step struct {
	from, to int64
	rate     float64   // numbers a millisecond, of all themes together
	upTo     []float64 // cumulative shares of the themes
}

// expect prepares who comes from now on. On the first day, of which nothing is learned,
// numbers are taken to be drawn as they were until now, with the classes that they had.
func (f *Future) expect() {
	d := &f.demand
	drawn := 0
	for i := range f.h.Themes {
		drawn += f.h.Themes[i].Drawn
	}
	d.factor, d.spread = f.k.Factor(f.h), 1/math.Sqrt(float64(drawn)+dayPrior)
	for _, t := range f.themes {
		x := f.k.theme(&f.h.Settings.Themes[t])
		priority, appointment := x.priority, x.appointment
		if f.k.Days == 0 {
			priority, appointment = shares(f.h.Themes[t].classes)
		}
		d.priority, d.appointment, d.work = append(d.priority, priority), append(d.appointment, appointment), append(d.work, x.visit)
	}
	now := f.day.From
	for i := range halfHours {
		from, to := f.h.halfHour(i)
		if to <= now || from >= f.day.Close {
			continue
		}
		s := step{from: max(from, now), to: to}
		for _, t := range f.themes {
			s.rate += f.rate(t, i, from, to)
			s.upTo = append(s.upTo, s.rate)
		}
		if s.rate > 0 {
			d.steps = append(d.steps, s)
		}
	}
}

// shares are those of numbers with priority and with an appointment where so many were
// drawn of each class.
func shares[N int | float64](c [3]N) (priority, appointment float64) {
	n := classPrior + float64(c[0]) + float64(c[1]) + float64(c[2])
	return (classPrior*priorityShare + float64(c[1])) / n, float64(c[2]) / n
}

// rate is how many numbers a millisecond a theme gives in a half hour of a usual day.
func (f *Future) rate(theme int32, i int, from, to int64) float64 {
	if f.k.Days > 0 {
		return f.k.theme(&f.h.Settings.Themes[theme]).draws[i] / float64(to-from)
	}
	begun := f.h.Settings.Hall.Opening(f.h.Date).Add(-f.h.Settings.Rules.IntakeBefore.Duration())
	so := max(f.h.Now.Sub(begun), halfHour).Milliseconds()
	return float64(f.h.Themes[theme].Drawn) / float64(so)
}

// lasting is until when those who come matter to anybody who waits now: as long as one
// may come whose credit, or whose theme's lead at a window that helps out, puts the
// number before one that is drawn now. Whoever comes later is called later, or by a
// window that none of these waits for.
func (f *Future) lasting() int64 {
	last := f.day.From
	for i := range f.visits {
		last = max(last, f.visits[i].t.key)
	}
	return last + f.passes()
}

// passes is for how long after a number others may be drawn that come before it.
func (f *Future) passes() int64 {
	r := &f.h.Settings.Rules
	credit := max(r.PriorityCredit, r.AppointmentLead+r.AppointmentLate)
	return (r.SpillLead + credit).Duration().Milliseconds()
}

// Draw draws the r-th course: those who wait, a ghost for each theme, those who come
// until a moment, and what the windows do by themselves. It is valid until the next.
func (f *Future) Draw(r int, until int64) *rollout.Day {
	if f.look != nil {
		f.look()
		f.look = nil
	}
	f.pcg.Seed(f.seed, uint64(r))
	d, k := &f.day, f.k
	d.Visits = d.Visits[:0]
	for i := range f.visits {
		v := &f.visits[i]
		d.Visits = append(d.Visits, rollout.Visit{
			At: v.t.since, Key: v.t.key, Lane: v.lane, Then: v.then,
			Work: v.work.draw(f.rand), Leaves: k.patience.draw(f.rand, v.t.since), Back: f.back(v.t.misses, 0),
		})
	}
	for i := range f.themes {
		d.Visits = append(d.Visits, rollout.Visit{At: d.From, Key: d.From, Lane: int32(i), Leaves: rollout.Never, Ghost: true})
	}
	for i := range f.parts {
		d.Parts[i].Work = f.parts[i].draw(f.rand)
	}
	first := len(d.Visits)
	for i := range f.coming {
		v := &f.coming[i]
		d.Visits = append(d.Visits, rollout.Visit{At: v.t.at, Key: v.t.key, Lane: v.lane, Then: v.then, Work: v.work.draw(f.rand), Leaves: rollout.Never, Older: true})
	}
	f.comeOnward()
	f.comeBack()
	f.windows(first)
	f.arrivals(until)
	slices.SortStableFunc(d.Visits[first:], func(a, b rollout.Visit) int {
		switch {
		case a.At < b.At:
			return -1
		case a.At > b.At:
			return 1
		}
		return 0
	})
	return d
}

// arrivals draws those who come until a moment.
func (f *Future) arrivals(until int64) {
	dm, d := &f.demand, &f.day
	factor := max(0.1, dm.factor*(1+dm.spread*f.rand.NormFloat64()))
	for i := range dm.steps {
		s := &dm.steps[i]
		rate := min(s.rate*factor, mostComing)
		at := float64(s.from)
		for {
			at += f.rand.ExpFloat64() / rate
			if !(at < float64(s.to)) || int64(at) > until {
				break
			}
			u := f.rand.Float64() * s.rate
			lane := 0
			for lane < len(s.upTo)-1 && s.upTo[lane] <= u {
				lane++
			}
			d.Visits = append(d.Visits, rollout.Visit{
				At: int64(at), Key: f.key(int64(at), lane), Lane: int32(lane),
				Work: dm.work[lane].draw(f.rand), Leaves: f.k.patience.draw(f.rand, int64(at)), Back: f.back(0, 0),
			})
		}
	}
}

// People with an appointment come some minutes before it, and are spread around that.
// Assumptions: reports do not say it.
const (
	comesEarly  = 6 * time.Minute
	comesSpread = 9 * time.Minute
)

// key draws the key of a number that is drawn at a moment; see queue.Ticket.Key.
func (f *Future) key(at int64, lane int) int64 {
	r := &f.h.Settings.Rules
	u := f.rand.Float64() - f.demand.priority[lane]
	if u < 0 {
		return at - r.PriorityCredit.Duration().Milliseconds()
	}
	if u >= f.demand.appointment[lane] {
		return at
	}
	after := int64(float64(comesSpread.Milliseconds())*f.rand.NormFloat64()) - comesEarly.Milliseconds()
	if late := r.AppointmentLate.Duration().Milliseconds(); after > late || after < -late {
		return at
	}
	return at - max(0, r.AppointmentLead.Duration().Milliseconds()+after)
}

// What no hall has, and what ends a day whatever reports say: less than a minute from break
// to break, in seconds, and more than ten who come in a second, by the millisecond.
const (
	shortestWish = 60
	mostComing   = 0.01
)

// place is a window as it stands at the beginning.
type place struct {
	w     *WindowNow
	duty  []rollout.Span
	comes float64
	goes  bool
	work  length // of the visit that it serves
	lost  float64
	then  int32
}

// place prepares the windows.
func (f *Future) place() {
	f.day.Windows = make([]rollout.Window, len(f.Windows))
	f.here = make([]place, len(f.Windows))
	for n, i := range f.Windows {
		w := &f.h.Windows[i]
		r := w.Reach
		f.day.Windows[n].Reach = queue.Reach{Own: f.own(r.Own), Spill: f.own(r.Spill), Lead: r.Lead}
		p := place{w: w}
		p.duty, p.comes = f.h.duty(f.k, i)
		p.goes = w.State != queue.Closed && f.h.goes(f.h.planned(f.k, i), w)
		if len(w.serves.legs) > 0 {
			p.work = f.length(&w.serves.legs[0])
			p.lost = f.k.patience.missed(float64(w.Since.UnixMilli()-w.serves.since) / 1000)
			p.then = f.after(w.serves.legs[1:])
		}
		f.here[n] = p
	}
}

// own are lanes as they are numbered here.
func (f *Future) own(lanes []int32) (to []int32) {
	for _, l := range lanes {
		if n := f.lane[l]; n >= 0 {
			to = append(to, n)
		}
	}
	return to
}

// windows draws what the windows do by themselves; first is where in Day.Visits those
// begin who come.
func (f *Future) windows(first int) {
	d := &f.day
	for n := range f.here {
		p, w := &f.here[n], &d.Windows[n]
		w.State, w.Since, w.Until, w.Leaving, w.Tired, w.For = rollout.Off, p.w.Since.UnixMilli(), 0, p.goes, false, 0
		w.Duty = p.duty
		if p.comes < 1 && f.rand.Float64() >= p.comes {
			w.Duty = nil
		}
		w.Breaks = w.Breaks[:0]
		// However odd what was learned is, this comes to an end.
		wishes := max(f.k.wishes, shortestWish)
		at := float64(d.From)
		for {
			at += 1000 * wishes * f.rand.ExpFloat64()
			if !(at < float64(d.Close)) {
				break
			}
			w.Breaks = append(w.Breaks, rollout.Break{At: int64(at), For: f.k.breaks.draw(f.rand)})
		}
		switch p.w.State {
		case queue.Idle:
			w.State = rollout.Idle
			if until := w.Since + d.Between; until > d.From {
				if _, waits := queue.Pick(&f.line, w.Reach); waits {
					w.State, w.Until = rollout.Busy, until
				}
			}
		case queue.Calling, queue.WindowServing:
			w.State = rollout.Busy
			f.busy(p, w)
		case queue.Paused:
			f.pause(p, w)
		}
	}
}

// busy draws how much longer a window has its citizen, and whether its clerk wants a
// break then.
func (f *Future) busy(p *place, w *rollout.Window) {
	d, elapsed := &f.day, f.day.From-p.w.Since.UnixMilli()
	r := f.rand
	if p.w.State == queue.Calling {
		// The longer nobody comes, the less likely it is that somebody will.
		comes := (1 - p.lost) * math.Exp(-float64(elapsed)/float64(max(d.Walk, 1)))
		if r.Float64()*(comes+p.lost) < comes {
			w.Until = d.From + max(0, d.Walk-elapsed) + p.work.draw(r)
		} else {
			w.Until = d.From + max(0, d.Lost-elapsed)
		}
	} else {
		w.Until = d.From + p.work.rest(r, p.w.spent.Milliseconds())
	}
	if p.w.PauseAfter != "" || r.Float64() < 1-math.Exp(-float64(elapsed)/1000/f.k.wishes) {
		w.Tired, w.For = true, f.k.breaks.draw(r)
	}
	if p.then > 0 {
		part := &d.Parts[p.then-1]
		d.Visits = append(d.Visits, rollout.Visit{At: w.Until, Key: p.w.serves.key, Lane: part.Lane, Work: part.Work, Then: part.Then, Leaves: rollout.Never, Older: true})
	}
	if !w.Tired && !w.Leaving {
		w.Until += d.Between
	}
}

// pause draws when a window that is paused goes on. A pause that is too long for a
// short break, or lies between two spans of duty, is over when the next span begins.
func (f *Future) pause(p *place, w *rollout.Window) {
	d := &f.day
	elapsed := d.From - p.w.Since.UnixMilli()
	on := slices.ContainsFunc(p.duty, func(s rollout.Span) bool { return s.From <= d.From })
	if !on {
		return
	}
	w.State = rollout.OnBreak
	if elapsed < longBreak.Milliseconds() {
		w.Until = d.From + f.k.breaks.rest(f.rand, elapsed)
		return
	}
	w.Until = d.From + int64(float64(longBreak.Milliseconds())*f.rand.ExpFloat64()/2)
}
