package main

import (
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/queue/sim"
	"onewindow/queue/wait"
	"onewindow/queue/wait/rollout"
)

// setting is a hall on whose days estimates are judged.
type setting struct {
	name string
	s    *sim.Scenario
	// said is what settings and catalogue say of minutes, where they are wrong; nil is
	// what the scenario's say: the true means, in whole minutes.
	said func(*queue.Settings, *queue.Catalogue) (*queue.Settings, *queue.Catalogue)
	// others are what else is known besides what was learned from the days given, and
	// beside is how many days are judged by these too.
	others func(h *sim.Hall, set *queue.Settings, cat *queue.Catalogue, days []*report.Day) []*wait.Known
	days   int
	beside int
	// every says that each so manieth is judged of the numbers that find no idle window.
	every int
	// told says that each so manieth number of the days learned from is promised a wait; 0 is all.
	told int
	// between is how long a clerk takes from one citizen to the next.
	between time.Duration
}

// day is the n-th of the setting.
func (st *setting) day(h *sim.Hall, n int, seed uint64) *sim.Day {
	d := h.Day(n, seed, h.Scenario.Citizens(seed))
	d.Plan.Between = st.between.Milliseconds()
	return d
}

// judged is what came of a setting.
type judged struct {
	hall           *sim.Hall
	known          *wait.Known
	learned, rough errors
	// again are the errors of what was learned on those days on which the others are
	// judged too.
	again  errors
	others []errors
	beside int // on how many days
	// missed counts those who were called although nobody was foreseen to be there, and
	// unexplained the calls of the days learned from that passed somebody without a
	// ground, as the hall's own report has it.
	missed, unexplained int
}

// truthAndNothing are the floor, which knows the scenario's own figures, and what is
// believed on the first day.
func truthAndNothing(h *sim.Hall, set *queue.Settings, cat *queue.Catalogue, _ []*report.Day) []*wait.Known {
	return []*wait.Known{wait.Learn(set, cat, theTruth(h.Scenario)), wait.Learn(set, cat, nil)}
}

// judge learns from days of a setting and judges others.
func (b *bench) judge(st setting) (*judged, error) {
	h, err := hall(st.s, sim.After, "recommended")
	if err != nil {
		return nil, err
	}
	set, cat := h.Settings(), h.Catalogue()
	if st.said != nil {
		set, cat = st.said(set, cat)
	}
	days, err := b.teach(&st, h, set, cat)
	if err != nil {
		return nil, err
	}
	sum := &judged{hall: h, known: wait.Learn(set, cat, days), beside: st.beside}
	for _, d := range days {
		sum.unexplained += d.All.Overtakes[report.GroundUnexplained].Calls
	}
	others := st.others(h, set, cat, days)
	sum.others = make([]errors, len(others))
	test := &bench{seed: b.seed + trainDays}
	all, err := each(test, st.days, func(p *rollout.Player, day int, seed uint64) (*judged, error) {
		beside := others
		if day >= st.beside {
			beside = nil
		}
		return oneDay(p, st.day(h, trainDays+day, seed), seed, st.every, sum.known, beside)
	})
	if err != nil {
		return nil, err
	}
	for _, x := range all {
		sum.learned.join(&x.learned)
		sum.rough.join(&x.rough)
		for i := range x.others {
			sum.others[i].join(&x.others[i])
		}
		if x.others != nil {
			sum.again.join(&x.learned)
		}
		sum.missed += x.missed
	}
	return sum, nil
}

// teach plays the days that are learned from. The numbers of the later half are told
// what to expect, by what the first half taught.
func (b *bench) teach(st *setting, h *sim.Hall, set *queue.Settings, cat *queue.Catalogue) ([]*report.Day, error) {
	var known *wait.Known
	play := func(p *rollout.Player, day int, seed uint64) (*report.Day, error) {
		var hooks *sim.Hooks
		if known != nil {
			e := wait.New(known, 1)
			hooks = &sim.Hooks{Issued: func(r *sim.Real, v int32) error {
				if st.told > 1 && int(v)%st.told != 0 {
					return nil
				}
				return promise(r, e, v)
			}}
		}
		closed, err := st.day(h, day, seed).Play(p, hooks)
		if err != nil {
			return nil, err
		}
		return report.Of(closed), nil
	}
	first, err := each(b, trainDays/2, play)
	if err != nil {
		return nil, err
	}
	known = wait.Learn(set, cat, first)
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

// idle reports whether a window is idle that may call the ticket, and calls it at once: it
// is not only between two citizens, with others waiting.
func idle(s *queue.State, t *queue.Ticket) bool {
	return s.Ahead(t) == 0 && slices.ContainsFunc(s.Windows, func(w *queue.Window) bool {
		return w.State == queue.Idle && (slices.Contains(w.Own, t.Theme()) || slices.Contains(w.Spill, t.Theme()))
	})
}

// oneDay judges the estimates of a day.
func oneDay(p *rollout.Player, d *sim.Day, seed uint64, every int, known *wait.Known, others []*wait.Known) (*judged, error) {
	type told struct {
		v              int32
		now            time.Time
		learned, rough wait.Range
		others         []wait.Range
	}
	var all []told
	e := wait.New(known, seed)
	beside := make([]*wait.Estimator, len(others))
	for i, k := range others {
		beside[i] = wait.New(k, seed)
	}
	found := 0
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
		x.rough, _ = wait.RoughTicket(known, look, t.Number)
		for _, e := range beside {
			y, _ := e.Ticket(look, t.Number)
			x.others = append(x.others, y)
		}
		all = append(all, x)
		return nil
	}})
	if err != nil {
		return nil, err
	}
	j := &judged{}
	if others != nil {
		j.others = make([]errors, len(others))
	}
	for _, x := range all {
		called := d.Plan.Visits[x.v].Called
		if called == rollout.Never || x.learned.Never || x.rough.Never {
			if called != rollout.Never {
				j.missed++
				continue
			}
			j.learned.never, j.rough.never = j.learned.never+1, j.rough.never+1
			for i := range j.others {
				j.others[i].never++
			}
			continue
		}
		actual := time.UnixMilli(called).Sub(x.now).Minutes()
		j.learned.add(x.learned, x.now, actual)
		j.rough.add(x.rough, x.now, actual)
		for i := range x.others {
			j.others[i].add(x.others[i], x.now, actual)
		}
	}
	return j, nil
}
