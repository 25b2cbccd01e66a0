package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"onewindow/central/project"
	"onewindow/wire"
)

// Hello answers a hall that says how far its history goes: from where the centre
// wants it, or why it takes nothing. A hall of which nothing is known is noted; who
// may speak for a hall is decided by whoever lets connections in.
//
// Where the hall has left a line of its history, because a backup was put back, what
// the centre has of that line is marked, and the rows are made anew without it. Where
// the hall no longer has what the centre lacks, the gap is noted. Refusals are noted
// with the hall until a hello is taken. The error is the database's; the hall says
// hello again.
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
		if _, err := tx.ExecContext(ctx, s.d.bind("INSERT INTO halls (hall, projection) VALUES ($1, $2) ON CONFLICT (hall) DO NOTHING"), h.Hall, project.Version); err != nil {
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
	if code != "" && row.adopt == h.Epoch {
		upTo, code = min(upTo, h.Seq), ""
	}
	if code != "" {
		reply.Refused = wire.RefuseUp(code, "hall", h.Hall, "epoch", row.epoch)
		_, err := tx.ExecContext(ctx, s.d.bind("UPDATE halls SET refused = $1, refused_at = $2, refused_epoch = $3, refused_seq = $4 WHERE id = $5"),
			code, now(), h.Epoch, int64(h.Seq), row.id)
		return reply, err
	}
	if upTo < row.watermark {
		if err := s.rewind(ctx, tx, row, upTo); err != nil {
			return reply, err
		}
	}
	row.epoch, row.line = h.Epoch, h.Line
	if h.First > row.watermark+1 {
		if err := s.skip(ctx, tx, row, held, h.First-1); err != nil {
			return reply, err
		}
	}
	if row.rows < row.watermark && h.Seq <= row.watermark {
		// Nothing will come that brings the rows up.
		if err := s.catchUp(ctx, tx, row, held); err != nil {
			return reply, err
		}
	}
	line, err := json.Marshal(row.line)
	if err != nil {
		return reply, err
	}
	row.token = rand.Uint64N(1 << 53) // exact in every reader of JSON; another one than before is enough
	_, err = tx.ExecContext(ctx, s.d.bind(`UPDATE halls SET epoch = $1, line = $2, watermark = $3, token = $4, run = $5, run_epoch = $14, run_month = $15, generation = $6, instance = $7, first = $8, hall_seq = $13, hello_name = $16,
		version = $9, file_schema = $10, hello_at = $11, refused = '', refused_at = 0, refused_epoch = '', refused_seq = 0, adopt = '' WHERE id = $12`),
		row.epoch, string(line), int64(row.watermark), int64(row.token), row.run, row.generation, h.Instance, int64(h.First),
		clean(h.Version), h.Schema, now(), row.id, int64(h.Seq), row.runEpoch, row.runMonth, clean(h.Name.ZhHans))
	reply.Epoch, reply.Seq, reply.Token = row.epoch, row.watermark, row.token
	return reply, err
}

// Adopt lets a hall in at its next hello with that line of history, although it was
// refused: what the centre has beyond it is then marked and counts no more. An
// administrator decides that, who knows which machine is the hall's. It is an error
// if no such hall is known.
func (s *Store) Adopt(ctx context.Context, hall, epoch string) error {
	return s.transact(ctx, "adopt", func(tx *sql.Tx) error {
		row, err := s.lockHall(ctx, tx, hall)
		if err != nil {
			return fmt.Errorf("%s: %w", hall, err)
		}
		_, err = tx.ExecContext(ctx, s.d.bind("UPDATE halls SET adopt = $1 WHERE id = $2"), clean(epoch), row.id)
		return err
	})
}
