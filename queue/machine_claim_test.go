package queue_test

import (
	"fmt"
	"slices"
	"time"

	"onewindow/queue"
)

// claim is what Compare says of two numbers, to be held to what happened.
type claim struct {
	queue.Order
	book          *book
	state         *queue.State
	first, second *queue.Ticket
}

// false says what of the claim is not so; "" if all is.
func (c *claim) false() string {
	if c.First != c.first.Number || c.Second != c.second.Number {
		return "it is not of these two"
	}
	if c.Called.IsZero() {
		if called(c.first) && (c.second.State == queue.Waiting || called(c.second)) && c.Code != queue.OrderMissed {
			// Two that do not wait have been called, or have left unheard.
			if c.first.State != queue.Waiting {
				return "the first was called, and that is not said"
			}
		}
		return c.untrue(nil, nil)
	}
	why := "the first was not called then"
	for i := range c.first.Periods {
		p := &c.first.Periods[i]
		if p.State != queue.Called || !p.From.Equal(c.Called) || p.Window != c.Window {
			continue
		}
		for k := range c.book.calls {
			if b := &c.book.calls[k]; b.seq == p.Seq {
				if why = c.untrue(p, b); why == "" {
					return ""
				}
			}
		}
	}
	return why
}

func called(t *queue.Ticket) bool {
	return slices.ContainsFunc(t.Periods, func(p queue.Period) bool { return p.State == queue.Called })
}

// untrue holds the claim to the call that it speaks of; both are nil if it speaks of
// none.
func (c *claim) untrue(p *queue.Period, b *bookedCall) string {
	theme := c.first.Theme()
	var then *queue.Period // what the second was doing
	if p != nil {
		theme = c.first.Of(p)
		if b.number != c.First || b.window != c.Window || b.undone != 0 || b.reason != p.Reason {
			return fmt.Sprintf("the book has the call %+v", *b)
		}
		if had := c.turnBefore(theme, p.Seq); had != nil {
			return fmt.Sprintf("the second had its turn before, %+v", *had)
		}
		then = c.secondAt(p.Seq)
	}
	if !c.holds(p, then, theme) {
		return fmt.Sprintf("that is not so; the call was %+v, the second was %+v", p, then)
	}
	return ""
}

// turnBefore is a call of the second for the theme before an event that led to it
// being served, or still stands.
func (c *claim) turnBefore(theme string, seq uint64) *queue.Period {
	all := c.second.Periods
	for i := range all {
		if all[i].State != queue.Called || all[i].Seq >= seq || c.second.Of(&all[i]) != theme {
			continue
		}
		if stands := i == len(all)-1 && c.second.State == queue.Called; stands || i < len(all)-1 && all[i+1].State == queue.Serving {
			return &all[i]
		}
	}
	return nil
}

// secondAt is the span in which an event found the second; nil if it had not been
// drawn, or was over.
func (c *claim) secondAt(seq uint64) (then *queue.Period) {
	if !c.second.State.Live() && c.second.Rev < seq {
		return nil
	}
	for i := range c.second.Periods {
		if p := &c.second.Periods[i]; p.Seq < seq {
			then = p
		}
	}
	return then
}

// inTheme reports whether the second was ever in the line of a theme, or is.
func (c *claim) inTheme(theme string) bool {
	return c.second.Theme() == theme || slices.ContainsFunc(c.second.Periods, func(p queue.Period) bool { return c.second.Of(&p) == theme })
}

// holds looks at the one reason that the code gives.
func (c *claim) holds(p, then *queue.Period, theme string) bool {
	x, y := c.first, c.second
	waited := then != nil && then.State == queue.Waiting
	over := !y.State.Live() && (p == nil || y.Rev < p.Seq || then != nil && then.State == queue.Called)
	// Of one line, unless the second came only later, or has left.
	oneLine := c.inTheme(theme) && (!waited || y.Of(then) == theme)
	switch c.Code {
	case queue.OrderEarlier:
		after := p != nil && p.Seq < y.First // drawn when the first had been called
		return oneLine && x.Seq < y.Seq && (keyed(x, y) || after) && c.Minutes == int(y.Issued.Sub(x.Issued)/time.Minute)
	case queue.OrderPriority:
		return oneLine && x.Class == queue.Priority && x.Seq > y.Seq && keyed(x, y) && c.Minutes == int(x.Issued.Sub(x.Key)/time.Minute)
	case queue.OrderAppointment:
		return oneLine && x.Class == queue.Appointment && x.Key.Before(x.Issued) && x.Seq > y.Seq && keyed(x, y) && c.Slot.Equal(x.Slot)
	case queue.OrderNextLeg:
		leg := x.Leg
		if p != nil {
			leg = p.Leg
		}
		return oneLine && leg > 0 && x.Seq < y.Seq && keyed(x, y)
	case queue.OrderOtherLine:
		return c.otherLine(p, then, theme)
	case queue.OrderSpill:
		return p != nil && p.Reason == queue.ReasonSpill && waited && y.Of(then) != theme
	case queue.OrderPicked:
		return p != nil && p.Reason == queue.ReasonPicked
	case queue.OrderDirected:
		if p != nil {
			return p.Reason == queue.ReasonDirected
		}
		return x.Target != queue.Target{} && x.State == queue.Waiting && keyed(x, y) && (x.Theme() == y.Theme() || x.Target == y.Target)
	case queue.OrderOtherDirected:
		if p != nil {
			return waited && then.Sent && y.Of(then) == theme
		}
		return y.Target != queue.Target{} && y.State == queue.Waiting && x.Theme() == y.Theme() && keyed(x, y)
	case queue.OrderReturned:
		if p != nil {
			return waited && y.Of(then) == theme && c.book.letPass(y.Number, theme, p.Seq) && !keyed(x, y)
		}
		return y.State == queue.Waiting && c.book.letPass(y.Number, y.Theme(), c.state.Seq+1)
	case queue.OrderReleased:
		return p != nil && c.book.wasOut(y.Number, p.Seq)
	case queue.OrderMissed:
		return c.missed(p, then)
	case queue.OrderHeld:
		if p == nil {
			then = &y.Periods[len(y.Periods)-1]
		}
		return then != nil && then.State == queue.Held && then.From.Equal(c.At)
	case queue.OrderEnded:
		return over && (y.State == queue.Cancelled || y.State == queue.Expired && y.Why != queue.WhyMissed) && y.Ended.Equal(c.At)
	}
	return false // also "same", to which nothing leads
}

// keyed reports whether x has the earlier place.
func keyed(x, y *queue.Ticket) bool {
	return x.Key.Before(y.Key) || x.Key.Equal(y.Key) && x.Seq < y.Seq
}

// otherLine: of two that wait or have left unheard the lines are different; of a call,
// the second was in another line or at a window then, or came to this one only later.
func (c *claim) otherLine(p, then *queue.Period, theme string) bool {
	x, y := c.first, c.second
	switch {
	case p == nil && x.State == queue.Waiting && y.State == queue.Waiting:
		return x.Theme() != y.Theme() || x.Target != y.Target && !c.meet()
	case p == nil:
		return x.Theme() != y.Theme() || y.State.AtWindow() || y.State == queue.Done
	case then == nil && y.State == queue.Done:
		return true
	case then == nil: // it had not been drawn
		return y.Of(&y.Periods[0]) != theme
	case then.State == queue.Waiting:
		return y.Of(then) != theme
	}
	return then.State == queue.Serving || then.State == queue.Called
}

// meet reports whether of two of one theme exactly one was sent somewhere, and that
// window serves the theme of both.
func (c *claim) meet() bool {
	x, y := c.first, c.second
	if (x.Target == queue.Target{}) == (y.Target == queue.Target{}) {
		return false
	}
	to := x.Target
	if to == (queue.Target{}) {
		to = y.Target
	}
	return slices.ContainsFunc(c.state.Windows, func(w *queue.Window) bool {
		return (w.ID == to.Window || to.Clerk != "" && w.Clerk == to.Clerk) && slices.Contains(w.Own, x.Theme())
	})
}

// missed: the second was called at that time and not seen, and that is how it still was.
func (c *claim) missed(p, then *queue.Period) bool {
	y := c.second
	if then != nil && then.State != queue.Missed && then.State != queue.Called || p == nil && y.State != queue.Missed && y.Why != queue.WhyMissed {
		return false
	}
	for i, q := range y.Periods {
		if q.State != queue.Called || !q.From.Equal(c.At) || p != nil && q.Seq > p.Seq {
			continue
		}
		if i == len(y.Periods)-1 && y.Why == queue.WhyMissed || i < len(y.Periods)-1 && y.Periods[i+1].State == queue.Missed {
			return true
		}
	}
	return false
}
