package queuetest

import (
	"maps"
	"slices"

	"onewindow/queue"
)

// Apply reads the next record.
func (m *Model) Apply(r queue.Record) {
	was := maps.Clone(m.windows)
	m.apply(r)
	m.applyStaff(r)
	m.applyDevices(r)
	m.applyParts(r)
	m.applyDay(r)
	m.follow(r, was)
	_, undone := r.Event.(queue.WindowUndone)
	m.fulfil(was, undone)
}

func (m *Model) apply(r queue.Record) {
	switch e := r.Event.(type) {
	case queue.SettingsChanged:
		m.settings(e.Settings)
		clear(m.acted)
	case queue.TicketIssued:
		v := visitor{state: queue.Waiting, key: e.Ticket.Key, seq: int(e.Ticket.Seq)}
		for _, l := range e.Ticket.Legs {
			v.legs = append(v.legs, l.Theme)
		}
		m.tickets[e.Ticket.Number] = v
	case queue.TicketCalled:
		m.act(r, e.Window)
		t := m.tickets[e.Number]
		m.calls = append(m.calls, call{t.legs[0], e.Window, r.Cause})
		t.returned, t.heard = false, false
		m.take(e.Number, t, queue.Called, e.Window, queue.Calling)
	case queue.TicketRecalled:
		delete(m.acted, e.Window)
		m.hear(e.Number, false)
	case queue.TicketAnnounced:
		m.hear(e.Number, true)
	case queue.TicketStarted:
		m.act(r, e.Window)
		m.take(e.Number, m.tickets[e.Number], queue.Serving, e.Window, queue.WindowServing)
	case queue.TicketTakenBack:
		m.act(r, e.Window)
		m.take(e.Number, m.tickets[e.Number], queue.Serving, e.Window, queue.WindowServing)
	case queue.TicketFinished:
		m.act(r, e.Window)
		t := m.tickets[e.Number]
		if e.More {
			t.legs = t.legs[1:]
			m.put(e.Number, t, queue.Waiting)
		} else {
			m.put(e.Number, t, queue.Done)
		}
	case queue.TicketMissed:
		m.act(r, e.Window)
		to := queue.Missed
		if e.Final {
			to = queue.Expired
		}
		m.put(e.Number, m.tickets[e.Number], to)
	case queue.TicketReturned:
		t := m.tickets[e.Number]
		t.returned, t.after = true, m.called(t.legs[0])+m.rules.ReturnAfter
		m.put(e.Number, t, queue.Waiting)
	case queue.TicketHeld:
		m.act(r, e.Window)
		m.put(e.Number, m.tickets[e.Number], queue.Held)
	case queue.TicketWoken:
		m.put(e.Number, m.tickets[e.Number], queue.Waiting)
	case queue.TicketTransferred:
		m.act(r, e.Window)
		t := m.tickets[e.Number]
		if e.To.Theme != "" {
			t.legs = append([]string{e.To.Theme}, t.legs[1:]...)
		}
		t.returned = false
		m.put(e.Number, t, queue.Waiting)
		t = m.tickets[e.Number]
		t.target = queue.Target{Window: e.To.Window, Clerk: e.To.Clerk}
		m.tickets[e.Number] = t
	case queue.TicketChanged:
		m.act(r, e.Window)
		t := m.tickets[e.Number]
		if e.Legs[0].Theme != t.legs[0] {
			t.returned = false
		}
		t.legs = nil
		for _, l := range e.Legs {
			t.legs = append(t.legs, l.Theme)
		}
		m.tickets[e.Number] = t
	case queue.TicketReleased:
		delete(m.acted, e.Window)
		m.put(e.Number, m.tickets[e.Number], queue.Waiting)
	case queue.TicketCancelled:
		m.act(r, e.Window)
		m.put(e.Number, m.tickets[e.Number], queue.Cancelled)
	case queue.TicketExpired:
		m.put(e.Number, m.tickets[e.Number], queue.Expired)
	case queue.TicketReadmitted:
		to := queue.Waiting
		if e.Missed {
			to = queue.Missed
		}
		m.put(e.Number, m.tickets[e.Number], to)
	default:
		m.applyPlace(r)
	}
}

func (m *Model) applyPlace(r queue.Record) {
	set := func(window string, change func(*place)) {
		w := m.windows[window]
		change(&w)
		m.windows[window] = w
	}
	switch e := r.Event.(type) {
	case queue.WindowOpened:
		delete(m.acted, e.Window)
		set(e.Window, func(w *place) { w.state, w.clerk = queue.Idle, e.Clerk })
	case queue.WindowClosed:
		delete(m.acted, e.Window)
		set(e.Window, func(w *place) { w.state, w.clerk, w.pause = queue.Closed, "", false })
	case queue.WindowPaused:
		m.act(r, e.Window)
		set(e.Window, func(w *place) { w.state, w.reason = queue.Paused, e.Reason })
	case queue.WindowPausing:
		m.act(r, e.Window)
		set(e.Window, func(w *place) { w.pause, w.next = e.Reason != "", e.Reason })
	case queue.WindowResumed:
		m.act(r, e.Window)
		set(e.Window, func(w *place) { w.state = queue.Idle })
	case queue.WindowAssigned:
		delete(m.acted, e.Window)
		set(e.Window, func(w *place) { w.own, w.spill = e.Own, e.Spill })
	case queue.WindowUndone:
		m.undo(e)
	case queue.DayOpened:
		seq := 0
		kept := map[string]visitor{}
		for seq < len(m.tickets) {
			seq++
			for n, t := range m.tickets {
				if t.seq == seq && t.state.Live() {
					t.seq, t.returned = len(kept)+1, false
					kept[n] = t
				}
			}
		}
		m.tickets, m.calls = kept, nil
		for id := range m.windows {
			set(id, func(w *place) { w.own, w.spill = w.planned.Own, w.planned.Spill })
		}
	}
}

// act remembers the model as a request finds it, once for each request.
func (m *Model) act(r queue.Record, window string) {
	if window == "" {
		return
	}
	if r.Cause == "" {
		delete(m.acted, window)
		return
	}
	if m.acted[window] != r.Cause {
		m.before[window] = m.copy()
		m.acted[window] = r.Cause
	}
}

// undo puts back what the window's last action found.
func (m *Model) undo(e queue.WindowUndone) {
	cause, before := m.acted[e.Window], m.before[e.Window]
	delete(m.acted, e.Window)
	for _, t := range e.Tickets {
		m.tickets[t.Number] = before.tickets[t.Number]
	}
	m.windows[e.Window] = before.windows[e.Window]
	var calls []call
	for _, c := range m.calls {
		if c.window != e.Window || c.cause != cause {
			calls = append(calls, c)
		}
	}
	m.calls = calls
}

// take brings a ticket to a window.
func (m *Model) take(number string, t visitor, to queue.TicketState, window string, is queue.WindowState) {
	t.state, t.window, t.target = to, window, queue.Target{}
	m.tickets[number] = t
	w := m.windows[window]
	w.state, w.ticket = is, number
	m.windows[window] = w
}

// put takes a ticket away from its window, if it is at one.
func (m *Model) put(number string, t visitor, to queue.TicketState) {
	t.state = to
	if to == queue.Waiting {
		t.target, t.heard = queue.Target{}, false
	}
	m.tickets[number] = t
	for id, w := range m.windows {
		if w.ticket == number {
			w.ticket, w.state = "", queue.Idle
			if w.pause {
				w.pause, w.state, w.reason = false, queue.Paused, w.next
			}
			m.windows[id] = w
		}
	}
}

func (m *Model) settings(s queue.Settings) {
	m.rules = s.Rules
	old := m.windows
	m.windows = map[string]place{}
	for _, p := range s.Windows {
		w, ok := old[p.ID]
		if !ok {
			w = place{state: queue.Closed, own: p.Own, spill: p.Spill}
		} else if !slices.Equal(w.planned.Own, p.Own) || !slices.Equal(w.planned.Spill, p.Spill) {
			w.own, w.spill = p.Own, p.Spill
		}
		w.planned = p
		m.windows[p.ID] = w
	}
}
