package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"onewindow/central/network"
	"onewindow/wire"
)

// publicationsGuard lets those who publish wait for each other.
const publicationsGuard = "publications"

// Publish stores a publication under the next version, which it returns, and under the
// hash of its body; the caller's Version and Hash do not count. Versions begin with 1
// and have no gap, whoever else publishes, but in what Recover has put back, and after an
// old copy of the database was: halls may then run newer publications than it has, and
// no version shall mean two things. Whether the publication makes sense is
// judged before (network.Publication.Validate).
func (s *Store) Publish(ctx context.Context, p network.Publication) (version uint64, err error) {
	if p.Withdraws() {
		p.Body = nil
	}
	err = s.transact(ctx, "publish", func(tx *sql.Tx) error {
		if err := s.guard(ctx, tx, publicationsGuard); err != nil {
			return err
		}
		last, err := s.lastVersion(ctx, tx)
		if err != nil {
			return err
		}
		version = last + 1
		p.Version = version
		if err := s.putPublication(ctx, tx, p); err != nil {
			return err
		}
		return s.changed(ctx, tx)
	})
	if err != nil {
		return 0, err
	}
	return version, nil
}

// putPublication writes a publication's row, with the hash of its body.
func (s *Store) putPublication(ctx context.Context, tx *sql.Tx, p network.Publication) error {
	body := append([]byte{}, p.Body...) // never nil, which would be no value
	_, err := tx.ExecContext(ctx, s.d.bind("INSERT INTO publications (version, part, target, hash, body, published_by, note, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
		int64(p.Version), string(p.Part), string(p.Target), wire.PartHash(body), body, clean(p.By), clean(p.Note), p.At.UnixMilli())
	return err
}

// lastVersion is the newest publication that this database, or any hall that has told
// it what it runs, knows of.
func (s *Store) lastVersion(ctx context.Context, tx *sql.Tx) (last uint64, err error) {
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(version), 0) FROM publications").Scan(&last); err != nil {
		return 0, err
	}
	rows, err := tx.QueryContext(ctx, "SELECT have FROM parts")
	if err != nil {
		return 0, err
	}
	defer func() { err = closed(rows, "what halls run", err) }()
	for rows.Next() {
		var have string
		var parts []wire.PartState
		if err := rows.Scan(&have); err != nil {
			return 0, err
		}
		if err := json.Unmarshal([]byte(have), &parts); err != nil {
			return 0, err
		}
		for _, p := range parts {
			if p.Version < maxVersion {
				last = max(last, p.Version)
			}
		}
	}
	return last, nil
}

// maxVersion bounds what a hall is believed to run.
const maxVersion = 1 << 40

// Publications are all that were ever made, newest first, without their bodies.
func (s *Store) Publications(ctx context.Context) ([]network.Publication, error) {
	return s.publications(ctx, s.reader, "''", "")
}

// inForce are the newest publication of each part and target, those included that
// withdraw.
const inForce = "WHERE version IN (SELECT max(version) FROM publications GROUP BY part, target)"

// InForce are the publications, with their bodies, of which one prevails at each hall
// that any is for: the newest of each part and target, newest first, without those that
// were withdrawn. The bodies may be some hundred kilobytes each: whoever needs them often
// keeps them, and asks with Published whether there are others by now.
func (s *Store) InForce(ctx context.Context) ([]network.Publication, error) {
	return s.publications(ctx, s.reader, "body", inForce+" AND length(body) > 0")
}

// Publication is one with its body; ok is false if there is none of that version.
func (s *Store) Publication(ctx context.Context, version uint64) (p network.Publication, ok bool, err error) {
	if version > maxVersion {
		return p, false, nil
	}
	all, err := s.publications(ctx, s.reader, "body", "WHERE version = $1", int64(version))
	if err != nil || len(all) == 0 {
		return p, false, err
	}
	return all[0], true, nil
}

// publications are those for which the condition holds, newest first; body is the column
// of their bodies, or what is read instead of it.
func (s *Store) publications(ctx context.Context, q queryer, body, where string, args ...any) (all []network.Publication, err error) {
	rows, err := q.QueryContext(ctx, s.d.bind("SELECT version, part, target, hash, length(body), "+body+", published_by, note, at FROM publications "+where+" ORDER BY version DESC"), args...)
	if err != nil {
		return nil, fmt.Errorf("store: publications: %w", err)
	}
	defer func() { err = closed(rows, "publications", err) }()
	for rows.Next() {
		var p network.Publication
		var body []byte
		var at int64
		if err := rows.Scan(&p.Version, &p.Part, &p.Target, &p.Hash, &p.Bytes, &body, &p.By, &p.Note, &at); err != nil {
			return nil, err
		}
		if p.At = moment(at); len(body) > 0 {
			p.Body, p.Bytes = body, 0
		}
		all = append(all, p)
	}
	return all, nil
}

// Published is the newest version; 0 before the first.
func (s *Store) Published(ctx context.Context) (version uint64, err error) {
	if err := s.reader.QueryRowContext(ctx, "SELECT coalesce(max(version), 0) FROM publications").Scan(&version); err != nil {
		return 0, fmt.Errorf("store: the newest publication: %w", err)
	}
	return version, nil
}

// NoteParts keeps what a hall says that it runs, unless something newer is known.
func (s *Store) NoteParts(ctx context.Context, hall string, have wire.DesiredRequest, at time.Time) error {
	parts := have.Have
	if parts == nil {
		parts = []wire.PartState{}
	}
	b, err := json.Marshal(parts)
	if err != nil {
		return fmt.Errorf("store: note the parts of %s: %w", hall, err)
	}
	return s.transact(ctx, "note the parts of "+hall, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, s.d.bind(`INSERT INTO parts (hall, have, key_id, at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (hall) DO UPDATE SET have = excluded.have, key_id = excluded.key_id, at = excluded.at WHERE parts.at <= excluded.at`),
			hall, string(b), clean(have.KeyID), at.UnixMilli())
		return err
	})
}

// Parts are what halls last said that they run, by the hall's code.
func (s *Store) Parts(ctx context.Context) (all map[string][]wire.PartState, err error) {
	rows, err := s.reader.QueryContext(ctx, "SELECT hall, have FROM parts")
	if err != nil {
		return nil, fmt.Errorf("store: parts: %w", err)
	}
	defer func() { err = closed(rows, "parts", err) }()
	all = map[string][]wire.PartState{}
	for rows.Next() {
		var hall, have string
		if err := rows.Scan(&hall, &have); err != nil {
			return nil, err
		}
		var parts []wire.PartState
		if err := json.Unmarshal([]byte(have), &parts); err != nil {
			return nil, fmt.Errorf("those of %s: %w", hall, err)
		}
		all[hall] = parts
	}
	return all, nil
}
