package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"time"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/queue/sim"
	"onewindow/queue/wait"
	"onewindow/queue/wait/rollout"
)

// staffWindows is how many windows each line of the staffing experiment may open: the
// three comprehensive themes, then the six specialised ones.
var staffWindows = []int{17, 12, 12, 9, 6, 6, 6, 5, 3}

// staffDays are the days of the experiment, after trainDays that are learned from, and
// shortDays those on which what only stands beside it is played by roll-out. On surprise
// days so many times as many people come as ever before, and nobody knows.
const (
	staffDays = 60
	shortDays = 30
	surprise  = 1.25
)

// Every half hour it is decided who is open; over lunch half of a line's windows may be.
const decideEvery = 30 * time.Minute

var lunch = queue.Session{Open: 12 * 60, Close: 14 * 60}

const atLunch = 0.5

// staffed is what came of days under one way of staffing.
type staffed struct {
	days        int
	hours       float64 // window-hours
	served, in  int     // of those served, who was called within the target
	waits       float64 // of those served, in minutes, together
	lost        int     // whom nobody found when called
	halves, bad int     // half hours of a line, and those with fewer than 90 % in time
	moves       moves   // windows opened and closed after the first decision
	told        told    // what was advised, and what came
	plan        *wait.Plan
}

func (s *staffed) join(o *staffed) {
	s.days, s.hours = s.days+o.days, s.hours+o.hours
	s.served, s.in, s.lost = s.served+o.served, s.in+o.in, s.lost+o.lost
	s.halves, s.bad = s.halves+o.halves, s.bad+o.bad
	s.waits += o.waits
	s.moves.join(&o.moves)
	s.told.join(&o.told)
}

func (s *staffed) share() float64 { return 100 * float64(s.in) / float64(s.served) }

func (s *staffed) meanWait() float64 { return s.waits / float64(s.served) }

func (s *staffed) lostShare() float64 { return 100 * float64(s.lost) / float64(s.lost+s.served) }

func (s *staffed) perDay() float64 { return s.hours / float64(s.days) }

func (s *staffed) badHalves() float64 { return 100 * float64(s.bad) / float64(s.halves) }

// String is window-hours a day, who was called within 15 minutes, and bad half hours.
func (s *staffed) String() string {
	return fmt.Sprintf("%.0f h, %.1f %%, %.0f %%", s.perDay(), s.share(), s.badHalves())
}

// decider opens and closes the windows of a running day, and says what it has promised
// by that.
type decider func(r *sim.Real) ([]saying, error)

// staffing plays the reference's staffing experiment.
var staffing = part{name: "staffing", says: "windows opened and closed by advice, through the whole hall", run: func(b *bench) ([]gate, error) {
	x, err := b.staffing(1, 0)
	if err != nil {
		return nil, err
	}
	var gates []gate
	lost := map[string]float64{} // percent, by way
	for _, way := range x.ways() {
		seeds := (&bench{seed: b.seed + trainDays}).seeds(way.days)
		usual, err := x.play(way, 1)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", way.name, err)
		}
		lost[way.name] = usual.lostShare()
		if way.gate {
			gates = append(gates,
				atMost(way.name+": window-hours a day", "%.1f h", "311 h", usual.perDay(), 318, seeds),
				within(way.name+": called within 15 min", "%.2f %%", "94.7 %", usual.share(), 94.5, 100, seeds),
				shown(way.name+": half-hours of a line below 90 %", "17 %", fmt.Sprintf("%.0f %%", usual.badHalves()), seeds))
			gates = append(gates, usual.moves.gates(usual.days, seeds)...)
			gates = append(gates, usual.told.gates("", seeds)...)
		} else {
			gates = append(gates, shown(way.name, way.reference, usual.String(), seeds))
			if way.name == "planned (SIPP) .9" {
				gates = append(gates, shown(way.name+": windows opened and closed a day", "-", fmt.Sprintf("%.0f, %.0f", float64(usual.moves.opened)/float64(usual.days), float64(usual.moves.closed)/float64(usual.days)), seeds))
			}
		}
		fmt.Fprintf(os.Stderr, "  %s: %s\n", way.name, usual)
		if !way.surprise {
			continue
		}
		busy, err := x.play(way, surprise)
		if err != nil {
			return nil, fmt.Errorf("%s, surprise: %w", way.name, err)
		}
		fmt.Fprintf(os.Stderr, "  %s, surprise: %s\n", way.name, busy)
		gates = append(gates, shown(way.name+", surprise", way.unforeseen, busy.String(), seeds))
	}
	full, err := b.fullHall()
	if err != nil {
		return nil, err
	}
	gates = append(gates, full...)
	seeds := (&bench{seed: b.seed + trainDays}).seeds(staffDays)
	return append(gates, atMost("advice as delivered: people lost", "%.1f %%", "-", lost[delivered], lost[plenty]+0.5, seeds),
		shown("static .8: people lost", "-", fmt.Sprintf("%.1f %%", lost[plenty]), seeds)), nil
}}

// delivered and plenty are the ways whose losses are compared: fewer windows must not
// drive people away.
const (
	delivered = "advice as delivered"
	plenty    = "static .8"
	fuller    = "load 1.0, windows absent"
)

// way is one way of staffing, with the reference's figures for it, also for days on
// which more come than ever before.
type way struct {
	name, reference, unforeseen string
	gate, surprise              bool
	days                        int
	decide                      func(x *staffRun, seed uint64) decider
}

func (x *staffRun) ways() []way {
	advice := wait.DefaultStaffing()
	level := func(l float64) wait.Staffing {
		r := advice
		r.Level, r.Slack, r.Margin, r.Gain, r.Sooner, r.Ahead, r.Told = l, 0, 0, 0, 0, 0, 0
		return r
	}
	shorter := func(l float64) wait.Staffing { // as many courses as the reference played
		r := level(l)
		r.Plays = 30
		return r
	}
	return []way{
		{name: delivered, gate: true, surprise: true, unforeseen: "-", days: staffDays, decide: advised(advice, true)},
		{name: "static .7 of all windows", reference: "444 h, 88.0 %, 25 %", days: staffDays, decide: static(.7)},
		{name: plenty, reference: "514 h, 96.3 %, 8 %", unforeseen: "514 h, 86.6 %", surprise: true, days: staffDays, decide: static(.8)},
		{name: "planned (SIPP) .8", reference: "322 h, 91.3 %, 39 %", days: staffDays, decide: planned(.8)},
		{name: "planned (SIPP) .9", reference: "358 h, 95.6 %, 19 %", unforeseen: "401 h, 91.6 %", surprise: true, days: staffDays, decide: planned(.9)},
		{name: "Erlang-A with backlog .5", reference: "292 h, 91.1 %, 44 %", days: staffDays, decide: advised(level(.5), false)},
		{name: "Erlang-A with backlog .7", reference: "315 h, 94.6 %, 25 %", days: staffDays, decide: advised(level(.7), false)},
		{name: "Erlang-A with backlog .9", reference: "363 h, 97.9 %, 7 %", unforeseen: "410 h, 94.8 %", surprise: true, days: staffDays, decide: advised(level(.9), false)},
		{name: "roll-out .7", reference: "292 h, 90.6 %, 33 %", days: shortDays, decide: advised(shorter(.7), true)},
		{name: "roll-out .8", reference: "311 h, 94.7 %, 17 %", days: shortDays, decide: advised(shorter(.8), true)},
		{name: "roll-out .9", reference: "343 h, 97.5 %, 6 %", unforeseen: "394 h, 94.2 %", surprise: true, days: shortDays, decide: advised(shorter(.9), true)},
	}
}

// staffRun is the experiment: the scenario, and what was learned from its first days.
type staffRun struct {
	b     *bench
	s     *sim.Scenario
	known *wait.Known
	// absent is how likely a window has no clerk on a day, and nobody knows of it.
	absent float64
}

// away says of each window whether it has no clerk on a day.
func (x *staffRun) away(seed uint64) []bool {
	r, all := rand.New(rand.NewPCG(seed, 77)), make([]bool, len(x.s.WindowsAfter))
	for w := range all {
		all[w] = r.Float64() < x.absent
	}
	return all
}

// fullHall is another setting, for what advice promises: a hall with the load of 1 and
// windows without a clerk.
func (b *bench) fullHall() ([]gate, error) {
	x, err := b.staffing(1/0.9, 0.06)
	if err != nil {
		return nil, err
	}
	got, err := x.play(way{days: shortDays, decide: advised(wait.DefaultStaffing(), true)}, 1)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", fuller, err)
	}
	fmt.Fprintf(os.Stderr, "  %s: %s\n", fuller, got)
	seeds := (&bench{seed: b.seed + trainDays}).seeds(shortDays)
	return append([]gate{shown(fuller, "-", got.String(), seeds)}, got.told.gates(fuller+": ", seeds)...), nil
}

// staffing learns from days with four fifths of the windows, with so many times the
// demand of the scenario.
func (b *bench) staffing(demand, absent float64) (*staffRun, error) {
	s, err := scenario("lg-base")
	if err != nil {
		return nil, err
	}
	if demand != 1 {
		s = s.Scaled(demand)
	}
	s.WindowsAfter = nil
	r := rand.New(rand.NewPCG(12, 3))
	v := math.Log1p(s.Params.SpeedCV * s.Params.SpeedCV)
	for q, n := range staffWindows {
		for range n {
			s.WindowsAfter = append(s.WindowsAfter, sim.Window{Lunch: true, Skills: []int{q}, Speed: math.Exp(-v/2 + math.Sqrt(v)*r.NormFloat64())})
		}
	}
	x := &staffRun{b: b, s: s, absent: absent}
	h, err := hall(s, sim.After, "credit")
	if err != nil {
		return nil, err
	}
	days, err := each(b, trainDays, func(p *rollout.Player, day int, seed uint64) (*report.Day, error) {
		closed, err := runDay(p, h.Day(day, seed, s.Citizens(seed)), static(.8)(x, seed), nil)
		if err != nil {
			return nil, err
		}
		return report.Of(closed), nil
	})
	if err != nil {
		return nil, err
	}
	x.known = wait.Learn(h.Settings(), h.Catalogue(), days)
	return x, nil
}

// play plays the days with so many times the usual demand.
func (x *staffRun) play(w way, demand float64) (*staffed, error) {
	s := x.s
	if demand != 1 {
		s = s.Scaled(demand)
	}
	h, err := hall(s, sim.After, "credit")
	if err != nil {
		return nil, err
	}
	days, err := each(&bench{seed: x.b.seed + trainDays}, w.days, func(p *rollout.Player, day int, seed uint64) (*staffed, error) {
		d := h.Day(trainDays+day, seed, s.Citizens(seed))
		got := staffed{plan: wait.PlanDay(x.known, h.Settings(), d.Date, evening(wait.PlanLevel))}
		closed, err := runDay(p, d, w.decide(x, seed), &got)
		if err != nil {
			return nil, err
		}
		got.count(d, closed)
		got.told.count(d)
		return &got, nil
	})
	if err != nil {
		return nil, err
	}
	sum := &staffed{}
	for _, d := range days {
		sum.join(d)
	}
	return sum, nil
}
