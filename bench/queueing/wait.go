package main

import (
	"fmt"

	"onewindow/queue/sim"
)

// Days of the experiment on estimates: those that are learned from, of which the later
// half make promises of their own, and those that are judged. The floor is known on a
// part of the latter only, because it costs as much again.
const (
	trainDays = 20
	testDays  = 100
	floorDays = 25
)

var waits = part{name: "waits", says: "estimates on days that they did not learn from, through the whole hall", run: func(b *bench) ([]gate, error) {
	s, err := scenario("lg-base")
	if err != nil {
		return nil, err
	}
	a, err := b.judge(setting{name: "A", s: s, others: truthAndNothing, days: testDays, beside: floorDays, every: 4})
	if err != nil {
		return nil, err
	}
	busy := s.Scaled(1 / 0.9)
	busy.Roster = sim.Roster{Absent: .06, HalfDay: .12}
	c, err := b.judge(setting{name: "B", s: busy, others: truthAndNothing, days: testDays, beside: floorDays, every: 4})
	if err != nil {
		return nil, err
	}
	o, err := b.judge(setting{name: "C", s: otherTruth(s), said: wrongMinutes, others: truthAndNothing, days: testDays, beside: testDays, every: 8})
	if err != nil {
		return nil, err
	}
	seeds := fmt.Sprintf("%d-%d", b.seed+trainDays, b.seed+trainDays+testDays-1)
	gates := []gate{
		atMost("A: mean absolute error", "%.2f min", "2.20 min", a.learned.mae(), 2.30, seeds),
		within("A: waits within P10-P90", "%.1f %%", "78 %", a.learned.cover(), 78, 82, seeds),
		within("A: bias", "%+.2f min", "-0.04 min", a.learned.bias(), -0.2, 0.2, seeds),
		atMost("A: root mean square error", "%.2f min", "3.43 min", a.learned.rms(), 3.6, seeds),
		atMost("A: mean width P10-P90", "%.2f min", "6.6 min", a.learned.width(), 7.2, seeds),
		atMost("B: mean absolute error", "%.2f min", "3.53 min", c.learned.mae(), 3.7, seeds),
		within("B: waits within P10-P90", "%.1f %%", "79 %", c.learned.cover(), 78, 82, seeds),
		within("B: bias", "%+.2f min", "+0.21 min", c.learned.bias(), -0.4, 0.4, seeds),
		shown("B: root mean square error", "6.22 min", fmt.Sprintf("%.2f min", c.learned.rms()), seeds),
		atMost("B: mean width P10-P90", "%.2f min", "10.8 min", c.learned.width(), 11.5, seeds),
		atMost("formula A: mean absolute error", "%.2f min", "2.59 min", a.rough.mae(), 2.59, seeds),
		atMost("formula B: mean absolute error", "%.2f min", "4.66 min", c.rough.mae(), 4.66, seeds),
	}
	gates = append(gates, o.gates(b)...)
	for _, x := range []struct {
		name             string
		n, rough, floors string // the reference's
		of               *judged
	}{{"A", "9898", "-0.03, 80 %, 8.2", "2.20 min", a}, {"B", "19357", "+0.93, 83 %, 15.2", "3.50 min", c}, {"C", "-", "-", "-", o}} {
		gates = append(gates,
			shown(x.name+": waits judged", x.n, fmt.Sprint(x.of.learned.n), seeds),
			atMost(x.name+": called, with nobody foreseen to be there", "%.0f", "-", float64(x.of.missed), 0, seeds),
			atMost(x.name+": never called, of those judged", "%.2f %%", "-", 100*float64(x.of.learned.never)/float64(x.of.learned.n+x.of.learned.never), 0.5, seeds),
			atMost(x.name+": passed without a ground, by the hall's own report", "%.0f", "0", float64(x.of.unexplained), 0, b.seeds(trainDays)),
			shown(x.name+": called by the time on the paper (P80)", "-", fmt.Sprintf("%.1f %%", x.of.learned.by()), seeds),
			shown(x.name+": formula: bias, within P10-P90, width", x.rough,
				fmt.Sprintf("%+.2f min, %.0f %%, %.1f", x.of.rough.bias(), x.of.rough.cover(), x.of.rough.width()), seeds),
			shown(x.name+": the same days, learned", "-", x.of.again.String(), x.of.besideSeeds(b)),
			shown(x.name+": floor, true parameters", x.floors, x.of.others[0].String(), x.of.besideSeeds(b)),
			shown(x.name+": nothing learned, as on the first day", "-", x.of.others[1].String(), x.of.besideSeeds(b)),
			shown(x.name+": ranges drawn apart by", "-", fmt.Sprintf("%.3f", x.of.known.Widened()), b.seeds(trainDays)),
		)
		if x.of == o {
			continue // timed are A and B
		}
		timed, err := b.speeds(x.name, x.of.hall, x.of.known, b.seed+trainDays)
		if err != nil {
			return nil, err
		}
		gates = append(gates, timed...)
	}
	return gates, nil
}}

// gates are those of the hall of another truth: after twenty days it is to be known
// nearly as well as if its figures were.
func (j *judged) gates(b *bench) []gate {
	e, floor, seeds := &j.learned, &j.others[0], j.besideSeeds(b)
	limit := floor.mae() * nearFloor
	g := atMost("C, another truth: mean absolute error", "%.2f min", "-", e.mae(), limit, seeds)
	g.limit = fmt.Sprintf("≤ floor + %.0f %% (%.2f min)", 100*(nearFloor-1), limit)
	return []gate{g, within("C: waits within P10-P90", "%.1f %%", "-", e.cover(), 78, 82, seeds), within("C: bias", "%+.2f min", "-", e.bias(), -0.3, 0.3, seeds)}
}

// nearFloor is how much more than the floor the error may be.
const nearFloor = 1.07

// besideSeeds are those of the days that were judged with other knowledge too.
func (j *judged) besideSeeds(b *bench) string {
	return (&bench{seed: b.seed + trainDays}).seeds(j.beside)
}
