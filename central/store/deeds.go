package store

import (
	"context"
	"database/sql"
	"fmt"

	"onewindow/central/network"
)

// Note keeps a deed for the audit. Nothing removes it.
func (s *Store) Note(ctx context.Context, d network.Deed) error {
	return s.transact(ctx, "note a deed", func(tx *sql.Tx) error {
		return s.note(ctx, tx, d)
	})
}

func (s *Store) note(ctx context.Context, tx *sql.Tx, d network.Deed) error {
	_, err := tx.ExecContext(ctx, s.d.bind("INSERT INTO deeds (at, done_by, what, hall, detail) VALUES ($1, $2, $3, $4, $5)"),
		d.At.UnixMilli(), clean(d.By), clean(d.What), clean(d.Hall), clean(d.Detail))
	return err
}

// Deeds are the newest ones, the newest first, limit at most.
func (s *Store) Deeds(ctx context.Context, limit int) (all []network.Deed, err error) {
	rows, err := s.reader.QueryContext(ctx, s.d.bind("SELECT at, done_by, what, hall, detail FROM deeds ORDER BY id DESC LIMIT $1"), max(limit, 0))
	if err != nil {
		return nil, fmt.Errorf("store: deeds: %w", err)
	}
	defer func() { err = closed(rows, "deeds", err) }()
	for rows.Next() {
		var d network.Deed
		var at int64
		if err := rows.Scan(&at, &d.By, &d.What, &d.Hall, &d.Detail); err != nil {
			return nil, err
		}
		d.At = moment(at)
		all = append(all, d)
	}
	return all, nil
}
