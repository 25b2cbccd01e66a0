package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"onewindow/wire"
)

// RawRows are a segment's events as rows, ready to be written.
type RawRows struct{ b *batch }

// Rows makes them.
func Rows(g wire.Segment) RawRows {
	read, _ := checkSegment(g)
	b := &batch{table: eventsTable}
	for i := range read {
		e := &read[i]
		b.add(place(1, e.Seq), e.At.UnixMilli(), e.Type, e.body)
	}
	return RawRows{b}
}

// Raw writes rows of events in a transaction and nothing else: what any store that
// keeps them durably would have to do.
func (s *Store) Raw(ctx context.Context, r RawRows) error {
	return s.transact(ctx, "raw", func(tx *sql.Tx) error { return s.d.fill(ctx, s, tx, r.b) })
}

// Lag lets the rows be behind by no more than n events.
func (s *Store) Lag(n uint64) { s.lag = n }

// Projection makes the store one of a release whose rows are of that version.
func (s *Store) Projection(version int) { s.projection = version }

// Portions sets of how many events BringUp writes the rows at a time, and what is done
// after each portion.
func (s *Store) Portions(events uint64, between func(hall string)) {
	s.portion, s.between = events, between
}

// BringUpOnce is BringUp until there is nothing left to do.
func (s *Store) BringUpOnce(ctx context.Context) (err error) {
	s.bringUpAll(ctx, func(_ string, e error) { err = errors.Join(err, e) })
	return errors.Join(err, ctx.Err())
}

// Hold bounds how many halls' states are held.
func (s *Store) Hold(n int) { s.cache.max = n }

// OfRelease makes an empty database as the release left it that knew so many steps of
// the schema.
func OfRelease(ctx context.Context, url string, steps int) error {
	d, write, _, err := address(url)
	if err != nil {
		return err
	}
	s := &Store{d: d}
	if s.db, err = sql.Open(d.driver, write); err != nil {
		return err
	}
	all, err := migrations()
	if err == nil {
		err = s.migrateBy(ctx, all[:steps])
	}
	return errors.Join(err, s.db.Close())
}

// Step is the text of one of the schema.
func Step(n int) (string, error) {
	all, err := migrations()
	if err != nil {
		return "", err
	}
	return all[n-1].text, nil
}

// KeyIDs say under which key halls last said that they know citizens, by the hall's
// code.
func (s *Store) KeyIDs(ctx context.Context) (all map[string]string, err error) {
	rows, err := s.reader.QueryContext(ctx, "SELECT hall, key_id FROM parts")
	if err != nil {
		return nil, fmt.Errorf("store: key ids: %w", err)
	}
	defer func() { err = closed(rows, "key ids", err) }()
	all = map[string]string{}
	for rows.Next() {
		var hall, id string
		if err := rows.Scan(&hall, &id); err != nil {
			return nil, err
		}
		all[hall] = id
	}
	return all, nil
}
