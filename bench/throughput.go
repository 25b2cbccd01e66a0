package main

import (
	"fmt"
	"path/filepath"
	"time"

	"onewindow/hall/lan"
	"onewindow/queue"
)

// clientCounts are how many terminals ask at once; of the last nothing is
// demanded.
var clientCounts = []int{1, 8, 64}

// eventSize is that of an issued ticket's event, in bytes.
const eventSize = 420

// throughput measures durable requests in a second beside the disk's own speed
// and the drain loop.
func throughput(dir string, span time.Duration, rounds int, r *report) error {
	d, err := openDrain(dir, eventSize)
	if err != nil {
		return err
	}
	h, err := openHall(filepath.Join(dir, "throughput"))
	if err != nil {
		return err
	}
	most := clientCounts[len(clientCounts)-1]
	kiosks, err := h.kiosks(most)
	if err != nil {
		return err
	}
	counters, err := h.counters(most)
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
			if round == 0 {
				r.drain, r.issues, r.calls = append(r.drain, nil), append(r.issues, nil), append(r.calls, nil)
			}
			drained, err := d.load(n, span)
			if err != nil {
				return err
			}
			r.drain[i] = append(r.drain[i], drained.figure(span))
			issued, err := together(n, span, func(k int) func() error { return h.issue(kiosks[k], k) })
			if err != nil {
				return fmt.Errorf("issue: %w", err)
			}
			r.issues[i] = append(r.issues[i], issued.figure(span))
			if err := h.wantCallable(n); err != nil {
				return err
			}
			served, err := together(n, span, func(k int) func() error { return serve(counters[k]) })
			if err != nil {
				return fmt.Errorf("call: %w", err)
			}
			r.calls[i] = append(r.calls[i], served.figure(span))
			if err := settleWindows(counters[:n]); err != nil {
				return err
			}
		}
	}
	if err := h.close(); err != nil {
		return err
	}
	return d.close()
}

// callable is how many must at least wait for the windows of a measurement.
const callable = 20_000

// wantCallable makes sure that enough people wait for the first windows.
func (h *hall) wantCallable(windows int) error {
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
	return h.give(callable-waits, windows)
}

// settleWindows leaves no window in the middle of a call, where the next
// measurement would begin with a refusal.
func settleWindows(cs []*lan.Client) error {
	for _, c := range cs {
		if err := ignoreRefusal(c, "start"); err != nil {
			return err
		}
	}
	return nil
}
