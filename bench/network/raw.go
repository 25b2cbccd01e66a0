package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"onewindow/wire"
)

// What any store that keeps events durably would have to do, and nothing else: rows
// with a key, the time, the type and the bytes, in transactions of a segment each,
// with the durability of central/store, and by the fastest way that the databases have
// for it. The bytes and the transactions are the same as on the whole way. Left out are the
// link with TLS, the reading of JSON, the hall's watermark and the rows of tickets,
// windows and statistics; all of that shares the machine's processors with the hall.

// rawSegment are the rows of one.
type rawSegment struct {
	place, at []int64
	kind      []string
	body      [][]byte
}

// rawSegments cuts a hall's events as its link does.
func rawSegments(h *hall) (all []rawSegment, err error) {
	records, err := h.records()
	if err != nil {
		return nil, err
	}
	var s rawSegment
	size := 0
	for i, b := range records {
		if len(s.body) > 0 && (len(s.body) == wire.MaxSegmentEvents || size+len(b) > wire.MaxSegmentBytes) {
			all, s, size = append(all, s), rawSegment{}, 0
		}
		var e struct {
			At   time.Time
			Type string
		}
		if err := json.Unmarshal(b, &e); err != nil {
			return nil, err
		}
		s.place, s.at = append(s.place, 1<<40|int64(i+1)), append(s.at, e.At.UnixMilli())
		s.kind, s.body = append(s.kind, e.Type), append(s.body, b)
		size += len(b)
	}
	return append(all, s), nil
}

// rawRows is how many rows one statement of SQLite writes.
const rawRows = 50

// writeRaw writes them into a new table and says how long that took.
func writeRaw(ctx context.Context, dir, postgres string, all []rawSegment) (time.Duration, error) {
	if postgres != "" {
		db, err := sql.Open("pgx", postgres)
		if err != nil {
			return 0, err
		}
		defer db.Close() // everything is committed
		if _, err := db.ExecContext(ctx, "CREATE TABLE raw (place BIGINT PRIMARY KEY, at BIGINT NOT NULL, type TEXT NOT NULL, body BYTEA NOT NULL)"); err != nil {
			return 0, err
		}
		begun := time.Now()
		for _, s := range all {
			if _, err := db.ExecContext(ctx, "INSERT INTO raw SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bytea[])", s.place, s.at, s.kind, s.body); err != nil {
				return 0, fmt.Errorf("raw: %w", err)
			}
		}
		return time.Since(begun), nil
	}
	path := filepath.Join(dir, fmt.Sprintf("raw%d.db", time.Now().UnixNano()))
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=wal_autocheckpoint(4000)&_pragma=cache_size(-65536)&_txlock=immediate")
	if err != nil {
		return 0, err
	}
	defer db.Close() // everything is committed
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "CREATE TABLE raw (place INTEGER PRIMARY KEY, at BIGINT NOT NULL, type TEXT NOT NULL, body BLOB NOT NULL)"); err != nil {
		return 0, err
	}
	many, err := db.PrepareContext(ctx, "INSERT INTO raw VALUES (?,?,?,?)"+strings.Repeat(",(?,?,?,?)", rawRows-1))
	if err != nil {
		return 0, err
	}
	one, err := db.PrepareContext(ctx, "INSERT INTO raw VALUES (?,?,?,?)")
	if err != nil {
		return 0, err
	}
	begun := time.Now()
	for _, s := range all {
		if err := s.write(ctx, db, many, one); err != nil {
			return 0, fmt.Errorf("raw: %w", err)
		}
	}
	return time.Since(begun), nil
}

// write writes a segment into a SQLite.
func (s rawSegment) write(ctx context.Context, db *sql.DB, many, one *sql.Stmt) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // nothing after the commit
	for i := 0; i < len(s.body); {
		st, n := one, 1
		if len(s.body)-i >= rawRows {
			st, n = many, rawRows
		}
		var args []any
		for k := i; k < i+n; k++ {
			args = append(args, s.place[k], s.at[k], s.kind[k], s.body[k])
		}
		if _, err := tx.StmtContext(ctx, st).ExecContext(ctx, args...); err != nil {
			return err
		}
		i += n
	}
	return tx.Commit()
}
