package foresee

import (
	"errors"
	"maps"
	"sync"

	"onewindow/queue"
	"onewindow/queue/report"
)

// counts are the reports of closed days that are not in the hall's history yet, by the
// event that closed the day.
type counts struct {
	mu      sync.Mutex // guards days
	days    map[uint64]*report.Day
	running bool // the history is being counted; guarded by mu

	// owned by run: days that will never be reported, for a reason that was logged.
	failed map[uint64]bool
}

// Folded is to be called for each event of the hall's history that is folded while the
// hall runs, with the state right after it and before the next one. A day is counted
// then: of a later state it would be another, because settings change.
func (f *Foresee) Folded(s *queue.State, r *queue.Record) {
	if _, ok := r.Event.(queue.DayClosed); !ok {
		return
	}
	f.guarded("report", func() { f.counts.put(r.Seq, report.Closed(s, r)) })
}

func (c *counts) put(seq uint64, d *report.Day) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.days == nil {
		c.days = map[uint64]*report.Day{}
	}
	c.days[seq] = d
}

// report has the reports of closed days written into the hall's history that are not
// there yet. A day that closed before the hall was started, and could not be reported
// then, is counted from its history, beside the hall.
func (f *Foresee) report(look seen) {
	unknown := map[uint64]bool{}
	f.counts.mu.Lock()
	days := maps.Clone(f.counts.days)
	running := f.counts.running
	f.counts.mu.Unlock()
	for _, x := range look.unreported {
		day, ok := days[x.Seq]
		switch {
		case f.counts.failed[x.Seq]:
		case ok:
			f.tell(x, day)
		case !running:
			unknown[x.Seq] = true
		}
		delete(days, x.Seq)
	}
	f.counts.mu.Lock()
	for seq := range days {
		if seq <= look.seq {
			delete(f.counts.days, seq) // it is reported, or was reopened
		}
	}
	f.counts.mu.Unlock()
	if len(unknown) > 0 {
		f.recount(unknown)
	}
}

// tell has a day's report written into the history. What is refused will be refused
// again, and is not tried again before the next start.
func (f *Foresee) tell(x queue.ClosedDay, day *report.Day) {
	var b []byte
	err := errNotCounted
	if day != nil {
		b, err = day.Encode()
	}
	var refused *queue.Refusal
	if err == nil {
		if err = f.say(queue.ReportDay{Date: x.Date, Report: b, Closed: x.Seq}); err != nil && !errors.As(err, &refused) {
			return // the hall says why; it is tried again
		}
	}
	if err != nil {
		f.log.Error("a day will have no report", "date", x.Date, "closed", x.Seq, "err", err)
		f.fail(x.Seq)
	}
}

var errNotCounted = errors.New("foresee: the day could not be counted")

func (f *Foresee) fail(seq uint64) {
	if f.counts.failed == nil {
		f.counts.failed = map[uint64]bool{}
	}
	f.counts.failed[seq] = true
}

// recount counts the days that those events closed from the hall's history, and has a
// round made of what it found.
func (f *Foresee) recount(closed map[uint64]bool) {
	f.counts.mu.Lock()
	f.counts.running = true
	f.counts.mu.Unlock()
	f.all.Go(func() {
		c := report.Recount{Wanted: func(_ string, seq uint64) bool { return closed[seq] }}
		var err error
		f.guarded("recount", func() {
			err = f.hall.History(func(r queue.Record) error {
				select {
				case <-f.quit:
					return errStopped
				default:
				}
				day, err := c.Record(r)
				if day != nil {
					f.counts.put(r.Seq, day)
					delete(closed, r.Seq)
				}
				return err
			})
		})
		if errors.Is(err, errStopped) {
			return
		}
		if err != nil {
			f.log.Error("the hall's history cannot be counted", "err", err)
		}
		for seq := range closed {
			f.counts.put(seq, nil)
		}
		f.counts.mu.Lock()
		f.counts.running = false
		f.counts.mu.Unlock()
		f.Hurry()
	})
}

var errStopped = errors.New("foresee: stopped")
