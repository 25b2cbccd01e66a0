package main

import (
	"fmt"
	"slices"
	"strings"

	"onewindow/queue/sim"
	"onewindow/queue/wait/rollout"
)

// where asks in which halls fewer windows halve the wait, and in which they do not:
// the headline is a calibration, and this is what it hangs on. Nothing is judged.
var where = part{name: "where", says: "where 59 windows against 92 hold, 200 days each", run: func(b *bench) ([]gate, error) {
	const days = 200
	var gates []gate
	add := func(name, reference string, cells ...string) {
		gates = append(gates, shown(name, reference, strings.Join(cells, ", "), b.seeds(days)))
	}
	loads := []struct {
		load      float64
		reference string
	}{{0.6, "-29, -70, -80, -92"}, {0.7, "-21, -64, -75, -88"}, {0.8, "-15, -56, -67, -83"}, {0.9, "-1, -41, -55, -74"}, {1.0, "+7, -29, -43, -65"}, {1.1, "+13, -17, -32, -54"}, {1.2, "+18, -7, -21, -44"}}
	for _, l := range loads {
		var cells []string
		for _, split := range []int{0, 3, 2, 1} {
			r := sim.LGBase()
			r.Params.Load, r.Split = l.load, split
			c, err := b.against(days, r, change{})
			if err != nil {
				return nil, err
			}
			cells = append(cells, c)
		}
		add(fmt.Sprintf("load %.1f; before, a line for each department, three, two, one window", l.load), l.reference+" %", cells...)
	}
	for _, l := range []struct {
		load      float64
		reference string
	}{{0.5, "-24, -2, -19, -76"}, {0.7, "+5, +24, -5, -70"}, {0.9, "+52, +59, +17, -46"}, {1.0, "+67, +65, +24, -32"}} {
		var cells []string
		for _, m := range []float64{0, 0.5, 0.65, 1} {
			r := sim.LGBalanced()
			r.Params.Load, r.Mismatch = l.load, m
			c, err := b.against(days, r, change{})
			if err != nil {
				return nil, err
			}
			cells = append(cells, c)
		}
		add(fmt.Sprintf("load %.1f; 24 lines, equal breaks, mismatch 0, 0.5, 0.65, 1", l.load), l.reference+" %", cells...)
	}
	for _, v := range variations() {
		r := sim.LGBase()
		v.recipe(&r)
		c, err := b.against(days, r, v.change)
		if err != nil {
			return nil, err
		}
		add("lg-base, but "+v.name, v.reference, c)
	}
	return gates, nil
}}

// change is what is different after the reform besides the windows.
type change struct {
	work   float64 // so many times the length of a visit; 0 is 1
	visits float64 // so many times the people; 0 is 1
	policy string  // "" is fcfs
}

// variation is one thing that is otherwise than in lg-base.
type variation struct {
	name, reference string
	recipe          func(*sim.Recipe)
	change          change
}

func variations() []variation {
	same := func(*sim.Recipe) {}
	return []variation{
		{"as it is", "-55 %", same, change{}},
		{"equal breaks before and after", "-50 %", func(r *sim.Recipe) { r.BeforeBreak = r.Params.BreakMean }, change{}},
		{"breaks of 25 min before", "-68 %", func(r *sim.Recipe) { r.BeforeBreak = 25 }, change{}},
		{"visits 10 % longer after", "-35 %", same, change{work: 1.1}},
		{"visits 10 % shorter after", "-71 %", same, change{work: 0.9}},
		{"15 % fewer people after", "-78 %", same, change{visits: 0.85}},
		{"10 % more people after", "-34 %", same, change{visits: 1.1}},
		{"nobody leaves", "-65 %", func(r *sim.Recipe) { r.Params.PatMean = 0 }, change{}},
		{"mean patience 50 min", "-50 %", func(r *sim.Recipe) { r.Params.PatMean = 50 }, change{}},
		{"days vary by 20 %", "-46 %", func(r *sim.Recipe) { r.Params.DayCV = 0.2 }, change{}},
		{"8 % do not come", "-59 %", func(r *sim.Recipe) { r.Params.NoShow = 0.08 }, change{}},
		{"lengths of visits with cv 0.5", "-54 %", func(r *sim.Recipe) { r.Params.CVIn = 0.5 }, change{}},
		{"lengths of visits with cv 1.0", "-57 %", func(r *sim.Recipe) { r.Params.CVIn = 1 }, change{}},
		{"55 windows after", "-32 %", func(r *sim.Recipe) { r.JoinedAfter = 26 }, change{}},
		{"50 windows after", "+14 %", func(r *sim.Recipe) { r.JoinedAfter = 21 }, change{}},
		{"58 windows after", "-50 %", func(r *sim.Recipe) { r.JoinedAfter = 29 }, change{}},
		{"56 windows after, recommended policy", "-50 %", func(r *sim.Recipe) { r.JoinedAfter = 27 }, change{policy: "recommended"}},
	}
}

// against is the change of the mean wait from the arm before to the arm after, counted
// from the drawing of the number.
func (b *bench) against(days int, r sim.Recipe, c change) (string, error) {
	s, err := r.Make()
	if err != nil {
		return "", err
	}
	after := *s
	if c.work > 0 {
		after.WindowsAfter = slices.Clone(s.WindowsAfter)
		for i := range after.WindowsAfter {
			after.WindowsAfter[i].Speed /= c.work
		}
	}
	then := &after
	if c.visits > 0 {
		then = then.Scaled(c.visits)
	}
	if c.policy == "" {
		c.policy = "fcfs"
	}
	was, err := hall(s, sim.Before, "fcfs")
	if err != nil {
		return "", err
	}
	is, err := hall(then, sim.After, c.policy)
	if err != nil {
		return "", err
	}
	type pair struct{ was, is *sim.Outcome }
	played, err := each(b, days, func(p *rollout.Player, day int, seed uint64) (pair, error) {
		citizens := s.Citizens(seed)
		d := was.Day(day, seed, citizens)
		d.PlayLight(p)
		out := pair{was: d.Outcome()}
		if c.visits > 0 {
			citizens = then.Citizens(seed)
		}
		d = is.Day(day, seed, citizens)
		d.PlayLight(p)
		out.is = d.Outcome()
		return out, nil
	})
	if err != nil {
		return "", err
	}
	f, g := sim.NewFigures(was), sim.NewFigures(is)
	for _, d := range played {
		f.Add(d.was)
		g.Add(d.is)
	}
	percent, margin := f.Whole.Change(&g.Whole)
	return fmt.Sprintf("%+.0f %% ± %.0f", percent, margin), nil
}
