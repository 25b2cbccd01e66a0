package view

import (
	"time"

	"onewindow/queue"
)

// later says why a number will likely be called later than it was told: its line has
// lost a window since, or somebody who counts as earlier drew a number since; else that
// the visits before it take longer. It is empty while the time on its paper holds.
func (v *Views) later(t *queue.Ticket) queue.Later {
	p := t.Promise
	if p == nil || !t.FirstPlace() {
		return ""
	}
	r, ok := v.of(t)
	if now := likely(r); !ok || now.IsZero() || !now.After(round(p.By())) {
		return ""
	}
	for _, w := range v.s.Windows {
		shut := w.State == queue.Closed || w.State == queue.Paused
		if shut && serves(w, t.Theme()) && v.openAt(w.ID, p.At) {
			return queue.LaterWindow
		}
	}
	for _, o := range v.s.Tickets {
		if o.Theme() == t.Theme() && o.Issued.After(t.Issued) && o.Class != queue.Ordinary && o.Class != "" &&
			(o.State != queue.Waiting || o.Key.Before(t.Key)) && (o.State.Live() || o.State == queue.Done) {
			return queue.LaterPriority
		}
	}
	return queue.LaterLonger
}

// serves reports whether a theme is a window's own.
func serves(w *queue.Window, theme string) bool {
	for _, own := range w.Own {
		if own == theme {
			return true
		}
	}
	return false
}

// openAt reports whether a window was open and not paused at a moment of the day.
func (v *Views) openAt(window string, at time.Time) bool {
	for _, x := range v.s.Shifts {
		if x.Window == window && !x.Paused && !x.From.After(at) && (x.To.IsZero() || x.To.After(at)) {
			return true
		}
	}
	return false
}
