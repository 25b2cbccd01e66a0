package main

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/queue"
)

// size is how large the journal's file is.
func size(dir string) (int64, error) {
	st, err := os.Stat(filepath.Join(dir, "hall.db"))
	if err != nil {
		return 0, err
	}
	return st.Size(), nil
}

// first is the hall's first start: it reports all closed days while numbers are given.
func first(j *journal.Journal, dir string) (err error) {
	was, err := size(dir)
	if err != nil {
		return err
	}
	keys, err := journal.OpenKeys(dir)
	if err != nil {
		return err
	}
	began := begin()
	events := j.Last()
	n, err := node.Open(node.Settings{Journal: j, Keys: keys, Backups: filepath.Join(dir, "backups"), Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
		Clock: node.NewPacedClock(time.Date(2026, 11, 26, 1, 30, 0, 0, time.UTC), 1)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	opened := began.String()
	look := func() (unreported int) {
		n.Read(func(s *queue.State, _ time.Time) { unreported = len(s.Unreported) })
		return unreported
	}
	all := look()
	by := queue.Actor{Terminal: "bench"}
	if r := n.Do(by, "", queue.OpenDay{Date: date}); !r.OK && r.Err != nil && r.Err.Code != string(queue.CodeDayOpen) {
		return fmt.Errorf("open the day: %w", r.Err)
	}
	var counting, writing, quiet []time.Duration
	counted := ""
	heap := uint64(0)
	for left := all; left > 0; {
		d, err := issue(n, by)
		if err != nil {
			return err
		}
		if left = look(); left == all {
			counting = append(counting, d)
		} else {
			if counted == "" {
				counted = began.String()
			}
			writing = append(writing, d)
		}
		if len(writing)%25 == 0 { // it stops all for a moment
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			heap = max(heap, m.HeapAlloc)
		}
		time.Sleep(20 * time.Millisecond)
	}
	done := began.String()
	for range 200 {
		d, err := issue(n, by)
		if err != nil {
			return err
		}
		quiet = append(quiet, d)
		time.Sleep(20 * time.Millisecond)
	}
	now, err := size(dir)
	if err != nil {
		return err
	}
	reports, bytesOf, most := 0, 0, 0
	err = j.Events(events+1, func(_ uint64, b []byte) error {
		if bytes.Contains(b[:min(len(b), 256)], []byte(queue.DayReported{}.Type())) {
			reports, bytesOf, most = reports+1, bytesOf+len(b), max(most, len(b))
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stdout, "first start: the hall gives numbers after %s; of %d days the first is reported after %s and the last after %s\n", opened, all, counted, done)
	fmt.Fprintf(os.Stdout, "  reports: %d, %.1f MB in all, %.0f KB each, at most %.0f KB; the journal grew from %.0f to %.0f MB; heap at most %.0f MB\n",
		reports, mega(int64(bytesOf)), float64(bytesOf)/1e3/float64(max(1, reports)), float64(most)/1e3, mega(was), mega(now), mega(int64(heap)))
	fmt.Fprintf(os.Stdout, "  a number takes (p50, p99, max) before the first is reported %s, until the last is %s, and afterwards %s\n", times(counting), times(writing), times(quiet))
	return nil
}

// issue gives a number and says how long that took.
func issue(n *node.Node, by queue.Actor) (time.Duration, error) {
	began := time.Now()
	if r := n.Do(by, "", queue.Issue{Theme: "general"}); !r.OK {
		return 0, fmt.Errorf("give a number: %w", r.Err)
	}
	return time.Since(began), nil
}

// times are the median, the 99th percentile and the longest.
func times(all []time.Duration) string {
	if len(all) == 0 {
		return "-"
	}
	slices.Sort(all)
	at := func(p int) time.Duration { return all[min(len(all)-1, len(all)*p/100)].Round(100 * time.Microsecond) }
	return fmt.Sprintf("%v, %v, %v (%d)", at(50), at(99), all[len(all)-1].Round(100*time.Microsecond), len(all))
}
