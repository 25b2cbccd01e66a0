package store

import (
	"context"
	"database/sql"
	"fmt"
	"hash/fnv"
)

// guard lets a transaction wait until no other one that guards the same name is under
// way, in any process. What it reads afterwards is what those have left.
func (s *Store) guard(ctx context.Context, tx *sql.Tx, name string) error {
	if s.d.guard == "" {
		return nil // a transaction that writes is alone anyway
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // a hash never fails
	if _, err := tx.ExecContext(ctx, s.d.guard, int64(h.Sum64())); err != nil {
		return fmt.Errorf("wait for others: %w", err)
	}
	return nil
}
