package staff

import (
	"context"

	"onewindow/wire"
)

// doer does one thing in the hall: a verb of wire.Verbs by its name in full, such
// as "ticket.return", with the verb's body. A refusal is a *wire.Error with the
// hall's code, an unreachable hall one with wire.CodeUnreachable. It is called
// from commands and must return when ctx ends.
type doer interface {
	Do(ctx context.Context, verb string, body any) error
}

// Desk is what Session and Tickets ask of the hall. A refusal is a *wire.Error with the hall's
// code, an unreachable hall one with wire.CodeUnreachable. Methods are called from
// commands and must return when ctx ends.
type Desk interface {
	// Do is asked for desk.signin, desk.signout, ticket.return, ticket.transfer,
	// ticket.cancel, ticket.change and ticket.reprint.
	doer
	// Find looks numbers up (ticket.find).
	Find(ctx context.Context, r wire.NumberRequest) (wire.TicketsReply, error)
	// History is all that happened to a number of the day (ticket.history).
	History(ctx context.Context, number string) (wire.HistoryReply, error)
	// Compare says which of two numbers comes first, and why (ticket.compare).
	Compare(ctx context.Context, r wire.CompareRequest) (wire.CompareReply, error)
	// Catalogue is what the hall serves (state.catalogue).
	Catalogue(ctx context.Context) (wire.CatalogueReply, error)
}
