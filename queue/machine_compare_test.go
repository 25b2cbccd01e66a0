package queue_test

import (
	"fmt"
	"slices"
	"time"

	"onewindow/queue"

	"pgregory.net/rapid"
)

// callLog is a second book of the day's calls, from the events alone.
type callLog struct {
	calls []loggedCall
	// lost are the numbers that lost a call: it was taken back, or the window freed,
	// or they were sent on while it stood.
	lost map[string]bool
}

type loggedCall struct {
	number, window string
	at             time.Time
	reason         queue.ReasonCode
}

// read follows the events.
func (l *callLog) read(r queue.Record, s *queue.State) {
	if l.lost == nil {
		l.lost = map[string]bool{}
	}
	switch e := r.Event.(type) {
	case queue.DayOpened:
		l.calls, l.lost = nil, map[string]bool{}
	case queue.TicketCalled:
		l.calls = append(l.calls, loggedCall{e.Number, e.Window, r.At, e.Reason.Code})
	case queue.TicketReleased:
		l.lost[e.Number] = true
	case queue.TicketTransferred:
		l.lost[e.Number] = true
	case queue.WindowUndone:
		for _, t := range e.Tickets {
			l.lost[t.Number] = true
		}
		if e.Action != (queue.TicketCalled{}).Type() {
			return
		}
		for i, c := range slices.Backward(l.calls) {
			if c.window == e.Window {
				l.calls = slices.Delete(l.calls, i, i+1)
				return
			}
		}
	}
}

// first is the place of a number's only call; ok is false if there are none or
// several.
func (l *callLog) only(number string) (i int, ok bool) {
	for k, c := range l.calls {
		if c.number == number {
			if ok {
				return 0, false
			}
			i, ok = k, true
		}
	}
	return i, ok
}

// compare asks about some pairs and holds the answers to what happened.
func (m *machine) compare(t *rapid.T) {
	if len(m.state.Tickets) < 2 {
		return
	}
	for range 2 {
		x, y := one(t, m.state.Tickets, "one"), one(t, m.state.Tickets, "other")
		if today := m.state.Day.Date; x != y && x.Day == today && y.Day == today {
			m.comparePair(t, x, y)
		}
	}
}

func (m *machine) comparePair(t *rapid.T, x, y *queue.Ticket) {
	o, err := queue.Compare(m.state, x.Number, y.Number)
	if err != nil {
		t.Fatalf("%s and %s: %v", x.Number, y.Number, err)
	}
	if back, _ := queue.Compare(m.state, y.Number, x.Number); back != o {
		t.Fatalf("asked one way %+v, the other way %+v", o, back)
	}
	first, second := x, y
	if o.First == y.Number {
		first, second = y, x
	}
	bad := func(why string) {
		t.Fatalf("%+v: %s\n%s: %+v\n%s: %+v\n%s", o, why, first.Number, first, second.Number, second, m.story(nil))
	}
	if o.First != first.Number || o.Second != second.Number || o.Code == "" {
		bad("not of these two")
	}
	var reasons []queue.ReasonCode // of the calls in that moment
	for _, c := range m.log.calls {
		if c.number == o.First && c.at.Equal(o.Called) && c.window == o.Window {
			reasons = append(reasons, c.reason)
		}
	}
	if !o.Called.IsZero() && len(reasons) == 0 {
		bad("there was no such call")
	}
	i, called := m.log.only(first.Number)
	k, other := m.log.only(second.Number)
	if called && other && hadTurn(first) && hadTurn(second) && len(first.Legs) == 1 && len(second.Legs) == 1 && k < i &&
		!m.log.lost[first.Number] && !m.log.lost[second.Number] && first.Misses+second.Misses == 0 {
		bad("the second was called first")
	}
	if why := m.untrue(o, first, second, reasons); why != "" {
		bad(why)
	}
}

// hadTurn reports whether a ticket was served, or stands called.
func hadTurn(t *queue.Ticket) bool {
	return t.State != queue.Waiting && (t.State == queue.Called || slices.ContainsFunc(t.Periods, func(p queue.Period) bool { return p.State == queue.Serving }))
}

// untrue says what of the reason is not so; "" if it holds.
func (m *machine) untrue(o queue.Order, first, second *queue.Ticket, reasons []queue.ReasonCode) string {
	span := func(t *queue.Ticket, is func(p queue.Period) bool) bool { return slices.ContainsFunc(t.Periods, is) }
	holds := true
	switch o.Code {
	case queue.OrderEarlier:
		holds = !first.Issued.After(second.Issued) && first.Seq < second.Seq && o.Minutes == int(second.Issued.Sub(first.Issued)/time.Minute)
	case queue.OrderPriority:
		holds = first.Class == queue.Priority && first.Seq > second.Seq && o.Minutes == 20
	case queue.OrderAppointment:
		holds = first.Class == queue.Appointment && first.Seq > second.Seq && o.Slot.Equal(first.Slot)
	case queue.OrderOtherLine:
		themes := map[string]bool{}
		for _, t := range []*queue.Ticket{first, second} {
			for _, l := range t.Legs {
				themes[l.Theme] = true
			}
			for i := range t.Periods {
				themes[t.Of(&t.Periods[i])] = true
			}
		}
		holds = len(themes) > 1 || first.Target != second.Target
	case queue.OrderSpill, queue.OrderPicked, queue.OrderDirected:
		want := map[queue.OrderCode]queue.ReasonCode{
			queue.OrderSpill: queue.ReasonSpill, queue.OrderPicked: queue.ReasonPicked, queue.OrderDirected: queue.ReasonDirected,
		}[o.Code]
		holds = slices.Contains(reasons, want) || o.Called.IsZero() && o.Code == queue.OrderDirected && first.Target != queue.Target{}
	case queue.OrderMissed:
		holds = second.Misses > 0 && !o.At.IsZero()
	case queue.OrderHeld:
		holds = span(second, func(p queue.Period) bool { return p.State == queue.Held && p.From.Equal(o.At) })
	case queue.OrderReturned:
		holds = second.Misses > 0
	case queue.OrderOtherDirected:
		holds = span(second, func(p queue.Period) bool { return p.Sent })
	case queue.OrderNextLeg:
		holds = len(first.Legs) > 1 && first.Seq < second.Seq
	case queue.OrderReleased:
		holds = m.log.lost[second.Number]
	case queue.OrderEnded:
		holds = !second.State.Live() && second.Ended.Equal(o.At)
	case queue.OrderSame:
		holds = span(second, func(p queue.Period) bool { return p.State == queue.Called && p.From.Equal(o.Called) })
	}
	if !holds {
		return fmt.Sprintf("that is not so; the call's own reason was %q", reasons)
	}
	if len(reasons) == 1 && !fitsReason(o.Code, reasons[0]) {
		return fmt.Sprintf("that does not fit the call's own reason %q", reasons[0])
	}
	return ""
}

// fitsReason reports whether an order among two who waited in one line can go with
// the reason that the call itself was given.
func fitsReason(o queue.OrderCode, r queue.ReasonCode) bool {
	switch o {
	case queue.OrderPriority:
		return r == queue.ReasonPriority || r == queue.ReasonSpill || r == queue.ReasonReturned || r == queue.ReasonWoken || r == queue.ReasonNextLeg || r == queue.ReasonPicked
	case queue.OrderAppointment:
		return r == queue.ReasonAppointment || r == queue.ReasonSpill || r == queue.ReasonReturned || r == queue.ReasonWoken || r == queue.ReasonNextLeg || r == queue.ReasonPicked
	case queue.OrderNextLeg:
		return r == queue.ReasonNextLeg || r == queue.ReasonSpill || r == queue.ReasonReturned || r == queue.ReasonWoken
	}
	return true
}

// foretold are the pairs of who waits in one line, and who of them was said to come
// first.
func (m *machine) foretold(t *rapid.T, theme string) (orders []queue.Order) {
	var waiting []string
	for x := range m.state.Live {
		if x.State == queue.Waiting && x.Theme() == theme && x.Target == (queue.Target{}) {
			waiting = append(waiting, x.Number)
		}
	}
	for i, a := range waiting {
		for _, b := range waiting[:i] {
			o, err := queue.Compare(m.state, a, b)
			if err != nil {
				t.Fatalf("%v", err)
			}
			if deferred := m.state.Ticket(o.First).Returned || m.state.Ticket(o.Second).Returned; !deferred {
				orders = append(orders, o)
			}
		}
	}
	return orders
}

// cameTrue checks what was foretold against the calls since.
func (m *machine) cameTrue(t *rapid.T, orders []queue.Order, since int) {
	place := map[string]int{}
	for i, c := range m.log.calls[min(since, len(m.log.calls)):] {
		if _, ok := place[c.number]; !ok {
			place[c.number] = i + 1
		}
	}
	for _, o := range orders {
		if a, b := place[o.First], place[o.Second]; b > 0 && (a == 0 || a > b) {
			t.Fatalf("%+v was foretold, and the second was called first", o)
		}
	}
}
