package foresee

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/wait"
)

func TestAnAdviceGoesAtTheNextLookAndDoesNotFlicker(t *testing.T) {
	start := queuetest.Morning
	at := func(what queue.AskKind, then, share int) queue.Advice {
		return queue.Advice{Theme: "a", What: what, Window: "1", Then: then, Share: share, Until: start}
	}
	more, fewer := at(queue.AskOpen, 3, 80), at(queue.AskClose, 1, 95)
	type look struct {
		after time.Duration // the first
		found []queue.Advice
		done  bool // the window has followed what was open
		open  []queue.Advice
	}
	for name, looks := range map[string][]look{
		"still so": {
			{0, []queue.Advice{more}, false, []queue.Advice{more}},
			{time.Minute, []queue.Advice{at(queue.AskOpen, 4, 60)}, false, []queue.Advice{at(queue.AskOpen, 4, 60)}},
			{2 * time.Hour, []queue.Advice{at(queue.AskOpen, 3, 70)}, false, []queue.Advice{at(queue.AskOpen, 3, 70)}},
		},
		"gone, and so again": {
			{0, []queue.Advice{more}, false, []queue.Advice{more}},
			{time.Minute, nil, false, nil},
			{2 * time.Minute, []queue.Advice{more}, false, nil},
			{time.Minute + steady, []queue.Advice{more}, false, []queue.Advice{more}},
		},
		"the other direction": {
			{0, []queue.Advice{more}, false, []queue.Advice{more}},
			{time.Minute, []queue.Advice{fewer}, false, []queue.Advice{fewer}},
			{2 * time.Minute, []queue.Advice{more}, false, nil},
		},
		"done, and one more": {
			{0, []queue.Advice{more}, false, []queue.Advice{more}},
			{time.Minute, []queue.Advice{at(queue.AskOpen, 4, 80)}, true, []queue.Advice{at(queue.AskOpen, 4, 80)}},
		},
	} {
		f := &Foresee{}
		var open []queue.Advice
		for i, l := range looks {
			now := start.Add(l.after)
			if l.done {
				open = nil
			}
			var shown map[string]queue.Advice
			was := open
			open, shown = f.settled(open, l.found, now)
			for j := range open {
				if open[j].ID == "" {
					open[j].ID, open[j].At = "a-"+now.Format(time.TimeOnly), now
				} else if open[j] != was[j] {
					t.Errorf("%s, look %d: what was given as %+v has become %+v", name, i, was[j], open[j])
				}
			}
			if len(open) != len(l.open) {
				t.Fatalf("%s, look %d: %+v, want %+v", name, i, open, l.open)
			}
			for j, want := range l.open {
				want.ID, want.At = open[j].ID, open[j].At
				got, newer := shown[open[j].ID]
				if !newer {
					got = open[j]
				}
				if got != want {
					t.Errorf("%s, look %d: shown %+v, want %+v", name, i, got, want)
				}
			}
		}
	}
}

func TestAnAdviceHasTheFiguresOfTheHallAsItIsAndGoesWithItsReason(t *testing.T) {
	h := newHall(t, 3)
	f := h.start()
	h.do(func(h *queuetest.Hall) {
		h.Wait(time.Hour)
		h.Do(t, queue.SignOut{Window: "2"})
		h.Do(t, queue.SignOut{Window: "3"})
		for range 12 { // at once: windows are looked at once a minute, which is one look here
			h.Issue(t, "business")
		}
	})
	f.Hurry()
	var open []queue.Advice
	look := func() {
		h.do(func(h *queuetest.Hall) { // the others, which have too many windows, are no matter here
			open = slices.DeleteFunc(slices.Clone(h.State.Advices), func(a queue.Advice) bool { return a.Theme != "business" || a.What != queue.AskOpen })
		})
	}
	h.within("advice", func() bool { look(); return len(open) == 1 })
	first := open[0]
	if a := f.Advised(first.ID); a != nil {
		t.Fatalf("newer figures before a second look: %+v", a)
	}
	h.do(func(h *queuetest.Hall) {
		h.Wait(advisePace)
		for range 8 {
			h.Issue(t, "business")
		}
	})
	f.Hurry()
	h.within("newer figures", func() bool { return f.Advised(first.ID) != nil })
	now := f.Advised(first.ID)
	if now.Waiting != 20 || !now.Until.After(first.Until) || now.Window != first.Window || now.At != first.At {
		t.Errorf("shown %+v, given %+v", now, first)
	}
	if look(); len(open) != 1 || open[0] != first {
		t.Errorf("given %+v, and in the history now %+v", first, open)
	}
	h.do(func(h *queuetest.Hall) {
		for _, x := range h.State.Tickets {
			if x.State == queue.Waiting {
				h.Do(t, queue.Cancel{Number: x.Number, Reason: "left"})
			}
		}
		h.Wait(advisePace)
	})
	f.Hurry()
	h.within("nobody waits, and no window is to be opened", func() bool { look(); return len(open) == 0 })
	if f.Advised(first.ID) != nil {
		t.Error("figures of an advice that is over")
	}
}

func TestASimulationThatDoesNotEndHoldsUpNoRoundAndNoStop(t *testing.T) {
	h := newHall(t, 1)
	numbers := line(t, h, 3)
	var mu sync.Mutex
	var log bytes.Buffer
	written := func() string { mu.Lock(); defer mu.Unlock(); return log.String() }
	endless, hangs := make(chan struct{}), true
	f := Start(h, Settings{
		Seed: 1, within: time.Millisecond, longest: 20 * time.Millisecond, Log: slog.New(slog.NewTextHandler(locked{&mu, &log}, nil)),
		simulate: func(*wait.Estimator, *wait.Hall, string) (r wait.Range, ok bool) { <-endless; return r, false },
		simulateAll: func(e *wait.Estimator, h *wait.Hall) *wait.Forecast {
			if hangs {
				<-endless
				hangs = false
			}
			return e.All(h)
		},
	})
	h.round(f)
	if r := f.Forecast().Tickets[numbers[2]]; !r.Rough || r.Never {
		t.Errorf("while a simulation does not end: %+v", r)
	}
	h.do(func(h *queuetest.Hall) { h.Wait(time.Minute) })
	h.round(f)
	for _, number := range numbers {
		if p := h.asked(f, number, false); p == nil || !p.Rough {
			t.Errorf("%s: %+v", number, p)
		}
	}
	h.within("that it is said of the number, too", func() bool {
		h.asked(f, numbers[0], false)
		return strings.Contains(written(), "at=ticket")
	})
	if n := strings.Count(written(), "at=batch"); n != 1 {
		t.Errorf("said %d times:\n%s", n, written())
	}
	stopped := make(chan struct{})
	go func() { f.Stop(); close(stopped) }()
	select {
	case <-stopped:
	case <-time.After(time.Minute):
		t.Error("it does not stop")
	}
	close(endless)
}

func TestASimulationThatEndsLateIsFollowedByOthers(t *testing.T) {
	h := newHall(t, 1)
	number := line(t, h, 1)[0]
	late, hangs := make(chan struct{}), true
	f := h.start(func(s *Settings) {
		s.longest = 200 * time.Millisecond // in which the others end
		s.simulateAll = func(e *wait.Estimator, h *wait.Hall) *wait.Forecast {
			if hangs {
				<-late
				hangs = false
			}
			return e.All(h)
		}
	})
	h.round(f)
	if !f.Forecast().Tickets[number].Rough {
		t.Fatal("no formula stood in")
	}
	close(late)
	h.do(func(h *queuetest.Hall) { h.Wait(time.Minute) })
	h.within("a simulation again", func() bool {
		h.round(f)
		h.do(func(h *queuetest.Hall) { h.Wait(time.Second) })
		return !f.Forecast().Tickets[number].Rough
	})
}

// locked writes one by one.
type locked struct {
	mu *sync.Mutex
	w  *bytes.Buffer
}

func (l locked) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}
