package project

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"onewindow/queue"
)

// window is a window of the hall, as queue.Window is.
type window struct {
	Window
	pauseAfter string
	planned    string // its own and helping themes in the settings, a line each
	open, busy time.Duration
	counted    time.Time
	undo       *memento
	changed    bool
}

// memento is what a clerk's last action found; see queue.Memento.
type memento struct {
	cause   string
	window  window
	tickets []*ticket
}

func (w *window) name() string { return w.ID }
func (t *ticket) name() string { return t.number }

// inOrder are the values in the order of their names.
func inOrder[T interface{ name() string }](m map[string]T) []T {
	return slices.SortedFunc(maps.Values(m), func(a, b T) int { return cmp.Compare(a.name(), b.name()) })
}

// window is the window with that id. One of which the settings are not known, as
// after a gap, is there from its first event on; nil for a name that is none.
func (s *State) window(id string) *window {
	w := s.windows[id]
	if w == nil && id != "" && s.hall.Settings == "" {
		w = &window{Window: Window{ID: text(id), State: StateLost}}
		s.windows[w.ID] = w
	}
	return w
}

// set moves the window to a state.
func (w *window) set(e *Event, to queue.WindowState) {
	since := max(e.At.Sub(w.counted), 0)
	switch queue.WindowState(w.State) {
	case queue.Idle:
		w.open += since
	case queue.Calling, queue.WindowServing:
		w.open, w.busy = w.open+since, w.busy+since
	}
	w.counted = e.At
	w.State, w.Since = string(to), milliseconds(e.At)
}

// rest leaves the window without a citizen: idle, or paused where the clerk had
// asked for it.
func (s *State) rest(e *Event, w *window) {
	w.Number = ""
	w.set(e, queue.Idle)
	if w.pauseAfter != "" {
		w.Reason, w.pauseAfter = w.pauseAfter, ""
		w.set(e, queue.Paused)
	}
	s.touchWindow(w)
}

// row is the window's row.
func (w *window) row() Window {
	r := w.Window
	r.Open, r.Busy = int(w.open/time.Second), int(w.busy/time.Second)
	return r
}

// remember keeps what the event is about to change, so that it can be taken back;
// as queue does it.
func (s *State) remember(e *Event, w *window, ts ...*ticket) {
	if e.Cause == "" {
		w.undo = nil
		return
	}
	m := w.undo
	if m == nil || m.cause != e.Cause {
		m = &memento{cause: e.Cause, window: *w}
		m.window.undo = nil
		w.undo = m
	}
	for _, t := range ts {
		if !slices.ContainsFunc(m.tickets, func(o *ticket) bool { return o.number == t.number }) {
			m.tickets = append(m.tickets, t.clone())
		}
	}
}

// undone puts the window and its tickets back as the last action found them. Where
// that is not known, as after a gap, the event itself says where they stand.
func (s *State) undone(e *Event, v queue.WindowUndone) bool {
	w := s.window(v.Window)
	if w == nil {
		return false
	}
	s.touchWindow(w)
	m := w.undo
	if m == nil {
		w.State, w.Since, w.Number = text(string(v.State)), milliseconds(e.At), ""
		return false
	}
	for _, before := range m.tickets {
		t := s.tickets[before.number]
		if t == nil {
			continue
		}
		s.touch(t)
		changed, marks, paper, copy := t.changed, t.marks, t.paper, t.paperCopy
		*t = *before
		t.changed, t.marks, t.paper, t.paperCopy, t.rev = changed, marks, paper, copy, e.Seq
	}
	changed, label, zone, planned := w.changed, w.Label, w.Zone, w.planned
	*w = m.window
	w.changed, w.Label, w.Zone, w.planned, w.undo = changed, label, zone, planned, nil
	return true
}
