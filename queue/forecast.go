package queue

import (
	"math"
	"slices"
	"time"
)

// Estimate is how long a new citizen of a theme will wait.
type Estimate struct {
	// Ahead is how many are called before.
	Ahead int `json:"ahead"`
	// Low, Median, Mean, Likely and High are minutes: one, five, eight and nine of
	// ten such waits do not exceed Low, Median, Likely and High, and Mean is their
	// mean. So in four of five cases the wait lies between Low and High.
	Low    int `json:"low"`
	Median int `json:"median"`
	Mean   int `json:"mean"`
	Likely int `json:"likely"`
	High   int `json:"high"`
	// Rough marks an estimate by formula, made when no simulation was at hand.
	Rough bool `json:"rough,omitempty"`
}

// Forecast estimates the wait for a theme with ahead people before, or with all
// who wait now if ahead is negative: their expected work and one more visit,
// shared by the windows that serve the theme. It is the hall's simple formula;
// it knows nothing of breaks, of leavers or of those who help out.
func (s *State) Forecast(theme string, ahead int) Estimate {
	i, ok := s.themes[theme]
	if !ok {
		return Estimate{}
	}
	waiting := s.Themes[i].waiting
	if ahead < 0 {
		ahead = waiting
	}
	if ahead == 0 && waiting == 0 && s.idleFor(int32(i)) {
		return Estimate{}
	}
	mean := float64(s.Settings.Themes[i].Minutes)
	if waiting > 0 {
		mean = float64(s.Themes[i].work) / float64(waiting)
	}
	n := s.windowsFor(theme)
	if n == 0 {
		return Estimate{Ahead: ahead}
	}
	wait := mean * float64(ahead+1) / float64(n)
	low, high := erlangBand(ahead + 1)
	return Estimate{Ahead: ahead, Low: int(wait * low), Mean: int(math.Ceil(wait)), High: int(math.Ceil(wait * high))}
}

// windowsFor is how many windows serve the theme as their own: those open, or
// else those planned.
func (s *State) windowsFor(theme string) int {
	open, planned := 0, 0
	for _, w := range s.Windows {
		if !slices.Contains(w.Own, theme) {
			continue
		}
		planned++
		if w.State != Closed {
			open++
		}
	}
	if open > 0 {
		return open
	}
	return planned
}

// idleFor reports whether a window that serves the theme as its own is idle.
func (s *State) idleFor(theme int32) bool {
	for _, w := range s.Windows {
		if w.State != Idle {
			continue
		}
		for _, l := range w.reach.Own {
			if l == theme {
				return true
			}
		}
	}
	return false
}

// erlangBand is the 10th and 90th percentile of an Erlang(k) wait as multiples
// of its mean. With n people ahead and every window busy the wait is
// Erlang(n+1) (Whitt 1999); the percentiles are by Wilson and Hilferty (1931).
func erlangBand(k int) (low, high float64) {
	const z = 1.2816 // standard normal, 90 %
	v := 1 / (9 * float64(k))
	cube := func(x float64) float64 { return x * x * x }
	return cube(1 - v - z*math.Sqrt(v)), cube(1 - v + z*math.Sqrt(v))
}

// Wait estimates how much longer a waiting ticket waits.
func (s *State) Wait(t *Ticket) Estimate {
	if t.State != Waiting {
		return Estimate{}
	}
	return s.Forecast(t.Theme(), s.Ahead(t))
}

// Resting is how long from now nobody will call for the theme: until the hall
// opens, and over lunch until it opens again, unless a window of the theme is on
// duty.
func (s *State) Resting(theme string, now time.Time) time.Duration {
	if !s.Day.Open {
		return 0
	}
	phase, ends := s.Settings.phaseAt(s.Day.Date, now)
	switch phase {
	case PhaseBefore, PhaseIntake:
		return s.Settings.Hall.Opening(s.Day.Date).Sub(now)
	case PhaseLunch:
		for _, w := range s.Windows {
			if w.State != Closed && w.State != Paused && slices.Contains(w.Own, theme) {
				return 0
			}
		}
		return ends.Sub(now)
	}
	return 0
}
