package manager

import (
	"context"

	"onewindow/kiosk/staff"
	"onewindow/queue/report"
	"onewindow/wire"
)

// Desk is what the screen asks of the hall. A refusal is a *wire.Error with the
// hall's code, an unreachable hall one with wire.CodeUnreachable. Methods are
// called from commands, must return when ctx ends, and may be called while
// another one runs.
type Desk interface {
	// Desk is asked for numbers and for who is signed in; Do also for hall.intake,
	// hall.quota, hall.assign, hall.ask, hall.free, hall.notice, hall.stop,
	// hall.resume, hall.openday, hall.closeday, hall.rules, hall.staff,
	// hall.acknowledge, help.answer and terminal.revoke.
	staff.Desk
	// Settings are those in force, without PINs, and their hash (state.settings).
	Settings(ctx context.Context) (wire.SettingsReply, error)
	// Changes are what staff have changed, newest first (state.changes).
	Changes(ctx context.Context) (wire.ChangesReply, error)
	// Terminals are the enrolled terminals and when they were last heard
	// (terminal.list).
	Terminals(ctx context.Context) (wire.TerminalsReply, error)
	// Token makes a token with which a new terminal joins (terminal.token).
	Token(ctx context.Context, r wire.TokenRequest) (wire.TokenReply, error)
	// Advice accepts or refuses an advice about windows (hall.advice).
	Advice(ctx context.Context, r wire.AdviceRequest) (wire.AdviceReply, error)
	// Day is the whole business day's numbers (state.day).
	Day(ctx context.Context) (wire.DayReply, error)
	// Reports are the figures of the business days from from to to, dates as in
	// "2026-11-26", both included (state.report); a day that runs is in it so far. unread are those
	// whose report the hall cannot read, so that they are not in it.
	Reports(ctx context.Context, from, to string) (span *report.Span, unread []string, err error)
	// Plan is how many windows each line will need on a date (state.plan).
	Plan(ctx context.Context, date string) (wire.PlanReply, error)
	// ExportReports writes the figures of those days into files of this machine: a
	// table (CSV), a workbook (XLSX) and a page to print (HTML), each whole or not at
	// all. It returns their path without the ending.
	ExportReports(ctx context.Context, from, to string) (path string, err error)
	// Export writes the numbers of the day (state.day) into a file of this
	// machine, whole or not at all, and returns its path.
	Export(ctx context.Context) (path string, err error)
}
