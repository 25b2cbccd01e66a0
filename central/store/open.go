package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"onewindow/central/project"
)

// Store is the centre's database. Its methods may be called by several goroutines.
type Store struct {
	d *dialect
	// db writes and reader reads; for SQLite db is one connection.
	db, reader *sql.DB

	// stmts are those of SQLite; they are made once.
	stmts map[statement]*sql.Stmt
	cache cache
	lag   uint64 // see rowsLag
	// projection is project.Version, portion how many events' rows BringUp writes at
	// a time. between is called after each portion; nil but in tests.
	projection int
	portion    uint64
	between    func(hall string)
	wake       chan struct{} // see late
	// onlyKnown is set by OnlyKnown.
	onlyKnown bool
}

// statement names a prepared one: how many rows of which table, or one of often.
type statement struct {
	name string
	rows int
}

// connections is how many a process opens to PostgreSQL at most.
const connections = 16

// Open opens the database and brings its schema up to this release. The address is
// sqlite:///path/to/file, which is made if it is not there, or that of a PostgreSQL
// (postgres://user:password@host/database). The error is ErrNewer where a newer
// release has been at it.
func Open(ctx context.Context, url string) (*Store, error) {
	d, write, read, err := address(url)
	if err != nil {
		return nil, err
	}
	s := &Store{d: d, lag: rowsLag, projection: project.Version, portion: portion, wake: make(chan struct{}, 1), stmts: map[statement]*sql.Stmt{}, cache: cache{halls: map[string]*held{}, max: maxStates}}
	if s.db, err = sql.Open(d.driver, write); err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	if d == sqliteDialect {
		s.db.SetMaxOpenConns(1)
		s.reader, err = sql.Open(d.driver, read)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("store: open: %w", err), s.db.Close())
		}
		s.reader.SetMaxOpenConns(4)
	} else {
		s.db.SetMaxOpenConns(connections)
		s.db.SetMaxIdleConns(connections)
		s.reader = s.db
	}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if d == sqliteDialect {
		if err := prepare(ctx, s); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return s, nil
}

// Close waits for what is under way and closes the database.
func (s *Store) Close() error {
	s.cache.close()
	var errs []error
	for _, st := range s.stmts {
		errs = append(errs, st.Close())
	}
	if s.reader != s.db {
		errs = append(errs, s.reader.Close())
	}
	if err := errors.Join(append(errs, s.db.Close())...); err != nil {
		return fmt.Errorf("store: close: %w", err)
	}
	return nil
}

// Ready reports whether the database answers.
func (s *Store) Ready(ctx context.Context) error {
	var one int
	if err := s.reader.QueryRowContext(ctx, "SELECT 1").Scan(&one); err != nil {
		return fmt.Errorf("store: the database does not answer: %w", err)
	}
	return nil
}

// attempts is how often a transaction is tried that others were in the way of.
const attempts = 8

// transact runs do in a transaction, and again where only others were in the way.
// An error of the commit means that nobody knows whether it took place.
func (s *Store) transact(ctx context.Context, what string, do func(tx *sql.Tx) error) error {
	for try := 1; ; try++ {
		err := s.once(ctx, do)
		if err == nil {
			return nil
		}
		if try == attempts || !s.d.again(err) {
			return fmt.Errorf("store: %s: %w", what, err)
		}
		pause := time.NewTimer(time.Duration(1+rand.IntN(10<<try)) * time.Millisecond)
		select {
		case <-ctx.Done():
			pause.Stop()
			return fmt.Errorf("store: %s: %w", what, ctx.Err())
		case <-pause.C:
		}
	}
}

func (s *Store) once(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		_ = tx.Rollback() // what failed is more telling
		return err
	}
	return tx.Commit()
}
