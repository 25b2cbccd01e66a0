package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// visit serves somebody at window 1 for so long, from start to finish.
func visit(t *testing.T, h *queuetest.Hall, c queue.Issue, long time.Duration) {
	t.Helper()
	h.IssueAs(t, c)
	serve(t, h, "1")
	h.Wait(long)
	h.Do(t, queue.Finish{Window: "1"})
}

func wantUsual(t *testing.T, h *queuetest.Hall, c queue.Issue, p75, p95 time.Duration) {
	t.Helper()
	x := h.State.Ticket(h.IssueAs(t, c))
	a, b := queue.Usual(h.State, x)
	if a != p75 || b != p95 {
		t.Errorf("%+v: usually %s, seldom more than %s; want %s and %s", c, a, b, p75, p95)
	}
	h.Do(t, queue.Cancel{Number: x.Number, Reason: "left"})
	if again, err := queue.Restore(snapshot(t, h.State), nil); err != nil {
		t.Fatal(err)
	} else if a2, b2 := queue.Usual(again, again.Ticket(x.Number)); a2 != a || b2 != b {
		t.Errorf("after a restart: %s and %s", a2, b2)
	}
}

func TestTheUsualLengthOfAVisitIsEstimatedUntilTheDayHasShownIt(t *testing.T) {
	h := queuetest.New(t, 1)
	item, general, both := queue.Issue{Items: []string{"A-2"}}, queue.Issue{Theme: "business"}, queue.Issue{Items: []string{"A-2", "A-1"}}
	// 1.254 and 2.315 times the catalogue's minutes.
	wantUsual(t, h, item, 12*time.Minute+32*time.Second, 23*time.Minute+8*time.Second)
	wantUsual(t, h, both, 18*time.Minute+48*time.Second, 34*time.Minute+43*time.Second)
	for i := range 19 {
		visit(t, h, item, time.Duration(i+1)*time.Minute)
	}
	wantUsual(t, h, item, 12*time.Minute+32*time.Second, 23*time.Minute+8*time.Second)
	// Nothing is learned from a start that nobody pressed, nor from what was taken back.
	h.IssueAs(t, item)
	h.Next(t, "1")
	h.Do(t, queue.Finish{Window: "1"})
	h.IssueAs(t, item)
	serve(t, h, "1")
	h.Wait(3 * time.Hour)
	h.Do(t, queue.Finish{Window: "1"})
	h.Do(t, queue.Undo{Window: "1"})
	wantUsual(t, h, item, 12*time.Minute+32*time.Second, 23*time.Minute+8*time.Second)
	h.Do(t, queue.Finish{Window: "1"})
	// Of 1 to 19 minutes and three hours.
	wantUsual(t, h, item, 15*time.Minute, 19*time.Minute)
	wantUsual(t, h, general, 12*time.Minute+32*time.Second, 23*time.Minute+8*time.Second)
	wantUsual(t, h, both, 18*time.Minute+48*time.Second, 34*time.Minute+43*time.Second)
}

func TestAHoldIsNoPartOfTheLengthOfAVisit(t *testing.T) {
	h := queuetest.New(t, 1)
	item := queue.Issue{Items: []string{"A-1"}}
	for range 20 {
		n := h.IssueAs(t, item)
		serve(t, h, "1")
		h.Wait(time.Minute)
		h.Do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldAway})
		h.Wait(5 * time.Minute)
		h.Do(t, queue.TakeBack{Window: "1", Number: n})
		h.Wait(time.Minute)
		h.Do(t, queue.Finish{Window: "1"})
	}
	wantUsual(t, h, item, 2*time.Minute, 2*time.Minute)
}

func TestAWindowCountsHowLongItWasOpenAndHowLongSomebodyWasThere(t *testing.T) {
	h := queuetest.New(t, 1)
	w := h.State.Window("1")
	wantWorked := func(what string, open, busy time.Duration) {
		t.Helper()
		if o, b := w.Worked(h.Now); o != open || b != busy {
			t.Fatalf("%s: open %s, busy %s; want %s and %s", what, o, b, open, busy)
		}
	}
	h.Wait(5 * time.Minute)
	wantWorked("idle", 5*time.Minute, 0)
	h.Issue(t, "business")
	h.Next(t, "1")
	h.Wait(time.Minute)
	wantWorked("calling", 6*time.Minute, time.Minute)
	h.Do(t, queue.Start{Window: "1", Inferred: true})
	h.Wait(4 * time.Minute)
	h.Do(t, queue.Pause{Window: "1", Reason: "tea", After: true})
	h.Do(t, queue.Finish{Window: "1"})
	h.Wait(10 * time.Minute)
	wantWorked("paused", 10*time.Minute, 5*time.Minute)
	h.Do(t, queue.Resume{Window: "1"})
	h.Wait(time.Second)
	h.Do(t, queue.Undo{Window: "1"}) // the pause has gone on
	wantWorked("the pause goes on", 10*time.Minute, 5*time.Minute)
	h.Do(t, queue.SignOut{Window: "1"})
	h.Wait(time.Hour)
	wantWorked("closed", 10*time.Minute, 5*time.Minute)
	h.Do(t, queue.CloseDay{})
	h.Wait(24 * time.Hour)
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	w = h.State.Window("1")
	wantWorked("the next day", 0, 0)
}
