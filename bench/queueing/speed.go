package main

import (
	"slices"
	"time"

	"onewindow/queue/sim"
	"onewindow/queue/wait/rollout"
)

// speed is how long a day takes on one processor: the median of many, each with the
// making of the day. It is the only part whose figures depend on the machine.
var speed = part{name: "speed", says: "a day of 59 windows and about 1 200 citizens, on one processor", run: func(b *bench) ([]gate, error) {
	const days = 60
	s, err := scenario("lg-base")
	if err != nil {
		return nil, err
	}
	h, err := hall(s, sim.After, "recommended")
	if err != nil {
		return nil, err
	}
	var p rollout.Player
	whole, light := make([]time.Duration, days), make([]time.Duration, days)
	for i := range days {
		seed := b.seed + uint64(i)
		citizens := s.Citizens(seed)
		from := time.Now()
		d := h.Day(i, seed, citizens)
		if _, err := d.Play(&p, nil); err != nil {
			return nil, err
		}
		whole[i] = time.Since(from)
		from = time.Now()
		d = h.Day(i, seed, citizens)
		d.PlayLight(&p)
		light[i] = time.Since(from)
	}
	middle := func(all []time.Duration) float64 {
		slices.Sort(all)
		return all[days/2].Seconds() * 1000
	}
	return []gate{
		atMost("in the whole hall, ms", "%.1f", "-", middle(whole), 10, b.seeds(days)),
		atMost("in the light queue, ms", "%.1f", "1.1", middle(light), 2, b.seeds(days)),
	}, nil
}}
