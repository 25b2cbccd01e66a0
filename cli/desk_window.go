package cli

import (
	"context"

	"onewindow/queue"
	"onewindow/wire"
)

// CallHelp implements window.Desk.
func (d windowDesk) CallHelp(ctx context.Context, kind queue.HelpKind) (h queue.Help, err error) {
	err = d.c.Do(ctx, "help", "call", wire.HelpRequest{Kind: kind}, &h)
	return h, err
}

// WithdrawHelp implements window.Desk.
func (d windowDesk) WithdrawHelp(ctx context.Context, id string) error {
	return d.c.Do(ctx, "help", "answer", wire.HelpAnswer{ID: id}, nil)
}
