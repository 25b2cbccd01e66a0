package wait

import (
	"maps"
	"math"
	"slices"

	"onewindow/queue"
	"onewindow/queue/report"
)

// Learn reads from the reports of days, oldest first, how the hall works. Newer days
// count more: half as much for each 20 that a day lies back. What the reports do not
// say is taken from catalogue and settings, and else from assumptions; docs/waits.md
// lists them. The same reports teach the same.
//
// By how much ranges are drawn apart is carried from each day to the next, and what is
// older than the days given is forgotten: with 60 of them that is less than a twentieth
// of it, as a day moves it by a twentieth of the way.
func Learn(set *queue.Settings, cat *queue.Catalogue, days []*report.Day) *Known {
	k := &Known{Days: len(days), items: map[string]length{}, themes: map[string]*themeKnown{}, present: map[string]*[halfHours]float64{}}
	l := collect(days)
	k.pause = betweenMean
	k.learnLengths(set, cat, l)
	k.learnDraws(set, l)
	k.learnCalls(l)
	k.learnPresence(l)
	k.learnAbsence(set, days)
	k.learnReturns(days)
	k.widen = widening(days)
	k.week = weekdays(days)
	return k
}

// weightOf is for how much the i-th of n days counts.
func weightOf(i, n int) float64 { return math.Exp2(-float64(n-1-i) / halfLife) }

// lessons are those of all days, weighted.
type lessons struct {
	weight             float64 // of all days together
	items, themes      map[string]*sums
	walk, lost, breaks sums
	duty               float64
	called, missed     [report.MissSteps]float64
	drawn, present     map[string]*[halfHours]float64
	classes            map[string]*[3]float64
}

func collect(days []*report.Day) *lessons {
	l := &lessons{
		items: map[string]*sums{}, themes: map[string]*sums{}, classes: map[string]*[3]float64{},
		drawn: map[string]*[halfHours]float64{}, present: map[string]*[halfHours]float64{},
	}
	for i, d := range days {
		l.add(&d.Lessons, weightOf(i, len(days)))
	}
	return l
}

func (l *lessons) add(d *report.Lessons, w float64) {
	l.weight += w
	for code, x := range d.Items {
		of(l.items, code).add(x, w)
	}
	for id, x := range d.Themes {
		of(l.themes, id).add(x, w)
	}
	l.walk.add(d.Walk, w)
	l.lost.add(d.Lost, w)
	l.breaks.add(d.Breaks, w)
	l.duty += w * float64(max(0, d.Duty))
	for i, m := range d.Misses[:min(len(d.Misses), report.MissSteps)] {
		l.called[i] += w * float64(max(0, m.Called))
		l.missed[i] += w * float64(min(max(0, m.Missed), max(0, m.Called)))
	}
	for id, x := range d.Drawn {
		addTo(of(l.drawn, id), x, w)
	}
	for id, x := range d.Present {
		addTo(of(l.present, id), x, w)
	}
	for id, x := range d.Classes {
		to := of(l.classes, id)
		for i := range x {
			to[i] += w * float64(x[i])
		}
	}
}

// of is the entry of a map, made if it is not there.
func of[V any](m map[string]*V, key string) *V {
	v := m[key]
	if v == nil {
		v = new(V)
		m[key] = v
	}
	return v
}

func addTo(to *[halfHours]float64, x []int, w float64) {
	for i, n := range x[:min(len(x), halfHours)] {
		to[i] += w * float64(n)
	}
}

// learnLengths shrinks what was seen of items toward the minutes of the catalogue,
// times how much longer than those all visits of the theme take.
func (k *Known) learnLengths(set *queue.Settings, cat *queue.Catalogue, l *lessons) {
	seen, said, rest := map[string]float64{}, map[string]float64{}, map[string]sums{}
	if cat != nil {
		for i := range cat.Items {
			it := &cat.Items[i]
			if s := l.items[it.Code]; s != nil && it.Minutes > 0 {
				seen[it.Theme] += s.seconds
				said[it.Theme] += s.n * 60 * float64(it.Minutes)
			}
		}
	}
	for i := range set.Themes {
		t := &set.Themes[i]
		prior := 60 * float64(max(t.Minutes, 1))
		x := &themeKnown{factor: (seen[t.ID] + themePrior*prior) / (said[t.ID] + themePrior*prior), visit: lengthOf(prior, visitCV)}
		if s := l.themes[t.ID]; s != nil {
			x.visit = s.toward(x.visit, itemPrior)
			rest[t.ID] = *s
		}
		x.plain = x.visit
		k.themes[t.ID] = x
	}
	if cat == nil {
		return
	}
	for i := range cat.Items {
		it := &cat.Items[i]
		t := k.themes[it.Theme]
		if t == nil || it.Minutes <= 0 {
			continue
		}
		prior := lengthOf(60*float64(it.Minutes)*t.factor, visitCV)
		if s := l.items[it.Code]; s != nil {
			prior = s.toward(prior, itemPrior)
			rest[it.Theme] = rest[it.Theme].without(s)
		}
		k.items[it.Code] = prior
	}
	for id, s := range rest {
		t := k.themes[id]
		t.plain = (&s).toward(t.visit, itemPrior)
	}
}

func (k *Known) learnDraws(set *queue.Settings, l *lessons) {
	for i := range set.Themes {
		id := set.Themes[i].ID
		t := k.themes[id]
		if d := l.drawn[id]; d != nil {
			for h := range d {
				t.draws[h] = d[h] / l.weight
			}
		}
		var c [3]float64
		if x := l.classes[id]; x != nil {
			c = *x
		}
		t.priority, t.appointment = shares(c)
	}
}

// learnCalls is for all that windows and citizens do at a call, and for breaks.
func (k *Known) learnCalls(l *lessons) {
	k.walk = l.walk.toward(lengthOf(walkMean, breakCV), callPrior)
	k.lost = l.lost.toward(lengthOf(lostMean, breakCV), callPrior)
	k.breaks = l.breaks.toward(lengthOf(breakMean, breakCV), breakPrior)
	k.between = (breakPrior*breakBetween + l.duty) / (breakPrior + l.breaks.n)
	k.wishes = (breakPrior*breakBetween + l.duty - l.breaks.n*l.finishing()) / (breakPrior + l.breaks.n)
	k.patience = learnPatience(&l.called, &l.missed)
}

// finishing is how long a clerk who wishes a break still has a citizen, in seconds: a
// window is busy for a part of its duty, and of visits of mean m and variation c it then
// is, by chance, in one of which m(1+c²)/2 is left (the inspection paradox). No more than
// half of what is between breaks is taken for it.
func (l *lessons) finishing() float64 {
	var busy, square float64
	// In an order of its own, as sums of fractions are not the same in every order.
	for _, id := range slices.Sorted(maps.Keys(l.themes)) {
		if s := l.themes[id]; s.n > 0 && s.seconds > 0 {
			x := s.toward(lengthOf(s.seconds/s.n, visitCV), itemPrior) // one visit has no spread of its own
			busy += s.seconds
			square += s.n * x.mean * x.mean * (1 + x.square())
		}
	}
	if busy == 0 || l.breaks.n == 0 {
		return 0
	}
	return min(square/(2*busy)*min(1, (busy+l.walk.seconds)/max(l.duty, 1)), l.duty/l.breaks.n/2)
}

func (k *Known) learnPresence(l *lessons) {
	if k.Days < presentDays {
		return
	}
	for id, minutes := range l.present {
		p := of(k.present, id)
		for i := range p {
			p[i] = minutes[i] / (30 * l.weight)
		}
	}
}
