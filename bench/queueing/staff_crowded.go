package main

import (
	"fmt"
	"os"

	"onewindow/queue/sim"
	"onewindow/queue/wait"
)

// The hall of crowded has two thirds of the windows of the staffing experiment that day,
// for 1.3 times the visits that they have hours for: a third is away, and nobody knows of
// which it is.
const (
	crowdedLoad   = 1.3
	crowdedAbsent = 1.0 / 3
	crowdedDays   = 12
)

// crowded is what advice does where it cannot get people called in time.
var crowded = part{name: "crowded", asked: true, says: "advice in a hall that has far too few windows whatever is opened", run: func(b *bench) ([]gate, error) {
	s, err := scenario("lg-base")
	if err != nil {
		return nil, err
	}
	all := s.Windows(sim.After)
	x, err := b.staffing(1, crowdedAbsent)
	if err != nil {
		return nil, err
	}
	// The load is of the windows of the scenario, and there are others here.
	demand := crowdedLoad / busyShare(s) * float64(len(x.s.WindowsAfter)) * (1 - crowdedAbsent) / float64(len(all))
	if x, err = b.staffing(demand, crowdedAbsent); err != nil {
		return nil, err
	}
	seeds := (&bench{seed: b.seed + trainDays}).seeds(crowdedDays)
	shares := wait.DefaultStaffing()
	shares.Sooner = 0
	var gates []gate
	for _, w := range []struct {
		name  string
		rules wait.Staffing
	}{{"advice by shares alone", shares}, {delivered, wait.DefaultStaffing()}} {
		got, err := x.play(way{days: crowdedDays, decide: advised(w.rules, true)}, 1)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", w.name, err)
		}
		fmt.Fprintf(os.Stderr, "  %s: %s, %.1f min\n", w.name, got, got.meanWait())
		gates = append(gates,
			shown(w.name, "-", got.String(), seeds),
			shown(w.name+": mean wait of those served", "-", fmt.Sprintf("%.1f min", got.meanWait()), seeds),
			shown(w.name+": people lost", "-", fmt.Sprintf("%.1f %%", got.lostShare()), seeds))
		if t := &got.told; t.waiting > 0 {
			n := float64(t.waiting)
			gates = append(gates, shown(w.name+": mean wait told, and what came", "-", fmt.Sprintf("%.1f, %.1f min, of %d people in %d advices", t.saidWait/n, t.cameWait/n, t.waiting, t.late), seeds))
		}
	}
	return gates, nil
}}
