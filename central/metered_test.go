package central

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"onewindow/wire"
)

// answers is a store that answers so.
type answers struct {
	reply wire.SegmentReply
	err   error
}

func (a answers) Hello(context.Context, wire.Hello) (wire.HelloReply, error) {
	return wire.HelloReply{Seq: 7}, a.err
}

func (a answers) Ingest(context.Context, wire.Segment) (wire.SegmentReply, error) {
	return a.reply, a.err
}

func TestOnlyWhatWasKeptIsCounted(t *testing.T) {
	events, segments := 0, 0
	set := Settings{Ingested: func(hall string, n int, took time.Duration) {
		if hall != "LG-00" || took < 0 {
			t.Errorf("hall %q, %v", hall, took)
		}
		events, segments = events+n, segments+1
	}}
	seg := wire.Segment{Hall: "LG-00", From: 1, To: 3, Events: make([]json.RawMessage, 3)}
	for _, store := range []answers{{reply: wire.SegmentReply{Seq: 3}}, {reply: wire.SegmentReply{Err: &wire.Error{Code: wire.CodeStaleWatermark}}}, {err: errors.New("gone")}} {
		r, err := set.ingest(store).Ingest(context.Background(), seg)
		if r != store.reply || !errors.Is(err, store.err) {
			t.Errorf("%+v, %v, want what the store said", r, err)
		}
	}
	if r, err := set.ingest(answers{}).Hello(context.Background(), wire.Hello{}); r.Seq != 7 || err != nil {
		t.Errorf("a hello is answered with %+v, %v", r, err)
	}
	if events != 3 || segments != 1 {
		t.Errorf("%d events of %d segments are counted", events, segments)
	}
	if _, plain := (&Settings{}).ingest(answers{}).(answers); !plain {
		t.Error("without a hook something stands before the store")
	}
}
