package foresee

import "time"

// mostReckoning is how long, really, a reckoning of a round may take. The largest hall's
// takes a tenth of a second; what takes so long does not end.
const mostReckoning = time.Minute

// reckoned has something simulated beside, and reports whether that came to an end. What
// takes longer than any simulation does is left behind, so that rounds go on, and as
// long as it runs nothing else is simulated for a round, so that no more than one
// processor is lost: formulas stand in. Nor is it waited for when the hall stops.
func reckoned[T any](f *Foresee, what string, fn func() T) (made T, ok bool) {
	if !f.reckoning.CompareAndSwap(false, true) {
		return made, false
	}
	type end struct {
		made T
		ok   bool
	}
	done := make(chan end, 1)
	go func() {
		var e end
		e.ok = f.guarded(what, func() { e.made = fn() })
		f.reckoning.Store(false)
		done <- e
	}()
	// In parts: where the whole machine, or the process, stands still for a while, but
	// one of them passes in that.
	const parts = 4
	for range parts {
		select {
		case e := <-done:
			return e.made, e.ok
		case <-f.quit:
			return made, false
		case <-time.After(f.set.longest / parts):
		}
	}
	f.log.Error("a simulation does not end; formulas stand in until it does, or the hall is started again", "at", what, "after", f.set.longest)
	return made, false
}

// stopping reports whether it was told to stop.
func (f *Foresee) stopping() bool {
	select {
	case <-f.quit:
		return true
	default:
		return false
	}
}
