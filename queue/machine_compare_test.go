package queue_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"onewindow/queue"

	"pgregory.net/rapid"
)

// compare asks about some pairs and holds the answers to what happened.
func (m *machine) compare(t *rapid.T) {
	if len(m.state.Tickets) < 2 {
		return
	}
	for range 2 {
		x, y := one(t, m.state.Tickets, "one"), one(t, m.state.Tickets, "other")
		if x != y {
			m.comparePair(t, x, y)
		}
	}
}

// compareAll asks about any two numbers of the day.
func (m *machine) compareAll(t *rapid.T) {
	for i, x := range m.state.Tickets {
		for _, y := range m.state.Tickets[:i] {
			m.comparePair(t, x, y)
		}
	}
}

// comparePair asks both ways round. There is one answer, and it is true.
func (m *machine) comparePair(t *rapid.T, x, y *queue.Ticket) {
	o, err := queue.Compare(m.state, x.Number, y.Number)
	if err != nil {
		t.Fatalf("%s and %s: %v", x.Number, y.Number, err)
	}
	if back, err := queue.Compare(m.state, y.Number, x.Number); err != nil || back != o {
		t.Fatalf("asked one way %+v, the other way %+v, %v", o, back, err)
	}
	c := claim{Order: o, book: &m.book, state: m.state, first: x, second: y}
	if o.First == y.Number {
		c.first, c.second = y, x
	}
	if why := c.false(); why != "" {
		t.Fatalf("%+v: %s\n%s\n%s\n%s", o, why, spans(c.first), spans(c.second), m.story(nil))
	}
}

// spans is a number with its spans, in a few lines.
func spans(t *queue.Ticket) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s %s, seq %d, key %s, leg %d, target %+v, after %d, why %q", t.Number, t.Class, t.State, t.Seq, t.Key.Format("15:04:05"), t.Leg, t.Target, t.After, t.Why)
	for i := range t.Periods {
		p := &t.Periods[i]
		fmt.Fprintf(&b, "\n   %d %s %s at %q for %s %s %v", p.Seq, p.From.Format("15:04:05"), p.State, p.Window, t.Of(p), p.Reason, p.Away)
	}
	return b.String()
}

// waitingPairs are the pairs of who waits in one line, and who of them was said to
// come first.
func (m *machine) waitingPairs(t *rapid.T, theme string) (orders []queue.Order) {
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
			orders = append(orders, o)
		}
	}
	return orders
}

// whereSent holds the answers for who was sent to one window or clerk, and waits, to
// whom that window would call first.
func (m *machine) whereSent(t *rapid.T) {
	for _, w := range m.state.Windows {
		next := m.state.NextAt(w, len(m.state.Tickets))
		for i, x := range next {
			for _, y := range next[:i] {
				o, err := queue.Compare(m.state, x.Number, y.Number)
				if err != nil {
					t.Fatalf("%v", err)
				}
				together := x.Target == y.Target && x.Target.Window+x.Target.Clerk != ""
				if (together || o.Code == queue.OrderDirected || o.Code == queue.OrderOtherDirected) && o.First != y.Number {
					t.Fatalf("%+v, and window %s calls %s first\n%s\n%s", o, w.ID, y.Number, spans(x), spans(y))
				}
			}
		}
	}
}

// notYet asks why not I yet: the answers for all who wait in the line of a theme are
// held to whom one window that serves nothing else calls, one after the other.
func (m *machine) notYet(t *rapid.T, theme string) {
	orders := m.waitingPairs(t, theme)
	if len(orders) == 0 {
		return
	}
	s := m.state.Clone()
	do := func(c queue.Command) []queue.Record {
		rs, err := queue.Execute(s, m.now, queue.Actor{Terminal: "t"}, "", c)
		if err != nil {
			t.Fatalf("%T%+v: %v", c, c, err)
		}
		return rs
	}
	if s.Stopped != nil {
		do(queue.ResumeHall{})
	}
	for _, w := range s.Windows {
		if w.State != queue.Closed {
			do(queue.Free{Window: w.ID})
		}
	}
	// Whom that put back in line is not asked about, and would be called in between.
	for x := range s.Live {
		if was := m.state.Ticket(x.Number); x.State == queue.Waiting && (was.State != queue.Waiting || was.Target != queue.Target{}) {
			do(queue.Cancel{Number: x.Number, Reason: "left"})
		}
	}
	w := s.Windows[0].ID
	do(queue.SignIn{Window: w, Clerk: s.Settings.Staff[0].ID})
	if own := []string{theme}; !slices.Equal(s.Windows[0].Own, own) || len(s.Windows[0].Spill) > 0 {
		do(queue.Assign{Window: w, Own: own})
	}
	place := map[string]int{}
	for i := range 2 * len(s.Tickets) {
		for _, r := range do(queue.Next{Window: w}) {
			if e, ok := r.Event.(queue.TicketCalled); ok {
				place[e.Number] = i + 1
			}
		}
		called := s.Window(w).Ticket
		if s.Window(w).State != queue.Calling {
			break
		}
		do(queue.Finish{Window: w, Handled: []queue.Handled{{Item: "A-1", Outcome: queue.Accepted}}})
		// Whose visit goes on, perhaps in this very line, joins it anew, as newcomers do;
		// nobody was asked about those.
		if s.Ticket(called).State == queue.Waiting {
			do(queue.Cancel{Number: called, Reason: "left"})
		}
	}
	for _, o := range orders {
		if a, b := place[o.First], place[o.Second]; a == 0 || b == 0 || a > b {
			t.Fatalf("%+v: the first is called as the %d., the second as the %d.\n%+v\n%+v", o, a, b, m.state.Ticket(o.First), m.state.Ticket(o.Second))
		}
	}
}

func TestAnyTwoNumbersOfARandomDayHaveOneTrueOrder(t *testing.T) {
	met := map[queue.OrderCode]int{}
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(t)
		t.Repeat(map[string]func(*rapid.T){"step": m.step})
		m.compareAll(t)
		for i, x := range m.state.Tickets {
			for _, y := range m.state.Tickets[:i] {
				o, _ := queue.Compare(m.state, x.Number, y.Number)
				met[o.Code]++
			}
		}
		if m.state.Day.Open {
			m.whereSent(t)
			m.notYet(t, one(t, themes, "line"))
		}
	})
	t.Logf("%v", met)
}
