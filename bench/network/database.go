package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"time"
)

// What is done to a centre's database beside its programs. The drivers are those that
// central/store brings.

// Variables of central/store/postgres.sh: the address of a PostgreSQL of our own, and
// the command that restarts it without mercy.
const (
	postgresVar        = "ONEWINDOW_TEST_POSTGRES"
	postgresRestartVar = "ONEWINDOW_TEST_POSTGRES_RESTART"
)

// newPostgres makes an empty database on the PostgreSQL of postgresVar.
func newPostgres(ctx context.Context) (string, error) {
	at := os.Getenv(postgresVar)
	if at == "" {
		return "", fmt.Errorf("%s is not set; run this by bench/network/cluster.sh", postgresVar)
	}
	u, err := url.Parse(at)
	if err != nil {
		return "", err
	}
	db, err := sql.Open("pgx", at)
	if err != nil {
		return "", err
	}
	defer db.Close() // nothing is under way
	name := fmt.Sprintf("bench%d", time.Now().UnixNano())
	if _, err := db.ExecContext(ctx, "CREATE DATABASE "+name); err != nil {
		return "", fmt.Errorf("make a database: %w", err)
	}
	u.Path = "/" + name
	return u.String(), nil
}

// restartPostgres ends the PostgreSQL as a crash would, and starts it again.
func restartPostgres() error {
	command := os.Getenv(postgresRestartVar)
	if command == "" {
		return fmt.Errorf("%s is not set; run this by bench/network/cluster.sh", postgresRestartVar)
	}
	if out, err := exec.Command("sh", "-c", command).CombinedOutput(); err != nil {
		return fmt.Errorf("restart PostgreSQL: %w: %s", err, out)
	}
	return nil
}

// sqlitePath is the file of a centre's database.
func sqlitePath(db string) (string, error) {
	path, ok := strings.CutPrefix(db, "sqlite://")
	if !ok {
		return "", errors.New("this is done to a SQLite only")
	}
	return path, nil
}

// copySQLite copies a database that is in use to the file to, as an operator's nightly
// backup does.
func copySQLite(ctx context.Context, db, to string) error {
	path, err := sqlitePath(db)
	if err != nil {
		return err
	}
	if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	c, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(30000)")
	if err != nil {
		return err
	}
	defer c.Close() // it has only read
	if _, err := c.ExecContext(ctx, "VACUUM INTO ?", to); err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	return nil
}

// replaceSQLite puts a copy in the place of a database that nobody uses; without a
// copy there is none then.
func replaceSQLite(db, from string) error {
	path, err := sqlitePath(db)
	if err != nil {
		return err
	}
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if from == "" {
		return nil
	}
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o600)
}

// databaseSize is how much a database that nobody uses takes on disk, in bytes.
func databaseSize(ctx context.Context, at string) (size int64, err error) {
	if path, err := sqlitePath(at); err == nil {
		info, err := os.Stat(path)
		if err != nil {
			return 0, err
		}
		return info.Size(), nil
	}
	db, err := sql.Open("pgx", at)
	if err != nil {
		return 0, err
	}
	defer db.Close() // it has only read
	err = db.QueryRowContext(ctx, "SELECT pg_database_size(current_database())").Scan(&size)
	return size, err
}
