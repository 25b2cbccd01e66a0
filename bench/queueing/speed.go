package main

import (
	"slices"
	"time"

	"onewindow/queue/sim"
	"onewindow/queue/wait/rollout"
)

// speed is how long a day takes on one processor: the median of many days, of each the
// quickest of three times, with the making of the day. It is the only part of these
// whose figures depend on the machine.
var speed = part{name: "speed", says: "a day of 59 windows and about 1 200 citizens, on one processor", run: func(b *bench) ([]gate, error) {
	const days, tries = 40, 3
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
		for range tries {
			from := time.Now()
			d := h.Day(i, seed, citizens)
			if _, err := d.Play(&p, nil); err != nil {
				return nil, err
			}
			whole[i] = least(whole[i], time.Since(from))
			from = time.Now()
			d = h.Day(i, seed, citizens)
			d.PlayLight(&p)
			light[i] = least(light[i], time.Since(from))
		}
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

// least is the shorter of two, where 0 is none yet.
func least(a, b time.Duration) time.Duration {
	if a == 0 {
		return b
	}
	return min(a, b)
}
