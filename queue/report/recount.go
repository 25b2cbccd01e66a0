package report

import (
	"fmt"

	"onewindow/queue"
)

// Closed is the report of the day that an event closed, of the state right after that
// event; nil after any other.
func Closed(s *queue.State, r *queue.Record) *Day {
	if _, ok := r.Event.(queue.DayClosed); ok {
		return Of(s)
	}
	return nil
}

// Recount folds a hall's history, from its first event on, and counts its days as they
// were counted when they closed. The zero value has folded nothing, and counts all.
type Recount struct {
	// State is that of what was folded; nil before the first event.
	State *queue.State
	// Wanted tells whether to count the day that closes with the event seq; nil is yes.
	Wanted func(date string, seq uint64) bool
}

// Record folds the next event and returns the report of the day that it closed; nil if
// it closed none that is wanted. A day that is reopened is closed and counted once more.
// The error is an event that does not follow.
func (c *Recount) Record(r queue.Record) (*Day, error) {
	if c.State == nil {
		c.State = queue.New()
	}
	if err := queue.Apply(c.State, r); err != nil {
		return nil, fmt.Errorf("report: event %d, %s: %w", r.Seq, r.Event.Type(), err)
	}
	if e, ok := r.Event.(queue.DayClosed); ok && c.Wanted != nil && !c.Wanted(e.Date, r.Seq) {
		return nil, nil
	}
	return Closed(c.State, &r), nil
}
