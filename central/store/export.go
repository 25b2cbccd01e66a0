package store

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"time"
)

// StoredEvent is an event as it is kept.
type StoredEvent struct {
	Hall, Epoch string
	Seq         uint64
	At          time.Time
	Type        string
	// Superseded marks one of a line of history that the hall has left.
	Superseded bool
	// Body is the record as it came, but for the PINs of staff; valid only during the
	// call that gets it.
	Body []byte
}

// Events yields the events of a month ("2026-11", UTC) of a hall, or of all halls if
// hall is empty, by hall and in the order in which they were kept. It ends early with
// the error of yield.
func (s *Store) Events(ctx context.Context, hall, month string, yield func(StoredEvent) error) error {
	if _, err := time.Parse(monthLayout, month); err != nil {
		return fmt.Errorf("store: events: the month %q is not like 2026-11", month)
	}
	runs, err := s.runsOf(ctx, hall, month)
	if err != nil {
		return err
	}
	for _, r := range runs {
		if err := s.eventsOf(ctx, r, yield); err != nil {
			return err
		}
	}
	return nil
}

// monthRun is a run that has events of a month.
type monthRun struct {
	hall, epoch string
	run, keptTo int64
	from, to    uint64
}

func (s *Store) runsOf(ctx context.Context, hall, month string) (all []monthRun, err error) {
	query := `SELECT h.hall, r.epoch, r.id, r.kept_to, m.from_seq, coalesce((SELECT min(n.from_seq) - 1 FROM months n WHERE n.run = m.run AND n.from_seq > m.from_seq), $2)
		FROM months m JOIN runs r ON r.id = m.run JOIN halls h ON h.id = r.hall WHERE m.month = $1`
	args := []any{month, int64(maxSeq)}
	if hall != "" {
		query += " AND h.hall = $3"
		args = append(args, hall)
	}
	rows, err := s.reader.QueryContext(ctx, s.d.bind(query+" ORDER BY h.hall, r.id, m.from_seq"), args...)
	if err != nil {
		return nil, fmt.Errorf("store: events: %w", err)
	}
	defer func() { err = closed(rows, "events", err) }()
	for rows.Next() {
		var r monthRun
		if err := rows.Scan(&r.hall, &r.epoch, &r.run, &r.keptTo, &r.from, &r.to); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// eventsOf reads a run's part.
func (s *Store) eventsOf(ctx context.Context, r monthRun, yield func(StoredEvent) error) (err error) {
	rows, err := s.reader.QueryContext(ctx, s.d.bind("SELECT place, at, type, body FROM events WHERE place BETWEEN $1 AND $2 ORDER BY place"), place(r.run, r.from), place(r.run, r.to))
	if err != nil {
		return fmt.Errorf("store: events: %w", err)
	}
	defer func() { err = closed(rows, "events", err) }()
	for rows.Next() {
		e := StoredEvent{Hall: r.hall, Epoch: r.epoch}
		var at, where int64
		if err := rows.Scan(&where, &at, &e.Type, &e.Body); err != nil {
			return err
		}
		e.Seq, e.At = sequence(where), time.UnixMilli(at).UTC()
		e.Superseded = r.keptTo >= 0 && int64(e.Seq) > r.keptTo
		if err := yield(e); err != nil {
			return err
		}
	}
	return nil
}

// csvHeader names the columns of WriteCSV.
var csvHeader = []string{"hall", "epoch", "seq", "at", "type", "superseded", "record"}

// WriteCSV writes the events of a month as comma-separated values (RFC 4180), with a
// header line: see Events. record is the whole record as JSON.
func (s *Store) WriteCSV(ctx context.Context, w io.Writer, hall, month string) error {
	out := csv.NewWriter(w)
	if err := out.Write(csvHeader); err != nil {
		return fmt.Errorf("store: write the events: %w", err)
	}
	line := make([]string, len(csvHeader))
	err := s.Events(ctx, hall, month, func(e StoredEvent) error {
		line[0], line[1], line[2], line[3], line[4] = e.Hall, e.Epoch, strconv.FormatUint(e.Seq, 10), e.At.Format(time.RFC3339Nano), e.Type
		line[5], line[6] = strconv.FormatBool(e.Superseded), string(e.Body)
		return out.Write(line)
	})
	if err != nil {
		return err
	}
	if out.Flush(); out.Error() != nil {
		return fmt.Errorf("store: write the events: %w", out.Error())
	}
	return nil
}
