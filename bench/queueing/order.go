package main

import (
	"fmt"

	"onewindow/queue/sim"
)

// order compares policies on the same days. A p99 of few days scatters by more than
// what policies differ by, so that the recommended policy is judged on many.
var order = part{name: "order", says: "who is called next: policies in the hall of 59 windows", run: func(b *bench) ([]gate, error) {
	const days, many = 400, 4000
	s, err := scenario("lg-base")
	if err != nil {
		return nil, err
	}
	r, err := b.play(many, true, run{s, sim.After, "fcfs", 0}, run{s, sim.After, "recommended", 0})
	if err != nil {
		return nil, err
	}
	fcfs, rec := r.figures[0], r.figures[1]
	gates := []gate{
		shown("fcfs: comprehensive mean, min", "3.54", fmt.Sprintf("%.2f ± %.2f", fcfs.Comprehensive.Mean(), fcfs.Comprehensive.Margin()), r.seeds),
		atMost("recommended: comprehensive mean, min", "%.2f", "2.33", rec.Comprehensive.Mean(), 2.40, r.seeds),
		atMost("recommended: comprehensive p99, min", "%.1f", "24.0", rec.Comprehensive.Quantile(0.99), 25, r.seeds),
		atMost("recommended: unexplained overtakes", "%.0f", "0", float64(rec.Unexplained), 0, r.seeds),
		atMost("recommended: passed by one drawn later, at most, min", "%.1f", "34.9", rec.JumpMinutes(), 35, r.seeds),
		atMost("recommended: priority mean, min", "%.2f", "0.87", rec.Class[sim.Priority].Mean(), 1.0, r.seeds),
		atMost("recommended: appointments mean, min", "%.2f", "0.30", rec.Class[sim.Appointment].Mean(), 0.35, r.seeds),
	}
	if gates, err = b.others(gates, s, days); err != nil {
		return nil, err
	}
	return b.slow(gates, days)
}}

// others shows the mean waits of comprehensive themes under all policies.
func (b *bench) others(gates []gate, s *sim.Scenario, days int) ([]gate, error) {
	reference := map[string]string{"fcfs": "3.54", "strict": "3.52", "credit": "3.56", "credit-longest": "2.32", "credit-own-first": "2.35", "recommended": "2.33", "chain-all": "1.86", "any-item": "1.75"}
	var all []run
	for _, p := range sim.Policies {
		all = append(all, run{s, sim.After, p.Name, 0})
	}
	r, err := b.play(days, true, all...)
	if err != nil {
		return nil, err
	}
	for i, f := range r.figures {
		gates = append(gates, shown(all[i].policy+": comprehensive mean, p99, min", reference[all[i].policy], fmt.Sprintf("%.2f ± %.2f, %.1f", f.Comprehensive.Mean(), f.Comprehensive.Margin(), f.Comprehensive.Quantile(0.99)), r.seeds))
	}
	return gates, nil
}

// slow is the day on which everybody who helps out takes 30 % longer, and many come.
func (b *bench) slow(gates []gate, days int) ([]gate, error) {
	recipe := sim.LGBase()
	recipe.Params.Load = 1.1
	s, err := recipe.Make()
	if err != nil {
		return nil, err
	}
	const second = 1.3
	r, err := b.play(days, true, run{s, sim.After, "fcfs", second}, run{s, sim.After, "recommended", second}, run{s, sim.After, "any-item", second})
	if err != nil {
		return nil, err
	}
	fcfs, rec, anybody := &r.figures[0].Comprehensive, &r.figures[1].Comprehensive, &r.figures[2].Comprehensive
	g := atMost("helping out 30 % slower, load 1.1: recommended, comprehensive mean, min", "%.2f", "7.32", rec.Mean(), fcfs.Mean(), r.seeds)
	g.limit = fmt.Sprintf("≤ fcfs (%.2f)", fcfs.Mean())
	return append(gates, g,
		shown("the same: fcfs", "8.22", fmt.Sprintf("%.2f ± %.2f", fcfs.Mean(), fcfs.Margin()), r.seeds),
		shown("the same: any-item", "10.98", fmt.Sprintf("%.2f ± %.2f", anybody.Mean(), anybody.Margin()), r.seeds)), nil
}
