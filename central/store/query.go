package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"onewindow/central/project"
)

// HallState is a hall as the centre knows it.
type HallState struct {
	// Hall is its code in the network; Hall.ID is what its settings say.
	Hall string
	// Watermark is the last event that is kept. Now is how the hall was then, or, while
	// it catches up, after the event Now.Seq; all rows of the hall go as far.
	Watermark uint64
	Now       project.Hall
	// Name is what the last hello called it, in Chinese; Now.Name may be of the past.
	Name string
	// Instance, Version and FileSchema are what the last hello said, Hello when it
	// came, and Segment when the last events were taken.
	Instance, Version string
	FileSchema        int
	Hello, Segment    time.Time
	// Refused is the code for which the last hello was refused; empty if it was taken.
	// RefusedEpoch and RefusedSeq are what it said, Adopt the epoch that an
	// administrator lets in.
	Refused      string
	RefusedAt    time.Time
	RefusedEpoch string
	RefusedSeq   uint64
	Adopt        string
}

// moment is a time that a row keeps.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// Halls are all halls, in the order of their codes.
func (s *Store) Halls(ctx context.Context) (all []HallState, err error) {
	rows, err := s.reader.QueryContext(ctx, `SELECT hall, watermark, rows_seq, hello_name, instance, version, file_schema, hello_at, segment_at, refused, refused_at, refused_epoch, refused_seq, adopt,
		now_epoch, now_at, own_id, name, level, settings, catalogue, day, open, opened, closed, stopped, issued, waiting, called, serving, held, missing, done,
		cancelled, expired, windows, busy, paused, unknown, odd, gaps FROM halls ORDER BY hall`)
	if err != nil {
		return nil, fmt.Errorf("store: halls: %w", err)
	}
	defer func() { err = closed(rows, "halls", err) }()
	for rows.Next() {
		var h HallState
		n := &h.Now
		var hello, segment, refused int64
		if err := rows.Scan(&h.Hall, &h.Watermark, &n.Seq, &h.Name, &h.Instance, &h.Version, &h.FileSchema, &hello, &segment, &h.Refused, &refused, &h.RefusedEpoch, &h.RefusedSeq, &h.Adopt,
			&n.Epoch, &n.At, &n.ID, &n.Name, &n.Level, &n.Settings, &n.Catalogue, &n.Day, &n.Open, &n.Opened, &n.Closed, &n.Stopped, &n.Issued, &n.Waiting, &n.Called,
			&n.Serving, &n.Held, &n.Missing, &n.Done, &n.Cancelled, &n.Expired, &n.Windows, &n.Busy, &n.Paused, &n.Unknown, &n.Odd, &n.Gaps); err != nil {
			return nil, err
		}
		h.Hello, h.Segment, h.RefusedAt = moment(hello), moment(segment), moment(refused)
		all = append(all, h)
	}
	return all, nil
}

// closed ends a query: the first thing that went wrong, with what it was.
func closed(rows *sql.Rows, what string, err error) error {
	if err = errors.Join(err, rows.Err(), rows.Close()); err != nil {
		return fmt.Errorf("store: %s: %w", what, err)
	}
	return nil
}

// TicketState is a ticket as the centre keeps it.
type TicketState struct {
	project.Ticket
	// Superseded marks one of a history that the hall has left; it counts no more.
	Superseded bool
}

// Tickets are those of a hall's business day in the order of their numbers,
// superseded ones included.
func (s *Store) Tickets(ctx context.Context, hall, day string) (all []TicketState, err error) {
	rows, err := s.reader.QueryContext(ctx, s.d.bind(`SELECT day, number, superseded, first, state, theme, served_at, issued, first_called, ended, wait_s, service_s, more
		FROM tickets WHERE hall = (SELECT id FROM halls WHERE hall = $1) AND day = $2 ORDER BY number, superseded`), hall, day)
	if err != nil {
		return nil, fmt.Errorf("store: tickets: %w", err)
	}
	defer func() { err = closed(rows, "tickets", err) }()
	for rows.Next() {
		var t TicketState
		var superseded int64
		var rest string
		if err := rows.Scan(&t.Day, &t.Number, &superseded, &t.First, &t.State, &t.Theme, &t.Window, &t.Issued, &t.FirstCalled, &t.Ended, &t.Wait, &t.Service, &rest); err != nil {
			return nil, err
		}
		if err := readMore(rest, &t.Ticket); err != nil {
			return nil, err
		}
		t.Superseded = superseded != 0
		all = append(all, t)
	}
	return all, nil
}

// Windows are those of a hall, in the order of their ids as text.
func (s *Store) Windows(ctx context.Context, hall string) (all []project.Window, err error) {
	rows, err := s.reader.QueryContext(ctx, s.d.bind(`SELECT id, label, zone, state, clerk, since, number, reason, own, spill, served, open_s, busy_s
		FROM windows WHERE hall = (SELECT id FROM halls WHERE hall = $1) ORDER BY id`), hall)
	if err != nil {
		return nil, fmt.Errorf("store: windows: %w", err)
	}
	defer func() { err = closed(rows, "windows", err) }()
	for rows.Next() {
		var w project.Window
		if err := rows.Scan(&w.ID, &w.Label, &w.Zone, &w.State, &w.Clerk, &w.Since, &w.Number, &w.Reason, &w.Own, &w.Spill, &w.Served, &w.Open, &w.Busy); err != nil {
			return nil, err
		}
		all = append(all, w)
	}
	return all, nil
}

// StatsQuery says which statistics are wanted: of one hall, or of all if Hall is
// empty, of the business days From to To, both included.
type StatsQuery struct {
	Hall     string
	Dim      project.Dim
	From, To string
	// Halves asks for half hours instead of whole days.
	Halves bool
}

// Stat is a cell of the statistics of a hall.
type Stat struct {
	Hall string
	project.Cell
}

// Statistics yields the cells that are asked for, in the order of halls, days, ids
// and half hours; it ends early with the error of yield.
func (s *Store) Statistics(ctx context.Context, q StatsQuery, yield func(Stat) error) (err error) {
	table, slot, order := "stats_day", "-1", ""
	if q.Halves {
		table, slot, order = "stats_half", "x.slot", ", x.slot"
	}
	query := "SELECT h.hall, x.dim, x.day, x.id, " + slot + `, x.issued, x.called, x.wait_s, x.waits, x.picked, x.served, x.services, x.service_s, x.missed, x.cancelled, x.expired
		FROM halls h JOIN ` + table + " x ON x.hall = h.id WHERE x.dim = $1 AND x.day >= $2 AND x.day <= $3"
	args := []any{string(q.Dim), q.From, q.To}
	if q.Hall != "" {
		query += " AND h.hall = $4"
		args = append(args, q.Hall)
	}
	rows, err := s.reader.QueryContext(ctx, s.d.bind(query+" ORDER BY h.hall, x.day, x.id"+order), args...)
	if err != nil {
		return fmt.Errorf("store: statistics: %w", err)
	}
	defer func() { err = closed(rows, "statistics", err) }()
	for rows.Next() {
		var c Stat
		var waits string
		if err := rows.Scan(&c.Hall, &c.Dim, &c.Day, &c.ID, &c.Slot, &c.Issued, &c.Called, &c.WaitSeconds, &waits, &c.Picked, &c.Served, &c.Services, &c.ServiceSeconds,
			&c.Missed, &c.Cancelled, &c.Expired); err != nil {
			return err
		}
		if c.Waits, err = project.ParseWaits(waits); err != nil {
			return err
		}
		if err := yield(c); err != nil {
			return err
		}
	}
	return nil
}

// Gap are events of a hall that were missing when the centre asked for them.
type Gap struct {
	Hall     string
	From, To uint64
	Noted    time.Time
}

// Gaps are all that are noted, by hall and sequence.
func (s *Store) Gaps(ctx context.Context) (all []Gap, err error) {
	rows, err := s.reader.QueryContext(ctx, "SELECT h.hall, g.from_seq, g.to_seq, g.noted_at FROM halls h JOIN gaps g ON g.hall = h.id ORDER BY h.hall, g.from_seq")
	if err != nil {
		return nil, fmt.Errorf("store: gaps: %w", err)
	}
	defer func() { err = closed(rows, "gaps", err) }()
	for rows.Next() {
		var g Gap
		var noted int64
		if err := rows.Scan(&g.Hall, &g.From, &g.To, &noted); err != nil {
			return nil, err
		}
		g.Noted = moment(noted)
		all = append(all, g)
	}
	return all, nil
}
