package tui

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// catchSignals returns a context that closing the console ends, and Ctrl+Break
// unless locked.
func catchSignals(ctx context.Context, locked bool) (context.Context, context.CancelFunc) {
	if locked {
		signal.Ignore(os.Interrupt)
		ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM)
		return ctx, func() {
			stop()
			signal.Reset(os.Interrupt)
		}
	}
	return signal.NotifyContext(ctx, syscall.SIGTERM, os.Interrupt)
}
