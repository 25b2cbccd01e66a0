package main

import (
	"fmt"
	"slices"
	"time"

	"onewindow/queue/sim"
	"onewindow/queue/wait"
	"onewindow/queue/wait/rollout"
)

// peak is a hall as it was looked at when most people waited on a day, and a number
// that had just been drawn, for the theme with the most windows.
type peak struct {
	look   *wait.Hall
	number string
	took   float64 // milliseconds that the look took
	waits  int
}

// peakOf plays a day until most wait.
func peakOf(h *sim.Hall, n int, seed uint64) (*peak, error) {
	var p rollout.Player
	best := &peak{}
	_, err := h.Day(n, seed, h.Scenario.Citizens(seed)).Play(&p, &sim.Hooks{Issued: func(r *sim.Real, v int32) error {
		t, waits := r.Ticket(v), 0
		for i := range r.State.Themes {
			w, _ := r.State.Waiting(r.State.Themes[i].ID)
			waits += w
		}
		if waits <= best.waits || t.Theme() != sim.Line(0) {
			return nil
		}
		var look *wait.Hall
		took := half(func() { look = wait.Look(r.State, r.Now()) })
		*best = peak{look: look, number: t.Number, took: took, waits: waits}
		return nil
	}})
	return best, err
}

// half is how long something takes, in milliseconds: the median of 21 times.
func half(do func()) float64 {
	took := make([]time.Duration, 21)
	for i := range took {
		from := time.Now()
		do()
		took[i] = time.Since(from)
	}
	slices.Sort(took)
	return took[len(took)/2].Seconds() * 1000
}

// speeds times estimates of a hall at its peak, one at a time.
func (b *bench) speeds(name string, h *sim.Hall, known *wait.Known, seed uint64) ([]gate, error) {
	p, err := peakOf(h, trainDays, seed)
	if err != nil {
		return nil, err
	}
	if p.look == nil {
		return nil, fmt.Errorf("nobody waited on the day with seed %d", seed)
	}
	e := wait.New(known, 1)
	batch := half(func() { e.All(p.look) })
	one := half(func() { e.Ticket(p.look, p.number) })
	rough := half(func() { wait.RoughTicket(known, p.look, p.number) })
	day := fmt.Sprint(seed)
	return []gate{
		atMost(fmt.Sprintf("%s: a forecast of the whole hall, %d waiting", name, p.waits), "%.1f ms", "10-62 ms", batch, 100, day),
		atMost(name+": a new number's estimate", "%.1f ms", "1-4 ms", one, 10, day),
		atMost(name+": a look at the hall", "%.2f ms", "-", p.took, 1, day),
		shown(name+": a new number's by formula", "-", fmt.Sprintf("%.3f ms", rough), day),
	}, nil
}
