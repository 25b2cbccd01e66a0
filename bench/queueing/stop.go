package main

import (
	"fmt"
	"time"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/queue/sim"
	"onewindow/queue/wait"
	"onewindow/queue/wait/rollout"
)

// stop is a hall that gives no more numbers of a theme when those who wait fill its day:
// far too many come, and windows stay away. Who is given a number should be called before
// the hall closes, and who is sent away should be one who would not have been.
var stop = part{name: "stop", says: "a full day: who is given no number, and who of the others is not called", run: func(b *bench) ([]gate, error) {
	const days = 20
	s, err := scenario("lg-base")
	if err != nil {
		return nil, err
	}
	s = s.Scaled(1.3 / 0.9)
	s.Roster = sim.Roster{Absent: .15, HalfDay: .12}
	h, err := hall(s, sim.After, "recommended")
	if err != nil {
		return nil, err
	}
	lessons, err := each(b, trainDays, func(p *rollout.Player, day int, seed uint64) (*report.Day, error) {
		closed, err := h.Day(day, seed, s.Citizens(seed)).Play(p, nil)
		if err != nil {
			return nil, err
		}
		return report.Of(closed), nil
	})
	if err != nil {
		return nil, err
	}
	known := wait.Learn(h.Settings(), h.Catalogue(), lessons)
	test := &bench{seed: b.seed + trainDays}
	all, err := each(test, days, func(p *rollout.Player, day int, seed uint64) (*stopped, error) {
		return stopDay(p, func() *sim.Day { return h.Day(trainDays+day, seed, s.Citizens(seed)) }, known, wait.New(known, seed))
	})
	if err != nil {
		return nil, err
	}
	var sum stopped
	for _, x := range all {
		sum.given, sum.late, sum.lateElse = sum.given+x.given, sum.late+x.late, sum.lateElse+x.lateElse
		sum.refused, sum.wrongly = sum.refused+x.refused, sum.wrongly+x.wrongly
		sum.stops, sum.empty = sum.stops+x.stops, sum.empty+x.empty
	}
	seeds := test.seeds(days)
	percent := func(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }
	return []gate{
		atMost("given a number, and not called before the hall closes", "%.2f %%", "-", percent(sum.late, sum.given), 10, seeds),
		shown("the same where every number is given", "-", fmt.Sprintf("%.2f %%", percent(sum.lateElse, sum.given+sum.refused)), seeds),
		shown("refused a number, and of those who would have been called in time", "-", fmt.Sprintf("%.2f, %.1f %%", percent(sum.refused, sum.given+sum.refused), percent(sum.wrongly, sum.refused)), seeds),
		atMost("themes closed with nobody waiting, but in the last half hour", "%.0f", "-", float64(sum.empty), 0, seeds),
		shown("themes closed, a day", "-", fmt.Sprintf("%.1f", float64(sum.stops)/days), seeds),
	}, nil
}}

// stopFrom is from when after opening it is asked what the day holds, which before is
// all. In the last half hour a line of one window may be full with nobody waiting: its
// last citizen is at the window.
const (
	stopFrom  = 4 * time.Hour
	lastVisit = 30 * time.Minute
)

// stopped is what came of days with the stop, and of the same without it.
type stopped struct {
	given, late, lateElse int
	refused, wrongly      int
	stops, empty          int
}

// stopDay plays a day twice: every five minutes of its second half the hall is told what it
// will hold, as hall/foresee does, or not.
func stopDay(p *rollout.Player, again func() *sim.Day, k *wait.Known, e *wait.Estimator) (*stopped, error) {
	got := &stopped{}
	refused := map[int32]bool{}
	d := again()
	if _, err := d.Play(p, &sim.Hooks{
		Ready: func(r *sim.Real) error {
			set := *r.State.Settings
			set.Rules.ForecastStop = true
			return r.Do(queue.ChangeSettings{Settings: set, Hash: "stop"})
		},
		Refused: func(_ *sim.Real, v int32) error {
			refused[v] = true
			return nil
		},
		Every: 5 * time.Minute,
		Moment: func(r *sim.Real) error {
			if r.Now().Sub(d.Opening) < stopFrom {
				return nil
			}
			was := full(r.State)
			if err := r.Do(queue.Foretell{Outlooks: outlooks(k, e, wait.Look(r.State, r.Now()))}); err != nil {
				return err
			}
			for id := range full(r.State) {
				if was[id] {
					continue
				}
				got.stops++
				if n, _ := r.State.Waiting(id); n == 0 && d.Plan.Close-r.Now().UnixMilli() > lastVisit.Milliseconds() {
					got.empty++
				}
			}
			return nil
		},
	}); err != nil {
		return nil, err
	}
	for v := range d.Plan.Visits {
		switch x := &d.Plan.Visits[v]; {
		case refused[int32(v)]:
			got.refused++
		case x.Called > d.Plan.Close:
			got.given, got.late = got.given+1, got.late+1
		default:
			got.given++
		}
	}
	d = again()
	d.PlayLight(p)
	for v := range d.Plan.Visits {
		switch x := &d.Plan.Visits[v]; {
		case x.Called > d.Plan.Close:
			got.lateElse++
		case refused[int32(v)]:
			got.wrongly++
		}
	}
	return got, nil
}

// outlooks are what the hall is told: a clerk who is away for a while is taken to be
// back soon, so that it is the line that fills the day.
func outlooks(k *wait.Known, e *wait.Estimator, h *wait.Hall) (all []queue.Outlook) {
	fc := e.All(h)
	back, again := h.Returning(k)
	var other *wait.Forecast
	if again {
		other = e.All(back)
	}
	for i := range h.Themes {
		o := queue.Outlook{Theme: h.Themes[i].ID, Fits: fc.Themes[h.Themes[i].ID].Fits}
		if again {
			o.Fits = max(o.Fits, other.Themes[o.Theme].Fits)
		}
		all = append(all, o)
	}
	return all
}

// full are the themes that give no numbers.
func full(s *queue.State) map[string]bool {
	all := map[string]bool{}
	for i := range s.Themes {
		if s.Themes[i].Full != nil {
			all[s.Themes[i].ID] = true
		}
	}
	return all
}
