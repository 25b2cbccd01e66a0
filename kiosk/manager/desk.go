package manager

import (
	"context"

	"onewindow/wire"
)

// Desk is what the screen asks of the hall. A refusal is a *wire.Error with the
// hall's code, an unreachable hall one with wire.CodeUnreachable. Methods are
// called from commands, one at a time, and must return when ctx ends.
type Desk interface {
	// Do asks for a verb of wire.Verbs by its name in full: hall.intake,
	// hall.assign, hall.free, hall.stop, hall.resume, hall.notice, hall.openday,
	// hall.closeday, ticket.cancel, ticket.transfer or ticket.return. Body is the
	// verb's body: the queue command of that name, or a wire.OpenDayRequest.
	Do(ctx context.Context, verb string, body any) error
	// History is all that happened to a number of the day (ticket.history).
	History(ctx context.Context, number string) (wire.HistoryReply, error)
}
