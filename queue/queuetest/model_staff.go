package queuetest

import (
	"fmt"
	"maps"
	"slices"

	"onewindow/queue"
)

// applyStaff reads what concerns the staff rather than a citizen.
func (m *Model) applyStaff(r queue.Record) {
	switch e := r.Event.(type) {
	case queue.HelpCalled:
		m.helps[e.Terminal+" "+string(e.Kind)] = fmt.Sprint(r.Seq)
	case queue.HelpAnswered:
		maps.DeleteFunc(m.helps, func(_, id string) bool { return id == e.ID })
	case queue.DeskOpened:
		m.desks[e.Terminal] = e.Clerk
	case queue.DeskClosed:
		delete(m.desks, e.Terminal)
	case queue.WindowAsked:
		m.wish(e.Window, e.What, "")
	case queue.WindowReplied:
		m.wish(e.Window, m.windows[e.Window].asked, e.Answer)
	case queue.WindowAnswered:
		m.wish(e.Window, "", "")
	case queue.SettingsChanged:
		maps.DeleteFunc(m.desks, func(_, clerk string) bool {
			return !slices.ContainsFunc(e.Settings.Staff, func(c queue.Clerk) bool { return c.ID == clerk })
		})
	case queue.DayClosed:
		clear(m.desks)
		for id := range m.windows {
			m.wish(id, "", "")
		}
		maps.DeleteFunc(m.helps, func(call, _ string) bool { return call[len(call)-len("panic"):] != string(queue.HelpPanic) })
	}
}

// wish sets what a window is asked and says to it; the clerk's last action, should it be taken back,
// leaves it so.
func (m *Model) wish(window string, what queue.AskKind, answer queue.AskAnswer) {
	w := m.windows[window]
	w.asked, w.answer = what, answer
	m.windows[window] = w
	if before := m.before[window]; before != nil {
		w := before.windows[window]
		w.asked, w.answer = what, answer
		before.windows[window] = w
	}
}

// fulfil takes away the wishes that windows came to fulfil. A pause that is there
// again because its end was taken back is no answer.
func (m *Model) fulfil(was map[string]place, undone bool) {
	for id, w := range m.windows {
		paused := w.state == queue.Paused && was[id].state != queue.Paused && !undone
		open := w.state != queue.Closed && w.state != queue.Paused
		if w.asked == queue.AskOpen && open || w.asked == queue.AskClose && (w.state == queue.Closed || paused) {
			w.asked, w.answer = "", ""
			m.windows[id] = w
		}
	}
}
