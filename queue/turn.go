package queue

import (
	"slices"
	"time"
)

// turn is how far a ticket came in one theme.
type turn struct {
	*Ticket
	theme string
	// call is the span of its turn; nil if it has had none.
	call *Period
	// idle is the first call that came to nothing; nil if there was none.
	idle *Period
}

// turnOf finds a ticket's turn in a theme.
func turnOf(t *Ticket, theme string) turn {
	u := turn{Ticket: t, theme: theme}
	for i := range t.Periods {
		p := &t.Periods[i]
		if p.State != Called || t.Of(p) != theme {
			continue
		}
		if i+1 == len(t.Periods) && t.State == Called || i+1 < len(t.Periods) && t.Periods[i+1].State == Serving {
			u.call = p
			return u
		}
		if u.idle == nil {
			u.idle = p
		}
	}
	return u
}

// themeOfBoth is the last theme for which x was called, or waits, and y was called
// too; "" if there is none.
func themeOfBoth(x, y *Ticket) string {
	for i := range slices.Backward(x.Periods) {
		p := &x.Periods[i]
		if waits := p.State == Waiting && p.To.IsZero(); p.State != Called && !waits {
			continue
		}
		theme := x.Of(p)
		if slices.ContainsFunc(y.Periods, func(q Period) bool { return q.State == Called && y.Of(&q) == theme }) {
			return theme
		}
	}
	return ""
}

// lastTurn is a ticket's turn in the theme for which it was called last, or else in
// the one that it is for.
func lastTurn(t *Ticket) turn {
	for i := range slices.Backward(t.Periods) {
		if p := &t.Periods[i]; p.State == Called {
			return turnOf(t, t.Of(p))
		}
	}
	return turn{Ticket: t, theme: t.Theme()}
}

// came orders two tickets of which at most the first still waits.
func came(x, y *Ticket) Order {
	u, v := lastTurn(x), lastTurn(y)
	if theme := themeOfBoth(x, y); theme != "" {
		u, v = turnOf(x, theme), turnOf(y, theme)
	}
	switch {
	case u.call != nil && v.call != nil:
		if v.call.Seq < u.call.Seq {
			u, v = v, u
		}
		return u.ahead(v, u.call)
	case v.call != nil:
		return v.ahead(u, v.call)
	case u.call != nil:
		return u.ahead(v, u.call)
	case x.State == Waiting:
		return u.outlasts(v)
	case u.idle != nil && v.idle != nil:
		if v.idle.Seq < u.idle.Seq {
			u, v = v, u
		}
		return u.ahead(v, u.idle)
	case v.idle != nil:
		return v.ahead(u, v.idle)
	case u.idle != nil:
		return u.ahead(v, u.idle)
	}
	if y.before(x) {
		u, v = v, u
	}
	return u.inLine(v)
}

// before is the order of calling within a line.
func (t *Ticket) before(o *Ticket) bool { return t.entry().before(o.entry()) }

// outlasts is the order of a ticket that waits and one that has had no turn and
// does not wait any more.
func (u turn) outlasts(v turn) Order {
	o := Order{First: u.Number, Second: v.Number}
	switch {
	case v.State == Missed:
		o.Code, o.At = OrderMissed, v.lastCall(v.Rev)
	case v.State == Held:
		o.Code, o.At = OrderHeld, v.Since()
	case !v.State.Live():
		over := v.over(v.Rev)
		o.Code, o.At = over.Code, over.At
	default:
		o.Code = OrderOtherLine // it is called or served for another theme
	}
	return o
}

// over says of a visit that was over before an event how it came to be so.
func (v turn) over(before uint64) Order {
	switch {
	case v.State == Done: // in another line
		return Order{Code: OrderOtherLine}
	case v.Why == WhyMissed:
		return Order{Code: OrderMissed, At: v.lastCall(before)}
	}
	return Order{Code: OrderEnded, At: v.Ended}
}

// ahead says why u was called before v had its turn.
func (u turn) ahead(v turn, call *Period) Order {
	o := u.because(v, call)
	o.First, o.Second, o.Window, o.Called = u.Number, v.Number, call.Window, call.From
	return o
}

func (u turn) because(v turn, call *Period) Order {
	if !v.State.Live() && v.Rev < call.Seq {
		return v.over(call.Seq)
	}
	i := v.spanAt(call.Seq)
	if i < 0 { // it had not been drawn yet
		if v.Of(&v.Periods[0]) == u.Of(call) {
			return u.sameLine(v)
		}
		return u.inLine(v)
	}
	p := &v.Periods[i]
	switch p.State {
	case Missed:
		return Order{Code: OrderMissed, At: v.lastCall(call.Seq)}
	case Held:
		return Order{Code: OrderHeld, At: p.From}
	case Serving:
		return Order{Code: OrderOtherLine}
	case Called:
		return v.cameToNothing(i)
	}
	// Both waited.
	switch {
	case call.Reason == ReasonPicked:
		return Order{Code: OrderPicked}
	case call.Reason == ReasonDirected:
		return Order{Code: OrderDirected}
	case v.Of(p) != u.Of(call):
		if call.Reason == ReasonSpill {
			return Order{Code: OrderSpill}
		}
		return Order{Code: OrderOtherLine}
	case u.before(v.Ticket):
		if call.Leg > 0 && u.Seq < v.Seq {
			return Order{Code: OrderNextLeg}
		}
		return u.sameLine(v)
	case p.Sent:
		return Order{Code: OrderOtherDirected}
	case p.awayAt(call.Seq):
		return Order{Code: OrderReleased}
	}
	// In the same line, with the earlier place, and passed all the same: it had been
	// brought back, and let some pass.
	return Order{Code: OrderReturned}
}

// awayAt reports whether the ticket was out of the line at an event, although the span
// says that it waited.
func (p *Period) awayAt(seq uint64) bool {
	return slices.ContainsFunc(p.Away, func(a Away) bool { return a.From < seq && seq < a.To })
}

// cameToNothing says what became of a call of v that stood when another was called,
// and was not its turn.
func (v turn) cameToNothing(i int) Order {
	p := &v.Periods[i]
	next := v.State
	if i+1 < len(v.Periods) {
		next = v.Periods[i+1].State
	}
	switch {
	case next == Missed || next == Expired && v.Why == WhyMissed:
		return Order{Code: OrderMissed, At: p.From}
	case !next.Live():
		return Order{Code: OrderEnded, At: v.Ended}
	case next == Waiting:
		return Order{Code: OrderReleased, At: p.To}
	}
	return Order{Code: OrderOtherLine} // its turn, in another line
}

// inLine says why u stands before v in the order of calling.
func (u turn) inLine(v turn) Order {
	if u.theme != v.theme {
		return Order{First: u.Number, Second: v.Number, Code: OrderOtherLine}
	}
	return u.sameLine(v)
}

// sameLine is inLine for two of one line.
func (u turn) sameLine(v turn) Order {
	o := Order{First: u.Number, Second: v.Number}
	switch {
	case u.Seq < v.Seq:
		o.Code, o.Minutes = OrderEarlier, int(v.Issued.Sub(u.Issued)/time.Minute)
	case u.Class == Appointment && u.Key.Before(u.Issued):
		o.Code, o.Slot = OrderAppointment, u.Slot
	case u.Class == Priority:
		o.Code, o.Minutes = OrderPriority, int(u.Issued.Sub(u.Key)/time.Minute)
	default:
		o.Code = OrderSame
	}
	return o
}

// spanAt is the span of the visit that an event found; -1 before the first.
func (t *Ticket) spanAt(seq uint64) int {
	for i := range slices.Backward(t.Periods) {
		if t.Periods[i].Seq < seq {
			return i
		}
	}
	return -1
}

// lastCall is when the ticket was last called before an event; zero if never.
func (t *Ticket) lastCall(before uint64) (at time.Time) {
	for i := range t.Periods {
		if p := &t.Periods[i]; p.State == Called && p.Seq < before {
			at = p.From
		}
	}
	return at
}

// coming orders two tickets that wait. Which of two lines goes faster nobody knows: of
// those the one that was drawn earlier, credits counted, is named first.
func (s *State) coming(x, y *Ticket) Order {
	u, v := turn{Ticket: x, theme: x.Theme()}, turn{Ticket: y, theme: y.Theme()}
	if y.before(x) {
		u, v = v, u
	}
	free := Target{}
	o := Order{First: u.Number, Second: v.Number}
	switch {
	case x.lane == y.lane && x.Target == free:
		return s.inLane(u, v)
	case x.lane == y.lane && x.theme == y.theme:
		return u.goingOn(v)
	case x.lane == y.lane:
		o.Code = OrderDirected // both to the same window or clerk, where it is first
	case x.theme != y.theme || x.Target != free && y.Target != free || !s.meet(x, y):
		o.Code = OrderOtherLine
	case u.Target != free:
		o.Code = OrderDirected // where it was sent it is before the other
	case u.After > s.line.Calls(int(u.lane)):
		o.First, o.Second, o.Code = v.Number, u.Number, OrderReturned
	default:
		o.Code = OrderOtherDirected
	}
	return o
}

// meet reports whether of two tickets of one theme the one that was sent to a window
// or clerk was sent to where the other may be called as well, as of an own theme.
func (s *State) meet(x, y *Ticket) bool {
	sent, other := x, y
	if x.Target == (Target{}) {
		sent, other = y, x
	}
	w := s.windows[sent.Target.Window]
	if sent.Target.Clerk != "" {
		w = s.windowOf(sent.Target.Clerk)
	}
	return w != nil && slices.Contains(w.reach.Own, other.lane)
}

// goingOn is sameLine, but for a visit that goes on.
func (u turn) goingOn(v turn) Order {
	o := u.sameLine(v)
	if o.Code == OrderEarlier && u.Leg > 0 {
		o.Code, o.Minutes = OrderNextLeg, 0
	}
	return o
}

// inLane orders two who wait for the same theme by calling everybody in a copy of
// its line, until one of them is there. u is before v by their keys.
func (s *State) inLane(u, v turn) Order {
	line, reach := s.line.ahead(Reach{Own: []int32{u.lane}}, s.line.Len(int(u.lane)))
	for {
		c, ok := Pick(line, reach)
		if !ok || c.Entry == u.entry() {
			return u.goingOn(v)
		}
		if c.Entry == v.entry() {
			return Order{First: v.Number, Second: u.Number, Code: OrderReturned}
		}
		line.Remove(int(c.Lane), c.Entry)
		line.Called(int(c.Lane))
	}
}
