package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/queue/sim"
	"onewindow/queue/wait"
)

// otherTruth is lg-base with people, visits and clerks that are otherwise than what
// queue/wait believes of a hall before it has learned anything. Those beliefs are
// lg-base's own figures, so that only here it is seen whether anything is learned.
func otherTruth(s *sim.Scenario) *sim.Scenario {
	c := *s
	c.Items = slices.Clone(s.Items)
	for i := range c.Items {
		c.Items[i].CV = 1
	}
	p := &c.Params
	p.BreakEvery, p.BreakMean = 60, 12
	p.NoShow, p.PatMean, p.PrioShare = .08, 50, .12
	c.WalkIn, c.MissedCall = .8, 1.25
	c.Slots = sim.Slots{Early: 12, Spread: 5}
	return &c
}

// How wrong the catalogue of the other truth is: each item's minutes by a factor of its
// own, lognormal with this spread, and all of them by another.
const (
	itemsWrong = 0.3
	allWrong   = 1.3
)

// wrongMinutes are settings and a catalogue with minutes that are not true. Those of a
// theme are only too long.
func wrongMinutes(set *queue.Settings, cat *queue.Catalogue) (*queue.Settings, *queue.Catalogue) {
	s, c := *set, *cat
	s.Themes, c.Items = slices.Clone(set.Themes), slices.Clone(cat.Items)
	r := rand.New(rand.NewPCG(1, 2))
	wrong := func(minutes int, by float64) int { return max(1, int(math.Round(by*float64(minutes)))) }
	for i := range s.Themes {
		s.Themes[i].Minutes = wrong(s.Themes[i].Minutes, allWrong)
	}
	for i := range c.Items {
		c.Items[i].Minutes = wrong(c.Items[i].Minutes, allWrong*math.Exp(itemsWrong*r.NormFloat64()))
	}
	return &s, &c
}

// forgotten is a thing that reports teach, and how to take it out of them: what comes
// of that is what would come if queue/wait did not learn it.
type forgotten struct {
	name   string
	forget func(l *report.Lessons)
}

var forgettable = []forgotten{
	{"how long items take", func(l *report.Lessons) { l.Items = nil }},
	{"how long visits of a theme take", func(l *report.Lessons) { l.Themes = nil }},
	{"both", func(l *report.Lessons) { l.Items, l.Themes = nil, nil }},
	{"how much lengths scatter", func(l *report.Lessons) {
		l.Items, l.Themes = scattered(l.Items), scattered(l.Themes)
	}},
	{"walks", func(l *report.Lessons) { l.Walk = report.Lengths{} }},
	{"how long a call lasts to which nobody comes", func(l *report.Lessons) { l.Lost = report.Lengths{} }},
	{"who misses the call", func(l *report.Lessons) { l.Misses = nil }},
	{"breaks", func(l *report.Lessons) { l.Breaks, l.Duty = report.Lengths{}, 0 }},
	{"classes", func(l *report.Lessons) { l.Classes = nil }},
	{"who comes when", func(l *report.Lessons) { l.Drawn = nil }},
	{"how promises held", func(l *report.Lessons) { l.Scores = nil }},
}

// scattered are lengths with the spread that is believed at first, about their mean.
func scattered(lengths map[string]report.Lengths) map[string]report.Lengths {
	v := math.Log1p(0.7 * 0.7)
	to := map[string]report.Lengths{}
	for key, l := range lengths {
		if l.N > 0 {
			l.LogSq = l.Log*l.Log/float64(l.N) + float64(l.N-1)*v
		}
		to[key] = l
	}
	return to
}

// learning is what must be known: one thing after the other is not learned.
var learning = part{name: "learning", asked: true, says: "one thing after the other is not learned: does the hall of another truth show it?", run: func(b *bench) ([]gate, error) {
	s, err := scenario("lg-base")
	if err != nil {
		return nil, err
	}
	j, err := b.judge(setting{
		name: "C", s: otherTruth(s), said: wrongMinutes, days: 50, beside: 50, every: 8,
		others: func(h *sim.Hall, set *queue.Settings, cat *queue.Catalogue, days []*report.Day) []*wait.Known {
			ks := truthAndNothing(h, set, cat, days)
			for _, f := range forgettable {
				less := make([]*report.Day, len(days))
				for i, d := range days {
					c := *d
					f.forget(&c.Lessons)
					less[i] = &c
				}
				ks = append(ks, wait.Learn(set, cat, less))
			}
			return ks
		},
	})
	if err != nil {
		return nil, err
	}
	seeds := (&bench{seed: b.seed + trainDays}).seeds(50)
	floor := j.others[0].mae()
	said := func(e *errors) string { return fmt.Sprintf("%s; floor + %.0f %%", e, 100*(e.mae()/floor-1)) }
	gates := []gate{shown("C: learned", "-", said(&j.learned), seeds), shown("C: floor", "-", said(&j.others[0]), seeds), shown("C: nothing learned", "-", said(&j.others[1]), seeds)}
	for i, f := range forgettable {
		gates = append(gates, shown("C, not learned: "+f.name, "-", said(&j.others[2+i]), seeds))
	}
	return gates, nil
}}
