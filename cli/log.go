package cli

import (
	"fmt"
	"io"
	"log/slog"
	"os"

	"onewindow/cli/config"
)

// openLog opens the log that the configuration names; without a file it is w.
func openLog(set config.Log, w io.Writer) (*slog.Logger, func(), error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(set.Level)); err != nil {
		return nil, nil, fmt.Errorf("log.level %q: debug, info, warn or error", set.Level)
	}
	done := func() {}
	if set.File != "" {
		f, err := os.OpenFile(set.File, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return nil, nil, fmt.Errorf("log.file: %w", err)
		}
		w, done = f, func() { _ = f.Close() }
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level})), done, nil
}
