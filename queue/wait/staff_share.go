package wait

import (
	"math"
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait/rollout"
)

// byPlay plays a part of the hall on with those windows, and counts who is called in
// time. For every number of windows the same citizens come, with the same visits.
func (s *staff) byPlay(f *Future, on []bool) []outcome {
	target, from := s.r.Target.Milliseconds(), s.h.Now.UnixMilli()
	end := s.until.UnixMilli()
	all := make([]outcome, len(f.themes))
	shares := make([][]float64, len(f.themes))
	in, n := make([]float64, len(f.themes)), make([]float64, len(f.themes))
	for r := range s.r.Plays {
		d := f.Draw(r, end)
		s.attend(f, d, on)
		f.Play(end+target, rollout.All)
		clear(in)
		clear(n)
		for i := range d.Visits {
			v := &d.Visits[i]
			if v.Ghost || int(v.Lane) >= len(n) || v.At < from-target || v.At > end {
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
				shares[t] = append(shares[t], in[t]/n[t])
			}
		}
	}
	for t := range all {
		o := &all[t]
		if o.n == 0 { // nobody comes: all is well
			*o = outcome{share: 1, low: 1, high: 1}
			continue
		}
		slices.Sort(shares[t])
		m := float64(len(shares[t]) - 1)
		o.low, o.high = shares[t][int(0.1*m)], shares[t][int(math.Ceil(0.9*m))]
		o.share /= o.n
		o.n /= float64(s.r.Plays)
	}
	return all
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
