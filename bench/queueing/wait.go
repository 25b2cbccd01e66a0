package main

import (
	"fmt"
	"math"
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/queue/sim"
	"onewindow/queue/wait"
	"onewindow/queue/wait/rollout"
)

// Days of the experiment on estimates: those that are learned from, of which the later
// half make promises of their own, and those that are judged. The floor is known on a
// part of the latter only, because it costs as much again.
const (
	trainDays = 20
	testDays  = 100
	floorDays = 25
	every     = 4 // of the tickets that find no idle window
)

var waits = part{name: "waits", says: "estimates on days that they did not learn from, through the whole hall", run: func(b *bench) ([]gate, error) {
	s, err := scenario("lg-base")
	if err != nil {
		return nil, err
	}
	a, err := b.judge("A", s)
	if err != nil {
		return nil, err
	}
	busy := s.Scaled(1 / 0.9)
	busy.Roster = sim.Roster{Absent: .06, HalfDay: .12}
	c, err := b.judge("B", busy)
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
	for _, x := range []struct {
		name string
		*judged
	}{{"A", a}, {"B", c}} {
		gates = append(gates,
			shown(x.name+": waits judged", map[string]string{"A": "9898", "B": "19357"}[x.name], fmt.Sprint(x.learned.n), seeds),
			atMost(x.name+": called, with nobody foreseen to be there", "%.0f", "-", float64(x.missed), 0, seeds),
			shown(x.name+": never called", "-", fmt.Sprint(x.never), seeds),
			shown(x.name+": called by the time on the paper (P80)", "-", fmt.Sprintf("%.1f %%", x.learned.by()), seeds),
			shown(x.name+": formula: bias, within P10-P90, width", map[string]string{"A": "-0.03, 80 %, 8.2", "B": "+0.93, 83 %, 15.2"}[x.name],
				fmt.Sprintf("%+.2f min, %.0f %%, %.1f", x.rough.bias(), x.rough.cover(), x.rough.width()), seeds),
			shown(x.name+": the same days, learned", "-", x.again.String(), b.floorSeeds()),
			shown(x.name+": floor, true parameters", map[string]string{"A": "2.20 min", "B": "3.50 min"}[x.name], x.floor.String(), b.floorSeeds()),
			shown(x.name+": nothing learned, as on the first day", "-", x.first.String(), b.floorSeeds()),
			shown(x.name+": ranges drawn apart by", "-", fmt.Sprintf("%.3f", x.widened), b.seeds(trainDays)),
		)
	}
	return append(gates, slices.Concat(a.speeds, c.speeds)...), nil
}}

func (b *bench) floorSeeds() string {
	return fmt.Sprintf("%d-%d", b.seed+trainDays, b.seed+trainDays+floorDays-1)
}

// errors are how far estimates were from what came, in minutes.
type errors struct {
	n                        int
	abs, sum, square, widths float64
	held, called             int
}

func (e *errors) add(r wait.Range, now time.Time, actual float64) {
	m := func(t time.Time) float64 { return t.Sub(now).Minutes() }
	e.n++
	e.abs += math.Abs(m(r.Median) - actual)
	e.sum += m(r.Mean) - actual
	e.square += (m(r.Mean) - actual) * (m(r.Mean) - actual)
	e.widths += m(r.High) - m(r.Low)
	if actual >= m(r.Low) && actual <= m(r.High) {
		e.held++
	}
	if actual <= m(r.Likely) {
		e.called++
	}
}

func (e *errors) join(o *errors) {
	e.n, e.abs, e.sum, e.square, e.widths, e.held, e.called = e.n+o.n, e.abs+o.abs, e.sum+o.sum, e.square+o.square, e.widths+o.widths, e.held+o.held, e.called+o.called
}

func (e *errors) mae() float64   { return e.abs / float64(e.n) }
func (e *errors) bias() float64  { return e.sum / float64(e.n) }
func (e *errors) rms() float64   { return math.Sqrt(e.square / float64(e.n)) }
func (e *errors) width() float64 { return e.widths / float64(e.n) }
func (e *errors) cover() float64 { return 100 * float64(e.held) / float64(e.n) }
func (e *errors) by() float64    { return 100 * float64(e.called) / float64(e.n) }

func (e *errors) String() string {
	return fmt.Sprintf("%.2f min, rms %.2f, bias %+.2f, %.0f %% in %.1f", e.mae(), e.rms(), e.bias(), e.cover(), e.width())
}

// judged is what came of a setting.
type judged struct {
	learned, rough, again, floor, first errors
	widened                             float64
	// never counts those who were never called, because all windows of their theme had
	// gone; missed those who were called although nobody was foreseen to be there.
	never, missed int
	speeds        []gate
}

// judge learns from days of a scenario and judges others.
func (b *bench) judge(name string, s *sim.Scenario) (*judged, error) {
	h, err := hall(s, sim.After, "recommended")
	if err != nil {
		return nil, err
	}
	days, err := b.teach(h)
	if err != nil {
		return nil, err
	}
	known := wait.Learn(h.Settings(), h.Catalogue(), days)
	truth := wait.Learn(h.Settings(), h.Catalogue(), theTruth(s))
	nothing := wait.Learn(h.Settings(), h.Catalogue(), nil)
	test := &bench{seed: b.seed + trainDays}
	all, err := each(test, testDays, func(p *rollout.Player, day int, seed uint64) (*judged, error) {
		return oneDay(p, h, trainDays+day, seed, knowledge{known, truth, nothing}, day < floorDays)
	})
	if err != nil {
		return nil, err
	}
	sum := &judged{widened: known.Widened()}
	for _, x := range all {
		sum.learned.join(&x.learned)
		sum.rough.join(&x.rough)
		sum.again.join(&x.again)
		sum.floor.join(&x.floor)
		sum.first.join(&x.first)
		sum.never, sum.missed = sum.never+x.never, sum.missed+x.missed
	}
	sum.speeds, err = b.speeds(name, h, known, test.seed)
	return sum, err
}

// teach plays the days that are learned from. The numbers of the later half are told
// what to expect, by what the first half taught.
func (b *bench) teach(h *sim.Hall) ([]*report.Day, error) {
	var known *wait.Known
	play := func(p *rollout.Player, day int, seed uint64) (*report.Day, error) {
		var hooks *sim.Hooks
		if known != nil {
			e := wait.New(known, 1)
			hooks = &sim.Hooks{Issued: func(r *sim.Real, v int32) error { return promise(r, e, v) }}
		}
		closed, err := h.Day(day, seed, h.Scenario.Citizens(seed)).Play(p, hooks)
		if err != nil {
			return nil, err
		}
		return report.Of(closed), nil
	}
	first, err := each(b, trainDays/2, play)
	if err != nil {
		return nil, err
	}
	known = wait.Learn(h.Settings(), h.Catalogue(), first)
	second, err := each(&bench{seed: b.seed + trainDays/2}, trainDays/2, func(p *rollout.Player, day int, seed uint64) (*report.Day, error) {
		return play(p, trainDays/2+day, seed)
	})
	return slices.Concat(first, second), err
}

// promise tells a number what to expect, as the hall does.
func promise(r *sim.Real, e *wait.Estimator, v int32) error {
	t := r.Ticket(v)
	if idle(r.State, t) {
		return nil
	}
	now := r.Now()
	x, ok := e.Ticket(wait.Look(r.State, now), t.Number)
	if !ok || x.Never {
		return nil
	}
	told, _ := x.Promise(now)
	return r.Do(queue.PromiseWait{Number: t.Number, Promise: told})
}

// idle reports whether a window is idle that may call the ticket.
func idle(s *queue.State, t *queue.Ticket) bool {
	return slices.ContainsFunc(s.Windows, func(w *queue.Window) bool {
		return w.State == queue.Idle && (slices.Contains(w.Own, t.Theme()) || slices.Contains(w.Spill, t.Theme()))
	})
}

// knowledge is what was learned, what is true, and what is believed at first.
type knowledge struct{ learned, truth, nothing *wait.Known }

// oneDay judges the estimates of a day; more are those with other knowledge too.
func oneDay(p *rollout.Player, h *sim.Hall, n int, seed uint64, k knowledge, more bool) (*judged, error) {
	type told struct {
		v                            int32
		now                          time.Time
		learned, rough, floor, first wait.Range
	}
	var all []told
	e, f, g := wait.New(k.learned, seed), wait.New(k.truth, seed), wait.New(k.nothing, seed)
	found := 0
	d := h.Day(n, seed, h.Scenario.Citizens(seed))
	_, err := d.Play(p, &sim.Hooks{Issued: func(r *sim.Real, v int32) error {
		t := r.Ticket(v)
		if idle(r.State, t) || r.Now().Before(d.Opening) {
			return nil // called at once, or all but certainly when the hall opens
		}
		if found++; found%every != 0 {
			return nil
		}
		look := wait.Look(r.State, r.Now())
		x := told{v: v, now: r.Now()}
		x.learned, _ = e.Ticket(look, t.Number)
		x.rough, _ = wait.RoughTicket(k.learned, look, t.Number)
		if more {
			x.floor, _ = f.Ticket(look, t.Number)
			x.first, _ = g.Ticket(look, t.Number)
		}
		all = append(all, x)
		return nil
	}})
	if err != nil {
		return nil, err
	}
	j := &judged{}
	for _, x := range all {
		called := d.Plan.Visits[x.v].Called
		if called == rollout.Never || x.learned.Never || x.rough.Never {
			if called == rollout.Never {
				j.never++
			} else {
				j.missed++
			}
			continue
		}
		actual := time.UnixMilli(called).Sub(x.now).Minutes()
		j.learned.add(x.learned, x.now, actual)
		j.rough.add(x.rough, x.now, actual)
		if more {
			j.first.add(x.first, x.now, actual)
			j.again.add(x.learned, x.now, actual)
			j.floor.add(x.floor, x.now, actual)
		}
	}
	return j, nil
}

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
