package queue

import "time"

// count brings the window's times up to a moment; its state is still the one since
// the last.
func (w *Window) count(at time.Time) {
	w.Open, w.Busy = w.Worked(at)
	w.Counted = at
}

// Worked is how long the window was open and not paused today, and for how long of
// that a citizen was called or served there, until now.
func (w *Window) Worked(now time.Time) (open, busy time.Duration) {
	open, busy = w.Open, w.Busy
	since := max(now.Sub(w.Counted), 0)
	switch w.State {
	case Idle:
		open += since
	case Calling, WindowServing:
		open, busy = open+since, busy+since
	}
	return open, busy
}
