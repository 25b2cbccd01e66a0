package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"onewindow/central/network"
)

// Keys holds which key speaks for which hall; it is what the connections of halls ask.
// A hall has one key at a time. Its methods may be called from any goroutine and in
// any number of processes.
type Keys struct{ s *Store }

// Keys are the keys of halls.
func (s *Store) Keys() *Keys { return &Keys{s} }

// keysGuard lets those who change keys and invitations wait for each other.
const keysGuard = "keys"

// change runs do in a transaction in which nobody else changes keys.
func (k *Keys) change(ctx context.Context, what string, do func(tx *sql.Tx) error) error {
	return k.s.transact(ctx, what, func(tx *sql.Tx) error {
		if err := k.s.guard(ctx, tx, keysGuard); err != nil {
			return err
		}
		return do(tx)
	})
}

// Hall is the hall of a key; ok is false for a key that is unknown or was revoked.
func (k *Keys) Hall(ctx context.Context, key string) (hall string, ok bool, err error) {
	err = k.s.reader.QueryRowContext(ctx, k.s.d.bind("SELECT hall FROM hall_keys WHERE public_key = $1 AND revoked_at = 0"), key).Scan(&hall)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("store: the hall of a key: %w", err)
	}
	return hall, true, nil
}

// Invite stores an invitation, in the place of any open one of the hall, and drops
// those that have expired by now.
func (k *Keys) Invite(ctx context.Context, inv network.Invitation, now time.Time) error {
	return k.change(ctx, "invite", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, k.s.d.bind("DELETE FROM invitations WHERE expires <= $1 OR (hall = $2 AND public_key = '')"), now.UnixMilli(), inv.Hall); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, k.s.d.bind("INSERT INTO invitations (id, hash, hall, expires, public_key) VALUES ($1, $2, $3, $4, $5)"),
			inv.ID, inv.Hash[:], inv.Hall, inv.Expires.UnixMilli(), inv.Key)
		return err
	})
}

// Invitation finds one by its ID, also one that was used or has expired.
func (k *Keys) Invitation(ctx context.Context, id string) (network.Invitation, bool, error) {
	inv, ok, err := k.invitation(ctx, k.s.reader, id)
	if err != nil {
		return inv, false, fmt.Errorf("store: the invitation: %w", err)
	}
	return inv, ok, nil
}

func (k *Keys) invitation(ctx context.Context, q queryer, id string) (inv network.Invitation, ok bool, err error) {
	var hash []byte
	var expires int64
	err = q.QueryRowContext(ctx, k.s.d.bind("SELECT hash, hall, expires, public_key FROM invitations WHERE id = $1"), id).Scan(&hash, &inv.Hall, &expires, &inv.Key)
	if errors.Is(err, sql.ErrNoRows) {
		return network.Invitation{}, false, nil
	}
	inv.ID, inv.Expires = id, moment(expires)
	copy(inv.Hash[:], hash)
	return inv, err == nil, err
}

// Enrol uses an open invitation, in one step: e.Key becomes the key of the
// invitation's hall, which is e.Hall, and the invitation's. former is the key that the
// hall had until now; it is good no more. With the key that has used the invitation
// already, and while that is the hall's, nothing changes, and former is that key. Any
// other key, a key that is another hall's, and one that was revoked are refused with
// network.ErrInvitation.
func (k *Keys) Enrol(ctx context.Context, id string, e network.Enrolled) (former string, err error) {
	err = k.change(ctx, "enrol", func(tx *sql.Tx) error {
		inv, ok, err := k.invitation(ctx, tx, id)
		if err != nil {
			return err
		}
		if !ok || inv.Hall != e.Hall || !e.At.Before(inv.Expires) {
			return network.ErrInvitation
		}
		var hall string
		var revoked int64
		known := true
		err = tx.QueryRowContext(ctx, k.s.d.bind("SELECT hall, revoked_at FROM hall_keys WHERE public_key = $1"), e.Key).Scan(&hall, &revoked)
		if errors.Is(err, sql.ErrNoRows) {
			known, err = false, nil
		}
		switch {
		case err != nil:
			return err
		case known && revoked == 0 && hall == e.Hall && inv.Key == e.Key:
			former = e.Key
			return nil
		case known || inv.Key != "":
			return network.ErrInvitation
		}
		former, err = k.take(ctx, tx, id, e)
		return err
	})
	if err != nil {
		return "", err
	}
	return former, nil
}

// take makes the key the hall's and the invitation's.
func (k *Keys) take(ctx context.Context, tx *sql.Tx, id string, e network.Enrolled) (former string, err error) {
	err = tx.QueryRowContext(ctx, k.s.d.bind("UPDATE hall_keys SET revoked_at = $1 WHERE hall = $2 AND revoked_at = 0 RETURNING public_key"), stamp(e.At), e.Hall).Scan(&former)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", err
	}
	_, err = tx.ExecContext(ctx, k.s.d.bind("INSERT INTO hall_keys (public_key, hall, name, at) VALUES ($1, $2, $3, $4)"), e.Key, e.Hall, clean(e.Name), e.At.UnixMilli())
	if err != nil {
		return "", err
	}
	if _, err = tx.ExecContext(ctx, k.s.d.bind("UPDATE invitations SET public_key = $1 WHERE id = $2"), e.Key, id); err != nil {
		return "", err
	}
	return former, k.s.changed(ctx, tx)
}

// stamp is a time at which something happened; never 0, which is "not".
func stamp(at time.Time) int64 { return max(at.UnixMilli(), 1) }

// Revoke withdraws the hall's key for good, its open invitations, and what it has
// claimed for citizens, so that whoever has stolen the key keeps nobody from another
// hall any more; ok is false when the hall has neither key nor invitation.
func (k *Keys) Revoke(ctx context.Context, hall string) (ok bool, err error) {
	err = k.change(ctx, "revoke", func(tx *sql.Tx) error {
		ok = false
		for _, q := range []struct {
			query string
			args  []any
		}{
			{"UPDATE hall_keys SET revoked_at = $1 WHERE hall = $2 AND revoked_at = 0", []any{now(), hall}},
			{"DELETE FROM invitations WHERE hall = $1", []any{hall}},
		} {
			res, err := tx.ExecContext(ctx, k.s.d.bind(q.query), q.args...)
			if err != nil {
				return err
			}
			n, err := res.RowsAffected()
			if err != nil {
				return err
			}
			ok = ok || n > 0
		}
		if _, err := tx.ExecContext(ctx, k.s.d.bind("DELETE FROM claims WHERE hall = $1"), hall); err != nil {
			return err
		}
		return k.s.changed(ctx, tx)
	})
	return ok && err == nil, err
}

// List are the halls that have a key, by code.
func (k *Keys) List(ctx context.Context) (all []network.Enrolled, err error) {
	rows, err := k.s.reader.QueryContext(ctx, "SELECT hall, public_key, name, at FROM hall_keys WHERE revoked_at = 0 ORDER BY hall")
	if err != nil {
		return nil, fmt.Errorf("store: the halls that have a key: %w", err)
	}
	defer func() { err = closed(rows, "the halls that have a key", err) }()
	for rows.Next() {
		var e network.Enrolled
		var at int64
		if err := rows.Scan(&e.Hall, &e.Key, &e.Name, &at); err != nil {
			return nil, err
		}
		e.At = moment(at)
		all = append(all, e)
	}
	return all, nil
}
