package store

import (
	"context"
	"fmt"

	"onewindow/wire"
)

// quick takes a segment of a hall that catches up in one statement, where the
// database can do that and this process was the last to write for the hall; a round
// trip costs about as much as the events. It is a compare-and-set as any other: if
// the hall's row is not as it was left, nothing is taken, done is false, and Ingest
// looks again.
func (s *Store) quick(ctx context.Context, held *held, g wire.Segment, in []incoming) (done bool, err error) {
	row := held.row
	if s.d.quick == nil || row == nil {
		return false, nil
	}
	held.work.Wait()
	to := g.To
	switch {
	case g.Epoch != row.epoch, g.Token != row.token, g.From != row.watermark+1:
		return false, nil // or another process has moved it
	case to >= row.last, to-row.rows >= s.lag, held.due != nil:
		return false, nil // rows are to be written
	case held.state == nil, held.generation != row.generation, held.state.Seq() != row.watermark:
		return false, nil
	case row.run == 0, row.epochOf(g.From) != row.runEpoch, row.epochOf(to) != row.runEpoch:
		return false, nil // a run is to be begun
	}
	b := &batch{table: eventsTable, args: make([]any, 0, 4*len(in))}
	for i := range in {
		e := &in[i]
		if monthOf(e.At) != row.runMonth || furnishes(e.Type) {
			return false, nil
		}
		b.add(place(row.run, e.Seq), e.At.UnixMilli(), e.Type, e.body)
	}
	state := held.state
	held.state, held.row = nil, nil
	read := held.reading(in)
	held.work.Go(func() { read.apply(state) })
	n, err := s.d.quick(ctx, s, b, []any{int64(to), now(), row.id, int64(row.watermark), int64(row.token)})
	if err != nil {
		return false, fmt.Errorf("store: ingest: %w", err)
	}
	if n != int64(len(in)) {
		return false, nil
	}
	row.watermark = to
	held.state, held.row = state, row
	return true, nil
}

// quickArrays is quick for PostgreSQL: one statement is a transaction of its own.
func quickArrays(ctx context.Context, s *Store, b *batch, hall []any) (int64, error) {
	res, err := s.db.ExecContext(ctx, quickEvents, append(arrays(b), hall...)...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

const quickEvents = `WITH moved AS (UPDATE halls SET watermark = $5, segment_at = $6 WHERE id = $7 AND watermark = $8 AND token = $9 RETURNING 1)
	INSERT INTO events (place, at, type, body) SELECT e.* FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bytea[]) e, moved`
