package main

import (
	"fmt"
	"math"
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/sim"
	"onewindow/queue/wait"
	"onewindow/queue/wait/rollout"
)

// runDay plays a day on which nobody comes to work but by decision.
func runDay(p *rollout.Player, d *sim.Day, decide decider, got *staffed) (*queue.State, error) {
	for w := range d.Plan.Windows {
		d.Plan.Windows[w].Duty = nil
	}
	var line *movers
	if got != nil {
		line = &movers{moves: &got.moves, last: make([]time.Time, len(d.Plan.Windows))}
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
			said, err := decide(r)
			if err != nil {
				return err
			}
			if got != nil {
				got.told.add(r, said)
			}
			if got != nil {
				is, more := there(r), map[string]int{}
				for w, win := range r.State.Windows {
					more[win.Own[0]] += number(is[w]) - number(was[w])
				}
				if since > 0 {
					got.moves.follow(more, got.plan, r.State.Settings.Hall.ClockAt(r.Now()))
				}
				line.moved(r.Now(), was, is, since == 0)
				got.moves.ask(said, since == 0)
			}
		}
		return nil
	}})
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
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
	s.days++
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
		s.waits += time.Duration((v.Called - from) * int64(time.Millisecond)).Minutes()
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
	return func(x *staffRun, seed uint64) decider {
		away := x.away(seed)
		return func(r *sim.Real) ([]saying, error) {
			for q, n := range staffWindows {
				have(r, away, q, min(int(math.Round(share*float64(n))), atMostAtLunch(r, n)))
			}
			return nil, nil
		}
	}
}

// have has so many windows of a line open, as far as they are not away; those without a
// citizen go first.
func have(r *sim.Real, away []bool, line, n int) {
	var on, off []int
	for w, win := range r.State.Windows {
		if win.Own[0] != sim.Line(line) {
			continue
		}
		if r.There(w) {
			on = append(on, w)
		} else if !away[w] {
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

// evening are the rules of a plan.
func evening(level float64) wait.Staffing {
	rules := wait.DefaultStaffing()
	rules.Level, rules.Lunch, rules.AtLunch = level, lunch, atLunch
	return rules
}

// planned has as many windows open as was planned the evening before.
func planned(level float64) func(*staffRun, uint64) decider {
	rules := evening(level)
	return func(x *staffRun, seed uint64) decider {
		away := x.away(seed)
		return func(r *sim.Real) ([]saying, error) {
			now := r.State.Settings.Hall.ClockAt(r.Now())
			for _, row := range wait.PlanDay(x.known, r.State.Settings, r.Day().Date, rules).Rows {
				if row.From == now {
					have(r, away, slices.IndexFunc(r.State.Settings.Themes, func(t queue.Theme) bool { return t.ID == row.Theme }), row.Windows)
				}
			}
			return nil, nil
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
		rules, away, heard := rules, x.away(seed), map[string][]float64{}
		rules.Heard = func(a *queue.Advice, shares []float64) { heard[a.Theme] = shares }
		return func(r *sim.Real) ([]saying, error) {
			var said []saying
			for range len(r.State.Windows) {
				all := wait.Advise(x.known, e, wait.Look(r.State, r.Now()), rules)
				if len(all) == 0 {
					return said, nil
				}
				if err := follow(r, all, away); err != nil {
					return nil, err
				}
				for _, a := range all {
					said = append(said, saying{a, heard[a.Theme]})
				}
			}
			return nil, fmt.Errorf("%s: the advice does not end", r.Now())
		}
	}
}

// follow has a manager accept all advice, and the clerks do what they are asked, but for
// those that have a break. A window that is away says no.
func follow(r *sim.Real, all []queue.Advice, away []bool) error {
	if err := r.Do(queue.Advise{Advices: all}); err != nil {
		return err
	}
	for _, a := range slices.Clone(r.State.Advices) {
		if err := r.Do(queue.AnswerAdvice{ID: a.ID, Accept: true}); err != nil {
			return err
		}
		w := slices.IndexFunc(r.State.Windows, func(w *queue.Window) bool { return w.ID == a.Window })
		win := r.State.Windows[w]
		resting := a.What == queue.AskOpen && (win.State == queue.Paused || away[w])
		if win.Asked != nil {
			if err := r.Do(queue.AnswerAsk{Window: a.Window, Accept: !resting}); err != nil {
				return err
			}
		}
		switch {
		case resting: // who has a break has it, and who is away does not come
		case a.What == queue.AskOpen:
			r.Begin(w)
		default:
			r.End(w)
		}
	}
	return nil
}
