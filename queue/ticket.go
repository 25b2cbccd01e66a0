package queue

import "time"

// TicketState is where a ticket stands; see ticketMoves for what leads where.
type TicketState string

// States of a ticket.
const (
	Waiting   TicketState = "waiting"
	Called    TicketState = "called"
	Serving   TicketState = "serving"
	Held      TicketState = "held"
	Missed    TicketState = "missed"
	Done      TicketState = "done"
	Cancelled TicketState = "cancelled"
	Expired   TicketState = "expired"
)

// Live reports whether the ticket may still be served.
func (s TicketState) Live() bool { return s != Done && s != Cancelled && s != Expired }

// AtWindow reports whether a citizen with such a ticket keeps a window busy.
func (s TicketState) AtWindow() bool { return s == Called || s == Serving }

// Class decides a ticket's credit.
type Class string

// Classes of tickets.
const (
	Ordinary    Class = "ordinary"
	Priority    Class = "priority"
	Appointment Class = "appointment"
)

// Ground is why a citizen has priority. The clerk asks for the proof.
type Ground string

// Grounds of priority.
const (
	GroundElderly  Ground = "elderly"
	GroundDisabled Ground = "disabled"
	GroundPregnant Ground = "pregnant"
	GroundSoldier  Ground = "soldier"
	GroundInfant   Ground = "infant"
)

// Grounds are all of them.
var Grounds = []Ground{GroundElderly, GroundDisabled, GroundPregnant, GroundSoldier, GroundInfant}

// Source is where a ticket was asked for.
type Source string

// Sources of tickets.
const (
	SourceKiosk       Source = "kiosk"
	SourceGuide       Source = "guide"
	SourcePhone       Source = "phone"
	SourceAppointment Source = "appointment"
)

// Ticket is one citizen's visit: a number, and one leg for each theme that the
// visit needs, in order.
type Ticket struct {
	// Day and Number name the ticket. The number is unique among the live
	// tickets of the hall and among all of its day.
	Day    string `json:"day"`
	Number string `json:"number"`
	// Seq is the order of drawing within the hall, from 1 on each day; it breaks
	// ties of Key.
	Seq   int32       `json:"seq"`
	State TicketState `json:"state"`
	Legs  []Leg       `json:"legs"`
	// Leg is the current one, counted from 0.
	Leg      int       `json:"leg"`
	Source   Source    `json:"source"`
	Class    Class     `json:"class"`
	Ground   Ground    `json:"ground,omitempty"` // of priority, if one was given
	Language Lang      `json:"language,omitempty"`
	Citizen  Citizen   `json:"citizen,omitzero"`
	Agent    *Agent    `json:"agent,omitempty"`
	Slot     time.Time `json:"slot,omitzero"`
	Issued   time.Time `json:"issued"`
	// Key is the time that counts for the order: issue time less credit. It is
	// fixed at issue.
	Key time.Time `json:"key"`

	// Calls counts the calls since the ticket last waited, LastCall is the last
	// of them.
	Calls    int       `json:"calls,omitempty"`
	LastCall time.Time `json:"last_call,omitzero"`
	// Reason is why it was called.
	Reason Reason `json:"reason,omitzero"`
	// Announced is when the voice had spoken that last call; zero while it has not,
	// or where none speaks.
	Announced time.Time `json:"announced,omitzero"`
	// Misses counts how often it was missed; Returned marks a ticket that was
	// brought back and has not been called since.
	Misses   int  `json:"misses,omitempty"`
	Returned bool `json:"returned,omitempty"`
	// After is the count of its theme's calls from which a returned ticket is
	// eligible again; 0 is at once.
	After int `json:"after,omitempty"`
	// Window and Clerk have the ticket, if it is called, served or held.
	Window string `json:"window,omitempty"`
	Clerk  string `json:"clerk,omitempty"`
	// Target restricts who may call it.
	Target Target `json:"target,omitzero"`
	Hold   *Hold  `json:"hold,omitempty"`
	// Periods are all spans of the visit, in order; only the last may be open.
	Periods []Period `json:"periods"`
	// Ended is when the ticket left the live states, Why the code of a
	// cancellation or expiry.
	Ended time.Time `json:"ended,omitzero"`
	Why   string    `json:"why,omitempty"`
	// Copies counts the reprints of its paper.
	Copies int `json:"copies,omitempty"`
	// Terminal is where it was drawn, which prints its first paper.
	Terminal string `json:"terminal,omitempty"`
	// Papers are its papers of which something is known, in the order of copies. An
	// event that changes one makes a new list.
	Papers []Paper `json:"papers,omitempty"`
	// Promise is what the citizen was told about the wait; nil if nothing was. It is
	// set once and never changed.
	Promise *Promise `json:"promise,omitempty"`
	// First and Rev are the sequences of the first event and of the last that
	// changed where it stands; what becomes of its paper, and the voice, change
	// nothing of that.
	First uint64 `json:"first"`
	Rev   uint64 `json:"rev"`

	lane  int32 // the lane that it waits in, valid while State is Waiting
	work  int32 // expected minutes of its current leg
	theme int32 // index of its current theme in the settings
}

// Leg is the part of a visit that one theme serves.
type Leg struct {
	Theme string `json:"theme"`
	// Items are the codes asked for; none means the theme in general.
	Items []string `json:"items,omitempty"`
	// Handled is what was really done.
	Handled []Handled `json:"handled,omitempty"`
}

// Theme is the theme of the current leg.
func (t *Ticket) Theme() string { return t.Legs[t.Leg].Theme }

// Outcome is how an item ended.
type Outcome string

// Outcomes of an item. Unstated is what the record says when the clerk said
// nothing.
const (
	Accepted  Outcome = "accepted"
	ToCorrect Outcome = "to_correct"
	Refused   Outcome = "refused"
	Enquiry   Outcome = "enquiry"
	Unstated  Outcome = "unstated"
)

// Handled is one item that a window really dealt with.
type Handled struct {
	Item    string  `json:"item"`
	Outcome Outcome `json:"outcome"`
}

// Target says who alone may call a ticket; the zero value is any window of its
// theme.
type Target struct {
	Theme  string `json:"theme,omitempty"`
	Window string `json:"window,omitempty"`
	Clerk  string `json:"clerk,omitempty"`
}

// HoldKind is one of the three ways in which a citizen is put on hold.
type HoldKind string

// Kinds of hold.
const (
	// HoldAway: the citizen fetches papers and may come back to any window of
	// the theme.
	HoldAway HoldKind = "away"
	// HoldHere: the papers stay, and so the citizen comes back to this window.
	HoldHere HoldKind = "here"
	// HoldStep: the citizen waits for a step elsewhere, and is woken at a time.
	HoldStep HoldKind = "step"
)

// Hold is why and until when a citizen is on hold.
type Hold struct {
	Kind HoldKind `json:"kind"`
	// Until is when a HoldStep wakes up.
	Until  time.Time `json:"until,omitzero"`
	Reason string    `json:"reason,omitempty"`
}

// Period is one span of a visit.
type Period struct {
	// State is Waiting, Called, Serving, Held or Missed.
	State TicketState `json:"state"`
	From  time.Time   `json:"from"`
	// To is zero while the span lasts.
	To     time.Time `json:"to,omitzero"`
	Leg    int       `json:"leg,omitempty"`
	Window string    `json:"window,omitempty"`
	Clerk  string    `json:"clerk,omitempty"`
	// Inferred marks a span whose start nobody pressed; nothing is learned
	// from its length.
	Inferred bool `json:"inferred,omitempty"`
	// Seq is the sequence of the event that began it.
	Seq uint64 `json:"seq,omitempty"`
	// Sent marks waiting for one window or clerk, and Reason is why a call came
	// when it did.
	Sent   bool       `json:"sent,omitempty"`
	Reason ReasonCode `json:"reason,omitempty"`
	// Theme is what it was for, if the leg has gone over to another theme since.
	Theme string `json:"theme,omitempty"`
	// Away are the stretches of waiting for which the ticket was out of the line, by an
	// action that was taken back.
	Away []Away `json:"away,omitempty"`
}

// Of is the theme that a span of the visit was for.
func (t *Ticket) Of(p *Period) string {
	if p.Theme != "" {
		return p.Theme
	}
	return t.Legs[p.Leg].Theme
}

// stamp keeps the theme of the leg's spans until now, because the leg is about to
// go over to another.
func (t *Ticket) stamp() {
	for i := range t.Periods {
		if p := &t.Periods[i]; p.Leg == t.Leg && p.Theme == "" {
			p.Theme = t.Legs[t.Leg].Theme
		}
	}
}

// Spent is the time spent in state, counting an open span until now.
func (t *Ticket) Spent(state TicketState, now time.Time) time.Duration {
	var d time.Duration
	for _, p := range t.Periods {
		if p.State != state {
			continue
		}
		to := p.To
		if to.IsZero() {
			to = now
		}
		d += to.Sub(p.From)
	}
	return d
}

// Since is when the current span began.
func (t *Ticket) Since() time.Time {
	if len(t.Periods) == 0 {
		return t.Issued
	}
	return t.Periods[len(t.Periods)-1].From
}

// copyDeep is a copy that shares nothing that later events change.
func (t *Ticket) copyDeep() *Ticket {
	c := *t
	c.Periods = append([]Period(nil), t.Periods...)
	c.Legs = append([]Leg(nil), t.Legs...)
	if t.Hold != nil {
		h := *t.Hold
		c.Hold = &h
	}
	return &c
}
