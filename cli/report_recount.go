package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"

	"onewindow/queue"
	"onewindow/queue/report"
)

// recount folds a hall's history anew and counts its days.
type recount struct {
	fold report.Recount
	// to is the last day that is wanted. Once a later one was opened it can change no
	// more, and past is true: nothing is folded any further, and only reports count.
	to   string
	past atomic.Bool
	// counted are the reports of the closed days as they come out now, kept those that
	// the hall keeps; by date.
	counted, kept map[string][]byte
}

func newRecount(from, to string) *recount {
	wanted := func(date string, _ uint64) bool { return from <= date && date <= to }
	return &recount{fold: report.Recount{Wanted: wanted}, to: to, counted: map[string][]byte{}, kept: map[string][]byte{}}
}

// listener has a history folded; tell, if not nil, is told how far it has come.
func (r *recount) listener(tell *progress) listener {
	return listener{rest: r.past.Load, each: func(rec queue.Record, last uint64) error {
		if tell != nil {
			tell.at(&rec, last)
		}
		return r.record(rec)
	}}
}

// record folds the next event. A day is counted right after its close, as the hall
// does; one that is reopened is counted again.
func (r *recount) record(rec queue.Record) error {
	if e, ok := rec.Event.(queue.DayOpened); ok && e.Date > r.to {
		r.past.Store(true)
	}
	if !r.past.Load() {
		if err := r.count(rec); err != nil {
			return err
		}
	}
	switch e := rec.Event.(type) {
	case queue.DayReopened:
		delete(r.counted, e.Date)
		delete(r.kept, e.Date)
	case queue.DayReported:
		r.kept[e.Date] = e.Report
	}
	return nil
}

// count folds an event, and counts the day that it closed.
func (r *recount) count(rec queue.Record) error {
	day, err := r.fold.Record(rec)
	if err != nil || day == nil {
		return err
	}
	r.counted[day.Date], err = day.Encode()
	return err
}

// of is the report of a day that was counted, or of the one that still runs.
func (r *recount) of(date string) ([]byte, error) {
	if b := r.counted[date]; b != nil {
		return b, nil
	}
	if s := r.fold.State; s != nil && s.Day.Date == date {
		return report.Of(s).Encode()
	}
	return nil, fmt.Errorf("%s was never closed", date)
}

// withoutClerks takes the figures of clerks out of what was counted, as they are not in
// what is kept.
func (r *recount) withoutClerks() error {
	for date, b := range r.counted {
		d, err := report.Read(b)
		if err != nil {
			return err
		}
		if r.counted[date], err = d.WithoutClerks().Encode(); err != nil {
			return err
		}
	}
	return nil
}

// dates are the days from one to another that were closed, are open now, or have a report.
func (r *recount) dates(from, to string) []string {
	all := slices.AppendSeq(slices.Collect(maps.Keys(r.counted)), maps.Keys(r.kept))
	if s := r.fold.State; s != nil && s.Day.Open {
		all = append(all, s.Day.Date)
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(date string) bool { return date < from || date > to })
}

// errRecount: a report that the hall keeps is not what its history comes to.
var errRecount = errors.New("a report is not what the history comes to")

// recount counts the days from a date to another anew and says of each whether the
// hall's report is the same.
func (a *app) recount(ctx context.Context, src reportSource, from, to string) error {
	r := newRecount(from, to)
	whole, err := src.events(ctx, r.listener(newProgress(a.err)))
	if err != nil {
		return fmt.Errorf("recount: %w", err)
	}
	if !whole {
		fmt.Fprintln(a.err, "compared without the figures of clerks, which this terminal is not shown")
		if err := r.withoutClerks(); err != nil {
			return fmt.Errorf("recount: %w", err)
		}
	}
	wrong, closed := false, false
	for _, date := range r.dates(from, to) {
		now, kept := r.counted[date], r.kept[date]
		closed = closed || now != nil || kept != nil
		switch {
		case now == nil && kept == nil:
			fmt.Fprintf(a.err, "%s: is open; it is compared once it has been closed\n", date)
		case now == nil:
			fmt.Fprintf(a.err, "%s: the hall keeps a report of it and not the day itself, as a demonstration does of those before its first; there is nothing to count\n", date)
		case kept == nil:
			fmt.Fprintf(a.out, "%s: counted, %d bytes, sha256 %x; the hall keeps no report of it\n", date, len(now), sha256.Sum256(now))
		case bytes.Equal(now, kept):
			fmt.Fprintf(a.out, "%s: the same %d bytes, sha256 %x\n", date, len(now), sha256.Sum256(now))
		case other(kept) != "":
			fmt.Fprintf(a.out, "%s: counted by %s, which the history cannot be compared with\n", date, other(kept))
		default:
			wrong = true
			i := 0
			for i < len(now) && i < len(kept) && now[i] == kept[i] {
				i++
			}
			fmt.Fprintf(a.out, "%s: differs at byte %d\n  the hall keeps   %s\n  the history says %s\n", date, i, around(kept, i), around(now, i))
		}
	}
	switch {
	case wrong:
		return failWith(exitFailure, errRecount)
	case !closed:
		return failWith(exitFailure, fmt.Errorf("no day from %s to %s was closed", from, to))
	}
	return nil
}

// other says by what other release than this one a report was counted; empty if its
// version is this one's.
func other(kept []byte) string {
	switch v, err := report.VersionOf(kept); {
	case err != nil || v == report.Version:
		return ""
	case v < report.Version:
		return fmt.Sprintf("an older release (version %d, this one counts by %d)", v, report.Version)
	default:
		return fmt.Sprintf("a newer release (version %d, this one counts by %d)", v, report.Version)
	}
}

// around is what stands around a place of a report.
func around(b []byte, at int) string {
	return "…" + string(b[max(0, at-40):min(len(b), at+60)]) + "…"
}
