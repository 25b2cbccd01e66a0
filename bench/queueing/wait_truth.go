package main

import (
	"math"

	"onewindow/queue/report"
	"onewindow/queue/sim"
)

// theTruth are reports that teach what the scenario is really like: as if each item had
// been seen a million times on each of twenty days. Of the speed of each window
// estimates know nothing.
func theTruth(s *sim.Scenario) (days []*report.Day) {
	const n = 1_000_000
	of := func(mean, cv float64) report.Lengths {
		v := math.Log1p(cv * cv)
		mu := math.Log(60*mean) - v/2
		return report.Lengths{N: n, Seconds: int(n * 60 * mean), Log: n * mu, LogSq: n * (mu*mu + v)}
	}
	visits := map[string]float64{}
	for i := range s.Departments {
		visits[s.Departments[i].Name] = s.Departments[i].Visits
	}
	rounded := func(x float64, day int) int { return int(float64(day+1)*x) - int(float64(day)*x) }
	p := &s.Params
	for day := range trainDays {
		l := report.Lessons{
			Items: map[string]report.Lengths{}, Themes: map[string]report.Lengths{}, Drawn: map[string][]int{}, Classes: map[string][3]int{},
			Walk: of(s.WalkIn, .01), Lost: of(s.MissedCall, .01), Breaks: of(p.BreakMean, p.BreakCV), Duty: int(n * 60 * p.BreakEvery),
			Misses: misses(p, n),
		}
		drawn := map[string]float64{}
		for i := range s.Items {
			it := &s.Items[i]
			l.Items[sim.Code(i)] = of(it.Mean, it.CV)
			share, line := it.Share*visits[it.Department], sim.Line(it.QueueAfter)
			x := l.Themes[line]
			y := of(it.Mean, it.CV)
			k := int(share * 1000)
			l.Themes[line] = report.Lengths{N: x.N + k, Seconds: x.Seconds + k*y.Seconds/n, Log: x.Log + float64(k)*y.Log/n, LogSq: x.LogSq + float64(k)*y.LogSq/n}
			drawn[line] += share
		}
		for line, v := range drawn {
			l.Drawn[line] = make([]int, 48)
			for h := range 48 {
				l.Drawn[line][h] = rounded(v*shareOf(s, float64(30*h-540), float64(30*h-510)), day)
			}
			l.Classes[line] = [3]int{int(n * (1 - p.PrioShare - p.ApptShare)), int(n * p.PrioShare), int(n * p.ApptShare)}
		}
		days = append(days, &report.Day{Lessons: l})
	}
	return days
}

// shareOf is how much of a day's arrivals come between two minutes since opening.
func shareOf(s *sim.Scenario, from, to float64) float64 {
	all, in := 0.0, 0.0
	for i, w := range s.Weights {
		a, b := s.Edges[i], s.Edges[i+1]
		all += w
		in += w * max(0, min(to, b)-max(from, a)) / (b - a)
	}
	return in / all
}

// misses are n calls after each wait, with as many missed as there would be.
func misses(p *sim.Params, n int) (all []report.Miss) {
	v := math.Log1p(p.PatCV * p.PatCV)
	for i := range report.MissSteps {
		wait := (float64(i) + .5) * report.MissStep
		gone := math.Erfc((math.Log(p.PatMean)-v/2-math.Log(wait))/math.Sqrt(2*v)) / 2
		if i == 0 {
			gone = 0 // it stands for those who do not wait at all
		}
		all = append(all, report.Miss{Called: n, Missed: int(float64(n) * (p.NoShow + (1-p.NoShow)*gone))})
	}
	return all
}
