package cli

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/cli/config"
)

// largeText has the display drawn larger, and as usual again, by programs of the
// machine, such as wlr-randr. They run one at a time, each for a few seconds at
// most; of several wishes the last one counts. What goes wrong is written down:
// the screen's own large look does not need it.
type largeText struct {
	large, normal []string
	log           *slog.Logger

	wishes  atomic.Int64
	running sync.Mutex
}

// largeTextTime is how long a program may take.
const largeTextTime = 5 * time.Second

// newLargeText is nil if the configuration names no programs.
func newLargeText(set config.Terminal, log *slog.Logger) (*largeText, error) {
	switch {
	case len(set.LargeCommand) == 0 && len(set.NormalCommand) == 0:
		return nil, nil
	case len(set.LargeCommand) == 0 || len(set.NormalCommand) == 0:
		return nil, errors.New("terminal.large_command and terminal.normal_command: name both, or the display would stay as the last citizen left it; or neither")
	}
	return &largeText{large: set.LargeCommand, normal: set.NormalCommand, log: log}, nil
}

// set is a command that draws larger, or as usual. It has no message.
func (l *largeText) set(on bool) tea.Cmd {
	wish := l.wishes.Add(1)
	return func() tea.Msg {
		l.running.Lock()
		defer l.running.Unlock()
		if l.wishes.Load() == wish {
			l.run(context.Background(), on)
		}
		return nil
	}
}

// begin is a feed that draws as usual: the program may have ended while a citizen
// had large text.
func (l *largeText) begin(ctx context.Context, _ func(tea.Msg)) {
	wish := l.wishes.Load()
	l.running.Lock()
	defer l.running.Unlock()
	if l.wishes.Load() == wish {
		l.run(ctx, false)
	}
}

func (l *largeText) run(ctx context.Context, on bool) {
	args := l.normal
	if on {
		args = l.large
	}
	ctx, cancel := context.WithTimeout(ctx, largeTextTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.WaitDelay = time.Second // a grandchild may hold the output open
	if out, err := cmd.CombinedOutput(); err != nil {
		l.log.Warn("the display was not told of large text", "large", on, "command", args, "err", err, "output", string(bytes.TrimSpace(out[:min(len(out), 500)])))
	}
}
