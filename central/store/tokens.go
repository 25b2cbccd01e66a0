package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"onewindow/central/network"
)

// selectToken is followed by what is left to say of which and in which order.
const selectToken = "SELECT id, hash, name, scopes, below, rate, created, expires, used FROM tokens"

// AddToken keeps a token of the HTTP interface. It is an error if its ID is taken.
func (s *Store) AddToken(ctx context.Context, t network.Token) error {
	return s.transact(ctx, "add a token", func(tx *sql.Tx) error {
		if err := s.putToken(ctx, tx, t, ""); err != nil {
			return err
		}
		return s.changed(ctx, tx)
	})
}

// putToken writes a token's row; conflict is what to do where there is one of its ID.
func (s *Store) putToken(ctx context.Context, tx *sql.Tx, t network.Token, conflict string) error {
	scopes := make([]string, len(t.Scopes))
	for i, x := range t.Scopes {
		scopes[i] = string(x)
	}
	_, err := tx.ExecContext(ctx, s.d.bind("INSERT INTO tokens (id, hash, name, scopes, below, rate, created, expires, used) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"+conflict),
		t.ID, t.Hash[:], clean(t.Name), strings.Join(scopes, " "), clean(t.Below), t.Rate, milliseconds(t.Created), milliseconds(t.Expires), milliseconds(t.Used))
	return err
}

// milliseconds is a time as rows keep it; 0 for none.
func milliseconds(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMilli()
}

// Token finds a token by its ID; ok is false if there is none.
func (s *Store) Token(ctx context.Context, id string) (t network.Token, ok bool, err error) {
	t, err = readToken(s.reader.QueryRowContext(ctx, s.d.bind(selectToken+" WHERE id = $1"), id))
	if errors.Is(err, sql.ErrNoRows) {
		return network.Token{}, false, nil
	}
	if err != nil {
		return network.Token{}, false, fmt.Errorf("store: token: %w", err)
	}
	return t, true, nil
}

// Tokens are all of them, those that have expired included, the oldest first.
func (s *Store) Tokens(ctx context.Context) ([]network.Token, error) { return s.tokens(ctx, s.reader) }

func (s *Store) tokens(ctx context.Context, q queryer) (all []network.Token, err error) {
	rows, err := q.QueryContext(ctx, selectToken+" ORDER BY created, id")
	if err != nil {
		return nil, fmt.Errorf("store: tokens: %w", err)
	}
	defer func() { err = closed(rows, "tokens", err) }()
	for rows.Next() {
		t, err := readToken(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

func readToken(row interface{ Scan(...any) error }) (t network.Token, err error) {
	var hash []byte
	var scopes string
	var created, expires, used int64
	err = row.Scan(&t.ID, &hash, &t.Name, &scopes, &t.Below, &t.Rate, &created, &expires, &used)
	copy(t.Hash[:], hash)
	for _, x := range strings.Fields(scopes) {
		t.Scopes = append(t.Scopes, network.Scope(x))
	}
	t.Created, t.Expires, t.Used = moment(created), moment(expires), moment(used)
	return t, err
}

// RemoveToken ends a token at once; ok is false if there is none.
func (s *Store) RemoveToken(ctx context.Context, id string) (ok bool, err error) {
	err = s.transact(ctx, "remove a token", func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, s.d.bind("DELETE FROM tokens WHERE id = $1"), id)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if ok = n > 0; !ok || err != nil {
			return err
		}
		return s.changed(ctx, tx)
	})
	return ok && err == nil, err
}

// UsedToken notes that a token was used, at a precision of a minute: it writes once a
// minute at most, so that it may be called with every request.
func (s *Store) UsedToken(ctx context.Context, id string, at time.Time) error {
	minute := at.Truncate(time.Minute).UnixMilli()
	var used int64
	err := s.reader.QueryRowContext(ctx, s.d.bind("SELECT used FROM tokens WHERE id = $1"), id).Scan(&used)
	if errors.Is(err, sql.ErrNoRows) || err == nil && used >= minute {
		return nil
	}
	if err != nil {
		return fmt.Errorf("store: token used: %w", err)
	}
	return s.transact(ctx, "token used", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, s.d.bind("UPDATE tokens SET used = $1 WHERE id = $2 AND used < $1"), minute, id)
		return err
	})
}
