package devices

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"onewindow/wire"
)

// mostReports bounds what is kept for the hall while it cannot be reached: more
// papers than a kiosk prints in an hour. Beyond it the oldest goes; the hall itself
// takes a copy of which it hears nothing for unconfirmed.
const mostReports = 500

// lastWord is how long a program that ends tries to tell what became of papers.
const lastWord = time.Second

// reports tell the hall what became of papers, in order, and keep them until it has
// heard.
type reports struct {
	hall Hall
	log  *slog.Logger

	mu   sync.Mutex // guards all
	all  []wire.PaperRequest
	kick chan struct{}
}

func newReports(hall Hall, log *slog.Logger) *reports {
	return &reports{hall: hall, log: log, kick: make(chan struct{}, 1)}
}

// add takes a report; it never blocks.
func (r *reports) add(p wire.PaperRequest) {
	r.mu.Lock()
	if len(r.all) == mostReports {
		r.log.Warn("too many papers of which the hall has not heard; the oldest is dropped", "number", r.all[0].Number, "state", r.all[0].State)
		r.all = r.all[1:]
	}
	r.all = append(r.all, p)
	r.mu.Unlock()
	select {
	case r.kick <- struct{}{}:
	default:
	}
}

func (r *reports) first() (wire.PaperRequest, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.all) == 0 {
		return wire.PaperRequest{}, false
	}
	return r.all[0], true
}

// forget drops all: they are of a day that has ended, and its numbers are given anew.
func (r *reports) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := len(r.all); n > 0 {
		r.log.Warn("the day ended before the hall had heard what became of some papers", "papers", n)
	}
	r.all = nil
}

// last tells what is left once the printer has stopped, for as long as a stopping
// program may take.
func (r *reports) last() {
	ctx, cancel := context.WithTimeout(context.Background(), lastWord)
	defer cancel()
	for ctx.Err() == nil {
		p, ok := r.first()
		if !ok || lost(r.hall.Do(ctx, "ticket", "paper", p, nil)) {
			return
		}
		r.drop(p)
	}
}

// drop takes the report away that was told; another may have pushed it out already.
func (r *reports) drop(p wire.PaperRequest) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.all) > 0 && r.all[0] == p {
		r.all = r.all[1:]
	}
}

// run tells until ctx ends. What the hall refuses is not told again.
func (r *reports) run(ctx context.Context) {
	retry := time.NewTimer(time.Hour)
	defer retry.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.kick:
		case <-retry.C:
		}
		for ctx.Err() == nil {
			p, ok := r.first()
			if !ok {
				break
			}
			err := r.hall.Do(ctx, "ticket", "paper", p, nil)
			if lost(err) {
				retry.Reset(again)
				break
			}
			if err != nil {
				r.log.Warn("the hall does not take note of a paper", "number", p.Number, "copy", p.Copy, "state", p.State, "err", err)
			}
			r.drop(p)
		}
	}
}

// lost reports whether an error leaves open that the hall will hear the next try.
func lost(err error) bool {
	if err == nil {
		return false
	}
	var w *wire.Error
	return !errors.As(err, &w) || w.Open() || w.Until != nil
}
