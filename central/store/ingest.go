package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"onewindow/central/project"
	"onewindow/wire"
)

// rowsLag is how many events the rows may be behind while a hall catches up. What it
// tells then is of the past, and a ticket is written once instead of six times.
const rowsLag = 10_000

// maxSegment bounds what is taken of one segment, in bytes; a hall ends one at
// wire.MaxSegmentBytes unless a single event is larger, such as a whole catalogue.
const maxSegment = 4 << 20

// errRefused carries a refusal out of a transaction that changes nothing.
type errRefused struct{ why *wire.Error }

func (e errRefused) Error() string { return e.why.Error() }

// Ingest takes a segment whole or not at all. If the reply has no Err, the segment's
// events, what they lead to and the new watermark are durable. While the hall is
// still to send what it had when it said hello, the rows may stay behind by up to
// some 10 000 events, and where they are to be made anew they come with BringUp;
// HallState.Now says how far they go. It is refused with
// wire.CodeStaleWatermark unless it begins right after the watermark, is of the line
// that the last hello was taken for, and carries that reply's token; with
// wire.CodeBadRequest or wire.CodeTooLarge if it is none.
//
// The first segment of another line of history than is written, which the last hello
// was taken for, puts that line in the place of what both do not have in common: what
// was kept of it is marked, and the rows are made anew without it. Likewise the gap is
// noted with it which the hall left that no longer has all that the centre lacks.
//
// After an error nobody knows whether it was taken: the hall says hello again.
func (s *Store) Ingest(ctx context.Context, g wire.Segment) (wire.SegmentReply, error) {
	reply := wire.SegmentReply{V: wire.Version}
	in, refused := checkSegment(g)
	if refused != nil {
		reply.Err = refused
		return reply, nil
	}
	held := s.cache.hold(g.Hall)
	defer held.mu.Unlock()
	if done, err := s.quick(ctx, held, g, in); err != nil {
		return reply, err
	} else if done {
		reply.Seq, reply.Token = g.To, g.Token
		return reply, nil
	}
	held.row = nil
	var state *project.State
	var d *due
	var row *hallRow
	late := false
	err := s.transact(ctx, "ingest", func(tx *sql.Tx) (err error) {
		if row, err = s.lockHall(ctx, tx, g.Hall); errors.Is(err, errNoHall) {
			return errRefused{wire.RefuseUp(wire.CodeHallUnknown, "hall", g.Hall)}
		} else if err != nil {
			return err
		}
		if !row.continues(g) {
			return errRefused{wire.RefuseUp(wire.CodeStaleWatermark, "hall", g.Hall)}
		}
		if row.next != nil {
			if err := s.follow(ctx, tx, row, held); err != nil {
				return err
			}
		} else if row.adopt != "" {
			if err := s.adopted(ctx, tx, row); err != nil {
				return err
			}
		}
		if late = s.behind(row); late {
			held.take(row)
			state, d = nil, nil
			if err := s.keep(ctx, tx, row, in); err != nil {
				return err
			}
			return s.advance(ctx, tx, row, g.To)
		}
		if state, d, err = s.present(ctx, tx, row, held); err != nil {
			return err
		}
		d, err = s.take(ctx, tx, row, held, state, d, in)
		return err
	})
	var r errRefused
	if errors.As(err, &r) {
		reply.Err = r.why
		return reply, nil
	}
	if err != nil {
		return reply, err
	}
	held.put(state, d, row.generation)
	held.row = row
	if late {
		s.late()
	}
	reply.Seq, reply.Token = g.To, row.token
	return reply, nil
}

// continues reports whether a segment is the one that the last hello, or the segment
// before, asked for.
func (h *hallRow) continues(g wire.Segment) bool {
	epoch, seq := h.epoch, h.watermark
	if h.next != nil {
		epoch, seq = h.next.epoch(), h.next.seq
	}
	return g.Epoch == epoch && g.Token == h.token && g.From == seq+1
}

// take writes a segment's events, and those rows that are due: what they lead to is
// worked out meanwhile. Of a hall that catches up the rows come later, and go with the
// next segment, so that the database never waits for them; they are returned.
func (s *Store) take(ctx context.Context, tx *sql.Tx, row *hallRow, held *held, state *project.State, old *due, in []incoming) (*due, error) {
	to := in[len(in)-1].Seq
	reach := row.rows
	if old != nil {
		reach = old.seq
	}
	last := to >= row.last
	next := &due{to, make(chan changes, 1)}
	if !last && to-reach < s.lag {
		next = nil
	}
	read, hall := held.reading(in), row.id
	held.work.Go(func() {
		if read.apply(state); next != nil {
			next.rows <- ready(hall, state.Changes())
		}
	})
	if err := s.keep(ctx, tx, row, in); err != nil {
		return nil, err
	}
	switch {
	case last && old != nil:
		if err := s.writeRows(ctx, tx, row, <-old.rows); err != nil {
			return nil, err
		}
		fallthrough
	case last:
		return nil, s.write(ctx, tx, row, <-next.rows, to, to)
	case old != nil:
		return next, s.write(ctx, tx, row, <-old.rows, old.seq, to)
	}
	return next, s.advance(ctx, tx, row, to)
}

// incoming is an event as it came, and what is kept of it.
type incoming struct {
	project.Head
	record project.Record
	body   []byte
}

// reader reads the events of a segment while the database is waited for.
type reader struct {
	done   chan struct{}
	events []project.Event
}

func (h *held) reading(in []incoming) *reader {
	r := &reader{done: make(chan struct{}), events: make([]project.Event, len(in))}
	h.readers.Go(func() {
		defer close(r.done)
		for i := range in {
			r.events[i] = in[i].record.Read()
		}
	})
	return r
}

func (r *reader) wait() { <-r.done }

// apply folds the events into the state.
func (r *reader) apply(state *project.State) {
	r.wait()
	for i := range r.events {
		state.Apply(r.events[i])
	}
}

// checkSegment checks a segment and reads the heads of its events.
func checkSegment(g wire.Segment) ([]incoming, *wire.Error) {
	bad := func(format string, args ...any) *wire.Error {
		return &wire.Error{Code: wire.CodeBadRequest, Msg: "segment: " + fmt.Sprintf(format, args...), Hint: "see docs/wire.md"}
	}
	switch n := uint64(len(g.Events)); {
	case g.V != wire.Version:
		return nil, &wire.Error{Code: wire.CodeUnsupportedVersion, Msg: fmt.Sprintf("segment: version %d, the centre speaks %d", g.V, wire.Version), Hint: "update the older side; the centre first"}
	case n == 0:
		return nil, bad("it has no events")
	case n > wire.MaxSegmentEvents:
		return nil, &wire.Error{Code: wire.CodeTooLarge, Msg: fmt.Sprintf("segment: %d events, the centre takes %d at once", n, wire.MaxSegmentEvents)}
	case g.From == 0, g.To > maxSeq, g.To < g.From, g.To-g.From+1 != n:
		return nil, bad("%d events do not go from %d to %d", n, g.From, g.To)
	}
	size := 0
	for _, raw := range g.Events {
		size += len(raw)
	}
	if size > maxSegment {
		return nil, &wire.Error{Code: wire.CodeTooLarge, Msg: fmt.Sprintf("segment: %d bytes, the centre takes %d at once", size, maxSegment)}
	}
	in := make([]incoming, len(g.Events))
	for i, raw := range g.Events {
		record, err := project.Peek(raw)
		if err != nil {
			return nil, bad("event %d: %v", g.From+uint64(i), err)
		}
		h := record.Head()
		if h.Seq != g.From+uint64(i) {
			return nil, bad("event %d is in the place of %d", h.Seq, g.From+uint64(i))
		}
		in[i] = incoming{h, record, raw}
		if h.Type == settingsType {
			in[i].body = withoutPINs(raw)
		}
	}
	return in, nil
}

// keep writes the events, from where on they are of another month, and what they tell
// of what the hall serves.
func (s *Store) keep(ctx context.Context, tx *sql.Tx, row *hallRow, in []incoming) error {
	b := &batch{table: eventsTable, args: make([]any, 0, 4*len(in))}
	for i := range in {
		e := &in[i]
		run, err := s.runFor(ctx, tx, row, e.Seq)
		if err != nil {
			return err
		}
		b.add(place(run, e.Seq), e.At.UnixMilli(), e.Type, e.body)
		if month := monthOf(e.At); month != row.runMonth {
			row.runMonth = month
			if _, err := tx.ExecContext(ctx, s.d.bind("INSERT INTO months (run, from_seq, month) VALUES ($1, $2, $3)"), run, int64(e.Seq), month); err != nil {
				return fmt.Errorf("note the month: %w", err)
			}
		}
		if furnishes(e.Type) {
			if err := s.furnish(ctx, tx, row.id, e.Type, e.body); err != nil {
				return err
			}
		}
	}
	return s.d.fill(ctx, s, tx, b)
}

const updateHall = `UPDATE halls SET watermark = $1, rows_seq = $36, run = $2, segment_at = $3, now_epoch = $4, now_at = $5, own_id = $6, name = $7, level = $8,
	settings = $9, catalogue = $10, day = $11, open = $12, opened = $13, closed = $14, stopped = $15, issued = $16, waiting = $17, called = $18,
	serving = $19, held = $20, missing = $21, done = $22, cancelled = $23, expired = $24, windows = $25, busy = $26, paused = $27,
	unknown = $28, odd = $29, gaps = $30, run_epoch = $34, run_month = $35 WHERE id = $31 AND watermark = $32 AND token = $33`

const advanceHall = "UPDATE halls SET watermark = $1, run = $2, run_epoch = $3, run_month = $4, segment_at = $5 WHERE id = $6 AND watermark = $7 AND token = $8"

// write writes changed rows, which go up to the event rows, and the hall's row with
// the new watermark.
func (s *Store) write(ctx context.Context, tx *sql.Tx, row *hallRow, c changes, rows, watermark uint64) error {
	if err := s.writeRows(ctx, tx, row, c); err != nil {
		return err
	}
	h := &c.Hall
	open := 0
	if h.Open {
		open = 1
	}
	if watermark != row.watermark {
		row.segmentAt = now()
	}
	res, err := s.exec(ctx, tx, updateHall,
		int64(watermark), row.run, row.segmentAt, h.Epoch, h.At, h.ID, h.Name, h.Level,
		h.Settings, h.Catalogue, h.Day, open, h.Opened, h.Closed, h.Stopped, h.Issued, h.Waiting, h.Called,
		h.Serving, h.Held, h.Missing, h.Done, h.Cancelled, h.Expired, h.Windows, h.Busy, h.Paused,
		h.Unknown, h.Odd, h.Gaps, row.id, int64(row.watermark), int64(row.token), row.runEpoch, row.runMonth, int64(rows))
	if err != nil {
		return fmt.Errorf("write the hall: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return errors.Join(fmt.Errorf("the watermark of hall %s moved under its lock", row.hall), err)
	}
	row.watermark, row.rows = watermark, rows
	return nil
}

// advance moves the watermark and leaves the rows where they are.
func (s *Store) advance(ctx context.Context, tx *sql.Tx, row *hallRow, watermark uint64) error {
	res, err := s.exec(ctx, tx, advanceHall, int64(watermark), row.run, row.runEpoch, row.runMonth, now(), row.id, int64(row.watermark), int64(row.token))
	if err != nil {
		return fmt.Errorf("write the hall: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return errors.Join(fmt.Errorf("the watermark of hall %s moved under its lock", row.hall), err)
	}
	row.watermark = watermark
	return nil
}

// withoutPINs is a change of settings without the PINs of the staff, which are the
// hall's own business. What is not as expected stays as it is but for them.
func withoutPINs(raw []byte) []byte {
	var e, data, settings map[string]json.RawMessage
	var staff []map[string]json.RawMessage
	if json.Unmarshal(raw, &e) != nil || json.Unmarshal(e["data"], &data) != nil || json.Unmarshal(data["settings"], &settings) != nil ||
		json.Unmarshal(settings["staff"], &staff) != nil {
		return raw
	}
	for _, c := range staff {
		delete(c, "pin")
	}
	put := func(into map[string]json.RawMessage, key string, v any) bool {
		b, err := json.Marshal(v)
		into[key] = b
		return err == nil
	}
	if !put(settings, "staff", staff) || !put(data, "settings", settings) || !put(e, "data", data) {
		return raw
	}
	b, err := json.Marshal(e)
	if err != nil {
		return raw
	}
	return b
}

// clean is text that every database keeps.
func clean(s string) string { return project.Text(s) }

// monthLayout is how months are named.
const monthLayout = "2006-01"

// monthOf is the month of a time, in UTC.
func monthOf(at time.Time) string {
	y, m, _ := at.UTC().Date()
	if i := y*12 + int(m) - 1 - firstMonth; i >= 0 && i < len(months) {
		return months[i]
	}
	return at.UTC().Format(monthLayout)
}

// months are the names of the months of a century, because it is asked for with
// each event.
var months = func() (all [1200]string) {
	for i := range all {
		all[i] = fmt.Sprintf("%04d-%02d", (firstMonth+i)/12, (firstMonth+i)%12+1)
	}
	return all
}()

const firstMonth = 2000 * 12
