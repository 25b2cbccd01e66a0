package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"onewindow/central/project"
	"onewindow/wire"
)

// portion is how many events' rows BringUp writes in one transaction: on SQLite nobody
// else can write meanwhile.
const portion = 5000

// lookEvery is how often BringUp looks for halls whose rows another process has left
// behind, and tries those again of which it could not make them.
const lookEvery = time.Minute

// tooFar is how many events behind the rows may be for a request to bring them up.
func (s *Store) tooFar() uint64 { return 2*s.lag + 4*wire.MaxSegmentEvents }

// behind reports whether a hall's rows are left to BringUp, because they are of another
// projection or go not nearly up to its watermark. Whatever comes of the hall is then
// only kept.
func (s *Store) behind(row *hallRow) bool {
	return row.projection < s.projection || row.watermark > row.rows+s.tooFar()
}

// late tells BringUp that there is something to do.
func (s *Store) late() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// BringUp makes the rows of those halls from their events that are far behind what is
// kept, or were made by a release with another projection, until ctx ends. It goes
// hall by hall and in portions: each is a transaction of its own, after which
// HallState.Now tells how far the rows go, so that it goes on there after a restart.
// Between two of them everything else has its turn, and what comes of the hall is
// kept meanwhile. Of several processes on one PostgreSQL one is at a hall at a time.
//
// failed is told of a hall whose rows cannot be made now; they are tried again within
// a minute. BringUp has no goroutine of its own, and returns when the portion under way
// has ended.
func (s *Store) BringUp(ctx context.Context, failed func(hall string, err error)) {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		wake := s.wake
		if !s.bringUpAll(ctx, failed) {
			wake = nil // the next segment would make it fail again
		}
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		case <-wake:
		}
	}
}

// bringUpAll does so once, and reports whether nothing failed.
func (s *Store) bringUpAll(ctx context.Context, failed func(hall string, err error)) bool {
	halls, err := s.unfinished(ctx)
	if err != nil && ctx.Err() == nil {
		failed("", err)
	}
	for _, hall := range halls {
		e := s.bringUp(ctx, hall)
		if ctx.Err() != nil {
			return true
		}
		if e != nil && !errors.Is(e, errElsewhere) {
			failed(hall, e)
			err = e
		}
	}
	return err == nil
}

// unfinished are the halls that BringUp has to do with: also those that have nothing
// to send with which their rows would come.
func (s *Store) unfinished(ctx context.Context) (halls []string, err error) {
	rows, err := s.reader.QueryContext(ctx, s.d.bind(`SELECT hall FROM halls WHERE projection < $1 OR projection = $1 AND rows_seq < watermark
		AND (watermark > rows_seq + $2 OR watermark >= hall_seq) ORDER BY hall`), s.projection, int64(s.tooFar()))
	if err != nil {
		return nil, fmt.Errorf("store: look for rows to be made: %w", err)
	}
	defer func() { err = closed(rows, "look for rows to be made", err) }()
	for rows.Next() {
		var hall string
		if err := rows.Scan(&hall); err != nil {
			return nil, err
		}
		halls = append(halls, hall)
	}
	return halls, nil
}

// errElsewhere is that another process makes the hall's rows.
var errElsewhere = errors.New("another process makes the hall's rows at this moment")

// bringUp brings one hall's rows up to its watermark, in portions.
func (s *Store) bringUp(ctx context.Context, hall string) error {
	for m := (making{s: s, hall: hall}); ; {
		done, err := m.portion(ctx)
		if err != nil || done {
			return err
		}
		if s.between != nil {
			s.between(hall)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// making is how rows are made outside of any request.
type making struct {
	s    *Store
	hall string
	// state is the hall as the rows have it that were written last; nil if not known.
	state      *project.State
	generation int64
}

// portion is one step: the rows of another projection are given up, or some that are
// in the way of new ones removed, or the rows of some more events written. done is
// that there is nothing left to do.
func (m *making) portion(ctx context.Context) (done bool, err error) {
	s := m.s
	row, err := s.readHall(ctx, s.reader, m.hall)
	if errors.Is(err, errNoHall) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	release, err := s.lease(ctx, row.id)
	if err != nil {
		return false, err
	}
	defer release()
	switch {
	case row.projection < s.projection:
		return false, s.giveUp(ctx, row, false)
	case row.projection > s.projection || row.rows == row.watermark:
		return true, nil
	case row.rows == 0:
		if some, err := s.clear(ctx, row); some || err != nil {
			return false, err
		}
	}
	c, err := m.fold(ctx, row)
	if err != nil {
		return false, err
	}
	return false, s.transact(ctx, "bring rows up", func(tx *sql.Tx) error {
		now, err := s.lockHall(ctx, tx, m.hall)
		if err != nil || !now.rowsAsOf(row) {
			return err // somebody else was at them: the next portion looks again
		}
		return s.write(ctx, tx, now, c, m.state.Seq(), now.watermark)
	})
}

// rowsAsOf reports whether the rows are those that they were.
func (h *hallRow) rowsAsOf(before *hallRow) bool {
	return h.generation == before.generation && h.projection == before.projection && h.rows == before.rows
}

// fold works out the rows of the next portion. What it reads is never changed while
// the hall's generation is the same, so that nobody is kept waiting.
func (m *making) fold(ctx context.Context, row *hallRow) (c changes, err error) {
	s := m.s
	state := m.state
	m.state = nil // so that none is left in which only half of a portion is
	if state == nil || m.generation != row.generation || state.Seq() > row.rows {
		if state, err = s.checkpoint(ctx, s.reader, row.id, row.rows); err != nil {
			return c, err
		}
	}
	if err := s.replay(ctx, s.reader, row, state, row.rows); err != nil {
		return c, err
	}
	if row.rows > 0 {
		state.Changes() // they are written
	}
	if err := s.replay(ctx, s.reader, row, state, min(row.watermark, row.rows+s.portion)); err != nil {
		return c, err
	}
	m.state, m.generation = state, row.generation
	return ready(row.id, state.Changes()), nil
}

// lease keeps other processes from the rows of a hall until it is released; the error
// is errElsewhere while another one has it.
func (s *Store) lease(ctx context.Context, hall int64) (release func(), err error) {
	if s.d.lease == "" {
		return func() {}, nil
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	release = func() { _ = tx.Rollback() } // nothing is written in it
	ours := false
	if err = tx.QueryRowContext(ctx, s.d.lease, hall).Scan(&ours); err == nil && !ours {
		err = errElsewhere
	}
	if err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// giveUp begins the rows of a hall anew, if they are still those of before: from now on they go
// up to no event. Those of a long history are removed by clear. With anyway also rows
// of this projection are given up.
func (s *Store) giveUp(ctx context.Context, before *hallRow, anyway bool) error {
	records, err := s.allFurnishing(ctx, s.reader, before.id)
	if err != nil {
		return err
	}
	return s.transact(ctx, "make the rows anew", func(tx *sql.Tx) error {
		row, err := s.lockHall(ctx, tx, before.hall)
		if err != nil {
			return err
		}
		if row.projection > s.projection || row.projection == s.projection && !anyway {
			return nil
		}
		for _, r := range records {
			if err := s.furnish(ctx, tx, row.id, r.kind, r.body); err != nil {
				return err
			}
		}
		for _, q := range []string{"DELETE FROM windows WHERE hall = $1", "DELETE FROM checkpoints WHERE hall = $1"} {
			if _, err := tx.ExecContext(ctx, s.d.bind(q), row.id); err != nil {
				return fmt.Errorf("give rows up: %w", err)
			}
		}
		if row.watermark <= s.tooFar() { // a request may go on before clear has been here
			if err := s.drop(ctx, tx, row.id, anyDay); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, s.d.bind("UPDATE halls SET generation = $1, projection = $2, rows_seq = 0 WHERE id = $3"), row.generation+1, s.projection, row.id)
		return err
	})
}

// anyDay is after all business days.
const anyDay = "~"

// clear removes the rows of the oldest business day that there are of a hall whose
// rows go up to no event, and reports whether there were any.
func (s *Store) clear(ctx context.Context, before *hallRow) (some bool, err error) {
	err = s.transact(ctx, "remove old rows", func(tx *sql.Tx) error {
		some = false
		row, err := s.lockHall(ctx, tx, before.hall)
		if err != nil || !row.rowsAsOf(before) {
			some = true // the next portion looks again
			return err
		}
		day := anyDay
		for _, of := range rowsOfDays {
			var oldest sql.NullString
			if err := tx.QueryRowContext(ctx, s.d.bind("SELECT min(day) FROM "+of), row.id).Scan(&oldest); err != nil {
				return fmt.Errorf("look for old rows: %w", err)
			}
			if oldest.Valid {
				day, some = min(day, oldest.String), true
			}
		}
		if !some {
			return nil
		}
		return s.drop(ctx, tx, row.id, day)
	})
	return some, err
}

// rowsOfDays are where the rows of business days are.
var rowsOfDays = func() []string {
	all := []string{"tickets WHERE hall = $1 AND superseded = 0", "reports WHERE hall = $1"}
	for _, table := range []string{"stats_day", "stats_half"} {
		for _, dim := range []project.Dim{project.DimHall, project.DimTheme, project.DimItem, project.DimWindow} {
			all = append(all, table+" WHERE hall = $1 AND dim = '"+string(dim)+"'")
		}
	}
	return all
}()

// drop removes the rows of business days up to one.
func (s *Store) drop(ctx context.Context, tx *sql.Tx, hall int64, day string) error {
	for _, of := range rowsOfDays {
		if _, err := tx.ExecContext(ctx, s.d.bind("DELETE FROM "+of+" AND day <= $2"), hall, day); err != nil {
			return fmt.Errorf("remove old rows: %w", err)
		}
	}
	return nil
}

// Reproject makes the rows of a hall anew from its events, as BringUp does.
func (s *Store) Reproject(ctx context.Context, hall string) error {
	row, err := s.readHall(ctx, s.reader, hall)
	if err == nil {
		err = s.giveUp(ctx, row, true)
	}
	if err == nil {
		err = s.bringUp(ctx, hall)
	}
	if err != nil {
		return fmt.Errorf("store: reproject %s: %w", hall, err)
	}
	return nil
}
