package main

import (
	"fmt"

	"onewindow/queue/sim"
	"onewindow/queue/wait"
	"onewindow/queue/wait/rollout"
)

// theory holds mean waits to Erlang-C and, where lengths are not exponential, to
// (1+cv^2)/2 of it. Up to a load of 0.8 it judges one seed, because that scatters by
// less than the limit; at 0.9 the mean of twelve.
var theory = part{name: "theory", says: "the engine beside Erlang-C and M/G/s, 400 000 people a seed", run: func(b *bench) ([]gate, error) {
	const people, many = 400_000, 12
	var gates []gate
	for _, c := range []struct {
		name      string
		windows   int
		load, cv  float64
		seeds     int
		limit     float64
		reference string
	}{
		{"M/M/1 at 0.7", 1, 0.7, 0, 1, 3, "+0.0 % ± 0.3"},
		{"M/M/2 at 0.8", 2, 0.8, 0, 1, 3, "-0.2 % ± 0.4"},
		{"M/M/10 at 0.8", 10, 0.8, 0, 1, 3, "-"},
		{"M/lognormal/1 at 0.7, cv 0.7", 1, 0.7, 0.7, 1, 3, "+0.2 %"},
		{"M/lognormal/10 at 0.8, cv 0.7", 10, 0.8, 0.7, 1, 3, "-"},
		{"M/M/10 at 0.9", 10, 0.9, 0, many, 4, "-0.1 % ± 1.2"},
		{"M/M/30 at 0.9", 30, 0.9, 0, many, 4, "-0.2 % ± 1.5"},
		{"M/lognormal/10 at 0.9, cv 0.7", 10, 0.9, 0.7, many, 4, "+0.9 % ± 1.5"},
	} {
		work, form := sim.Exponential, 1.0
		if c.cv > 0 {
			work, form = sim.Lognormal(c.cv), (1+c.cv*c.cv)/2
		}
		want := form * wait.ErlangC(c.windows, c.load*float64(c.windows)) / (float64(c.windows) * (1 - c.load))
		ratios, err := each(b, c.seeds, func(p *rollout.Player, _ int, seed uint64) (float64, error) {
			return sim.MeanWait(p, sim.Stationary(seed, c.windows, people, c.load, work)) / want, nil
		})
		if err != nil {
			return nil, err
		}
		mean := 0.0
		for _, r := range ratios {
			mean += r / float64(len(ratios))
		}
		gates = append(gates, within(c.name, "%+.1f %%", c.reference, 100*(mean-1), -c.limit, c.limit, b.seeds(c.seeds)))
	}
	return gates, nil
}}

// runs are halls that are played with the same citizens.
type runs struct {
	halls   []*sim.Hall
	figures []*sim.Figures
	seeds   string
}

// run is an arm of a scenario under a policy; second, if it is not 0, is in place of
// the policy's factor.
type run struct {
	scenario *sim.Scenario
	arm      sim.Arm
	policy   string
	second   float64
}

// play plays n days in every hall, all of which are of scenarios with the same people.
// light plays them without the hall around the line, which leads to the same calls.
func (b *bench) play(n int, light bool, all ...run) (*runs, error) {
	r := &runs{seeds: b.seeds(n)}
	for _, c := range all {
		p, err := sim.PolicyOf(c.policy)
		if err != nil {
			return nil, err
		}
		p.Second = c.second
		h, err := c.scenario.Hall(c.arm, p)
		if err != nil {
			return nil, err
		}
		r.halls, r.figures = append(r.halls, h), append(r.figures, sim.NewFigures(h))
	}
	days, err := each(b, n, func(p *rollout.Player, day int, seed uint64) ([]*sim.Outcome, error) {
		citizens := all[0].scenario.Citizens(seed)
		out := make([]*sim.Outcome, len(r.halls))
		for i, h := range r.halls {
			d := h.Day(day, seed, citizens)
			if light {
				d.PlayLight(p)
			} else if _, err := d.Play(p, nil); err != nil {
				return nil, err
			}
			out[i] = d.Outcome()
		}
		return out, nil
	})
	if err != nil {
		return nil, err
	}
	for _, day := range days {
		for i, o := range day {
			r.figures[i].Add(o)
		}
	}
	return r, nil
}

// points is a change of a mean wait in percent, with its margin.
func points(change, margin float64) string { return fmt.Sprintf("%+.1f %% ± %.1f", change, margin) }
