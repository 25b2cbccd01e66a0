package window

import (
	"context"

	"onewindow/queue"
	"onewindow/wire"
)

// Desk is what the screen asks of the hall. A refusal is a *wire.Error with the
// hall's code, an unreachable hall one with wire.CodeUnreachable. Methods are
// called from commands, one at a time, and must return when ctx ends.
type Desk interface {
	// Do asks for a verb of the area "window" of wire.Verbs, such as "next".
	// Body is the queue command of that name without its window, or a
	// wire.SignInRequest; the terminal knows its window.
	Do(ctx context.Context, verb string, body any) (wire.Done, error)
	// CallHelp calls staff to the window (help.call); calling again while nobody
	// has answered changes nothing.
	CallHelp(ctx context.Context, kind queue.HelpKind) (queue.Help, error)
	// WithdrawHelp takes such a call back (help.answer).
	WithdrawHelp(ctx context.Context, id string) error
	// Catalogue is what the hall serves (state.catalogue).
	Catalogue(ctx context.Context) (wire.CatalogueReply, error)
}
