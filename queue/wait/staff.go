package wait

import (
	"cmp"
	"math"
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait/rollout"
)

// Advise proposes which windows to open and to close, the most pressing first, and at
// most one for a theme. An advice says how many windows of its theme there should be,
// and the first of those to be opened or closed. What it promises is what came of
// playing the hall on with that many windows, in other courses than those by which it
// was found: the share of all of them together, and in Low and High the narrowest range
// around it that has four of five. Without an estimator it is Erlang-A, with the backlog
// taken to come anew, and has no range.
//
// A window with several themes of its own counts for each. It is not advised to close
// while another of them, or one that it helps out with, would lose by that what it
// needs.
func Advise(k *Known, e *Estimator, h *Hall, r Staffing) []queue.Advice {
	if !h.alive() || h.Now.Before(h.Settings.Hall.Opening(h.Date)) || !h.Now.Before(h.Close) {
		return nil
	}
	s := &staff{k: k, h: h, r: r, until: h.Now.Add(r.Every)}
	if s.until.After(h.Close) {
		s.until = h.Close
	}
	s.look()
	for _, p := range s.parts(e) {
		s.part(p)
	}
	slices.SortStableFunc(s.found, func(a, b found) int { return cmp.Compare(b.presses, a.presses) })
	var all []queue.Advice
	for i := range s.found {
		all = append(all, s.found[i].Advice)
	}
	return all
}

// staff is one search for advice.
type staff struct {
	k     *Known
	h     *Hall
	r     Staffing
	until time.Time
	// on says of each window whether it is there, or about to be; asked of each theme
	// whether one of its windows has been asked something just now.
	on    []bool
	asked []bool
	found []found
	// crowds are the themes as the formula sees them. due says of each window whether
	// by plan it should be there now, later when it should be from a later moment on.
	crowds []Crowd
	due    []bool
	later  [][]rollout.Span
}

// found is an advice and how pressing it is.
type found struct {
	queue.Advice
	presses float64
}

// outcome is what is expected of a theme: the share that is called in time, the range
// of that, and of how many. shares are those of the courses in which anybody comes, in
// order.
type outcome struct {
	share, low, high, n float64
	shares              []float64
}

// part is what is judged together: themes that have nothing to do with the rest.
type part struct {
	themes []int // indexes of Hall.Themes
	// try says what is expected of each of its themes if those windows are there.
	try func(on []bool) []outcome
	// tell says the same for being told, and ahead for all who come within Ahead; both
	// are nil where there is nothing but try.
	tell, ahead func(on []bool) []outcome
	// waits says how many minutes those of one of its themes wait on average, in the
	// courses that are told of or in those that are tried; nil where nobody can say.
	waits func(i int, on []bool, told bool) float64
	// rough says that it is by formula: that does not see how much an opening helps
	// where there are far too few, as a steady state has no end.
	rough bool
}

func (s *staff) parts(e *Estimator) (ps []part) {
	if e == nil {
		all := part{try: s.byFormula, rough: true}
		all.waits = func(i int, on []bool, _ bool) float64 { return s.flow(on).waits(i, s) }
		for t := range s.h.Themes {
			all.themes = append(all.themes, t)
		}
		return []part{all}
	}
	for _, f := range e.futures(s.h) {
		p := part{try: func(on []bool) []outcome { return s.play(f, on, s.trial()) }}
		if s.r.Told > 0 {
			p.tell = func(on []bool) []outcome { return s.play(f, on, s.telling()) }
		}
		if s.r.Ahead > s.r.Every {
			p.ahead = func(on []bool) []outcome { return s.play(f, on, s.longer()) }
		}
		p.waits = func(i int, on []bool, told bool) float64 {
			if told && s.r.Told > 0 {
				return s.playedWaits(f, i, on, s.telling())
			}
			return s.playedWaits(f, i, on, s.shortened())
		}
		for _, t := range f.themes {
			p.themes = append(p.themes, int(t))
		}
		ps = append(ps, p)
	}
	return ps
}

// part looks for advice within a part of the hall. What was advised for one of its
// themes is taken for done when the next is looked at, and is advice for all themes of
// that window.
func (s *staff) part(p part) {
	on := slices.Clone(s.on)
	now := p.try(on)
	var moved []int
	for i, t := range p.themes {
		if s.asked[t] || slices.ContainsFunc(moved, func(w int) bool { return s.h.serves(w, t) }) {
			continue
		}
		x := &theme{staff: s, part: p, i: i, t: t, on: on, now: now}
		if !x.look() {
			continue
		}
		s.found = append(s.found, found{x.advice, x.presses})
		if len(p.themes) > 1 {
			w := slices.IndexFunc(s.h.Windows, func(w WindowNow) bool { return w.ID == x.advice.Window })
			on[w] = x.advice.What == queue.AskOpen
			moved = append(moved, w)
			now = p.try(on)
		}
	}
}

// theme is the search for one theme.
type theme struct {
	*staff
	part
	i, t int // of the theme, in the part and in the hall
	on   []bool
	now  []outcome
	// late says that whatever is opened, too few are called in time.
	late bool

	advice  queue.Advice
	presses float64
}

// look reports whether there is something to advise.
func (x *theme) look() bool {
	var open []int
	for w := range x.h.Windows {
		if x.on[w] && x.h.serves(w, x.t) {
			open = append(open, w)
		}
	}
	most := x.most(x.t, x.h.Now)
	switch base := x.now[x.i].share; {
	case len(open) > most:
		return x.fewer(len(open), len(open)-most, true)
	case x.more(len(open), most-len(open)):
		return true
	case base >= x.r.Level && x.h.Close.Sub(x.h.Now) > endsSoon:
		return x.fewer(len(open), len(open)-1, false)
	}
	return false
}

// most is how many windows of a theme may be open at a moment.
func (s *staff) most(theme int, at time.Time) (n int) {
	for w := range s.h.Windows {
		if s.h.serves(w, theme) {
			n++
		}
	}
	c := s.h.Settings.Hall.ClockAt(at)
	if s.r.AtLunch > 0 && c >= s.r.Lunch.Open && c < s.r.Lunch.Close {
		n = int(math.Ceil(s.r.AtLunch * float64(n)))
	}
	return n
}

// more looks for the smallest number of windows with which enough are called in time, and
// of which one more is not worth it; where none is enough, for the smallest that comes
// near to what can be had, and of which one more does not shorten the waits.
func (x *theme) more(open, room int) bool {
	can := x.openable(x.t)
	can = can[:max(0, min(len(can), room))]
	if len(can) == 0 {
		return false
	}
	with := func(n int) []bool {
		on := slices.Clone(x.on)
		for _, w := range can[:n] {
			on[w] = true
		}
		return on
	}
	tried := make([][]outcome, len(can)+1)
	tried[0] = x.now
	try := func(n int) []outcome {
		if tried[n] == nil {
			tried[n] = x.try(with(n))
		}
		return tried[n]
	}
	share := func(n int) float64 { return try(n)[x.i].share }
	n := 0
	if share(0) < x.r.Level {
		n = x.enoughOf(len(can), open, share)
	}
	for x.r.Gain > 0 && n < len(can) && people(try(n), try(n+1)) >= x.r.Gain {
		n++
	}
	if gain := share(n) - x.now[x.i].share; !x.rough && gain < x.r.Margin {
		n = 0
	}
	spared := 0.0
	if x.late = x.waits != nil && x.r.Sooner > 0 && share(0) < x.r.Level && share(len(can)) < x.r.Level; x.late {
		n, spared = x.sooner(n, len(can), with)
	}
	if n == 0 {
		return false
	}
	x.presses = 1 + people(x.now, try(n)) + spared*x.now[x.i].n/x.r.Target.Minutes()
	return x.give(queue.AskOpen, can[0], open, open+n, with(n), &tried[n][x.i], false)
}

// enoughOf is the smallest number of windows, up to most more, with which Level is
// reached, or nearly what most of them reach.
func (x *theme) enoughOf(most, open int, share func(n int) float64) int {
	// The formula knows about where to begin.
	n := min(max(1, x.enough()-open), most)
	aim := x.r.Level
	for n < most && share(n) < aim {
		n++
	}
	if share(n) < aim {
		aim = share(n) - x.r.Margin
	}
	for n > 1 && share(n-1) >= aim {
		n--
	}
	return n
}

// fewer looks for how many windows can go, up to most, so that enough are called in
// time without them, also by what is told of it. Those that must go do so whatever comes
// of it.
func (x *theme) fewer(open, most int, must bool) bool {
	on := slices.Clone(x.on)
	with := x.now
	var ahead []outcome
	var gone []int
	found := [][]outcome{with}
	for _, w := range x.closable(x.t) {
		if len(gone) >= most {
			break
		}
		if x.missed(w) {
			continue
		}
		on[w] = false
		after := x.try(on)
		if !must && !x.bears(with, after, x.r.Loss) {
			on[w] = true
			break
		}
		if !x.spares(after) {
			on[w] = true
			continue
		}
		// After that: what has lasted is what the next is held against.
		if !must && !x.lasts(&ahead, on) {
			on[w] = true
			break
		}
		with, gone, found = after, append(gone, w), append(found, after)
	}
	for n := len(gone); n > 0; n-- {
		x.presses = float64(n) / float64(open) // always behind an opening
		if x.give(queue.AskClose, gone[0], open, open-n, on, &found[n][x.i], must) {
			return true
		}
		on[gone[n-1]] = true
	}
	return false
}

// missed reports whether another theme of a window has too few in time already: where
// nearly nobody is, its share does not say what it loses by one window less.
func (x *theme) missed(w int) bool {
	for i, t := range x.themes {
		if i != x.i && x.now[i].share < x.r.Level && (x.h.serves(w, t) || slices.Contains(x.h.Windows[w].Reach.Spill, int32(t))) {
			return true
		}
	}
	return false
}

// bears reports whether a window may go that makes of one outcome another.
func (x *theme) bears(before, after []outcome, loss float64) bool {
	return after[x.i].share >= x.r.Level+x.r.Slack && (x.r.Gain <= 0 || people(after, before) < loss)
}

// lasts reports whether what is left is not missed within Ahead; before is what comes in
// that time with all that has stayed until now.
func (x *theme) lasts(before *[]outcome, on []bool) bool {
	if x.ahead == nil {
		return true
	}
	if *before == nil {
		*before = x.ahead(x.on)
	}
	after := x.ahead(on)
	if !x.bears(*before, after, x.r.Missed) {
		return false
	}
	*before = after
	return true
}

// people is how many more of all are called within the target, from one outcome to another.
func people(from, to []outcome) (n float64) {
	for i := range to {
		n += (to[i].share - from[i].share) * to[i].n
	}
	return n
}

// spares reports whether the other themes still have what they need, or lose nothing.
func (x *theme) spares(after []outcome) bool {
	for i := range after {
		if i != x.i && after[i].share < x.r.Level+x.r.Slack && after[i].share < x.now[i].share {
			return false
		}
	}
	return true
}

// give words an advice for those windows, of which with was found. It reports whether it
// is right also by what is told of it: an opening helps, and after a closing that need not
// be enough are called in time.
func (x *theme) give(what queue.AskKind, w, now, then int, on []bool, with *outcome, must bool) bool {
	base := &x.now[x.i]
	if x.tell != nil {
		a, b := x.tell(x.on), x.tell(on)
		base, with = &a[x.i], &b[x.i]
	}
	percent := func(p float64) int { return int(math.Round(100 * p)) }
	x.advice = queue.Advice{
		Theme: x.h.Themes[x.t].ID, What: what, Window: x.h.Windows[w].ID, Now: now, Then: then,
		Target: int(x.r.Target / time.Minute), Until: x.until,
		Share: percent(with.share), ShareLow: percent(with.low), ShareHigh: percent(with.high), ShareNow: percent(base.share),
		Minutes: (now - then) * int(x.until.Sub(x.h.Now)/time.Minute), Waiting: x.h.Themes[x.t].Waiting, At: x.h.Now,
	}
	if what == queue.AskOpen && x.late {
		x.sayWaits(on)
	}
	if what == queue.AskOpen && !x.rough && x.advice.Share <= x.advice.ShareNow && x.advice.Wait == 0 {
		return false
	}
	if what == queue.AskClose && !must && with.share < x.r.Level+x.r.Slack {
		return false
	}
	if x.r.Heard != nil && !x.rough {
		x.r.Heard(&x.advice, with.shares)
	}
	return true
}
