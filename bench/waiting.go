package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"onewindow/hall/lan"
)

// waitingCounts are how many wait while calls are measured.
var waitingCounts = []int{1_000, 10_000, 50_000}

// callsAtOnce is how many calls one measurement makes: few against those who
// wait.
const callsAtOnce = 400

// waiting measures calls, with eight windows, as more and more people wait.
func waiting(dir string, _ time.Duration, rounds int, r *report) error {
	const windows = 8
	type waitingHall struct {
		*hall
		counters []*lan.Client
	}
	halls := make([]waitingHall, len(waitingCounts))
	for i, n := range waitingCounts {
		h, err := openHall(filepath.Join(dir, fmt.Sprint("waiting-", n)))
		if err != nil {
			return err
		}
		halls[i].hall = h
		if halls[i].counters, err = h.counters(windows); err != nil {
			return err
		}
	}
	r.waiting = make([][]figure, len(waitingCounts))
	for range 2*rounds + 1 {
		for i, h := range halls {
			if err := h.fill(waitingCounts[i], windows); err != nil {
				return err
			}
			f, err := callSome(h.counters)
			if err != nil {
				return fmt.Errorf("call with %d waiting: %w", waitingCounts[i], err)
			}
			r.waiting[i] = append(r.waiting[i], f)
		}
	}
	for _, h := range halls {
		if err := h.close(); err != nil {
			return err
		}
	}
	return nil
}

// callSome makes callsAtOnce calls, shared by the windows.
func callSome(counters []*lan.Client) (figure, error) {
	took := make([]times, len(counters))
	errs := make([]error, len(counters))
	var wg sync.WaitGroup
	start := time.Now()
	for i, c := range counters {
		wg.Go(func() {
			do := serve(c)
			for range 2 * callsAtOnce / len(counters) {
				at := time.Now()
				if errs[i] = do(); errs[i] != nil {
					return
				}
				took[i] = append(took[i], time.Since(at))
			}
		})
	}
	wg.Wait()
	span := time.Since(start)
	var all times
	for i := range took {
		all = append(all, took[i]...)
	}
	return all.figure(span), errors.Join(errs...)
}
