package main

import (
	"fmt"

	"onewindow/queue/sim"
)

// headline is the experiment that the project is about: 92 windows against 59 on the
// same citizens, in the whole hall. Waits count from when the number was drawn, as in
// the reference.
var headline = part{name: "headline", says: "92 windows against 59, 400 days in the whole hall", run: func(b *bench) ([]gate, error) {
	const days = 400
	var gates []gate
	for _, c := range []struct {
		scenario  string
		reference string
		low, high float64
		waits     string // before and after, of the reference
	}{
		{"lg-base", "-55 % ± 1.7", -58, -52, "6.9 -> 3.1 min"},
		{"lg-congested", "-54 % ± 1.7", -57, -51, "14.6 -> 6.7 min"},
		{"lg-balanced", "+52 % ± 6", 0, 1000, "-"},
	} {
		s, err := scenario(c.scenario)
		if err != nil {
			return nil, err
		}
		all := []run{{s, sim.Before, "fcfs", 0}, {s, sim.After, "fcfs", 0}}
		if c.scenario == "lg-base" {
			all = append(all, run{s, sim.After, "recommended", 0})
		}
		r, err := b.play(days, false, all...)
		if err != nil {
			return nil, err
		}
		before, after := r.figures[0], r.figures[1]
		change, margin := before.Whole.Change(&after.Whole)
		g := within(c.scenario+": mean wait, "+fmt.Sprintf("%d windows against %d", after.Hall.Windows, before.Hall.Windows), "%+.0f %%", c.reference, change, c.low, c.high, r.seeds)
		g.measured = points(change, margin)
		if c.scenario == "lg-balanced" {
			g.limit = "no gain"
			g.ok = change-margin > 0
		}
		gates = append(gates, g,
			shown(c.scenario+": mean wait, min", c.waits, fmt.Sprintf("%.2f -> %.2f", before.Whole.Mean(), after.Whole.Mean()), r.seeds))
		if c.scenario == "lg-base" {
			gates = append(gates, shown(c.scenario+": p90, min", "22.2 -> 10.3", fmt.Sprintf("%.1f -> %.1f", before.Whole.Quantile(0.9), after.Whole.Quantile(0.9)), r.seeds))
		}
		lost := "-"
		if c.scenario == "lg-congested" {
			lost = "15.1 -> 5.5 %"
		}
		gates = append(gates, shown(c.scenario+": lost", lost, fmt.Sprintf("%.1f -> %.1f %%", 100*before.LostShare(), 100*after.LostShare()), r.seeds))
		if len(r.figures) == 3 {
			change, margin := before.Whole.Change(&r.figures[2].Whole)
			g := atMost("lg-base: mean wait, recommended policy at 59 windows", "%+.0f %%", "-64 %", change, -62, r.seeds)
			g.measured = points(change, margin)
			gates = append(gates, g)
		}
	}
	return gates, nil
}}
