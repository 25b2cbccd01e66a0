package queue

import "time"

// ReasonCode names why a ticket was called when it was; the sentence that a
// citizen accepts is looked up by it.
type ReasonCode string

// Reasons of a call.
const (
	// ReasonEarliest: drew a number earlier than all others who wait for this
	// theme.
	ReasonEarliest ReasonCode = "earliest"
	// ReasonPriority: priority group, counted Minutes earlier.
	ReasonPriority ReasonCode = "priority"
	// ReasonAppointment: on time for the appointment at Slot, counted as drawn
	// Minutes before it.
	ReasonAppointment ReasonCode = "appointment"
	// ReasonSpill: this window helps out with Theme, where the first had waited
	// Minutes longer than the first of its own, or nobody waited for its own.
	ReasonSpill ReasonCode = "spill"
	// ReasonReturned: missed a call before, and has waited the agreed number of
	// calls since (or nobody else waited).
	ReasonReturned ReasonCode = "returned"
	// ReasonDirected: sent to this window or clerk.
	ReasonDirected ReasonCode = "directed"
	// ReasonPicked: called by number, by a clerk with that right. Counted
	// apart.
	ReasonPicked ReasonCode = "picked"
	// ReasonNextLeg: goes on with the next part of one visit, in its old place.
	ReasonNextLeg ReasonCode = "next_leg"
	// ReasonWoken: the step that the citizen waited for is due.
	ReasonWoken ReasonCode = "woken"
)

// Reason is why a ticket was called when it was.
type Reason struct {
	Code    ReasonCode `json:"code"`
	Minutes int        `json:"minutes,omitempty"`
	Theme   string     `json:"theme,omitempty"`
	Slot    time.Time  `json:"slot,omitzero"`
}

// reasonOf words a pick as a reason.
func (s *State) reasonOf(t *Ticket, c Choice) Reason {
	r := &s.Settings.Rules
	switch {
	case int(c.Lane) >= len(s.Settings.Themes):
		return Reason{Code: ReasonDirected}
	case t.Returned:
		return Reason{Code: ReasonReturned}
	case c.Spilled:
		return Reason{Code: ReasonSpill, Theme: t.Theme(), Minutes: int(c.Lead / 60000)}
	case t.Leg > 0:
		return Reason{Code: ReasonNextLeg}
	case len(t.Periods) > 1 && t.Periods[len(t.Periods)-2].State == Held:
		return Reason{Code: ReasonWoken}
	case t.Class == Appointment && t.Key.Before(t.Issued):
		return Reason{Code: ReasonAppointment, Slot: t.Slot, Minutes: int(r.AppointmentLead / 60)}
	case t.Class == Priority:
		return Reason{Code: ReasonPriority, Minutes: int(r.PriorityCredit / 60)}
	}
	return Reason{Code: ReasonEarliest}
}
