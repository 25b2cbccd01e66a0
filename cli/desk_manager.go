package cli

import (
	"context"
	"strings"

	"onewindow/kiosk/daytable"
	"onewindow/kiosk/manager"
	"onewindow/queue"
	"onewindow/wire"
)

// managerDesk is the hall as the manager's desk asks it.
type managerDesk struct {
	staffDesk
	// folder is where exports go, lang the language of their headings.
	folder string
	lang   queue.Lang
}

var _ manager.Desk = managerDesk{}

// Settings implements manager.Desk.
func (d managerDesk) Settings(ctx context.Context) (s wire.SettingsReply, err error) {
	err = d.c.Do(ctx, "state", "settings", nil, &s)
	return s, err
}

// Changes implements manager.Desk.
func (d managerDesk) Changes(ctx context.Context) (r wire.ChangesReply, err error) {
	err = d.c.Do(ctx, "state", "changes", nil, &r)
	return r, err
}

// Advice implements manager.Desk.
func (d managerDesk) Advice(ctx context.Context, r wire.AdviceRequest) (a wire.AdviceReply, err error) {
	err = d.c.Do(ctx, "hall", "advice", r, &a)
	return a, err
}

// Terminals implements manager.Desk.
func (d managerDesk) Terminals(ctx context.Context) (r wire.TerminalsReply, err error) {
	err = d.c.Do(ctx, "terminal", "list", nil, &r)
	return r, err
}

// Token implements manager.Desk.
func (d managerDesk) Token(ctx context.Context, r wire.TokenRequest) (t wire.TokenReply, err error) {
	err = d.c.Do(ctx, "terminal", "token", r, &t)
	return t, err
}

// Day implements manager.Desk.
func (d managerDesk) Day(ctx context.Context) (wire.DayReply, error) {
	return wholeDay(ctx, func(ctx context.Context, r wire.DayRequest) (out wire.DayReply, err error) {
		err = d.c.Do(ctx, "state", "day", r, &out)
		return out, err
	})
}

// Export implements manager.Desk.
func (d managerDesk) Export(ctx context.Context) (string, error) {
	s, err := d.Settings(ctx)
	if err != nil {
		return "", err
	}
	day, err := d.Day(ctx)
	if err != nil {
		return "", err
	}
	name := strings.Join([]string{"onewindow", s.Hall.ID, day.Date}, "-") + ".csv"
	return writeDay(d.folder, name, daytable.CSV(d.lang, s.Settings, day))
}
