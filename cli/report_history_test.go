package cli

import (
	"context"
	"errors"
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/queue"
)

// longHistory is a journal of so many events, each noted a second after the one before.
func longHistory(t *testing.T, n int) *journal.Journal {
	t.Helper()
	j, err := journal.Open(t.TempDir(), "T-1", journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	var b journal.Batch
	for i := range n {
		r := queue.Record{Hall: "T-1", Epoch: "1-a", Seq: uint64(i + 1), At: time.Unix(int64(i), 0).UTC(), Event: queue.DayOpened{Date: "2026-11-25"}}
		e, err := r.Encode()
		if err != nil {
			t.Fatal(err)
		}
		b.Events = append(b.Events, e)
	}
	if _, err := j.Commit(b); err != nil {
		t.Fatal(err)
	}
	return j
}

func TestAHistoryIsHeardInOrderAndWhole(t *testing.T) {
	for _, n := range []int{1, historyChunk, 2*historyChunk + 17} {
		next := uint64(1)
		err := hear(t.Context(), longHistory(t, n), listener{each: func(r queue.Record, last uint64) error {
			if r.Seq != next || last != uint64(n) {
				t.Fatalf("event %d of %d comes for event %d of %d", r.Seq, last, next, n)
			}
			next++
			return nil
		}})
		if err != nil || next != uint64(n+1) {
			t.Errorf("of %d events %d are heard, %v", n, next-1, err)
		}
	}
}

func TestWhoHearsAHistoryCanEndIt(t *testing.T) {
	j := longHistory(t, 5*historyChunk)
	enough := errors.New("enough")
	heard := 0
	if err := hear(t.Context(), j, listener{each: func(queue.Record, uint64) error { heard++; return enough }}); !errors.Is(err, enough) || heard != 1 {
		t.Errorf("after %d events: %v", heard, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	heard = 0
	err := hear(ctx, j, listener{each: func(queue.Record, uint64) error {
		if heard++; heard == 1 {
			cancel()
		}
		return nil
	}})
	if !errors.Is(err, context.Canceled) || heard != 1 {
		t.Errorf("given up, it ends with %v after %d events", err, heard)
	}
}

func TestAnEventThatCannotBeReadEndsAHistory(t *testing.T) {
	j := longHistory(t, 10)
	if _, err := j.Commit(journal.Batch{Events: [][]byte{[]byte(`{"type":"day.opened/1","data":7}`)}}); err != nil {
		t.Fatal(err)
	}
	if err := hear(t.Context(), j, listener{each: func(queue.Record, uint64) error { return nil }}); err == nil {
		t.Error("it is passed over")
	}
}
