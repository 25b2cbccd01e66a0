package wait

import (
	"math"
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait/rollout"
)

// game is what is played: so many courses from the first on, in which those are judged
// who draw a number until a moment. In one that goes on, the windows are decided on
// again at that moment, and numbers are drawn also after it.
type game struct {
	first, plays int
	until        time.Time
	goesOn       bool
}

// trial is the game by which it is decided.
func (s *staff) trial() game { return game{plays: s.r.Plays, until: s.until} }

// longer is the game of all who come within Ahead.
func (s *staff) longer() game {
	g := game{plays: s.r.Plays, until: s.h.Now.Add(s.r.Ahead)}
	if g.until.After(s.h.Close) {
		g.until = s.h.Close
	}
	return g
}

// telling is the game of what is told. Of the courses by which a number of windows was
// found it is the one that came out well, so others are played. And who draws a number
// in the last minutes is called, or not, after it was decided anew.
func (s *staff) telling() game {
	return game{first: s.r.Plays, plays: s.r.Told, until: s.until, goesOn: s.until.Before(s.h.Close)}
}

// judged reports whether a visit of a course counts that looks at those who draw a number
// until a moment: not one that has waited for Target already.
func (s *staff) judged(v *rollout.Visit, until int64) bool {
	return !v.Ghost && !v.Older && v.At >= s.h.Now.Add(-s.r.Target).UnixMilli() && v.At <= until
}

// play plays a part of the hall on with those windows, and counts who is called in
// time of those who wait now or draw a number. For every number of windows the same citizens come, with the same visits.
func (s *staff) play(f *Future, on []bool, g game) []outcome {
	target, from := s.r.Target.Milliseconds(), s.h.Now.UnixMilli()
	end := g.until.UnixMilli()
	drawn := end
	if g.goesOn {
		drawn += target
		f.player.Watch, f.player.Step = s.again(f, on), end-from
		defer func() { f.player.Watch, f.player.Step = nil, 0 }()
	}
	all := make([]outcome, len(f.themes))
	in, n := make([]float64, len(f.themes)), make([]float64, len(f.themes))
	for r := range g.plays {
		d := f.Draw(g.first+r, drawn)
		s.attend(f, d, on)
		f.Play(end+target, rollout.All)
		clear(in)
		clear(n)
		for i := range d.Visits {
			v := &d.Visits[i]
			if int(v.Lane) >= len(n) || !s.judged(v, end) {
				continue
			}
			n[v.Lane]++
			if v.Called <= v.At+target {
				in[v.Lane]++
			}
		}
		for t := range all {
			all[t].share += in[t]
			all[t].n += n[t]
			if n[t] > 0 {
				all[t].shares = append(all[t].shares, in[t]/n[t])
			}
		}
	}
	for t := range all {
		o := &all[t]
		if o.n == 0 { // nobody comes: all is well
			*o = outcome{share: 1, low: 1, high: 1}
			continue
		}
		slices.Sort(o.shares)
		o.share /= o.n
		o.low, o.high = around(o.shares, o.share)
		o.n /= float64(g.plays)
	}
	return all
}

// around is the narrowest range around a point that has four of five of the shares,
// which are in order. Where mostly everybody is called in time its upper end is 1, and
// it has more than that.
func around(shares []float64, point float64) (low, high float64) {
	k := int(math.Ceil(holds * float64(len(shares))))
	low, high = min(point, shares[0]), max(point, shares[len(shares)-1])
	for i := range len(shares) - k + 1 {
		a, b := min(point, shares[i]), max(point, shares[i+k-1])
		if b-a < high-low {
			low, high = a, b
		}
	}
	return low, high
}

// attend has those windows be there that shall be, and the others not: but for spans of
// their plan that are still to begin.
func (s *staff) attend(f *Future, d *rollout.Day, on []bool) {
	now := s.h.Now.UnixMilli()
	for i := range d.Windows {
		w, live := &d.Windows[i], f.Windows[i]
		is := &s.h.Windows[live]
		switch {
		case !on[live]:
			if len(w.Duty) > 0 { // else it does not come any more
				w.Duty = s.later[live]
			}
			w.Tired = false
			if w.State == rollout.Busy {
				w.Leaving = true
			} else {
				w.State = rollout.Off
			}
		case is.State == queue.Paused && s.on[live]:
			if w.State == rollout.Off { // a break of one that is there beyond its plan
				w.State, w.Until = rollout.OnBreak, now+int64(1000*s.k.breaks.mean)
			}
		case w.State == rollout.Off || w.State == rollout.OnBreak:
			w.State, w.Since, w.Leaving = rollout.Idle, now, false
			w.Duty = []rollout.Span{{From: now, To: d.Close}}
		}
	}
}

// crowd is what the formula has to do with for a theme: those who are expected until
// the end of what is looked at, and the backlog as if it came anew in that time.
func (s *staff) crowd(theme int, factor float64) Crowd {
	id := s.h.Themes[theme].ID
	minutes := max(1, s.until.Sub(s.h.Now).Minutes())
	come := factor * s.k.coming(s.h, id, s.until)
	come += max(0, float64(s.h.Themes[theme].Waiting-backlog))
	return Crowd{Rate: come / minutes, Mean: s.k.Mean(id) / s.k.Available(), Patience: s.k.Patience()}
}

// coming is how many numbers of a theme a usual day has from now until a moment.
func (k *Known) coming(h *Hall, theme string, until time.Time) (n float64) {
	now, end := h.Now.UnixMilli(), until.UnixMilli()
	for i, d := range k.Draws(theme) {
		from, to := h.halfHour(i)
		if a, b := max(from, now), min(to, end); a < b {
			n += d * float64(b-a) / float64(to-from)
		}
	}
	return n
}

// enough is how many windows of a theme the formula finds necessary.
func (x *theme) enough() int {
	have, n := x.shared(x.on)[x.t], 0
	for w := range x.h.Windows {
		if x.on[w] && x.h.serves(w, x.t) {
			n++
		}
	}
	need := x.crowds[x.t].Enough(x.r.Target.Minutes(), 1-x.r.Level, len(x.h.Windows))
	return n + int(math.Ceil(float64(need)-have))
}

// byFormula says by Erlang-A what is expected of every theme with those windows.
func (s *staff) byFormula(on []bool) []outcome {
	all := make([]outcome, len(s.h.Themes))
	for t, n := range s.shared(on) {
		c, target := s.crowds[t], s.r.Target.Minutes()
		// Between two whole numbers of windows, between what they come to.
		few, part := math.Modf(n)
		p := 1 - (1-part)*c.Longer(int(few), target) - part*c.Longer(int(few)+1, target)
		all[t] = outcome{share: p, low: p, high: p, n: c.Rate * s.until.Sub(s.h.Now).Minutes()}
	}
	return all
}

// shared is how many windows each theme has, if one with several themes of its own is
// divided among them by their loads.
func (s *staff) shared(on []bool) []float64 {
	load := make([]float64, len(s.h.Themes))
	for t := range load {
		load[t] = max(1e-3, s.crowds[t].Load())
	}
	all := make([]float64, len(load))
	for w := range on {
		if !on[w] {
			continue
		}
		sum := 0.0
		for t := range load {
			if s.h.serves(w, t) {
				sum += load[t]
			}
		}
		for t := range load {
			if s.h.serves(w, t) {
				all[t] += load[t] / sum
			}
		}
	}
	return all
}
