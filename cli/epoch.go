package cli

import (
	"context"
	"log/slog"
	"os"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/hall/lan"
	"onewindow/kiosk/tui"
)

// epochFile is where a terminal keeps the newest history of its hall that it has
// seen, so that it refuses an older one after a restart too. The argument is the
// identity's file, beside which it lies.
type epochFile string

func (f epochFile) path() string { return string(f) + ".epoch" }

// read is what was kept; empty if nothing was.
func (f epochFile) read() string {
	b, err := os.ReadFile(f.path())
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}

// keep writes the client's newest epoch whenever it has changed.
func (f epochFile) keep(c *lan.Client, log *slog.Logger) tui.Feed {
	return func(ctx context.Context, _ func(tea.Msg)) {
		look := time.NewTicker(time.Second)
		defer look.Stop()
		kept := f.read()
		for {
			select {
			case <-ctx.Done():
				return
			case <-look.C:
			}
			e := c.Epoch()
			if e == "" || e == kept {
				continue
			}
			if err := os.WriteFile(f.path(), []byte(e+"\n"), 0o600); err != nil {
				log.Warn("the hall's epoch could not be kept", "err", err)
			}
			kept = e
		}
	}
}
