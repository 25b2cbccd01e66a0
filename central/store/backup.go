package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
)

// Backup copies a SQLite database at path into a new file, whether a centre is running
// on it or not, and returns the size of the copy in bytes. The copy is a moment of the
// database, needs no other file beside it, and is whole or not there. Claims are left
// out: who holds a number where is of the present hour only. The copy may be read only
// by its owner, because the network's key is in it. A file that is there is an error,
// and so is a path without a database.
func Backup(ctx context.Context, path, file string) (size int64, err error) {
	fail := func(err error) (int64, error) { return 0, fmt.Errorf("store: backup: %w", err) }
	if _, err := os.Stat(path); err != nil {
		return fail(err)
	}
	if _, err := os.Stat(file); err == nil {
		return fail(fmt.Errorf("%s: %w", file, os.ErrExist))
	}
	dir, err := os.MkdirTemp(filepath.Dir(file), ".backup-*")
	if err != nil {
		return fail(err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	part := filepath.Join(dir, "copy.db")
	if err := copyInto(ctx, path, part); err != nil {
		return fail(err)
	}
	if err := dropClaims(ctx, part); err != nil {
		return fail(err)
	}
	f, err := os.OpenFile(part, os.O_RDWR, 0)
	if err != nil {
		return fail(err)
	}
	info, err := f.Stat()
	if err := errors.Join(err, f.Chmod(0o600), f.Sync(), f.Close()); err != nil {
		return fail(err)
	}
	if err := os.Rename(part, file); err != nil {
		return fail(err)
	}
	return info.Size(), nil
}

// dropClaims removes all claims from a copy, and overwrites where they were.
func dropClaims(ctx context.Context, part string) (err error) {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: part}).EscapedPath(), RawQuery: "mode=rw&_pragma=secure_delete(1)&_pragma=journal_mode(MEMORY)"}
	db, err := sql.Open(sqliteDialect.driver, u.String())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var tables int
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'claims'").Scan(&tables)
	if err != nil || tables == 0 { // that of the first release had none
		return err
	}
	_, err = db.ExecContext(ctx, "DELETE FROM claims")
	return err
}

// copyInto has SQLite write a copy, which is as small as it can be.
func copyInto(ctx context.Context, path, part string) (err error) {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: "mode=rw&_pragma=busy_timeout(10000)"}
	db, err := sql.Open(sqliteDialect.driver, u.String())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var tables int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name IN ('schema_version', 'halls')").Scan(&tables); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if tables != 2 {
		return fmt.Errorf("%s is not the database of a centre", path)
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", part)
	return err
}
