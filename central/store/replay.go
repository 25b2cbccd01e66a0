package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"onewindow/central/project"
)

// present is the hall's state at its watermark, whose changes and what is due are at
// least those since the event up to which the rows go: the state of the cache, brought up where
// another process has gone on meanwhile, or one made from the last checkpoint. It is
// not for halls whose rows are left to BringUp.
func (s *Store) present(ctx context.Context, tx *sql.Tx, row *hallRow, held *held) (*project.State, *due, error) {
	state, d := held.take(row)
	if row.projection > s.projection {
		// Making them anew the old way would begin a tug of war.
		return nil, nil, fmt.Errorf("%w (its rows are of projection %d, this release makes %d)", ErrNewer, row.projection, s.projection)
	}
	if state != nil && state.Seq() == row.watermark {
		return state, d, nil
	}
	if state == nil || state.Seq() > row.watermark {
		var err error
		if state, err = s.checkpoint(ctx, tx, row.id, row.rows); err != nil {
			return nil, nil, err
		}
	}
	if state.Seq() <= row.rows {
		if err := s.replay(ctx, tx, row, state, row.rows); err != nil {
			return nil, nil, err
		}
		state.Changes() // whoever took those events has written them
	}
	return state, nil, s.replay(ctx, tx, row, state, row.watermark)
}

// settled is present, with what is due written.
func (s *Store) settled(ctx context.Context, tx *sql.Tx, row *hallRow, held *held) (*project.State, error) {
	state, d, err := s.present(ctx, tx, row, held)
	if err == nil && d != nil {
		err = s.writeRows(ctx, tx, row, <-d.rows)
	}
	return state, err
}

// catchUp brings the rows up to the watermark.
func (s *Store) catchUp(ctx context.Context, tx *sql.Tx, row *hallRow, held *held) error {
	state, err := s.settled(ctx, tx, row, held)
	if err != nil {
		return err
	}
	return s.write(ctx, tx, row, ready(row.id, state.Changes()), row.watermark, row.watermark)
}

// checkpoint is the last state that is kept of a hall up to the event seq.
func (s *Store) checkpoint(ctx context.Context, q queryer, hall int64, seq uint64) (*project.State, error) {
	var data []byte
	err := q.QueryRowContext(ctx, s.d.bind("SELECT data FROM checkpoints WHERE hall = $1 AND seq <= $2 ORDER BY seq DESC LIMIT 1"), hall, int64(seq)).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return project.New(), nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the checkpoint: %w", err)
	}
	return project.Load(data)
}

// replay applies what is kept of the hall's present history after the state, up to
// the event upTo, or the end of the gap in which that is.
func (s *Store) replay(ctx context.Context, q queryer, row *hallRow, state *project.State, upTo uint64) error {
	if state.Seq() >= upTo {
		return nil
	}
	parts, err := s.history(ctx, q, row)
	if err != nil {
		return err
	}
	gaps, err := s.gaps(ctx, q, row.id)
	if err != nil {
		return err
	}
	for state.Seq() < upTo {
		next := state.Seq() + 1
		i := 0
		for i < len(gaps) && gaps[i].from != next {
			i++
		}
		if i < len(gaps) {
			state.Lose(gaps[i].to)
			continue
		}
		i = 0
		for i < len(parts) && parts[i].to < next {
			i++
		}
		if i == len(parts) || parts[i].from > next {
			return fmt.Errorf("event %d of hall %s is not kept, and not noted as missing: restore the database, or remove the hall's rows and let the hall fill them again", next, row.hall)
		}
		if err := s.replayPart(ctx, q, parts[i].run, next, beforeGap(gaps, next, min(parts[i].to, upTo)), state); err != nil {
			return err
		}
	}
	return nil
}

// beforeGap ends a part where the next gap begins.
func beforeGap(gaps []gap, from, to uint64) uint64 {
	for _, g := range gaps {
		if g.from > from && g.from <= to {
			to = g.from - 1
		}
	}
	return to
}

func (s *Store) replayPart(ctx context.Context, q queryer, run int64, from, to uint64, state *project.State) (err error) {
	rows, err := q.QueryContext(ctx, s.d.bind("SELECT place, body FROM events WHERE place BETWEEN $1 AND $2 ORDER BY place"), place(run, from), place(run, to))
	if err != nil {
		return fmt.Errorf("read events: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var body sql.RawBytes
	var at int64
	for next := from; rows.Next(); next++ {
		if err := rows.Scan(&at, &body); err != nil {
			return fmt.Errorf("read events: %w", err)
		}
		if sequence(at) != next {
			return fmt.Errorf("event %d is missing in the database: restore it from a backup, and the halls will send what came after", next)
		}
		e, err := project.Read(body)
		if err != nil {
			return fmt.Errorf("event %d: %w", next, err)
		}
		state.Apply(e)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read events: %w", err)
	}
	if state.Seq() != to {
		return fmt.Errorf("events after %d are missing in the database: restore it from a backup, and the halls will send what came after", state.Seq())
	}
	return nil
}

// rewind leaves the history after the event upTo: it is marked, and the rows are
// made anew as they were at upTo, or, where that is not for a request, begun anew from an
// earlier moment.
func (s *Store) rewind(ctx context.Context, tx *sql.Tx, row *hallRow, upTo uint64) error {
	mark, err := s.superseding(ctx, tx, row)
	if err != nil {
		return err
	}
	at := now()
	for _, q := range []struct {
		query string
		args  []any
	}{
		{"UPDATE runs SET kept_to = from_seq - 1, superseded_at = $1 WHERE hall = $2 AND from_seq > $3 AND kept_to < 0", []any{at, row.id, int64(upTo)}},
		{"UPDATE runs SET kept_to = from_seq - 1 WHERE hall = $1 AND from_seq > $2 AND kept_to >= from_seq", []any{row.id, int64(upTo)}},
		{"UPDATE runs SET kept_to = $1, superseded_at = $2 WHERE hall = $3 AND from_seq <= $1 AND (kept_to < 0 OR kept_to > $1)", []any{int64(upTo), at, row.id}},
		{"DELETE FROM gaps WHERE hall = $1 AND from_seq > $2", []any{row.id, int64(upTo)}},
		{"UPDATE gaps SET to_seq = $1 WHERE hall = $2 AND to_seq > $1", []any{int64(upTo), row.id}},
		{"DELETE FROM checkpoints WHERE hall = $1 AND seq > $2", []any{row.id, int64(upTo)}},
		{"DELETE FROM reports WHERE hall = $1 AND seq > $2", []any{row.id, int64(upTo)}},
		{"UPDATE tickets SET superseded = $1 WHERE hall = $2 AND superseded = 0 AND first > $3", []any{mark, row.id, int64(upTo)}},
		{"DELETE FROM windows WHERE hall = $1", []any{row.id}},
	} {
		if _, err := tx.ExecContext(ctx, s.d.bind(q.query), q.args...); err != nil {
			return fmt.Errorf("leave a line of history: %w", err)
		}
	}
	state := project.New()
	if row.projection == s.projection {
		if state, err = s.checkpoint(ctx, tx, row.id, min(upTo, row.rows)); err != nil {
			return err
		}
	}
	if err := s.forgetStats(ctx, tx, row.id, state.Day()); err != nil {
		return err
	}
	row.leaveRun()
	row.generation++
	if row.rows == 0 { // what is left is in the way of new rows; see clear
		if err := s.drop(ctx, tx, row.id, anyDay); err != nil {
			return err
		}
	}
	if row.projection == s.projection && upTo <= state.Seq()+s.tooFar() {
		if err := s.replay(ctx, tx, row, state, upTo); err != nil {
			return err
		}
	}
	return s.write(ctx, tx, row, ready(row.id, state.Changes()), state.Seq(), upTo)
}

// superseding marks the tickets that the history goes on without, apart from all that
// were marked before: by the run that is left, or by a number below zero where nothing
// was taken since the last time.
func (s *Store) superseding(ctx context.Context, tx *sql.Tx, row *hallRow) (mark int64, err error) {
	if row.run != 0 {
		return row.run, nil
	}
	if err := tx.QueryRowContext(ctx, s.d.bind("SELECT coalesce(min(superseded), 0) FROM tickets WHERE hall = $1"), row.id).Scan(&mark); err != nil {
		return 0, fmt.Errorf("leave a line of history: %w", err)
	}
	return min(mark, 0) - 1, nil
}

// forgetStats drops the statistics from a business day on; "" is all.
func (s *Store) forgetStats(ctx context.Context, tx *sql.Tx, hall int64, day string) error {
	for _, table := range []string{"stats_day", "stats_half"} {
		for _, dim := range []project.Dim{project.DimHall, project.DimTheme, project.DimItem, project.DimWindow} {
			if _, err := tx.ExecContext(ctx, s.d.bind("DELETE FROM "+table+" WHERE hall = $1 AND dim = $2 AND day >= $3"), hall, string(dim), day); err != nil {
				return fmt.Errorf("drop statistics: %w", err)
			}
		}
	}
	return nil
}

// skip notes that the events up to to will not come.
func (s *Store) skip(ctx context.Context, tx *sql.Tx, row *hallRow, held *held, to uint64) error {
	late := s.behind(row)
	var state *project.State
	if !late {
		var err error
		if state, err = s.settled(ctx, tx, row, held); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, s.d.bind("INSERT INTO gaps (hall, from_seq, to_seq, noted_at) VALUES ($1, $2, $3, $4)"),
		row.id, int64(row.watermark+1), int64(to), now()); err != nil {
		return fmt.Errorf("note a gap: %w", err)
	}
	row.leaveRun() // so that a run has no hole
	if late {
		return s.advance(ctx, tx, row, to) // the rows come to the gap in their turn
	}
	state.Lose(to)
	return s.write(ctx, tx, row, ready(row.id, state.Changes()), to, to)
}
