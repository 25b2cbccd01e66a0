package central

import (
	"context"
	"time"

	"onewindow/central/halls"
	"onewindow/wire"
)

// metered tells how many events were kept, and how long that took.
type metered struct {
	store halls.Ingest
	kept  func(hall string, events int, took time.Duration)
}

// ingest is the store as halls speak to it.
func (s *Settings) ingest(store halls.Ingest) halls.Ingest {
	if s.Ingested == nil {
		return store
	}
	return metered{store, s.Ingested}
}

// Hello answers as the store does.
func (m metered) Hello(ctx context.Context, h wire.Hello) (wire.HelloReply, error) {
	return m.store.Hello(ctx, h)
}

// Ingest takes a segment as the store does. One that was not taken is not told of.
func (m metered) Ingest(ctx context.Context, seg wire.Segment) (wire.SegmentReply, error) {
	began := time.Now()
	r, err := m.store.Ingest(ctx, seg)
	if err == nil && r.Err == nil {
		m.kept(seg.Hall, len(seg.Events), time.Since(began))
	}
	return r, err
}
