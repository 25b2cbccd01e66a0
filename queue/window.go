package queue

import "time"

// WindowState is what a window is doing; see windowMoves for what leads where.
type WindowState string

// States of a window.
const (
	Closed        WindowState = "closed"
	Idle          WindowState = "idle"
	Calling       WindowState = "calling"
	WindowServing WindowState = "serving"
	Paused        WindowState = "paused"
)

// Window is a live window.
type Window struct {
	ID    string      `json:"id"`
	State WindowState `json:"state"`
	// Clerk is who is signed in.
	Clerk string `json:"clerk,omitempty"`
	// Since is when the state began.
	Since time.Time `json:"since"`
	// Ticket is the number called or served here.
	Ticket string `json:"ticket,omitempty"`
	// Own and Spill are the themes that it serves today.
	Own   []string `json:"own"`
	Spill []string `json:"spill,omitempty"`
	// Reason is why it is paused, and PauseAfter why it will be after this
	// citizen.
	Reason     string `json:"reason,omitempty"`
	PauseAfter string `json:"pause_after,omitempty"`
	// Served counts the visits that ended here today.
	Served int `json:"served,omitempty"`
	// Open is how long it was open and not paused today, and Busy for how long of
	// that a citizen was called or served there, both until Counted; see Worked.
	Open    time.Duration `json:"open_ns,omitempty"`
	Busy    time.Duration `json:"busy_ns,omitempty"`
	Counted time.Time     `json:"counted,omitzero"`
	// Asked is what a manager asks of the clerk; nil if nothing is. It is replaced
	// and never changed in place.
	Asked *Ask `json:"asked,omitempty"`
	// Undo is how to take back the clerk's last action.
	Undo *Memento `json:"undo,omitempty"`
	// Rev is the sequence of the last event that concerned it.
	Rev uint64 `json:"rev"`

	reach Reach // derived from Own, Spill and Clerk
	plan  int32 // index in the settings
}

// Memento is what a clerk's last action found, so that it can be taken back
// exactly.
type Memento struct {
	// Cause is the request that acted; only its own events belong here.
	Cause string `json:"cause"`
	// Action is the last event's type without its version, for people.
	Action string    `json:"action"`
	At     time.Time `json:"at"`
	Window Window    `json:"window"`
	// Tickets are those concerned, as they were before.
	Tickets []*Ticket `json:"tickets,omitempty"`
	// Revs are their revisions, and the window's, after the action; another
	// revision means that the world has moved on.
	Revs []uint64 `json:"revs,omitempty"`
	Rev  uint64   `json:"rev"`
}
