package foresee

import (
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
)

// hall is a hall in memory, in which a round is made when a test asks for it.
type hall struct {
	t testing.TB

	mu      sync.Mutex // guards all below
	hall    *queuetest.Hall
	renewed int
	looked  int // how often it was read
	// fold follows the records for f, as a node does.
	fold   *queue.State
	folded int
	f      *Foresee

	// slow, if it is not nil, holds up what is said until it is closed; unread, how often
	// reports cannot be read, and reading what holds that up.
	slow    chan struct{}
	unread  int
	reading chan struct{}
	// resting holds up each round.
	resting func()
}

func newHall(t testing.TB, windows int) *hall { return &hall{t: t, hall: queuetest.New(t, windows)} }

// do changes the hall, and looks at it.
func (h *hall) do(fn func(h *queuetest.Hall)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	fn(h.hall)
}

func (h *hall) Read(fn func(s *queue.State, now time.Time)) {
	h.do(func(q *queuetest.Hall) {
		h.looked++
		h.follow()
		fn(q.State, q.Now)
	})
}

// follow folds what has happened, event by event. The caller holds mu.
func (h *hall) follow() {
	if h.fold == nil {
		h.fold = queue.New()
	}
	for _, r := range h.hall.Records[h.folded:] {
		h.folded++
		if err := queue.Apply(h.fold, r); err != nil {
			h.t.Error(err)
		}
		if h.f != nil {
			h.f.Folded(h.fold, &r)
		}
	}
}

func (h *hall) History(fn func(queue.Record) error) (err error) {
	var all []queue.Record
	h.do(func(h *queuetest.Hall) { all = slices.Clone(h.Records) })
	for i := 0; i < len(all) && err == nil; i++ {
		err = fn(all[i])
	}
	return err
}

func (h *hall) Say(c queue.Command, said func(error)) {
	do := func() {
		h.mu.Lock()
		_, err := h.hall.Try(c)
		h.mu.Unlock()
		said(err)
	}
	h.mu.Lock()
	slow := h.slow
	h.mu.Unlock()
	if slow == nil {
		do()
		return
	}
	go func() { <-slow; do() }()
}

func (h *hall) Report(seq uint64) (d *report.Day, err error) {
	h.mu.Lock()
	reading := h.reading
	h.mu.Unlock()
	if reading != nil {
		<-reading
	}
	h.do(func(q *queuetest.Hall) {
		if h.unread > 0 {
			h.unread--
			err = errors.New("the disk is away")
			return
		}
		h := q
		for _, r := range h.Records {
			if e, ok := r.Event.(queue.DayReported); ok && r.Seq == seq {
				d, err = report.Read(e.Report)
				return
			}
		}
		err = errors.New("no such report")
	})
	return d, err
}

func (h *hall) Now() (now time.Time) {
	h.do(func(h *queuetest.Hall) { now = h.Now })
	return now
}

// After is never: a test hurries.
func (h *hall) After(time.Time) time.Duration { return time.Hour }

func (h *hall) Renewed() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.renewed++
	if h.resting != nil {
		h.resting()
	}
}

func (h *hall) looks() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.looked
}

// count counts the events of a type.
func (h *hall) count(typ string) (n int) {
	h.do(func(h *queuetest.Hall) {
		for _, r := range h.Records {
			if r.Event.Type() == typ {
				n++
			}
		}
	})
	return n
}

// start runs a forecaster for the test.
func (h *hall) start(change ...func(*Settings)) *Foresee {
	h.do(func(*queuetest.Hall) { h.follow() })
	set := Settings{Seed: 1, within: time.Minute}
	for _, c := range change {
		c(&set)
	}
	f := Start(h, set)
	h.do(func(*queuetest.Hall) { h.f = f })
	h.t.Cleanup(f.Stop)
	return f
}

// within waits until ok, and fails when that takes too long.
func (h *hall) within(what string, ok func() bool) {
	h.t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); !ok(); <-tick.C {
		if time.Now().After(deadline) {
			h.t.Fatalf("not in time: %s", what)
		}
	}
}

// round has a round made, and waits until the forecast is of the hall as it is now.
func (h *hall) round(f *Foresee) {
	h.t.Helper()
	var seq uint64
	now := h.Now()
	h.do(func(h *queuetest.Hall) { seq = h.State.Seq })
	f.Hurry()
	h.within("a new forecast", func() bool {
		fc := f.Forecast()
		return fc != nil && fc.Seq >= seq && !fc.Made.Before(now)
	})
}

// asked asks and waits for the answer.
func (h *hall) asked(f *Foresee, number string, keep bool) *queue.Promise {
	h.t.Helper()
	got := make(chan *queue.Promise, 1)
	f.Ask(number, keep, func(p *queue.Promise) { got <- p })
	select {
	case p := <-got:
		return p
	case <-time.After(time.Minute):
		h.t.Fatalf("%s was not answered", number)
		return nil
	}
}

// written is the report of a state's day.
func written(t testing.TB, s *queue.State) json.RawMessage {
	t.Helper()
	b, err := report.Of(s).Encode()
	if err != nil {
		t.Fatal(err)
	}
	return b
}
