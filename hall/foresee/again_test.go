package foresee

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestACopyTellsWhatWasPromisedWhileThatHolds(t *testing.T) {
	h := newHall(t, 1)
	f := h.start()
	var number string
	h.do(func(h *queuetest.Hall) {
		h.Do(t, queuetest.Printer("kiosk-1", ""))
		for range 5 {
			h.Issue(t, "business")
		}
		number = h.Issue(t, "business")
	})
	paper := h.asked(f, number, true)
	if paper == nil {
		t.Fatal("nothing was promised")
	}
	h.within("the promise is in the history", func() bool { return h.count("ticket.promised/1") == 1 })
	h.do(func(h *queuetest.Hall) {
		h.Wait(time.Minute)
		for range 3 { // it would be called much sooner now
			h.Do(t, queue.Next{Window: "1"})
			h.Do(t, queue.Start{Window: "1"})
			h.Do(t, queue.Finish{Window: "1"})
		}
		h.Do(t, queue.Reprint{Number: number, Printer: "kiosk-1"})
	})
	if p := h.asked(f, number, false); p == nil || *p != *paper {
		t.Errorf("on the copy %+v, on the paper %+v", p, paper)
	}
	h.do(func(h *queuetest.Hall) { h.Do(t, queue.Transfer{Number: number, To: queue.Target{Theme: "general"}}) })
	if p := h.asked(f, number, false); p == nil || *p == *paper {
		t.Errorf("in another line %+v, on the paper %+v", p, paper)
	}
	if p := h.asked(f, number, true); p == nil || *p != *paper {
		t.Errorf("the request for the number, repeated: %+v, on the paper %+v", p, paper)
	}
}

func TestATimeThatHasPassedIsNotToldAgain(t *testing.T) {
	h := newHall(t, 1)
	f := h.start()
	var number string
	h.do(func(h *queuetest.Hall) {
		h.Issue(t, "business")
		number = h.Issue(t, "business")
	})
	paper := h.asked(f, number, true)
	h.within("the promise is in the history", func() bool { return h.count("ticket.promised/1") == 1 })
	h.do(func(h *queuetest.Hall) { h.Now = paper.By() })
	if p := h.asked(f, number, false); p == nil || !p.By().After(paper.By()) {
		t.Errorf("told %+v, and on the paper stands %+v", p, paper)
	}
}
