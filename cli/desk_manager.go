package cli

import (
	"context"
	"strings"

	"onewindow/queue"
	"onewindow/wire"
)

// Find implements staff.Desk.
func (d managerDesk) Find(ctx context.Context, r wire.NumberRequest) (t wire.TicketsReply, err error) {
	err = d.c.Do(ctx, "ticket", "find", r, &t)
	return t, err
}

// Compare implements staff.Desk.
func (d managerDesk) Compare(ctx context.Context, r wire.CompareRequest) (out wire.CompareReply, err error) {
	err = d.c.Do(ctx, "ticket", "compare", r, &out)
	return out, err
}

// Catalogue implements staff.Desk.
func (d managerDesk) Catalogue(ctx context.Context) (wire.CatalogueReply, error) {
	return catalogue(ctx, d.c)
}

// Settings implements manager.Desk.
func (d managerDesk) Settings(ctx context.Context) (s queue.Settings, err error) {
	err = d.c.Do(ctx, "state", "settings", nil, &s)
	return s, err
}

// Changes implements manager.Desk.
func (d managerDesk) Changes(ctx context.Context) (r wire.ChangesReply, err error) {
	err = d.c.Do(ctx, "state", "changes", nil, &r)
	return r, err
}

// Terminals implements manager.Desk.
func (d managerDesk) Terminals(ctx context.Context) (r wire.TerminalsReply, err error) {
	err = d.c.Do(ctx, "terminal", "list", nil, &r)
	return r, err
}

// Export implements manager.Desk.
func (d managerDesk) Export(ctx context.Context) (string, error) {
	s, err := d.Settings(ctx)
	if err != nil {
		return "", err
	}
	day, err := wholeDay(ctx, func(ctx context.Context, r wire.DayRequest) (out wire.DayReply, err error) {
		err = d.c.Do(ctx, "state", "day", r, &out)
		return out, err
	})
	if err != nil {
		return "", err
	}
	name := strings.Join([]string{"onewindow", s.Hall.ID, day.Date}, "-") + ".csv"
	return writeDay(d.folder, name, dayCSV(d.lang, s, day))
}
