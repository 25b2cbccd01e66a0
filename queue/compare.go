package queue

import "time"

// OrderCode names why of two numbers one comes, or came, before the other; the
// sentence that a citizen accepts is looked up by it.
type OrderCode string

// Why one number comes before another. "It" is the first, "the other" the second.
const (
	// OrderEarlier: the same theme, and it was drawn earlier.
	OrderEarlier OrderCode = "earlier"
	// OrderPriority: priority group, counted Minutes earlier.
	OrderPriority OrderCode = "priority"
	// OrderAppointment: on time for the appointment at Slot.
	OrderAppointment OrderCode = "appointment"
	// OrderOtherLine: the two wait or waited in different lines, for different themes
	// or for different windows or clerks, or the other was served elsewhere then; each
	// line goes at its own pace.
	OrderOtherLine OrderCode = "other_line"
	// OrderSpill: it was called by a window that helps out with its theme.
	OrderSpill OrderCode = "spill"
	// OrderMissed: the other was called at At and did not come.
	OrderMissed OrderCode = "missed"
	// OrderHeld: the other was put on hold at At.
	OrderHeld OrderCode = "held"
	// OrderReturned: the other missed its call, was brought back, and waits for
	// the agreed number of calls.
	OrderReturned OrderCode = "returned"
	// OrderDirected: it was sent to one window or clerk.
	OrderDirected OrderCode = "directed"
	// OrderOtherDirected: the other was sent to one window or clerk, and waits
	// for that one alone.
	OrderOtherDirected OrderCode = "other_directed"
	// OrderNextLeg: it goes on with a visit that began earlier, in its old place.
	OrderNextLeg OrderCode = "next_leg"
	// OrderPicked: a clerk with that right called it by its number.
	OrderPicked OrderCode = "picked"
	// OrderReleased: the other was out of the line when it was called, and put back: its
	// call came to nothing through no fault of its own, as when the window was freed, or
	// a key of a clerk's was taken back.
	OrderReleased OrderCode = "released"
	// OrderEnded: the other was ended (cancelled or expired) before its turn.
	OrderEnded OrderCode = "ended"
	// OrderSame: it was simply called first. Nothing in the hall leads to it; it stands
	// in for what a terminal does not know.
	OrderSame OrderCode = "same"
)

// OrderCodes are all of them.
var OrderCodes = []OrderCode{
	OrderEarlier, OrderPriority, OrderAppointment, OrderOtherLine, OrderSpill, OrderMissed, OrderHeld, OrderReturned,
	OrderDirected, OrderOtherDirected, OrderNextLeg, OrderPicked, OrderReleased, OrderEnded, OrderSame,
}

// Order says which of two numbers comes, or came, first, and why.
type Order struct {
	First  string    `json:"first"`
	Second string    `json:"second"`
	Code   OrderCode `json:"code"`
	// Minutes is the credit, or by how much it was drawn earlier.
	Minutes int       `json:"minutes,omitempty"`
	Slot    time.Time `json:"slot,omitzero"`
	At      time.Time `json:"at,omitzero"`
	// Window is where the first was called, if it was.
	Window string `json:"window,omitempty"`
	// Called is when the first was called; zero if both still wait.
	Called time.Time `json:"called,omitzero"`
}

// Compare says which of two numbers of the day comes, or came, first, and the one
// reason why. While both wait in one line, the first is the one that would be called
// first; of two lines nobody knows it, and the first is the one with the earlier place.
// Otherwise it is the one whose turn came first: the call for the theme that the
// two have in common which led to being served or still stands; a call that came to
// nothing counts only if there is no other. Numbers without a theme in common are
// of different lines.
//
// Refusals are CodeUnknownNumber, and CodeBadTarget for a number with itself.
func Compare(s *State, a, b string) (Order, *Refusal) {
	for _, n := range []string{a, b} {
		if s.Ticket(n) == nil {
			return Order{}, Refuse(CodeUnknownNumber, "check the number on the paper; numbers of other days are not known", "number", n)
		}
	}
	if a == b {
		return Order{}, Refuse(CodeBadTarget, "compare two different numbers", "number", a)
	}
	x, y := s.Ticket(a), s.Ticket(b)
	if y.Seq < x.Seq { // whoever asks first must not matter
		x, y = y, x
	}
	switch {
	case x.State == Waiting && y.State == Waiting:
		return s.coming(x, y), nil
	case y.State == Waiting:
		x, y = y, x
	}
	return came(x, y), nil
}
