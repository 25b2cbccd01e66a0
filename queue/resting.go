package queue

import (
	"slices"
	"time"
)

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
