//go:build !windows

package tui

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// catchSignals returns a context that SIGTERM and SIGHUP end, and SIGINT unless
// locked. Bubble Tea would be killed by SIGHUP with the terminal left raw, and
// SIGQUIT would dump; locked, nothing but the two ends the program.
func catchSignals(ctx context.Context, locked bool) (context.Context, context.CancelFunc) {
	ending := []os.Signal{syscall.SIGTERM, syscall.SIGHUP}
	ignored := []os.Signal{syscall.SIGTSTP}
	if locked {
		ignored = append(ignored, syscall.SIGINT, syscall.SIGQUIT)
	} else {
		ending = append(ending, syscall.SIGINT)
	}
	signal.Ignore(ignored...)
	ctx, stop := signal.NotifyContext(ctx, ending...)
	return ctx, func() {
		stop()
		signal.Reset(ignored...)
	}
}
