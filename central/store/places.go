package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"onewindow/central/network"
	"onewindow/wire"
)

// placesGuard lets those who change the tree wait for each other.
const placesGuard = "places"

// Places are the network's halls, in no order that means anything.
func (s *Store) Places(ctx context.Context) ([]network.Place, error) { return s.places(ctx, s.reader) }

func (s *Store) places(ctx context.Context, q queryer) (all []network.Place, err error) {
	rows, err := q.QueryContext(ctx, "SELECT hall, name, level, parent, street FROM places ORDER BY hall")
	if err != nil {
		return nil, fmt.Errorf("store: places: %w", err)
	}
	defer func() { err = closed(rows, "places", err) }()
	for rows.Next() {
		var p network.Place
		var name, street string
		if err := rows.Scan(&p.Hall, &name, &p.Level, &p.Parent, &street); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(name), &p.Name); err != nil {
			return nil, fmt.Errorf("the name of %s: %w", p.Hall, err)
		}
		if err := json.Unmarshal([]byte(street), &p.Street); err != nil {
			return nil, fmt.Errorf("the street of %s: %w", p.Hall, err)
		}
		all = append(all, p)
	}
	return all, nil
}

// PutPlaces adds places, and changes those of halls that have one; without any
// difference nothing is written. All of them are taken or none: where the network would be no tree with them, the error is that of
// network.NewTree.
func (s *Store) PutPlaces(ctx context.Context, places ...network.Place) error {
	return s.transact(ctx, "put places", func(tx *sql.Tx) error {
		if err := s.guard(ctx, tx, placesGuard); err != nil {
			return err
		}
		all, err := s.places(ctx, tx)
		if err != nil {
			return err
		}
		old := make(map[string]network.Place, len(all))
		for _, p := range all {
			old[p.Hall] = p
		}
		at := make(map[string]int, len(all)+len(places))
		for i, p := range all {
			at[p.Hall] = i
		}
		given := map[string]bool{}
		for _, p := range places {
			i, ok := at[p.Hall]
			if !ok || given[p.Hall] { // one that is given twice is refused as such
				at[p.Hall] = len(all)
				all = append(all, p)
			} else {
				all[i] = p
			}
			given[p.Hall] = true
		}
		if _, err := network.NewTree(all); err != nil {
			return err
		}
		changed := false
		for _, p := range places {
			if was, ok := old[p.Hall]; ok && was == p {
				continue
			}
			changed = true
			if err := s.putPlace(ctx, tx, p); err != nil {
				return err
			}
		}
		if !changed {
			return nil
		}
		return s.changed(ctx, tx)
	})
}

func (s *Store) putPlace(ctx context.Context, tx *sql.Tx, p network.Place) error {
	name, err := json.Marshal(p.Name)
	if err != nil {
		return err
	}
	street, err := json.Marshal(p.Street)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, s.d.bind(`INSERT INTO places (hall, name, level, parent, street) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (hall) DO UPDATE SET name = excluded.name, level = excluded.level, parent = excluded.parent, street = excluded.street`),
		p.Hall, string(name), string(p.Level), p.Parent, string(street))
	return err
}

// RemovePlace takes a hall out of the tree. What is known of it stays, and it is taken
// in again with a new place. The error is a *wire.Error with CodeHallUnknown where it
// has none, and with CodeBadRequest while halls lie under it or a key speaks for it.
// A hall that is removed has to say hello again (see OnlyKnown).
func (s *Store) RemovePlace(ctx context.Context, hall string) error {
	return s.transact(ctx, "remove a place", func(tx *sql.Tx) error {
		if err := s.guard(ctx, tx, placesGuard); err != nil {
			return err
		}
		if err := s.guard(ctx, tx, keysGuard); err != nil {
			return err
		}
		for _, q := range []struct{ query, why, hint string }{
			{"SELECT count(*) FROM places WHERE parent = $1", "other halls lie under it", "remove those first, or put them under another hall"},
			{"SELECT count(*) FROM hall_keys WHERE hall = $1 AND revoked_at = 0", "a machine may still speak for it", "revoke the hall's key first"},
		} {
			n := 0
			if err := tx.QueryRowContext(ctx, s.d.bind(q.query), hall).Scan(&n); err != nil {
				return err
			}
			if n > 0 {
				return &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("hall %q cannot be removed: %s", hall, q.why), Hint: q.hint, Params: map[string]string{"hall": hall}}
			}
		}
		res, err := tx.ExecContext(ctx, s.d.bind("DELETE FROM places WHERE hall = $1"), hall)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			if err == nil {
				err = wire.RefuseUp(wire.CodeHallUnknown, "hall", hall)
			}
			return err
		}
		if _, err = tx.ExecContext(ctx, s.d.bind("UPDATE halls SET token = $1 WHERE hall = $2"), int64(newToken()), hall); err != nil {
			return err
		}
		return s.changed(ctx, tx)
	})
}

// newToken is what a segment has to carry; another one than before is enough. It is
// exact in every reader of JSON.
func newToken() uint64 { return rand.Uint64N(1 << 53) }
