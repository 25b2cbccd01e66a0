package queue_test

import (
	"testing"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestNobodyWaitsWhereAWindowIsFree(t *testing.T) {
	h := queuetest.New(t, 1)
	if e := h.State.Forecast("business", -1); e != (queue.Estimate{}) {
		t.Fatalf("%+v", e)
	}
	if e := h.State.Forecast("nothing", -1); e != (queue.Estimate{}) {
		t.Fatalf("of no theme: %+v", e)
	}
}

func TestWhoComesFirstToABusyThemeStillWaits(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business")
	serve(t, h, "1")
	if e := h.State.Forecast("business", -1); e.Ahead != 0 || e.Mean != 10 {
		t.Fatalf("%+v, want about the ten minutes of one visit", e)
	}
}

func TestTheWaitGrowsWithWhoIsAheadAndShrinksWithWindows(t *testing.T) {
	h := queuetest.New(t, 1)
	for range 9 {
		h.Issue(t, "business") // ten minutes each
	}
	serve(t, h, "1")
	e := h.State.Forecast("business", -1)
	if e.Ahead != 8 || e.Mean != 90 || !(0 < e.Low && e.Low < e.Mean && e.Mean < e.High && e.High < 3*e.Mean) {
		t.Fatalf("with eight ahead %+v, want about 90 minutes", e)
	}
	h.Do(t, queue.Assign{Window: "2", Own: []string{"business"}})
	if two := h.State.Forecast("business", -1); two.Mean != 45 {
		t.Fatalf("with two windows %+v, want about 45 minutes", two)
	}
	last := h.State.Wait(h.State.Ticket("A009"))
	if last.Ahead != 7 || last.Mean != 40 {
		t.Fatalf("the last waits %+v", last)
	}
	if e := h.State.Wait(h.State.Ticket("A001")); e != (queue.Estimate{}) {
		t.Fatalf("who is served waits %+v", e)
	}
	prev := queue.Estimate{}
	for ahead := 1; ahead < 200; ahead++ {
		e := h.State.Forecast("business", ahead)
		if e.Low > e.Mean || e.Mean > e.High || e.Low < prev.Low || e.Mean < prev.Mean || e.High < prev.High {
			t.Fatalf("with %d ahead %+v, with one less %+v", ahead, e, prev)
		}
		prev = e
	}
}

func TestWhoWasSentToAWindowIsWorkLikeOthers(t *testing.T) {
	h := queuetest.New(t, 2)
	a := h.Issue(t, "business")
	b := h.Issue(t, "business")
	h.Do(t, queue.Transfer{Number: a, To: queue.Target{Window: "1"}})
	h.Do(t, queue.Transfer{Number: b, To: queue.Target{Clerk: "c1"}})
	h.Issue(t, "business")
	if n, minutes := h.State.Waiting("business"); n != 3 || minutes != 30 {
		t.Fatalf("%d wait with %d minutes, want 3 with 30", n, minutes)
	}
	if e := h.State.Forecast("business", 1); e.Mean != 10 {
		t.Fatalf("with one ahead and two windows %+v, want about 10 minutes", e)
	}
}
