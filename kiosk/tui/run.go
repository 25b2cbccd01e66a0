package tui

import (
	"context"
	"errors"
	"fmt"
	"sync"

	tea "charm.land/bubbletea/v2"
)

// ErrWideTerminal is returned by Run when the environment makes line-drawing
// characters two cells wide, which would shift every frame. Hint: unset
// RUNEWIDTH_EASTASIAN.
var ErrWideTerminal = errors.New("tui: frames would be two cells wide; unset RUNEWIDTH_EASTASIAN")

// Run shows the screen on the terminal until ctx is done, SIGTERM or SIGHUP
// comes or, if unlocked, somebody quits; each of them returns nil with the
// terminal restored. An error means that there is no usable terminal or that
// the program failed (tea.ErrProgramPanic); whoever supervises starts it again.
func Run(ctx context.Context, screen Screen, opt Options) error {
	if Width("│█") != 2 {
		return ErrWideTerminal
	}
	ctx, stop := catchSignals(ctx, !opt.Unlocked)
	defer stop()

	shell := NewShell(screen, opt)
	defer shell.Close()
	p := tea.NewProgram(shell, append(shell.ProgramOptions(), tea.WithContext(ctx))...)

	feeding, stopFeeds := context.WithCancel(ctx)
	var feeds sync.WaitGroup
	for _, f := range opt.Feeds {
		feeds.Go(func() { f(feeding, p.Send) })
	}
	_, err := p.Run()
	stopFeeds()
	feeds.Wait()

	if err == nil || ctx.Err() != nil && !errors.Is(err, tea.ErrProgramPanic) {
		return nil
	}
	return fmt.Errorf("tui: run: %w", err)
}
