package central

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"onewindow/central/project"
	"onewindow/central/store"
	"onewindow/queue"
	"onewindow/wire"
)

// District is the whole network as it was last composed, at most a second ago. It is
// shared and must not be changed.
func (c *Centre) District() wire.District { return c.board.newest() }

// Next waits until the district's Rev is greater than after, and returns the newest,
// which is shared and must not be changed: a slow reader delays nobody, and misses
// steps but no outcome. A district changes at most once a second. The error is ctx's,
// or ErrClosed.
func (c *Centre) Next(ctx context.Context, after uint64) (wire.District, error) {
	return c.board.next(ctx, after)
}

// Hall is one hall in detail. Errors are *wire.Error: wire.CodeHallUnknown,
// wire.CodeStorage.
func (c *Centre) Hall(ctx context.Context, hall string) (wire.DistrictHall, error) {
	d := c.District()
	var h wire.DistrictHall
	found := false
	for i := range d.Halls {
		if d.Halls[i].Hall == hall {
			h.Row, found = d.Halls[i], true
		}
	}
	if !found {
		return h, unknownHall(hall)
	}
	for _, a := range d.Alerts {
		if a.Hall == hall {
			h.Alerts = append(h.Alerts, a)
		}
	}
	var err error
	if h.Themes, err = c.archive.Themes(ctx, hall); err != nil {
		return h, c.storage("read the hall's themes", err)
	}
	windows, err := c.archive.Windows(ctx, hall)
	if err != nil {
		return h, c.storage("read the hall's windows", err)
	}
	for i := range windows {
		h.Windows = append(h.Windows, windowOf(&windows[i]))
	}
	if h.Row.Day == "" {
		return h, nil
	}
	if h.Today, err = c.halves(ctx, hall, h.Row.Day); err != nil {
		return h, err
	}
	h.Before, err = c.halves(ctx, hall, weekBefore(h.Row.Day))
	return h, err
}

func windowOf(w *project.Window) wire.DistrictWindow {
	d := wire.DistrictWindow{ID: w.ID, Label: w.Label, State: queue.WindowState(w.State), Number: w.Number, Themes: strings.Fields(w.Own), Served: w.Served}
	if w.Since != 0 {
		d.Since = time.UnixMilli(w.Since).UTC()
	}
	return d
}

// halves are the half hours of a hall's day.
func (c *Centre) halves(ctx context.Context, hall, day string) (list []wire.HalfHour, err error) {
	if day == "" {
		return nil, nil
	}
	err = c.archive.Statistics(ctx, store.StatsQuery{Hall: hall, Dim: project.DimHall, From: day, To: day, Halves: true}, func(s store.Stat) error {
		h := wire.HalfHour{Slot: s.Slot, Issued: s.Issued, Served: s.Served, Within15: share(s.Waits.Within15(), s.Waits.Number())}
		if s.Called > 0 {
			h.Wait = int(s.WaitSeconds) / s.Called
		}
		list = append(list, h)
		return nil
	})
	if err != nil {
		return nil, c.storage("read the hall's day", err)
	}
	return list, nil
}

// share is a part in percent, as halls say it; of nothing 0.
func share(part, of int) int {
	if of == 0 {
		return 0
	}
	return 100 * part / of
}

// Statistics yields what halls have counted, of one hall, or of all if hall is empty, of
// the business days from to to, both included; halves asks for half hours. It ends
// early with the error of yield. Errors are *wire.Error, or yield's own.
func (c *Centre) Statistics(ctx context.Context, hall string, dim project.Dim, from, to string, halves bool, yield func(hall string, c project.Cell) error) error {
	var own error
	err := c.archive.Statistics(ctx, store.StatsQuery{Hall: hall, Dim: dim, From: from, To: to, Halves: halves}, func(s store.Stat) error {
		own = yield(s.Hall, s.Cell)
		return own
	})
	if err == nil || own != nil {
		return own
	}
	return c.storage("read the statistics", err)
}

// Reports yields the halls' own reports of the business days from to to, both included,
// of one hall, or of all if hall is empty, in the order of halls and days: the last of
// each day. It ends early with the error of yield. Errors are *wire.Error, or yield's
// own.
func (c *Centre) Reports(ctx context.Context, hall, from, to string, yield func(project.DayReport) error) error {
	var own error
	err := c.archive.Reports(ctx, hall, from, to, func(r project.DayReport) error {
		own = yield(r)
		return own
	})
	if err == nil || own != nil {
		return own
	}
	return c.storage("read the reports", err)
}

// ItemNames are the names of the items of a hall's catalogue in force, by their codes.
// Errors are *wire.Error.
func (c *Centre) ItemNames(ctx context.Context, hall string) (map[string]queue.Text, error) {
	names, err := c.archive.ItemNames(ctx, hall)
	if err != nil {
		return nil, c.storage("read the names of the hall's items", err)
	}
	return names, nil
}

// Tickets yields the numbers of a hall's business day in their order, those of a
// history that the hall has left included. It ends early with the error of yield.
// Errors are *wire.Error, or yield's own.
func (c *Centre) Tickets(ctx context.Context, hall, day string, yield func(t project.Ticket, superseded bool) error) error {
	all, err := c.archive.Tickets(ctx, hall, day)
	if err != nil {
		return c.storage("read the hall's numbers", err)
	}
	for i := range all {
		if err := yield(all[i].Ticket, all[i].Superseded); err != nil {
			return err
		}
	}
	return nil
}

// Windows are those of a hall; see store.Windows. Errors are *wire.Error.
func (c *Centre) Windows(ctx context.Context, hall string) ([]project.Window, error) {
	all, err := c.archive.Windows(ctx, hall)
	if err != nil {
		return nil, c.storage("read the hall's windows", err)
	}
	return all, nil
}

// WriteCSV writes the events of a month ("2026-11", UTC) of a hall, or of all halls if
// hall is empty, as store.WriteCSV does. After an error what was written is not all.
// Errors are *wire.Error, or w's own.
func (c *Centre) WriteCSV(ctx context.Context, w io.Writer, hall, month string) error {
	if _, err := time.Parse("2006-01", month); err != nil {
		return &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("the month %q", month), Hint: "it is like 2026-11"}
	}
	if hall != "" && !wire.ValidToken(hall) {
		return unknownHall(hall)
	}
	own := &writer{w: w}
	err := c.archive.WriteCSV(ctx, own, hall, month)
	if err == nil || own.err != nil {
		return own.err
	}
	return c.storage("read the events", err)
}

// writer remembers its own error.
type writer struct {
	w   io.Writer
	err error
}

func (w *writer) Write(b []byte) (int, error) {
	n, err := w.w.Write(b)
	if err != nil {
		w.err = err
	}
	return n, err
}
