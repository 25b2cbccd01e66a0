package queuetest

import (
	"fmt"
	"maps"
	"slices"

	"onewindow/queue"
)

// spans are each window's shifts of the day, in order.
type spans map[string][]queue.Shift

func (s spans) clone() spans {
	c := maps.Clone(s)
	for id, all := range c {
		c[id] = slices.Clone(all)
	}
	return c
}

// follow ends and begins the shifts of the windows that a record has moved. What a
// clerk takes back has never been.
func (m *Model) follow(r queue.Record, was map[string]place) {
	if e, ok := r.Event.(queue.WindowUndone); ok {
		m.shifts[e.Window] = m.before[e.Window].shifts[e.Window]
		return
	}
	for id, w := range m.windows {
		old := was[id]
		is := func(w place) (open, paused bool) {
			return w.state != queue.Closed && w.state != "", w.state == queue.Paused
		}
		open, paused := is(w)
		wasOpen, wasPaused := is(old)
		if open == wasOpen && paused == wasPaused {
			continue
		}
		all := m.shifts[id]
		if wasOpen {
			all[len(all)-1].To = r.At
		}
		if open {
			x := queue.Shift{Window: id, Clerk: w.clerk, From: r.At, Paused: paused, Seq: r.Seq}
			if paused {
				x.Reason = w.reason
			}
			all = append(all, x)
		}
		m.shifts[id] = all
	}
}

// applyDay reads what the forecasts lead to, and what the day begins anew.
func (m *Model) applyDay(r queue.Record) {
	switch e := r.Event.(type) {
	case queue.TicketIssued:
		for _, l := range e.Ticket.Legs {
			if m.full[l.Theme] {
				m.broken = fmt.Errorf("number %s was given, and %s is full", e.Ticket.Number, l.Theme)
			}
		}
	case queue.TicketPromised:
		if _, twice := m.promises[e.Number]; twice {
			m.broken = fmt.Errorf("number %s was promised a wait twice", e.Number)
		}
		m.promises[e.Number] = e.Promise
	case queue.ThemeFull:
		m.full[e.Theme] = e.Full
	case queue.SettingsChanged:
		if !e.Settings.Rules.ForecastStop {
			clear(m.full)
		}
	case queue.AdviceGiven:
		m.advice[e.Advice.ID] = e.Advice
	case queue.AdviceAnswered:
		if _, open := m.advice[e.ID]; !open {
			m.broken = fmt.Errorf("advice %s was answered, and is not open", e.ID)
		}
		delete(m.advice, e.ID)
	case queue.DayReported:
		m.reports[e.Date] = r.Seq
		delete(m.unreported, e.Date)
	case queue.DayReopened:
		delete(m.reports, e.Date)
		delete(m.unreported, e.Date)
	case queue.DayClosed:
		clear(m.advice)
		m.unreported[e.Date] = r.Seq
	case queue.DayOpened:
		clear(m.full)
		clear(m.shifts)
		maps.DeleteFunc(m.promises, func(number string, _ queue.Promise) bool {
			_, kept := m.tickets[number]
			return !kept
		})
	}
}

// compareDay says where a state disagrees about them.
func (m *Model) compareDay(s *queue.State) error {
	if m.broken != nil {
		return m.broken
	}
	shifts := spans{}
	for _, x := range s.Shifts {
		shifts[x.Window] = append(shifts[x.Window], x)
	}
	for id := range m.windows {
		if !slices.Equal(shifts[id], m.shifts[id]) {
			return fmt.Errorf("the shifts of window %s are %+v; the model has %+v", id, shifts[id], m.shifts[id])
		}
	}
	promised := 0
	for _, t := range s.Tickets {
		if t.Promise == nil {
			continue
		}
		promised++
		if o, ok := m.promises[t.Number]; !ok || o != *t.Promise {
			return fmt.Errorf("number %s was promised %+v; the model has %+v", t.Number, t.Promise, o)
		}
	}
	if promised != len(m.promises) || len(s.Advices) != len(m.advice) || len(s.Reported) != len(m.reports) {
		return fmt.Errorf("%d promises, %d advices, %d reports; the model has %d, %d and %d",
			promised, len(s.Advices), len(s.Reported), len(m.promises), len(m.advice), len(m.reports))
	}
	for i := range s.Themes {
		if ts := &s.Themes[i]; m.full[ts.ID] != (ts.Full != nil) {
			return fmt.Errorf("theme %s is full: %+v; the model has %v", ts.ID, ts.Full, m.full[ts.ID])
		}
	}
	for _, a := range s.Advices {
		if m.advice[a.ID] != a {
			return fmt.Errorf("the advice %+v; the model has %+v", a, m.advice[a.ID])
		}
	}
	for _, r := range s.Reported {
		if m.reports[r.Date] != r.Seq {
			return fmt.Errorf("the report %+v; the model has %d", r, m.reports[r.Date])
		}
	}
	if len(s.Unreported) != len(m.unreported) {
		return fmt.Errorf("the days without a report %+v; the model has %v", s.Unreported, m.unreported)
	}
	for _, d := range s.Unreported {
		if m.unreported[d.Date] != d.Seq {
			return fmt.Errorf("the day without a report %+v; the model has %d", d, m.unreported[d.Date])
		}
	}
	return nil
}
