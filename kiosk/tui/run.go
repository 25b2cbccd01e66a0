package tui

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

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
	p := tea.NewProgram(shell, shell.ProgramOptions()...)

	running, ended := context.WithCancel(ctx)
	var beside sync.WaitGroup
	for _, f := range opt.Feeds {
		beside.Go(func() { f(running, p.Send) })
	}
	over := make(chan struct{})
	beside.Go(func() { endWith(ctx, p, over) })
	_, err := p.Run()
	close(over)
	ended()
	beside.Wait()

	if err == nil || ctx.Err() != nil && !errors.Is(err, tea.ErrProgramPanic) {
		return nil
	}
	return fmt.Errorf("tui: run: %w", err)
}

// endWith ends the program when ctx is done. It asks first, because a program
// that is killed does not wait for its own reader of the terminal, and kills
// only one that does not listen.
func endWith(ctx context.Context, p *tea.Program, over <-chan struct{}) {
	select {
	case <-ctx.Done():
	case <-over:
		return
	}
	var asking sync.WaitGroup
	asking.Go(func() { p.Send(endMsg{}) }) // returns at the latest with the program's end
	select {
	case <-over:
	case <-time.After(endPatience):
		p.Kill()
	}
	asking.Wait()
}
