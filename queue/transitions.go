package queue

import "slices"

// ticketMove is one row of the ticket table: the event leads from each of From
// to each of To, which one is said by the event's own fields.
type ticketMove struct {
	Event string
	From  []TicketState
	To    []TicketState
}

// ticketMoves is the whole life of a ticket. Whatever is not here cannot
// happen: Decide refuses it and Apply rejects a history that holds it. Undo
// (window.undone) restores the state before the clerk's last action and is
// bound by that action's row read backwards.
var ticketMoves = []ticketMove{
	{"ticket.issued/1", nil, []TicketState{Waiting}},
	{"ticket.called/1", []TicketState{Waiting}, []TicketState{Called}},
	{"ticket.recalled/1", []TicketState{Called}, []TicketState{Called}},
	{"ticket.started/1", []TicketState{Called}, []TicketState{Serving}},
	{"ticket.finished/1", []TicketState{Serving}, []TicketState{Waiting, Done}},
	{"ticket.missed/1", []TicketState{Called}, []TicketState{Missed, Expired}},
	{"ticket.returned/1", []TicketState{Missed}, []TicketState{Waiting}},
	{"ticket.held/1", []TicketState{Serving}, []TicketState{Held}},
	{"ticket.takenback/1", []TicketState{Held}, []TicketState{Serving}},
	{"ticket.woken/1", []TicketState{Held}, []TicketState{Waiting}},
	{"ticket.transferred/1", []TicketState{Waiting, Called, Serving, Held}, []TicketState{Waiting}},
	{"ticket.changed/1", []TicketState{Waiting, Called, Serving, Held, Missed}, []TicketState{Waiting, Called, Serving, Held, Missed}},
	{"ticket.released/1", []TicketState{Waiting, Called, Serving, Held}, []TicketState{Waiting}},
	{"ticket.cancelled/1", []TicketState{Waiting, Called, Serving, Held, Missed}, []TicketState{Cancelled}},
	{"ticket.expired/1", []TicketState{Waiting, Called, Held, Missed}, []TicketState{Expired}},
	{"ticket.readmitted/1", []TicketState{Expired}, []TicketState{Waiting, Missed}},
	{"ticket.reprinted/1", []TicketState{Waiting, Called, Serving, Held, Missed}, []TicketState{Waiting, Called, Serving, Held, Missed}},
	{"ticket.paper/1", everyTicketState, everyTicketState},    // a printer may answer when the visit is over
	{"ticket.promised/1", everyTicketState, everyTicketState}, // an estimate may come when the visit has gone on
	{"ticket.announced/1", []TicketState{Called}, []TicketState{Called}},
}

var everyTicketState = []TicketState{Waiting, Called, Serving, Held, Missed, Done, Cancelled, Expired}

// windowMove is one row of the window table.
type windowMove struct {
	Event string
	From  []WindowState
	To    []WindowState
}

// windowMoves is the whole life of a window. Events of tickets move the window
// that they name.
var windowMoves = []windowMove{
	{"window.opened/1", []WindowState{Closed}, []WindowState{Idle}},
	{"window.closed/1", []WindowState{Idle, Paused}, []WindowState{Closed}},
	{"window.paused/1", []WindowState{Idle}, []WindowState{Paused}},
	{"window.pausing/1", []WindowState{Calling, WindowServing}, []WindowState{Calling, WindowServing}},
	{"window.resumed/1", []WindowState{Paused}, []WindowState{Idle}},
	{"window.assigned/1", []WindowState{Closed, Idle, Calling, WindowServing, Paused}, []WindowState{Closed, Idle, Calling, WindowServing, Paused}},
	{"window.asked/1", []WindowState{Closed, Idle, Calling, WindowServing, Paused}, []WindowState{Closed, Idle, Calling, WindowServing, Paused}},
	{"window.answered/1", []WindowState{Closed, Idle, Calling, WindowServing, Paused}, []WindowState{Closed, Idle, Calling, WindowServing, Paused}},
	{"window.replied/1", []WindowState{Closed, Idle, Calling, WindowServing, Paused}, []WindowState{Closed, Idle, Calling, WindowServing, Paused}},
	{"ticket.called/1", []WindowState{Idle}, []WindowState{Calling}},
	{"ticket.recalled/1", []WindowState{Calling}, []WindowState{Calling}},
	{"ticket.announced/1", []WindowState{Calling}, []WindowState{Calling}},
	{"ticket.started/1", []WindowState{Calling}, []WindowState{WindowServing}},
	{"ticket.takenback/1", []WindowState{Idle}, []WindowState{WindowServing}},
	{"ticket.finished/1", []WindowState{WindowServing}, []WindowState{Idle, Paused}},
	{"ticket.missed/1", []WindowState{Calling}, []WindowState{Idle, Paused}},
	{"ticket.held/1", []WindowState{WindowServing}, []WindowState{Idle, Paused}},
	{"ticket.transferred/1", []WindowState{Calling, WindowServing}, []WindowState{Idle, Paused}},
	{"ticket.released/1", []WindowState{Calling, WindowServing}, []WindowState{Idle, Paused}},
	{"ticket.cancelled/1", []WindowState{Calling, WindowServing}, []WindowState{Idle, Paused}},
	{"ticket.expired/1", []WindowState{Calling}, []WindowState{Idle, Paused}},
}

// ticketFrom and windowFrom index the tables by event type.
var (
	ticketFrom = func() map[string][]TicketState {
		m := make(map[string][]TicketState, len(ticketMoves))
		for _, r := range ticketMoves {
			m[r.Event] = r.From
		}
		return m
	}()
	windowFrom = func() map[string][]WindowState {
		m := make(map[string][]WindowState, len(windowMoves))
		for _, r := range windowMoves {
			m[r.Event] = r.From
		}
		return m
	}()
)

// mayMove reports whether an event of the type may happen to a ticket in state.
func mayMove(event string, state TicketState) bool {
	return slices.Contains(ticketFrom[event], state)
}

// windowMayMove reports the same of a window.
func windowMayMove(event string, state WindowState) bool {
	return slices.Contains(windowFrom[event], state)
}
