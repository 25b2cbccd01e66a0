package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"onewindow/hall/journal"
	"onewindow/wire"
)

// dayRun is how many numbers are asked for at once, dayRuns how often at most: a
// day has no million numbers.
const (
	dayRun  = 500
	dayRuns = 2000
)

// errDayChanged: the hall went on to another day while its numbers were read.
var errDayChanged = errors.New("export: the business day changed while it was read; try again")

// wholeDay asks for the day's numbers, a run after the other. A day that ends
// meanwhile is begun anew once.
func wholeDay(ctx context.Context, ask func(context.Context, wire.DayRequest) (wire.DayReply, error)) (wire.DayReply, error) {
	var all wire.DayReply
	anew := false
	for range dayRuns {
		r, err := ask(ctx, wire.DayRequest{From: len(all.Tickets) + 1, Limit: dayRun})
		switch {
		case err != nil:
			return wire.DayReply{}, err
		case all.Date != "" && r.Date != all.Date && anew:
			return wire.DayReply{}, errDayChanged
		case all.Date != "" && r.Date != all.Date:
			all, anew = wire.DayReply{}, true
			continue
		}
		all.Date, all.Total = r.Date, r.Total
		all.Tickets = append(all.Tickets, r.Tickets...)
		if len(r.Tickets) == 0 || len(all.Tickets) >= r.Total {
			return all, nil
		}
	}
	return wire.DayReply{}, errDayChanged
}

// writeDay writes a table into a folder, whole or not at all, and returns its
// full path: who reads there never finds half of it.
func writeDay(folder, name string, table []byte) (string, error) {
	path, err := filepath.Abs(filepath.Join(folder, name))
	if err == nil {
		_, err = writeWhole(path, func(w io.Writer) (journal.Info, error) {
			_, err := w.Write(table)
			return journal.Info{}, err
		})
	}
	if err != nil {
		return "", fmt.Errorf("export: %w", err)
	}
	return path, nil
}
