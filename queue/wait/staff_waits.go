package wait

import (
	"math"
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait/rollout"
)

// fewerPlays is of how many of the courses by which it is decided one is played for waits.
// Of 40 courses, ten know what one window more spares to a tenth, and where a few wait
// at one window to a quarter. All 40 know it twice as well, and need a second
// for a hall of 40 windows in which 200 wait.
const fewerPlays = 4

// shortened is the game by which it is decided whether a window shortens the waits.
func (s *staff) shortened() game {
	g := s.trial()
	g.plays = max(1, g.plays/fewerPlays)
	return g
}

// sooner goes on from n windows more, up to most, as long as one more shortens the waits
// by what makes it worth opening. It says by how many minutes all of them do.
func (x *theme) sooner(n, most int, with func(n int) []bool) (windows int, spared float64) {
	first := x.waits(x.i, x.on, false)
	last := first
	if n > 0 {
		last = x.waits(x.i, with(n), false)
	}
	for n < most {
		next := x.waits(x.i, with(n+1), false)
		if last-next < max(x.r.Sooner.Minutes(), x.r.SoonerShare*last) {
			break
		}
		n, last = n+1, next
	}
	return n, max(0, first-last)
}

// sayWaits puts into an advice how long is waited with those windows, and with those that
// are there, if that is shorter.
func (x *theme) sayWaits(on []bool) {
	minutes := func(m float64) int { return max(1, int(math.Round(m))) }
	with, now := minutes(x.waits(x.i, on, true)), minutes(x.waits(x.i, x.on, true))
	if with < now {
		x.advice.Wait, x.advice.WaitNow = with, now
	}
}

// playedWaits is how many minutes those of a theme wait on average who are judged in a game, if
// it stays with those windows; they are the citizens of play, and each is played on until
// he is called. Whom nobody ever calls waits until the hall has closed and is empty.
func (s *staff) playedWaits(f *Future, lane int, on []bool, g game) float64 {
	until := g.until.UnixMilli()
	sum, n := 0.0, 0
	for r := range g.plays {
		d := f.Draw(g.first+r, until+f.passes())
		s.attend(f, d, on)
		judged := func(v *rollout.Visit) bool { return int(v.Lane) == lane && s.judged(v, until) }
		last := int32(-1) // of them in line
		for i := range d.Visits {
			if v := &d.Visits[i]; judged(v) && (last < 0 || v.Key >= d.Visits[last].Key) {
				last = int32(i)
			}
		}
		if last < 0 {
			continue
		}
		f.Play(rollout.Never, last)
		end := d.Visits[last].Called
		if end == rollout.Never {
			end = d.Close
			for i := range d.Visits {
				if c := d.Visits[i].Called; c != rollout.Never {
					end = max(end, c)
				}
			}
		}
		for i := range d.Visits {
			if v := &d.Visits[i]; judged(v) {
				sum += float64(max(v.At, min(v.Called, end)) - v.At)
				n++
			}
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n) / float64(time.Minute.Milliseconds())
}

// flow is the hall as Rough sees it, with those windows there that shall be, and the
// others not: but for spans of their plan that are still to begin.
func (s *staff) flow(on []bool) *fluid {
	f := newFluid(s.k, s.h)
	for t := range f.themes {
		f.themes[t].own = 0
	}
	for i := range f.there {
		w, x := &s.h.Windows[i], &f.there[i]
		switch {
		case !on[i]:
			x.spans, x.idle, x.left = slices.Clone(s.later[i]), false, 0
			for n := range x.spans {
				if x.spans[n].To >= s.h.Close.UnixMilli() {
					x.spans[n].To = math.MaxInt64
				}
			}
			continue
		case !s.on[i], w.State == queue.Closed, len(x.spans) == 0:
			// From the next moment on: who begins has somebody at once.
			x.spans, x.comes = []rollout.Span{{From: f.now + 1, To: math.MaxInt64}}, 1
		}
		for t := range f.themes {
			if s.h.serves(i, t) {
				f.themes[t].own++
			}
		}
	}
	return f
}

// moments is at how many moments, at equal distances, the formula looks at who comes.
const moments = 4

// waits is what staff.playedWaits says, by the formula.
func (f *fluid) waits(theme int, s *staff) float64 {
	t, from := int32(theme), s.h.Now.Add(-s.r.Target).UnixMilli()
	sum, n := 0.0, 0.0
	for i := range s.h.tickets {
		v := &s.h.tickets[i]
		if v.lane != t || v.since < from {
			continue
		}
		called := s.h.Close
		if r := f.ticket(v); !r.Never {
			called = r.Mean
		}
		sum += called.Sub(moment(v.since)).Seconds()
		n++
	}
	come := s.k.Factor(s.h) * s.k.coming(s.h, s.h.Themes[theme].ID, s.until)
	for i := range moments {
		part := (float64(i) + 0.5) / moments
		sum += come / moments * f.later(t, part*s.until.Sub(s.h.Now).Seconds(), part*come)
	}
	if n += come; n == 0 {
		return 0
	}
	return sum / n / 60
}

// later is how many seconds somebody waits who draws a number of a theme after so many,
// in which so many others do.
func (f *fluid) later(theme int32, after, others float64) (wait float64) {
	c, s, l := f.course(theme, theme), &f.themes[theme], f.line(theme)
	first := c.first
	if c.free {
		first = 0
	}
	for range 3 { // as in wait
		gone := f.k.patience.missed(wait)
		work := first + l.left(f, len(l.order), after+wait) + s.credit*min(wait, s.gain)*s.mean
		work += others * ((1-gone)*s.mean + gone*(f.k.lost.mean+f.pause))
		called := c.flow(work)
		if called < 0 {
			called = f.h.Close.Sub(f.h.Now).Seconds()
		}
		wait = max(0, called-after)
	}
	return wait
}
