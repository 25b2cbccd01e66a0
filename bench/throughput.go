package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"onewindow/queue"
)

// clientCounts are how many terminals ask at once; of the last nothing is
// demanded.
var clientCounts = []int{1, 8, 64}

// eventSize is that of an issued ticket's event, in bytes.
const eventSize = 420

// throughput measures durable requests in a second beside the disk's own speed
// and the drain loop. Each measurement has a hall of its own, because one hall
// would live through many days' work by the end.
func throughput(dir string, span time.Duration, rounds int, r *report) error {
	r.drain, r.issues, r.calls = make([][]figure, len(clientCounts)), make([][]figure, len(clientCounts)), make([][]figure, len(clientCounts))
	d, err := openDrain(dir, eventSize)
	if err != nil {
		return err
	}
	for round := range rounds {
		synced, err := rawSync(dir, span/2)
		if err != nil {
			return err
		}
		r.fsync = append(r.fsync, synced.figure(span/2))
		for i, n := range clientCounts {
			at := filepath.Join(dir, fmt.Sprintf("round-%d-%d", round, n))
			issued, served, err := work(at, n, span)
			if err != nil {
				return err
			}
			drained, err := d.load(n, span)
			if err != nil {
				return err
			}
			r.drain[i] = append(r.drain[i], drained.figure(span))
			r.issues[i] = append(r.issues[i], issued.figure(span))
			r.calls[i] = append(r.calls[i], served.figure(span))
			if err := os.RemoveAll(at); err != nil {
				return err
			}
		}
	}
	return d.close()
}

// work lets so many kiosks, and then so many windows, work in a new hall.
func work(dir string, n int, span time.Duration) (issued, served times, err error) {
	h, err := openHall(dir)
	if err != nil {
		return nil, nil, err
	}
	kiosks, err := h.kiosks(n)
	if err != nil {
		return nil, nil, err
	}
	counters, err := h.counters(n)
	if err != nil {
		return nil, nil, err
	}
	issued, err = together(n, span, func(k int) func() error { return h.issue(kiosks[k], k) })
	if err != nil {
		return nil, nil, fmt.Errorf("issue: %w", err)
	}
	if err := h.wantCallable(n, int(span.Seconds()*callable)); err != nil {
		return nil, nil, err
	}
	served, err = together(n, span, func(k int) func() error { return serve(counters[k]) })
	if err != nil {
		return nil, nil, fmt.Errorf("call: %w", err)
	}
	return issued, served, h.close()
}

// callable is how many must at least wait for the windows, for each second of a
// measurement.
const callable = 5_000

// wantCallable makes sure that enough people wait for the first windows.
func (h *hall) wantCallable(windows, want int) error {
	waits := 0
	seen := map[string]bool{}
	h.node.Read(func(s *queue.State, _ time.Time) {
		for _, w := range h.windows[:min(windows, len(h.windows))] {
			if th := h.own[w]; !seen[th] {
				seen[th] = true
				n, _ := s.Waiting(th)
				waits += n
			}
		}
	})
	return h.give(want-waits, windows)
}
