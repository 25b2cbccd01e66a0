package rollout

import "slices"

// at is a window under way.
type at struct {
	state   State
	leaving bool
	tired   bool
	rest    int64 // how long the break will be
	since   int64
	until   int64 // when the citizen will be gone
	visit   int32
}

// Player runs days. It may be used again, which saves memory, but by one caller at a
// time.
type Player struct {
	d    *Day
	q    Queue
	heap []event
	n    uint32
	win  []at
	now  int64
	stop int32 // the visit after whose call nothing matters
	left int   // of those who are asked about, how many have not been called

	// Watch, where it is set, is called at Day.From+Step and every Step from then on,
	// between what happens before that moment and what happens at it. It may look,
	// and call Begin and End.
	Watch func(now int64)
	Step  int64
	due   int64 // the next Watch
}

// For Run: All plays to the end of the day, and Asked until everybody who waited at
// Day.From, and every ghost, has been called for the first time.
const (
	All   int32 = -1
	Asked int32 = -2
)

// Run plays the day with a queue in which those who wait at Day.From are already. It
// ends when nothing happens any more, when a moment after until comes, or when the
// visit last has been called; last may be All or Asked.
func (p *Player) Run(d *Day, q Queue, until int64, last int32) {
	p.d, p.q, p.now, p.stop = d, q, d.From, last
	p.heap, p.n = p.heap[:0], 0
	p.win = slices.Grow(p.win[:0], len(d.Windows))[:len(d.Windows)]
	p.left = d.Waiting
	for i := range d.Visits {
		v := &d.Visits[i]
		v.Called, v.Window, v.Missed, v.Again, v.part = Never, -1, false, Never, 0
		if v.Ghost && i >= d.Waiting {
			p.left++
		}
	}
	for i := range d.Parts {
		d.Parts[i].Drawn, d.Parts[i].Called, d.Parts[i].Window = Never, Never, -1
	}
	p.due = Never
	if p.Watch != nil && p.Step > 0 {
		p.due = d.From + p.Step
	}
	for i := range d.Windows {
		p.place(int32(i))
	}
	// Whoever is idle calls at once: one may have been drawn since.
	for i := range p.win {
		if p.win[i].state == Idle {
			p.free(int32(i))
		}
	}
	next := d.Waiting
	for !p.over() {
		drawn := int64(Never)
		if next < len(d.Visits) {
			drawn = d.Visits[next].At
		}
		if p.due != Never && p.watch(drawn, until) {
			continue // what comes next may be another now
		}
		switch {
		case len(p.heap) > 0 && p.heap[0].at < drawn:
			if p.heap[0].at > until {
				return
			}
			e := p.pop()
			p.now = e.at
			p.happen(&e)
		case drawn != Never:
			if drawn > until {
				return
			}
			p.now = max(p.now, drawn)
			p.q.Draw(p.now, int32(next))
			p.offer(d.Visits[next].Lane)
			next++
		default:
			return
		}
	}
}

// watch calls Watch if its moment is not after what happens next, and says whether it
// did.
func (p *Player) watch(drawn, until int64) bool {
	next := drawn
	if len(p.heap) > 0 {
		next = min(next, p.heap[0].at)
	}
	if next == Never || p.due > next || p.due > until {
		return false
	}
	p.now, p.due = max(p.now, p.due), p.due+p.Step
	p.Watch(p.now)
	return true
}

// Begin has a window come to work now, as if a span of its duty began; End has it go
// as if one ended. They are for Watch.
func (p *Player) Begin(w int32) { p.happen(&event{at: p.now, kind: begin, w: w}) }

// End is the counterpart of Begin.
func (p *Player) End(w int32) { p.happen(&event{at: p.now, kind: end, w: w}) }

// There reports whether a window is at work and stays.
func (p *Player) There(w int32) bool { return p.win[w].state != Off && !p.win[w].leaving }

// over reports whether the visits that matter have been called.
func (p *Player) over() bool {
	return p.stop >= 0 && p.d.Visits[p.stop].Called != Never || p.stop == Asked && p.left == 0
}

// place puts a window where it is at the beginning.
func (p *Player) place(w int32) {
	c, a := &p.d.Windows[w], &p.win[w]
	*a = at{state: c.State, leaving: c.Leaving, tired: c.Tired, rest: c.For, since: c.Since, until: c.Until, visit: -1}
	for _, s := range c.Duty {
		if s.From >= p.now && c.State == Off || s.From > p.now {
			p.push(event{at: max(s.From, p.now), kind: begin, w: w})
		}
		if s.To > p.now {
			p.push(event{at: s.To, kind: end, w: w})
		}
	}
	for i, b := range c.Breaks {
		if b.At >= p.now {
			p.push(event{at: b.At, kind: wish, w: w, i: int32(i)})
			break // the next one follows when it has come
		}
	}
	switch c.State {
	case Busy:
		p.push(event{at: max(c.Until, p.now), kind: done, w: w})
	case OnBreak:
		p.push(event{at: max(c.Until, p.now), kind: back, w: w})
	}
}

func (p *Player) happen(e *event) {
	a := &p.win[e.w]
	switch e.kind {
	case come:
		p.q.Come(p.now, e.w, a.visit)
		p.push(event{at: a.until, kind: done, w: e.w})
	case done:
		p.gone(e.w)
	case begin:
		a.leaving = false
		if a.state == Off {
			p.q.Open(p.now, e.w)
			p.free(e.w)
		}
	case end:
		switch a.state {
		case Idle:
			p.leave(e.w)
		case Busy, OnBreak:
			a.leaving = true
		}
	case wish:
		p.wish(e)
	case back:
		p.q.Resume(p.now, e.w)
		p.free(e.w)
	case again:
		p.q.Draw(p.now, e.i)
		p.offer(p.d.lane(e.i))
	}
}

// gone ends a visit at a window, or a call to which nobody came. What the visit goes
// on with waits before the window calls the next, and other windows come after it.
func (p *Player) gone(w int32) {
	a := &p.win[w]
	n := a.visit
	a.visit = -1
	if n < 0 {
		p.free(w)
		return
	}
	v := &p.d.Visits[n]
	if v.Missed {
		p.q.Miss(p.now, w, n)
		if v.Back > 0 && v.Again == Never {
			p.push(event{at: p.now + v.Back, kind: again, i: n})
		}
		p.clear(w)
		return
	}
	p.q.Done(p.now, w, n)
	then := v.Then
	if v.part > 0 {
		then = p.d.Parts[v.part-1].Then
	}
	if then == 0 {
		p.clear(w)
		return
	}
	v.part = then
	part := &p.d.Parts[then-1]
	part.Drawn = p.now
	p.q.Draw(p.now, n)
	p.clear(w)
	if part.Called == Never {
		p.offer(part.Lane)
	}
}

// clear frees a window after a citizen, once its clerk has done what is between two.
func (p *Player) clear(w int32) {
	a := &p.win[w]
	if p.d.Between <= 0 || a.leaving || a.tired && p.now < p.d.Close {
		p.free(w)
		return
	}
	a.until = p.now + p.d.Between
	p.push(event{at: a.until, kind: done, w: w})
}

// wish has a clerk begin a break, or take it after the citizen.
func (p *Player) wish(e *event) {
	a, all := &p.win[e.w], p.d.Windows[e.w].Breaks
	if n := int(e.i) + 1; n < len(all) {
		p.push(event{at: max(all[n].At, p.now), kind: wish, w: e.w, i: int32(n)})
	}
	if p.now >= p.d.Close {
		return
	}
	switch a.state {
	case Idle:
		a.rest = all[e.i].For
		p.rest(e.w)
	case Busy:
		if !a.tired {
			a.tired, a.rest = true, all[e.i].For
		}
	}
}

func (p *Player) rest(w int32) {
	a := &p.win[w]
	a.state, a.tired = OnBreak, false
	p.q.Pause(p.now, w)
	p.push(event{at: p.now + a.rest, kind: back, w: w})
}

// leave sends a window home, or to lunch. At the end of the day it stays while
// somebody waits.
func (p *Player) leave(w int32) bool {
	if p.now >= p.d.Close && p.q.Waits(w) {
		return false
	}
	a := &p.win[w]
	a.state, a.leaving, a.tired = Off, false, false
	p.q.Close(p.now, w)
	return true
}

// free lets a window that has nobody go home, take its break, or call.
func (p *Player) free(w int32) {
	a := &p.win[w]
	if a.leaving && p.leave(w) {
		return
	}
	if a.tired && p.now < p.d.Close {
		p.rest(w)
		return
	}
	for {
		v, ok := p.q.Next(p.now, w)
		if !ok {
			if a.state != Idle {
				a.state, a.since = Idle, p.now
			}
			return
		}
		if !p.call(w, v) {
			return
		}
	}
}

// call notes a call, and reports whether the window is still free because it was a
// ghost's.
func (p *Player) call(w, n int32) (ghost bool) {
	v, c, a := &p.d.Visits[n], &p.d.Windows[w], &p.win[w]
	comes := true
	switch {
	case v.part > 0:
		part := &p.d.Parts[v.part-1]
		part.Called, part.Window = p.now, w
	case v.Missed: // whoever has come back stays
		v.Again, v.Window, v.Missed = p.now, w, false
	default:
		v.Called, v.Window = p.now, w
		if int(n) < p.d.Waiting || v.Ghost {
			p.left--
		}
		comes = p.now <= v.Leaves && v.Leaves != 0
	}
	if v.Ghost {
		return true
	}
	a.state, a.visit = Busy, n
	if !comes {
		v.Missed = true
		a.until = p.now + p.d.Lost
		p.push(event{at: a.until, kind: done, w: w})
		return false
	}
	work := float64(p.d.work(n))
	if c.Speed > 0 {
		work /= c.Speed
	}
	if c.Second > 0 && !slices.Contains(c.Reach.Own, p.d.lane(n)) {
		work *= c.Second
	}
	a.until = p.now + p.d.Walk + int64(work)
	p.push(event{at: p.now + p.d.Walk, kind: come, w: w})
	return false
}

// offer has a free window call for a number just drawn in that lane: among those whose
// own it is, and else among those that help out, the one that is free the longest.
func (p *Player) offer(lane int32) {
	best, own := int32(-1), false
	for i := range p.win {
		a := &p.win[i]
		if a.state != Idle {
			continue
		}
		r := &p.d.Windows[i].Reach
		mine := slices.Contains(r.Own, lane)
		if !mine && (own || !slices.Contains(r.Spill, lane)) {
			continue
		}
		if best < 0 || mine && !own || a.since < p.win[best].since {
			best, own = int32(i), mine
		}
	}
	if best >= 0 {
		p.free(best)
	}
}
