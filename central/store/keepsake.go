package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"onewindow/central/network"
)

// ErrNotBlank is in the chain of Recover's error where the database has a network.
var ErrNotBlank = errors.New("store: the database has a network already, which is left as it is")

// changed counts a change of what a keepsake holds. It comes last in a transaction, so
// that nobody waits for others while holding it.
func (s *Store) changed(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, "UPDATE revision SET n = n + 1"); err != nil {
		return fmt.Errorf("count the change: %w", err)
	}
	return nil
}

// Keepsake is what halls could not give again, as of one moment. Its key is zero before
// the first NetworkKey.
func (s *Store) Keepsake(ctx context.Context) (k network.Keepsake, err error) {
	tx, err := s.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return k, fmt.Errorf("store: what is to be kept: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // it only reads
	k.V = network.KeepsakeVersion
	if err := tx.QueryRowContext(ctx, "SELECT n FROM revision").Scan(&k.Revision); err != nil {
		return k, fmt.Errorf("store: the revision: %w", err)
	}
	err = tx.QueryRowContext(ctx, s.d.bind("SELECT id, secret FROM secrets WHERE name = $1"), networkKey).Scan(&k.Key.ID, &k.Key.Key)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return k, fmt.Errorf("store: the network's key: %w", err)
	}
	if k.Places, err = s.places(ctx, tx); err != nil {
		return k, err
	}
	if k.Keys, err = s.allKeys(ctx, tx); err != nil {
		return k, err
	}
	pubs, err := s.publications(ctx, tx, "body", inForce)
	if err != nil {
		return k, err
	}
	for _, p := range pubs {
		body := p.Body
		p.Body, p.Bytes = nil, 0
		k.Publications = append(k.Publications, network.KeptPublication{Publication: p, Body: body})
	}
	tokens, err := s.tokens(ctx, tx)
	if err != nil {
		return k, err
	}
	for _, t := range tokens {
		hash := t.Hash
		t.Hash, t.Used = [32]byte{}, moment(0)
		k.Tokens = append(k.Tokens, network.KeptToken{Token: t, Hash: hash[:]})
	}
	return k, nil
}

func (s *Store) allKeys(ctx context.Context, q queryer) (all []network.KeptKey, err error) {
	rows, err := q.QueryContext(ctx, "SELECT hall, public_key, name, at, revoked_at FROM hall_keys ORDER BY hall, at, public_key")
	if err != nil {
		return nil, fmt.Errorf("store: keys: %w", err)
	}
	defer func() { err = closed(rows, "keys", err) }()
	for rows.Next() {
		var e network.KeptKey
		var at, revoked int64
		if err := rows.Scan(&e.Hall, &e.Key, &e.Name, &at, &revoked); err != nil {
			return nil, err
		}
		e.At, e.Revoked = moment(at), moment(revoked)
		all = append(all, e)
	}
	return all, nil
}

// Recover puts a network back into a database that has none: neither places, nor keys
// of halls, nor publications; one that has is left as it is, and the error is
// ErrNotBlank. All of it is put back, and d written into the audit, or nothing. Of
// several processes that do so at once, one does. Tokens that are there stay beside
// those that are put back; the network's key takes the place of one that was made.
func (s *Store) Recover(ctx context.Context, k network.Keepsake, d network.Deed) error {
	if err := k.Check(); err != nil {
		return fmt.Errorf("store: put the network back: %w", err)
	}
	return s.transact(ctx, "put the network back", func(tx *sql.Tx) error {
		for _, name := range []string{placesGuard, keysGuard, publicationsGuard} {
			if err := s.guard(ctx, tx, name); err != nil {
				return err
			}
		}
		n := 0
		if err := tx.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM places) + (SELECT count(*) FROM hall_keys) + (SELECT count(*) FROM publications)").Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return ErrNotBlank
		}
		if err := s.putBack(ctx, tx, &k); err != nil {
			return err
		}
		if err := s.note(ctx, tx, d); err != nil {
			return err
		}
		// It goes on from the highest of both, so that this database is newer than either.
		_, err := tx.ExecContext(ctx, s.d.bind("UPDATE revision SET n = CASE WHEN n > $1 THEN n ELSE $1 END + 1"), int64(k.Revision))
		return err
	})
}

func (s *Store) putBack(ctx context.Context, tx *sql.Tx, k *network.Keepsake) error {
	for _, p := range k.Places {
		if err := s.putPlace(ctx, tx, p); err != nil {
			return err
		}
	}
	put := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, s.d.bind(query), args...)
		return err
	}
	for _, e := range k.Keys {
		revoked := int64(0)
		if !e.Revoked.IsZero() {
			revoked = stamp(e.Revoked)
		}
		if err := put("INSERT INTO hall_keys (public_key, hall, name, at, revoked_at) VALUES ($1, $2, $3, $4, $5)", e.Key, e.Hall, clean(e.Name), milliseconds(e.At), revoked); err != nil {
			return fmt.Errorf("a key of %s: %w", e.Hall, err)
		}
	}
	for _, p := range k.Publications {
		p.Publication.Body = p.Body
		if err := s.putPublication(ctx, tx, p.Publication); err != nil {
			return fmt.Errorf("publication %d: %w", p.Version, err)
		}
	}
	for _, t := range k.Tokens {
		copy(t.Token.Hash[:], t.Hash)
		if err := s.putToken(ctx, tx, t.Token, " ON CONFLICT (id) DO NOTHING"); err != nil {
			return fmt.Errorf("token %s: %w", t.ID, err)
		}
	}
	if k.Key.ID == "" {
		return nil
	}
	return put("INSERT INTO secrets (name, id, secret) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET id = excluded.id, secret = excluded.secret", networkKey, k.Key.ID, k.Key.Key)
}
