package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"onewindow/wire"
)

// Hello answers a hall that says how far its history goes: from where the centre
// wants it, or why it takes nothing. A hall of which nothing is known is noted, unless
// OnlyKnown was called; who may speak for a hall is decided by whoever lets
// connections in.
//
// It changes nothing of what is kept. Where the hall is of another line of history than
// is written, because a backup was put back, or no longer has what the centre lacks,
// that is noted, and the first segment makes it so (see Ingest); another hello in
// between counts in its place. Refusals are noted with the hall until a hello is taken.
// The error is the database's; the hall says hello again.
func (s *Store) Hello(ctx context.Context, h wire.Hello) (wire.HelloReply, error) {
	reply := wire.HelloReply{V: wire.Version}
	if h.V != wire.Version {
		reply.Refused = &wire.Error{Code: wire.CodeUnsupportedVersion, Msg: fmt.Sprintf("hello: version %d, the centre speaks %d", h.V, wire.Version), Hint: "update the older side; the centre first"}
		return reply, nil
	}
	if reply.Refused = h.Check(); reply.Refused != nil {
		return reply, nil
	}
	if h.Seq > maxSeq {
		reply.Refused = &wire.Error{Code: wire.CodeBadRequest, Msg: "hello: seq is beyond any history"}
		return reply, nil
	}
	held := s.cache.hold(h.Hall)
	defer held.mu.Unlock()
	held.row = nil
	err := s.transact(ctx, "hello", func(tx *sql.Tx) error {
		if known, err := s.known(ctx, tx, h.Hall); err != nil || !known {
			reply = wire.HelloReply{V: wire.Version, Refused: wire.RefuseUp(wire.CodeHallUnknown, "hall", h.Hall)}
			return err
		}
		if _, err := tx.ExecContext(ctx, s.d.bind("INSERT INTO halls (hall, projection) VALUES ($1, $2) ON CONFLICT (hall) DO NOTHING"), h.Hall, s.projection); err != nil {
			return fmt.Errorf("note the hall: %w", err)
		}
		row, err := s.lockHall(ctx, tx, h.Hall)
		if err != nil {
			return err
		}
		reply, err = s.greet(ctx, tx, row, held, h)
		return err
	})
	return reply, err
}

// greet decides about a hello, with the hall's row locked.
func (s *Store) greet(ctx context.Context, tx *sql.Tx, row *hallRow, held *held, h wire.Hello) (wire.HelloReply, error) {
	reply := wire.HelloReply{V: wire.Version, Epoch: row.epoch, Seq: row.watermark}
	upTo, code := h.Branch(row.line, row.watermark)
	anew := row.adopt == h.Epoch && (h.Forked > 0 || row.anew == h.Instance)
	adopted := anew || code != "" && row.adopt == h.Epoch
	if code != "" && !adopted {
		reply.Refused = wire.RefuseUp(code, "hall", h.Hall, "epoch", row.epoch)
		forked := ""
		if h.Forked > 0 {
			forked = h.Instance
		}
		_, err := tx.ExecContext(ctx, s.d.bind("UPDATE halls SET refused = $1, refused_at = $2, refused_epoch = $3, refused_seq = $4, refused_instance = $5 WHERE id = $6"),
			code, now(), h.Epoch, int64(h.Seq), forked, row.id)
		return reply, err
	}
	switch {
	case anew:
		upTo = 0 // nothing is known to be in common
	case adopted:
		upTo = min(upTo, h.Seq)
	}
	reply.Epoch, reply.Seq = h.Epoch, max(upTo, h.First-1)
	row.next = nil
	if h.Epoch != row.epoch || reply.Seq != row.watermark || anew {
		row.next = &next{h.Line, upTo, reply.Seq}
	} else if row.rows < row.watermark && h.Seq <= row.watermark {
		// Nothing will come that brings the rows up.
		if s.behind(row) {
			s.late()
		} else if err := s.catchUp(ctx, tx, row, held); err != nil {
			return reply, err
		}
	}
	if reply.Seq == upTo && h.First <= upTo { // otherwise the hall could not compare it
		var err error
		if reply.Mark, err = s.markOf(ctx, tx, row, upTo); err != nil {
			return reply, err
		}
	}
	row.token = newToken()
	reply.Token = row.token
	if anew {
		row.anew = h.Instance
	}
	return reply, s.noteHello(ctx, tx, row, h)
}

// noteHello writes what a hello that is taken changes.
func (s *Store) noteHello(ctx context.Context, tx *sql.Tx, row *hallRow, h wire.Hello) error {
	line, from, seq := "", uint64(0), uint64(0)
	if n := row.next; n != nil {
		b, err := json.Marshal(n.line)
		if err != nil {
			return err
		}
		line, from, seq = string(b), n.from, n.seq
	}
	_, err := tx.ExecContext(ctx, s.d.bind(`UPDATE halls SET token = $1, next_line = $2, next_from = $3, next_seq = $4, adopt_instance = $5, instance = $6, first = $7, hall_seq = $8, hello_name = $9,
		version = $10, file_schema = $11, hello_at = $12, refused = '', refused_at = 0, refused_epoch = '', refused_seq = 0, refused_instance = '' WHERE id = $13`),
		int64(row.token), line, int64(from), int64(seq), row.anew, h.Instance, int64(h.First), int64(h.Seq), clean(h.Name.ZhHans),
		clean(h.Version), h.Schema, now(), row.id)
	return err
}

// markOf is the mark of an event of the history that is written; nil where it is not
// kept.
func (s *Store) markOf(ctx context.Context, tx *sql.Tx, row *hallRow, seq uint64) (*wire.Mark, error) {
	if seq == 0 {
		return nil, nil
	}
	parts, err := s.history(ctx, tx, row)
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		if seq < p.from || seq > p.to {
			continue
		}
		var body []byte
		err := tx.QueryRowContext(ctx, s.d.bind("SELECT body FROM events WHERE place = $1"), place(p.run, seq)).Scan(&body)
		if errors.Is(err, sql.ErrNoRows) {
			return nil, nil // it is in a gap
		}
		if err != nil {
			return nil, fmt.Errorf("read event %d: %w", seq, err)
		}
		m, err := wire.MarkOf(body)
		if err != nil {
			return nil, fmt.Errorf("read event %d: %w", seq, err)
		}
		return &m, nil
	}
	return nil, nil
}

// follow puts the line of which the first segment has come in the place of what is
// kept beyond what both have in common. Where the hall no longer has what is then
// lacking, the gap is noted.
func (s *Store) follow(ctx context.Context, tx *sql.Tx, row *hallRow, held *held) error {
	n := row.next
	if n.from < row.watermark {
		if err := s.rewind(ctx, tx, row, n.from); err != nil {
			return err
		}
	}
	row.epoch, row.line = n.epoch(), n.line
	if n.seq > row.watermark {
		if err := s.skip(ctx, tx, row, held, n.seq); err != nil {
			return err
		}
	}
	line, err := json.Marshal(row.line)
	if err != nil {
		return err
	}
	row.next, row.adopt, row.anew = nil, "", ""
	_, err = tx.ExecContext(ctx, s.d.bind(`UPDATE halls SET epoch = $1, line = $2, run = $3, run_epoch = $4, run_month = $5, generation = $6,
		next_line = '', next_from = 0, next_seq = 0, adopt = '', adopt_instance = '' WHERE id = $7`),
		row.epoch, string(line), row.run, row.runEpoch, row.runMonth, row.generation, row.id)
	if err != nil {
		return fmt.Errorf("begin a line of history: %w", err)
	}
	return nil
}

// Adopt lets a hall in at its next hello with that line of history, although it was
// refused: what the centre has beyond it is marked with the first segment, and counts
// no more. That is everything where the hall has found that its history is another than
// the centre's (Hello.Forked): it then sends all of it. The next segment that is taken
// of the hall uses it up. An administrator decides that, who knows which machine is the
// hall's. It is an error if no such hall is known.
func (s *Store) Adopt(ctx context.Context, hall, epoch string) error {
	return s.transact(ctx, "adopt", func(tx *sql.Tx) error {
		row, err := s.lockHall(ctx, tx, hall)
		if err != nil {
			return fmt.Errorf("%s: %w", hall, err)
		}
		_, err = tx.ExecContext(ctx, s.d.bind("UPDATE halls SET adopt = $1, adopt_instance = CASE WHEN refused_epoch = $1 THEN refused_instance ELSE '' END WHERE id = $2"), clean(epoch), row.id)
		return err
	})
}

// adopted notes that an adoption is used up.
func (s *Store) adopted(ctx context.Context, tx *sql.Tx, row *hallRow) error {
	row.adopt, row.anew = "", ""
	if _, err := tx.ExecContext(ctx, s.d.bind("UPDATE halls SET adopt = '', adopt_instance = '' WHERE id = $1"), row.id); err != nil {
		return fmt.Errorf("use an adoption up: %w", err)
	}
	return nil
}

// OnlyKnown makes Hello refuse halls that have neither a place nor a key with
// wire.CodeHallUnknown. Without it whoever says hello is noted as a hall, which is
// right where only enrolled halls can connect. It is called before any Hello.
func (s *Store) OnlyKnown() { s.onlyKnown = true }

// known reports whether a hall may say hello.
func (s *Store) known(ctx context.Context, tx *sql.Tx, hall string) (bool, error) {
	if !s.onlyKnown {
		return true, nil
	}
	n := 0
	err := tx.QueryRowContext(ctx, s.d.bind("SELECT (SELECT count(*) FROM places WHERE hall = $1) + (SELECT count(*) FROM hall_keys WHERE hall = $1 AND revoked_at = 0)"), hall).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("look whether the hall is known: %w", err)
	}
	return n > 0, nil
}
