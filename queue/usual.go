package queue

import (
	"math"
	"slices"
	"time"
)

// kindOfVisit names the visits whose lengths are compared: those for one item, or
// those for a theme in general.
type kindOfVisit struct{ theme, item string }

// kind is what kind of visit a leg is; ok is false for one of several items, which
// is like few others.
func (l *Leg) kind() (k kindOfVisit, ok bool) {
	switch len(l.Items) {
	case 0:
		return kindOfVisit{theme: l.Theme}, true
	case 1:
		return kindOfVisit{item: l.Items[0]}, true
	}
	return k, false
}

// finished is how many legs of the ticket are done.
func (t *Ticket) finished() int {
	if t.State == Done {
		return t.Leg + 1
	}
	return t.Leg
}

// served is how many seconds a leg was served, as far as that can be learned from.
func (t *Ticket) served(leg int) (seconds int32, ok bool) {
	var d time.Duration
	for _, p := range t.Periods {
		if p.State != Serving || p.Leg != leg {
			continue
		}
		if p.Inferred || p.To.IsZero() {
			return 0, false
		}
		d += p.To.Sub(p.From)
	}
	return int32(d / time.Second), d > 0
}

// lengths are those of the day's finished visits of a kind, in order.
type lengths struct{ seconds []int32 }

func (s *State) lengthsOf(k kindOfVisit) *lengths {
	l := s.lengths[k]
	if l == nil {
		l = &lengths{}
		s.lengths[k] = l
	}
	return l
}

// learn keeps the length of a finished leg in order, and unlearn forgets it.
func (s *State) learn(t *Ticket, leg int) {
	if k, n, ok := s.lesson(t, leg); ok {
		l := s.lengthsOf(k)
		i, _ := slices.BinarySearch(l.seconds, n)
		l.seconds = slices.Insert(l.seconds, i, n)
	}
}

func (s *State) unlearn(t *Ticket, leg int) {
	if k, n, ok := s.lesson(t, leg); ok {
		l := s.lengthsOf(k)
		if i, found := slices.BinarySearch(l.seconds, n); found {
			l.seconds = slices.Delete(l.seconds, i, i+1)
		}
	}
}

// lesson is what a finished leg teaches. Those of numbers kept from the day before
// are not the day's.
func (s *State) lesson(t *Ticket, leg int) (k kindOfVisit, seconds int32, ok bool) {
	if t.Day != s.Day.Date {
		return k, 0, false
	}
	if k, ok = t.Legs[leg].kind(); !ok {
		return k, 0, false
	}
	seconds, ok = t.served(leg)
	return k, seconds, ok
}

// enoughVisits is from how many finished visits of a kind on the day their own
// lengths count.
const enoughVisits = 20

// Service times are taken to be lognormal, as they were found to be where they were
// measured (Brown et al. 2005, JASA 100:36), with a standard deviation of 0.7 of
// the mean. That number is an estimate, as the minutes of the catalogue are.
const serviceCV = 0.7

// The 75th and 95th percentile of a lognormal with that variation and mean 1:
// exp(z*sigma - sigma^2/2), where sigma^2 = ln(1+cv^2).
var (
	spread75 = lognormal(0.6745)
	spread95 = lognormal(1.6449)
)

func lognormal(z float64) float64 {
	v := math.Log(1 + serviceCV*serviceCV)
	return math.Exp(z*math.Sqrt(v) - v/2)
}

// Usual is how long such a visit as the ticket's current leg usually lasts: three
// of four are over within p75, and nineteen of twenty within p95. Once 20 visits
// for the same item, or for the theme in general, were finished on the day, these
// are the day's own percentiles. Before that, and for several items together, they
// are estimated: 1.25 and 2.31 times the minutes of the catalogue.
func Usual(s *State, t *Ticket) (p75, p95 time.Duration) {
	leg := &t.Legs[t.Leg]
	if k, ok := leg.kind(); ok {
		if l := s.lengths[k]; l != nil && len(l.seconds) >= enoughVisits {
			return percentile(l.seconds, 75), percentile(l.seconds, 95)
		}
	}
	mean := float64(s.work(leg)) * float64(time.Minute)
	return time.Duration(mean * spread75).Truncate(time.Second), time.Duration(mean * spread95).Truncate(time.Second)
}

// percentile is the smallest value that so many percent do not exceed.
func percentile(sorted []int32, percent int) time.Duration {
	i := (len(sorted)*percent + 99) / 100
	return time.Duration(sorted[max(i, 1)-1]) * time.Second
}
