package queue

import (
	"slices"
	"time"
)

// Shift is a span of the day for which a window was open with one clerk, or paused.
// The spans of one opening follow each other without a gap; what a clerk took back
// has left none.
type Shift struct {
	Window string    `json:"window"`
	Clerk  string    `json:"clerk,omitempty"`
	From   time.Time `json:"from"`
	// To is zero while the span lasts.
	To time.Time `json:"to,omitzero"`
	// Paused says that it was paused, and Reason why.
	Paused bool   `json:"paused,omitempty"`
	Reason string `json:"reason,omitempty"`
	// Seq is the sequence of the event that began it.
	Seq uint64 `json:"seq"`
}

// shift ends a window's span and begins the next, if the window opens, closes, pauses
// or goes on as it moves to a state; its clerk and reason are already the new ones.
func (s *State) shift(r *Record, w *Window, to WindowState) {
	if (to == Closed) == (w.State == Closed) && (to == Paused) == (w.State == Paused) {
		return
	}
	if last := s.lastShift(w.ID); last != nil && last.To.IsZero() {
		last.To = r.At
	}
	switch to {
	case Closed:
	case Paused:
		s.Shifts = append(s.Shifts, Shift{Window: w.ID, Clerk: w.Clerk, From: r.At, Paused: true, Reason: w.Reason, Seq: r.Seq})
	default:
		s.Shifts = append(s.Shifts, Shift{Window: w.ID, Clerk: w.Clerk, From: r.At, Seq: r.Seq})
	}
}

// unshift takes back the spans that began after an event, because the clerk's action
// that began them is taken back: the one before goes on. No action that can be taken
// back closes a window.
func (s *State) unshift(w *Window, after uint64) {
	n := len(s.Shifts)
	s.Shifts = slices.DeleteFunc(s.Shifts, func(x Shift) bool { return x.Window == w.ID && x.Seq > after })
	if last := s.lastShift(w.ID); len(s.Shifts) < n && last != nil {
		last.To = time.Time{}
	}
}

// lastShift is the window's latest span of the day, or nil.
func (s *State) lastShift(window string) *Shift {
	for i := range slices.Backward(s.Shifts) {
		if s.Shifts[i].Window == window {
			return &s.Shifts[i]
		}
	}
	return nil
}
