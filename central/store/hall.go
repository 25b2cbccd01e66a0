package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"onewindow/wire"
)

// hallRow is what decides what may be taken from a hall.
type hallRow struct {
	id         int64
	hall       string
	epoch      string
	line       []wire.EpochStart
	watermark  uint64
	rows       uint64 // up to which event the rows go
	last       uint64 // the hall's last event when it said hello
	segmentAt  int64  // when its last segment came
	token      uint64
	run        int64
	runEpoch   string
	runMonth   string
	generation int64
	projection int
	adopt      string
	// anew is the program that is let in with the adopted line from its first event,
	// because it has said that its history is another; empty if none is.
	anew string
	// next is the line that the last hello was taken for and of which no event has come;
	// nil if there is none.
	next *next
}

// next is another line of history than the one that is written. Its first segment
// begins after the event seq and puts it in the place of what is kept beyond the event
// from, which is the last that both have in common.
type next struct {
	line      []wire.EpochStart
	from, seq uint64
}

func (n *next) epoch() string { return n.line[len(n.line)-1].Epoch }

// maxSeq bounds sequences, so that one and its run fit into the place of an event.
const maxSeq = 1<<40 - 1

// place is where an event is kept.
func place(run int64, seq uint64) int64 { return run<<40 | int64(seq) }

// sequence is the event's sequence within its run.
func sequence(place int64) uint64 { return uint64(place & maxSeq) }

var errNoHall = errors.New("no such hall")

const selectHall = "SELECT id, epoch, line, watermark, rows_seq, hall_seq, segment_at, token, run, run_epoch, run_month, generation, projection, adopt, adopt_instance, next_line, next_from, next_seq FROM halls WHERE hall = $1"

// lockHall reads a hall's row, which nobody else changes until the transaction ends.
func (s *Store) lockHall(ctx context.Context, tx *sql.Tx, hall string) (*hallRow, error) {
	return scanHall(s.queryRow(ctx, tx, selectHall, hall), hall)
}

// readHall reads it as it is at the moment.
func (s *Store) readHall(ctx context.Context, q queryer, hall string) (*hallRow, error) {
	return scanHall(q.QueryRowContext(ctx, s.d.bind(selectHall), hall), hall)
}

func scanHall(row *sql.Row, hall string) (*hallRow, error) {
	h := &hallRow{hall: hall}
	var line, nextLine string
	var n next
	err := row.Scan(&h.id, &h.epoch, &line, &h.watermark, &h.rows, &h.last, &h.segmentAt, &h.token, &h.run, &h.runEpoch, &h.runMonth, &h.generation, &h.projection, &h.adopt, &h.anew, &nextLine, &n.from, &n.seq)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNoHall
	}
	if err != nil {
		return nil, fmt.Errorf("read the hall: %w", err)
	}
	if err := json.Unmarshal([]byte(line), &h.line); err != nil {
		return nil, fmt.Errorf("read the hall's line: %w", err)
	}
	if nextLine != "" {
		if err := json.Unmarshal([]byte(nextLine), &n.line); err != nil || len(n.line) == 0 {
			return nil, fmt.Errorf("read the hall's next line %q: %w", nextLine, err)
		}
		h.next = &n
	}
	return h, nil
}

// epochOf is the line to which an event of the hall belongs.
func (h *hallRow) epochOf(seq uint64) string { return wire.Hello{Line: h.line}.EpochOf(seq) }

// stretch is a part of a hall's present history that is kept in one run.
type stretch struct {
	run      int64
	epoch    string
	from, to uint64
}

// history are the stretches that count, in order; between two of them, and before
// the first, events may be missing (see gaps).
func (s *Store) history(ctx context.Context, q queryer, h *hallRow) (all []stretch, err error) {
	rows, err := q.QueryContext(ctx, s.d.bind("SELECT id, epoch, from_seq, kept_to FROM runs WHERE hall = $1 AND (kept_to < 0 OR kept_to >= from_seq) ORDER BY from_seq, id"), h.id)
	if err != nil {
		return nil, fmt.Errorf("read the hall's runs: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var x stretch
		var to int64
		if err := rows.Scan(&x.run, &x.epoch, &x.from, &to); err != nil {
			return nil, err
		}
		if x.to = uint64(to); to < 0 {
			x.to = h.watermark
		}
		if n := len(all); n > 0 {
			all[n-1].to = min(all[n-1].to, x.from-1)
		}
		all = append(all, x)
	}
	return all, rows.Err()
}

// gap are events that will not come.
type gap struct{ from, to uint64 }

func (s *Store) gaps(ctx context.Context, q queryer, hall int64) (all []gap, err error) {
	rows, err := q.QueryContext(ctx, s.d.bind("SELECT from_seq, to_seq FROM gaps WHERE hall = $1 ORDER BY from_seq"), hall)
	if err != nil {
		return nil, fmt.Errorf("read the hall's gaps: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var g gap
		if err := rows.Scan(&g.from, &g.to); err != nil {
			return nil, err
		}
		all = append(all, g)
	}
	return all, rows.Err()
}

// queryer is a database or a transaction of it.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// leaveRun lets the next event begin a run.
func (h *hallRow) leaveRun() { h.run, h.runEpoch, h.runMonth = 0, "", "" }

// runFor is the run into which the event seq goes: the present one, or a new one
// where another line begins or the present one was left.
func (s *Store) runFor(ctx context.Context, tx *sql.Tx, h *hallRow, seq uint64) (int64, error) {
	epoch := h.epochOf(seq)
	if h.run != 0 && h.runEpoch == epoch {
		return h.run, nil
	}
	var id int64
	err := tx.QueryRowContext(ctx, s.d.bind("INSERT INTO runs (hall, epoch, from_seq) VALUES ($1, $2, $3) RETURNING id"), h.id, epoch, int64(seq)).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("begin a run: %w", err)
	}
	h.run, h.runEpoch, h.runMonth = id, epoch, ""
	return id, nil
}

// now is the clock of what the centre itself notes.
func now() int64 { return time.Now().UnixMilli() }
