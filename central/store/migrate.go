package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// ErrNewer is in the chain of Open's error where a newer release has changed the
// database already.
var ErrNewer = errors.New("store: a newer release has written this database; run that release, or restore the database from before its first start")

// migration is one step of the schema; they are never changed after a release.
type migration struct {
	version int
	name    string
	text    string
}

// migrations are all steps, oldest first.
func migrations() ([]migration, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	all := make([]migration, 0, len(names))
	for i, name := range names {
		base := strings.TrimPrefix(name, "migrations/")
		n, _, _ := strings.Cut(base, "_")
		version, err := strconv.Atoi(n)
		if err != nil || version != i+1 {
			return nil, fmt.Errorf("store: the migration %s is not number %d", base, i+1)
		}
		b, err := migrationFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		all = append(all, migration{version, base, string(b)})
	}
	return all, nil
}

// migrate brings the schema up to this release; several processes may try at once.
func (s *Store) migrate(ctx context.Context) error {
	all, err := migrations()
	if err != nil {
		return err
	}
	return s.migrateBy(ctx, all)
}

// migrateBy does so by those steps, which are all that this release knows.
func (s *Store) migrateBy(ctx context.Context, all []migration) error {
	return s.transact(ctx, "migrate", func(tx *sql.Tx) error {
		if s.d.alone != "" {
			if _, err := tx.ExecContext(ctx, s.d.alone); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL, name TEXT NOT NULL)"); err != nil {
			return err
		}
		have := 0
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(version), 0) FROM schema_version").Scan(&have); err != nil {
			return err
		}
		if have > len(all) {
			return fmt.Errorf("%w (it has schema %d, this release knows %d)", ErrNewer, have, len(all))
		}
		for _, m := range all[have:] {
			for _, q := range statements(s.d.types.Replace(m.text)) {
				if _, err := tx.ExecContext(ctx, q); err != nil {
					return fmt.Errorf("%s: %w", m.name, err)
				}
			}
			if _, err := tx.ExecContext(ctx, s.d.bind("INSERT INTO schema_version (version, name) VALUES ($1, $2)"), m.version, m.name); err != nil {
				return err
			}
		}
		if have < furnishedSince && len(all) >= furnishedSince {
			if err := s.furnishAll(ctx, tx); err != nil {
				return fmt.Errorf("%s: %w", all[furnishedSince-1].name, err)
			}
		}
		return nil
	})
}

// furnishedSince is the step with which the events that are kept already tell what
// halls serve; all of them are read once, when the schema is whole.
const furnishedSince = 2

// furnishAll does that for every hall.
func (s *Store) furnishAll(ctx context.Context, tx *sql.Tx) error {
	halls, err := ids(ctx, tx, "SELECT id FROM halls ORDER BY id")
	if err != nil {
		return err
	}
	for _, hall := range halls {
		if err := s.refurnish(ctx, tx, hall); err != nil {
			return err
		}
	}
	return nil
}

// statements splits a migration, which has no semicolon but those between its
// statements, and no text after -- on a line that counts.
func statements(text string) (all []string) {
	var b strings.Builder
	for line := range strings.Lines(text) {
		code, _, _ := strings.Cut(line, "--")
		b.WriteString(strings.TrimRight(code, " \n") + "\n")
	}
	for q := range strings.SplitSeq(b.String(), ";") {
		if strings.TrimSpace(q) != "" {
			all = append(all, q)
		}
	}
	return all
}
