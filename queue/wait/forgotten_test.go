package wait_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/wait"
)

// A clerk may go without a key. The hall then shows a free window and people who wait, and
// it would be told to all of them that they are called at once.
func TestAWindowThatCallsNobodyIsTakenToBeWithoutItsClerk(t *testing.T) {
	h := queuetest.New(t, 1)
	k := wait.Learn(h.State.Settings, h.State.Catalogue, nil)
	h.Wait(time.Hour) // nobody came: that says nothing of its clerk
	number := h.Issue(t, "business")
	median := func() time.Duration {
		t.Helper()
		l := wait.Look(h.State, h.Now)
		r, ok := wait.New(k, 1).Ticket(l, number)
		rough, also := wait.RoughTicket(k, l, number)
		if !ok || !also || (r.Median.Sub(h.Now) > time.Minute) != (rough.Median.Sub(h.Now) > time.Minute) {
			t.Fatalf("%v: %+v, by formula %+v", h.Now, r, rough)
		}
		return r.Median.Sub(h.Now)
	}
	h.Wait(2 * time.Minute)
	if d := median(); d > 10*time.Second {
		t.Errorf("a window is free, and it takes %s", d)
	}
	h.Wait(3 * time.Minute)
	if d := median(); d < time.Minute {
		t.Errorf("nobody has called for five minutes, and it takes %s", d)
	}
	h.Wait(40 * time.Minute)
	for _, a := range wait.Advise(k, wait.New(k, 1), wait.Look(h.State, h.Now), wait.DefaultStaffing()) {
		if a.What == queue.AskOpen && a.Window == "1" {
			t.Errorf("a window is asked to open that is open: %+v", a)
		}
	}
	h.Do(t, queue.Next{Window: "1"})
	if w := wait.Look(h.State, h.Now).Windows[0]; w.Forgotten || w.State != queue.Calling {
		t.Errorf("it has called, and is %s", w.State)
	}
}
