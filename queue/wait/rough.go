package wait

import (
	"math"
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait/rollout"
)

// Rough estimates all waits by a formula, for where no roll-out is at hand: the work of
// those before, as far as they are still there to be served, and of one more visit flows
// through the windows of the theme, as many as are expected to be there at each moment
// and not on a break. It is QL of Ibrahim and Whitt (2009, MSOM 11:397) with item means
// and with the fluid view of changing staff (Ibrahim and Whitt 2011, POM 20:654).
func Rough(k *Known, h *Hall) *Forecast {
	fc := blank(h)
	if !h.alive() {
		return fc
	}
	f := newFluid(k, h)
	for i := range h.tickets {
		fc.Tickets[h.tickets[i].number] = f.ticket(&h.tickets[i])
	}
	for i := range h.Themes {
		x := &h.Themes[i]
		r := f.wait(int32(i), int32(i), h.Now.UnixMilli(), math.MaxInt32, x.Waiting)
		fc.Themes[x.ID] = Outlook{Range: r, Fits: f.fits(r)}
	}
	return fc
}

// RoughTicket is what Rough says of one number that waits; ok is false if it does not.
func RoughTicket(k *Known, h *Hall, number string) (r Range, ok bool) {
	n := slices.IndexFunc(h.tickets, func(t ticket) bool { return t.number == number })
	if n < 0 {
		return Range{}, false
	}
	if !h.alive() {
		return Range{Never: true, Ahead: h.tickets[n].ahead}, true
	}
	return newFluid(k, h).ticket(&h.tickets[n]), true
}

// fluid is a hall as the formula sees it.
type fluid struct {
	k      *Known
	h      *Hall
	now    int64
	themes []stream
	there  []stay
	work   []float64 // expected seconds of each of h.tickets, at a window
	served []float64 // the same if its citizen comes
	pause  float64   // seconds between two citizens

	lines   []*line              // by lane, made when first asked for
	courses map[[2]int32]*course // by lane and theme, likewise
}

// stream is what flows through a theme.
type stream struct {
	mean   float64 // seconds that a window has to do with one
	rate   float64 // numbers a second, at present
	credit float64 // of those, the ones that are put before others
	gain   float64 // by how many seconds, at most
	head   int64   // key of the first who waits
	queued float64 // seconds of work that wait
	own    int     // windows at present
}

// stay is a window: when it is there.
type stay struct {
	reach queue.Reach
	spans []rollout.Span
	comes float64 // how likely it is that it comes to them
	idle  bool
	left  float64 // mean seconds until it is done with its citizen; 0 if it has none
}

func newFluid(k *Known, h *Hall) *fluid {
	f := &fluid{
		k: k, h: h, now: h.Now.UnixMilli(), themes: make([]stream, len(h.Themes)), work: make([]float64, len(h.tickets)), served: make([]float64, len(h.tickets)),
		lines: make([]*line, h.lanes), courses: map[[2]int32]*course{},
	}
	f.stays()
	factor := k.Factor(h)
	f.pause = h.pause(k)
	r := &h.Settings.Rules
	for i := range f.themes {
		t, s := &h.Settings.Themes[i], &f.themes[i]
		x := k.theme(t)
		s.mean, s.head = x.visit.mean+k.walk.mean+f.pause, math.MaxInt64
		for j := range halfHours {
			if from, to := h.halfHour(j); from <= f.now && f.now < to {
				s.rate = factor * x.draws[j] / (float64(to-from) / 1000)
			}
		}
		s.credit = s.rate * (x.priority + x.appointment)
		s.gain = max(r.PriorityCredit, r.AppointmentLead).Duration().Seconds()
	}
	for i := range h.tickets {
		t := &h.tickets[i]
		l := k.visit(&h.Settings.Themes[t.legs[0].theme], t.legs[0].items)
		f.served[i] = l.mean + k.walk.mean + f.pause
		gone := f.gone(i, 0)
		f.work[i] = (1-gone)*f.served[i] + gone*(k.lost.mean+f.pause)
		if int(t.lane) < len(f.themes) {
			s := &f.themes[t.lane]
			s.head, s.queued = min(s.head, t.key), s.queued+f.work[i]
		}
	}
	return f
}

// gone is how likely nobody comes of the i-th of h.tickets, if it is called in so many
// seconds.
func (f *fluid) gone(i int, seconds float64) float64 {
	return f.k.patience.missed(seconds + float64(f.now-f.h.tickets[i].since)/1000)
}

// stays says when windows are there.
func (f *fluid) stays() {
	h := f.h
	for i := range h.Windows {
		w := &h.Windows[i]
		x := stay{reach: w.Reach, idle: w.State == queue.Idle}
		if len(w.serves.legs) > 0 {
			x.left = f.left(w)
		}
		spans, comes := h.duty(f.k, i)
		x.comes = comes
		if w.State != queue.Closed && h.goes(h.planned(f.k, i), w) {
			x.idle = false
		}
		for _, s := range spans {
			if s.From <= f.now {
				s.From = f.now
				if w.State == queue.Paused {
					gone := float64(f.now-w.Since.UnixMilli()) / 1000
					s.From += int64(1000 * f.k.breaks.left(gone))
				}
			}
			if s.To >= h.Close.UnixMilli() {
				s.To = math.MaxInt64 // it stays until nobody waits
			}
			x.spans = append(x.spans, s)
		}
		if f.here(&x) {
			for _, l := range x.reach.Own {
				if int(l) < len(f.themes) {
					f.themes[l].own++
				}
			}
		}
		f.there = append(f.there, x)
	}
}

// left is how many more seconds a window is expected to be busy with its citizen.
func (f *fluid) left(w *WindowNow) float64 {
	elapsed := float64(f.now-w.Since.UnixMilli()) / 1000
	l := f.k.visit(&f.h.Settings.Themes[w.serves.legs[0].theme], w.serves.legs[0].items)
	if w.State == queue.Calling {
		return l.mean + max(0, f.k.walk.mean-elapsed)
	}
	return l.left(w.spent.Seconds())
}

func (f *fluid) here(x *stay) bool {
	return len(x.spans) > 0 && x.spans[0].From <= f.now
}

func (f *fluid) ticket(t *ticket) Range {
	return f.wait(t.lane, t.legs[0].theme, t.key, t.seq, t.ahead)
}

// wait is the formula for a place in a lane.
func (f *fluid) wait(lane, theme int32, key int64, seq int32, ahead int) Range {
	c := f.course(lane, theme)
	if c.free && ahead == 0 {
		now := moment(f.now)
		return Range{Low: now, Median: now, Mean: now, Likely: now, High: now, Rough: true}
	}
	s, l := &f.themes[theme], f.line(lane)
	n := l.before(f, key, seq)
	work := c.first + l.work[n]
	mean := c.flow(work)
	if mean < 0 {
		return Range{Never: true, Ahead: ahead, Rough: true}
	}
	// Of those before, some will have left by then, and some who come are put before it.
	// The wait is what it is then, found in three steps.
	for range 3 {
		passes := s.credit * min(mean, max(0, s.gain-float64(f.now-key)/1000))
		left := c.first + l.left(f, n, mean) + passes*s.mean
		if m := c.flow(left); m >= 0 {
			mean, work = m, left
		}
	}
	return f.band(c, work, mean, ahead)
}

// share is how much of a window's time is for a lane. One that helps out is for it if
// the lane's first leads that of its own themes, and else for what those leave over.
func (f *fluid) share(x *stay, lane, theme int32) float64 {
	if slices.Contains(x.reach.Own, lane) {
		return 1
	}
	if !slices.Contains(x.reach.Spill, lane) {
		return 0
	}
	head, queued, load := int64(math.MaxInt64), 0.0, 0.0
	for _, l := range x.reach.Own {
		if int(l) >= len(f.themes) {
			continue
		}
		s := &f.themes[l]
		head, queued = min(head, s.head), queued+s.queued
		load = max(load, s.rate*s.mean/(float64(max(s.own, 1))*f.k.Available()))
	}
	if head == math.MaxInt64 {
		return max(0, 1-load*load)
	}
	if head-f.themes[theme].head >= x.reach.Lead {
		return 1
	}
	return 0
}

// bandShape bounds how narrow a band the formula gives: it does not see what spreads
// long waits besides the visits of those before.
const bandShape = 14

// band is the range of a wait of that mean, in seconds, after so much work: with n before
// and all windows busy it is Erlang(n+1) (Whitt 1999), whose quantiles are by Wilson and
// Hilferty (1931). Where nobody is there for a part of it, as at lunch, it is the work that
// is so, and a wait is until the windows have done it: the range has both sides of lunch.
func (f *fluid) band(c *course, work, mean float64, ahead int) Range {
	v := 1 / (9 * float64(min(ahead+1, bandShape)))
	of := func(z float64) float64 {
		x := max(0, 1-v+z*math.Sqrt(v))
		return x * x * x
	}
	const low, high = -1.2816, 1.2816
	rests := c.rests(c.done(of(high)*work, mean))
	at := func(z float64) time.Time {
		wait := mean * of(z)
		if rests {
			wait = c.done(of(z)*work, mean)
		}
		return moment(f.now + int64(1000*wait))
	}
	return Range{Low: at(low), Median: at(0), Likely: at(0.8416), High: at(high), Mean: moment(f.now + int64(1000*mean)), Ahead: ahead, Rough: true}
}

// fits is how likely a call is before the hall closes, in percent, read from the range
// between its quantiles.
func (f *fluid) fits(r Range) int {
	if r.Never {
		return 0
	}
	points := []struct {
		p  float64
		at time.Time
	}{{10, r.Low}, {50, r.Median}, {80, r.Likely}, {90, r.High}, {100, r.High.Add(r.High.Sub(r.Median))}}
	before, from := 0.0, moment(f.now)
	for _, x := range points {
		if f.h.Close.Before(x.at) {
			if !x.at.After(from) {
				return int(before)
			}
			return max(0, int(before+(x.p-before)*f.h.Close.Sub(from).Seconds()/x.at.Sub(from).Seconds()))
		}
		before, from = x.p, x.at
	}
	return 100
}
