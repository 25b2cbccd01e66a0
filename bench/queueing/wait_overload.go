package main

import (
	"fmt"
	"time"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/queue/sim"
	"onewindow/queue/wait"
)

// tooMany is lg-base with far too few windows: visits would take 1.3 times the hours that
// all windows have, so that people wait for an hour or two and two of five leave. What
// costs little elsewhere adds up here: clerks who do not come, what they do between two
// citizens, matters of two themes, people who come back after a missed call.
func tooMany(s *sim.Scenario) *sim.Scenario {
	c := *s.Scaled(1.3 / busyShare(s))
	c.Roster = sim.Roster{Absent: .04}
	c.Params.Multi = .2
	c.Params.PrioShare = .08
	c.Comeback = sim.Comeback{Share: .05, After: 20} // twice what is believed of it
	return &c
}

// between is what clerks of the hall with too few windows take between two citizens.
const between = 20 * time.Second

// busyShare is what share of the hours of all windows the visits of a day take.
func busyShare(s *sim.Scenario) float64 {
	visits, minutes := map[string]float64{}, 0.0
	for i := range s.Departments {
		visits[s.Departments[i].Name] = s.Departments[i].Visits
	}
	for i := range s.Items {
		it := &s.Items[i]
		minutes += visits[it.Department] * it.Share * (it.Mean + s.WalkIn)
	}
	hours := 0.0
	for _, w := range s.Windows(sim.After) {
		hours += s.Closes()
		if !w.Lunch {
			hours -= s.LunchTo() - s.LunchFrom()
		}
	}
	return minutes / hours
}

// Days of the hall with too few windows: each costs as much as three of another.
const (
	tooManyDays  = 24
	tooManyEvery = 24
)

var overload = part{name: "overload", says: "estimates in a hall with far too few windows", run: func(b *bench) ([]gate, error) {
	s, err := scenario("lg-base")
	if err != nil {
		return nil, err
	}
	d, err := b.judge(setting{name: "D", s: tooMany(s), between: between, days: tooManyDays, beside: tooManyDays, every: tooManyEvery, told: 12,
		others: func(_ *sim.Hall, set *queue.Settings, cat *queue.Catalogue, _ []*report.Day) []*wait.Known {
			return []*wait.Known{wait.Learn(set, cat, nil)}
		}})
	if err != nil {
		return nil, err
	}
	seeds := d.besideSeeds(b)
	e, first := &d.learned, &d.others[0]
	return []gate{
		shown("D: waits judged, and never called", "-", fmt.Sprintf("%d, %d", e.n, e.never), seeds),
		shown("D: mean wait", "-", fmt.Sprintf("%.1f min", e.waits/float64(e.n)), seeds),
		shown("D: mean absolute error, root mean square", "-", fmt.Sprintf("%.2f, %.2f min", e.mae(), e.rms()), seeds),
		within("D: bias of the median", "%+.2f min", "-", e.off(), -2, 2, seeds),
		within("D: bias of the mean", "%+.2f min", "-", e.bias(), -2, 2, seeds),
		within("D: waits within P10-P90", "%.1f %%", "-", e.cover(), 78, 82, seeds),
		within("D: called by the time on the paper (P80)", "%.1f %%", "-", e.by(), 77, 83, seeds),
		shown("D: mean width P10-P90", "-", fmt.Sprintf("%.2f min", e.width()), seeds),
		shown("D: nothing learned, as on the first day", "-", fmt.Sprintf("%s; median %+.2f, by P80 %.0f %%", first, first.off(), first.by()), seeds),
		shown("D: formula, learned", "-", fmt.Sprintf("%s; by P80 %.0f %%", &d.rough, d.rough.by()), seeds),
		shown("D: ranges drawn apart by", "-", fmt.Sprintf("%.3f", d.known.Widened()), b.seeds(trainDays)),
	}, nil
}}
