package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/queue/sim"
	"onewindow/queue/wait"
	"onewindow/queue/wait/rollout"
)

func init() { parts = append(parts, staffing) }

// staffWindows is how many windows each line of the staffing experiment may open: the
// three comprehensive themes, then the six specialised ones.
var staffWindows = []int{17, 12, 12, 9, 6, 6, 6, 5, 3}

// staffDays are the days of the experiment, after trainDays that are learned from.
const staffDays = 60

// Every half hour it is decided who is open; over lunch half of a line's windows may be.
const decideEvery = 30 * time.Minute

var lunch = queue.Session{Open: 12 * 60, Close: 14 * 60}

const atLunch = 0.5

// staffed is what came of days under one way of staffing.
type staffed struct {
	hours        float64 // window-hours
	served, in   int     // of those served, who was called within the target
	lost         int     // whom nobody found when called
	halves, bad  int     // half hours of a line, and those with fewer than 90 % in time
	moved        int     // windows opened and closed after the first decision
	think        time.Duration
	thought      int
	given, taken int
}

func (s *staffed) join(o *staffed) {
	s.hours += o.hours
	s.served, s.in, s.lost = s.served+o.served, s.in+o.in, s.lost+o.lost
	s.halves, s.bad, s.moved = s.halves+o.halves, s.bad+o.bad, s.moved+o.moved
	s.think, s.thought = s.think+o.think, s.thought+o.thought
	s.given, s.taken = s.given+o.given, s.taken+o.taken
}

func (s *staffed) share() float64 { return 100 * float64(s.in) / float64(s.served) }

func (s *staffed) String() string {
	return fmt.Sprintf("%.1f h, %.1f %%, %.0f %% bad half-hours", s.hours, s.share(), 100*float64(s.bad)/float64(s.halves))
}

// decider opens and closes the windows of a running day.
type decider func(r *sim.Real) error

// staffing plays the reference's staffing experiment.
var staffing = part{name: "staffing", says: "windows opened and closed by advice, through the whole hall", run: func(b *bench) ([]gate, error) {
	x, err := b.staffing()
	if err != nil {
		return nil, err
	}
	var gates []gate
	seeds := (&bench{seed: b.seed + trainDays}).seeds(staffDays)
	for _, way := range x.ways() {
		usual, err := x.play(way, 1)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", way.name, err)
		}
		if way.gate {
			gates = append(gates,
				atMost(way.name+": window-hours a day", "%.1f h", "311 h", usual.hours/staffDays, 318, seeds),
				within(way.name+": called within 15 min", "%.2f %%", "94.7 %", usual.share(), 94.5, 100, seeds),
				shown(way.name+": bad half-hours, lost, moves a day, time to decide", "17 %", fmt.Sprintf("%.0f %%, %.1f %%, %.0f, %.0f ms",
					100*float64(usual.bad)/float64(usual.halves), 100*float64(usual.lost)/float64(usual.lost+usual.served), float64(usual.moved)/staffDays,
					1000*usual.think.Seconds()/float64(max(1, usual.thought))), seeds))
		} else {
			u := *usual
			u.hours /= staffDays
			gates = append(gates, shown(way.name, way.reference, u.String(), seeds))
		}
		if !way.surprise {
			continue
		}
		busy, err := x.play(way, 1.25)
		if err != nil {
			return nil, fmt.Errorf("%s, surprise: %w", way.name, err)
		}
		busy.hours /= staffDays
		gates = append(gates, shown(way.name+", a quarter more come than ever before", way.unforeseen, busy.String(), seeds))
	}
	return gates, nil
}}

// way is one way of staffing. its gate, and whether it is tried on surprise days.
type way struct {
	name, reference, unforeseen string
	gate, surprise              bool
	decide                      func(x *staffRun, seed uint64) decider
}

func (x *staffRun) ways() []way {
	advice := wait.DefaultStaffing()
	level := func(l float64) wait.Staffing {
		r := advice
		r.Level, r.Slack, r.Margin = l, 0, 0
		return r
	}
	return []way{
		{name: "advice as delivered", gate: true, surprise: true, unforeseen: "-", decide: advised(advice, true)},
		{name: "static .7 of all windows", reference: "444 h, 88.0 %, 25 %", decide: static(.7)},
		{name: "static .8", reference: "514 h, 96.3 %, 8 %", unforeseen: "514 h, 86.6 %", surprise: true, decide: static(.8)},
		{name: "planned (SIPP) .8", reference: "322 h, 91.3 %, 39 %", decide: planned(.8)},
		{name: "planned (SIPP) .9", reference: "358 h, 95.6 %, 19 %", unforeseen: "401 h, 91.6 %", surprise: true, decide: planned(.9)},
		{name: "Erlang-A with backlog .5", reference: "292 h, 91.1 %, 44 %", decide: advised(level(.5), false)},
		{name: "Erlang-A with backlog .7", reference: "315 h, 94.6 %, 25 %", decide: advised(level(.7), false)},
		{name: "Erlang-A with backlog .9", reference: "363 h, 97.9 %, 7 %", unforeseen: "410 h, 94.8 %", surprise: true, decide: advised(level(.9), false)},
		{name: "roll-out .7", reference: "292 h, 90.6 %, 33 %", decide: advised(level(.7), true)},
		{name: "roll-out .8", reference: "311 h, 94.7 %, 17 %", decide: advised(level(.8), true)},
		{name: "roll-out .9", reference: "343 h, 97.5 %, 6 %", unforeseen: "394 h, 94.2 %", surprise: true, decide: advised(level(.9), true)},
	}
}

// staffRun is the experiment: the scenario, and what was learned from its first days.
type staffRun struct {
	b     *bench
	s     *sim.Scenario
	known *wait.Known
}

// staffing learns from days with four fifths of the windows.
func (b *bench) staffing() (*staffRun, error) {
	s, err := scenario("lg-base")
	if err != nil {
		return nil, err
	}
	s.WindowsAfter = nil
	r := rand.New(rand.NewPCG(12, 3))
	v := math.Log1p(s.Params.SpeedCV * s.Params.SpeedCV)
	for q, n := range staffWindows {
		for range n {
			s.WindowsAfter = append(s.WindowsAfter, sim.Window{Lunch: true, Skills: []int{q}, Speed: math.Exp(-v/2 + math.Sqrt(v)*r.NormFloat64())})
		}
	}
	x := &staffRun{b: b, s: s}
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
	days, err := each(&bench{seed: x.b.seed + trainDays}, staffDays, func(p *rollout.Player, day int, seed uint64) (*staffed, error) {
		var got staffed
		d := h.Day(trainDays+day, seed, s.Citizens(seed))
		closed, err := runDay(p, d, w.decide(x, seed), &got)
		if err != nil {
			return nil, err
		}
		got.count(d, closed)
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

// runDay plays a day on which nobody comes to work but by decision.
func runDay(p *rollout.Player, d *sim.Day, decide decider, got *staffed) (*queue.State, error) {
	for w := range d.Plan.Windows {
		d.Plan.Windows[w].Duty = nil
	}
	return d.Play(p, &sim.Hooks{Every: 10 * time.Minute, Moment: func(r *sim.Real) error {
		since := r.Now().Sub(d.Opening)
		switch {
		case r.Now().UnixMilli() == d.Plan.Close:
			for w, win := range r.State.Windows {
				if win.PauseAfter == queue.PauseAsked { // stays after all, while anybody waits
					if err := r.Do(queue.AnswerAsk{Window: win.ID}); err != nil {
						return err
					}
				}
				r.End(w)
			}
		case since >= 0 && since%decideEvery == 0 && r.Now().UnixMilli() < d.Plan.Close:
			was := there(r)
			from := time.Now()
			if err := decide(r); err != nil {
				return err
			}
			if got != nil {
				got.think += time.Since(from)
				got.thought++
				if since > 0 {
					for w, on := range there(r) {
						if on != was[w] {
							got.moved++
						}
					}
				}
			}
		}
		return nil
	}})
}

func there(r *sim.Real) []bool {
	all := make([]bool, len(r.Day().Plan.Windows))
	for w := range all {
		all[w] = r.There(w)
	}
	return all
}

// count adds what came of a day.
func (s *staffed) count(d *sim.Day, closed *queue.State) {
	for i := range closed.Shifts {
		x := &closed.Shifts[i]
		s.hours += x.To.Sub(x.From).Hours()
	}
	type half struct {
		line int32
		n    int64
	}
	halves := map[half][2]int{}
	for i := range d.Plan.Visits {
		v, c := &d.Plan.Visits[i], &d.Citizens[i]
		if v.Missed || v.Called == rollout.Never {
			s.lost++
			continue
		}
		from := v.At
		if c.Class == sim.Appointment && !c.Late() {
			from = max(from, d.Opening.UnixMilli()+c.Slot)
		}
		k := half{v.Lane, (v.At - d.Opening.UnixMilli() + decideEvery.Milliseconds()) / decideEvery.Milliseconds()}
		x := halves[k]
		x[0]++
		s.served++
		if v.Called-from <= (15 * time.Minute).Milliseconds() {
			x[1]++
			s.in++
		}
		halves[k] = x
	}
	for _, x := range halves {
		s.halves++
		if float64(x[1]) < 0.9*float64(x[0]) {
			s.bad++
		}
	}
}

// atMostAtLunch is how many windows of n may be open now.
func atMostAtLunch(r *sim.Real, n int) int {
	if c := r.State.Settings.Hall.ClockAt(r.Now()); c >= lunch.Open && c < lunch.Close {
		return int(math.Ceil(atLunch * float64(n)))
	}
	return n
}

// static has a share of all windows open all day.
func static(share float64) func(*staffRun, uint64) decider {
	return func(*staffRun, uint64) decider {
		return func(r *sim.Real) error {
			for q, n := range staffWindows {
				have(r, q, min(int(math.Round(share*float64(n))), atMostAtLunch(r, n)))
			}
			return nil
		}
	}
}

// have has so many windows of a line open; those without a citizen go first.
func have(r *sim.Real, line, n int) {
	var on, off []int
	for w, win := range r.State.Windows {
		if win.Own[0] != sim.Line(line) {
			continue
		}
		if r.There(w) {
			on = append(on, w)
		} else {
			off = append(off, w)
		}
	}
	for ; len(on) < n && len(off) > 0; off = off[1:] {
		r.Begin(off[0])
		on = append(on, off[0])
	}
	slices.SortStableFunc(on, func(a, b int) int {
		return len(r.State.Windows[a].Ticket) - len(r.State.Windows[b].Ticket)
	})
	for ; len(on) > n; on = on[1:] {
		r.End(on[0])
	}
}

// planned has as many windows open as was planned the evening before.
func planned(level float64) func(*staffRun, uint64) decider {
	rules := wait.DefaultStaffing()
	rules.Level, rules.Lunch, rules.AtLunch = level, lunch, atLunch
	return func(x *staffRun, seed uint64) decider {
		return func(r *sim.Real) error {
			now := r.State.Settings.Hall.ClockAt(r.Now())
			for _, row := range wait.PlanDay(x.known, r.State.Settings, r.Day().Date, rules).Rows {
				if row.From == now {
					have(r, slices.IndexFunc(r.State.Settings.Themes, func(t queue.Theme) bool { return t.ID == row.Theme }), row.Windows)
				}
			}
			return nil
		}
	}
}

// advised does what the hall's own advisor says, as long as it says something: a
// manager accepts every advice, and every clerk comes or goes at once.
func advised(rules wait.Staffing, play bool) func(*staffRun, uint64) decider {
	rules.Lunch, rules.AtLunch = lunch, atLunch
	return func(x *staffRun, seed uint64) decider {
		var e *wait.Estimator
		if play {
			e = wait.New(x.known, seed)
		}
		return func(r *sim.Real) error {
			for range len(r.State.Windows) {
				all := wait.Advise(x.known, e, wait.Look(r.State, r.Now()), rules)
				if len(all) == 0 {
					return nil
				}
				if err := follow(r, all); err != nil {
					return err
				}
			}
			return fmt.Errorf("%s: the advice does not end", r.Now())
		}
	}
}

// follow has a manager accept all advice, and the clerks do what they are asked, but for
// those that have a break.
func follow(r *sim.Real, all []queue.Advice) error {
	if err := r.Do(queue.Advise{Advices: all}); err != nil {
		return err
	}
	for _, a := range slices.Clone(r.State.Advices) {
		if err := r.Do(queue.AnswerAdvice{ID: a.ID, Accept: true}); err != nil {
			return err
		}
		w := slices.IndexFunc(r.State.Windows, func(w *queue.Window) bool { return w.ID == a.Window })
		win := r.State.Windows[w]
		resting := a.What == queue.AskOpen && win.State == queue.Paused
		if win.Asked != nil {
			if err := r.Do(queue.AnswerAsk{Window: a.Window, Accept: !resting}); err != nil {
				return err
			}
		}
		switch {
		case resting: // who has a break has it
		case a.What == queue.AskOpen:
			r.Begin(w)
		default:
			r.End(w)
		}
	}
	return nil
}
