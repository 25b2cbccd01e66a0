package queue

// The tables of transitions, for the tests outside of the package.
type (
	TicketMove = ticketMove
	WindowMove = windowMove
)

var (
	TicketMoves = ticketMoves
	WindowMoves = windowMoves
)
