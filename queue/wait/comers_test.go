package wait

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// foreseen is when a number is foreseen to be called, from now.
func foreseen(t *testing.T, h *queuetest.Hall, k *Known, number string) time.Duration {
	t.Helper()
	r, ok := New(k, 1).Ticket(Look(h.State, h.Now), number)
	if !ok || r.Never {
		t.Fatalf("%s is told %+v", number, r)
	}
	return r.Median.Sub(h.Now)
}

// about fails unless a foreseen wait is what it should be, to a second.
func about(t *testing.T, what string, got, want time.Duration) {
	t.Helper()
	if d := got - want; d < -time.Second || d > time.Second {
		t.Errorf("%s: foreseen in %s, should be %s", what, got, want)
	}
}

func TestWhoComesWithCreditIsExpectedByThoseWhoWait(t *testing.T) {
	h := apart(t, 1)
	busy(t, h)
	for range 3 {
		h.Issue(t, "business")
	}
	last := h.Issue(t, "business")
	k := clockwork(h)
	alone := foreseen(t, h, k, last)
	x := k.themes["business"]
	for i := range x.draws {
		x.draws[i] = 6
	}
	x.priority = 0
	about(t, "ordinary numbers come", foreseen(t, h, k, last), alone)
	x.priority = 1
	if later := foreseen(t, h, k, last); later < alone+10*time.Minute {
		t.Errorf("twelve an hour come with 20 minutes of credit, and the wait is %s instead of %s", later, alone)
	}
	// They count only until their credit no longer reaches back to before the number.
	f := futureOf(New(k, 1), Look(h.State, h.Now), "business")
	for _, v := range f.Draw(1, f.lasting()).Visits {
		if v.At > h.Now.Add(50*time.Minute).UnixMilli() {
			t.Errorf("a number drawn in %s is looked at", time.UnixMilli(v.At).Sub(h.Now))
		}
	}
}

func TestWhoIsBackFromAStepAtAKnownTimeIsServedInTurn(t *testing.T) {
	h := apart(t, 1)
	h.IssueAs(t, queue.Issue{Items: []string{"A-2"}, Source: queue.SourceKiosk})
	h.Next(t, "1")
	h.Wait(24 * time.Second)
	h.Do(t, queue.Start{Window: "1"})
	h.Do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldStep, Until: h.Now.Add(5 * time.Minute), Reason: "a copy"})
	for range 2 {
		h.IssueAs(t, queue.Issue{Items: []string{"A-2"}, Source: queue.SourceKiosk})
	}
	h.Next(t, "1")
	last := "A003"
	k := clockwork(h)
	// The second visit lasts 10:24; then comes who was first, back from the step, for
	// ten minutes and the walk.
	about(t, last, foreseen(t, h, k, last), 20*time.Minute+48*time.Second)
}

func TestAVisitThatGoesOnElsewhereIsExpectedThere(t *testing.T) {
	h := apart(t, 1)
	two := queue.Issue{Items: []string{"A-2", "B-2"}, Source: queue.SourceKiosk}
	set := *h.State.Settings
	set.Windows = append([]queue.WindowPlan(nil), set.Windows...)
	// Window 1 helps out with B, so that both themes are one hall.
	set.Windows[0].Spill = []string{"construction"}
	h.Do(t, queue.ChangeSettings{Settings: set, Hash: "s2"})
	h.IssueAs(t, two)
	h.Next(t, "1")
	h.Wait(24 * time.Second)
	h.Do(t, queue.Start{Window: "1"})
	h.IssueAs(t, queue.Issue{Items: []string{"B-4"}, Source: queue.SourceKiosk})
	h.Next(t, "2")
	h.Wait(24 * time.Second)
	h.Do(t, queue.Start{Window: "2"})
	h.Do(t, queue.SignOut{Window: "3"})
	for range 2 {
		h.IssueAs(t, queue.Issue{Items: []string{"A-4"}, Source: queue.SourceKiosk})
	}
	last := h.IssueAs(t, queue.Issue{Items: []string{"B-2"}, Source: queue.SourceKiosk})
	k := clockwork(h)
	// Window 1 is free in 9:36 and goes on with A; window 2 is free in 20:00. The first
	// visit waits for B from 9:36 on with the oldest key, so it is next at 2.
	about(t, last, foreseen(t, h, k, last), 30*time.Minute+24*time.Second)
}

func TestWhoWaitsNowAndGoesOnElsewhereIsExpectedThere(t *testing.T) {
	h := apart(t, 1)
	set := *h.State.Settings
	set.Windows = append([]queue.WindowPlan(nil), set.Windows...)
	set.Windows[0].Spill = []string{"construction"}
	h.Do(t, queue.ChangeSettings{Settings: set, Hash: "s2"})
	visit := func(items ...string) string {
		return h.IssueAs(t, queue.Issue{Items: items, Source: queue.SourceKiosk})
	}
	visit("A-1") // at window 1, for 5 minutes
	h.Next(t, "1")
	h.Wait(24 * time.Second)
	h.Do(t, queue.Start{Window: "1"})
	visit("A-1", "B-1") // waits for window 1
	visit("B-4")        // at window 2, for 20 minutes
	h.Next(t, "2")
	h.Wait(24 * time.Second)
	h.Do(t, queue.Start{Window: "2"})
	visit("A-4")
	last := visit("B-1")
	// Window 1: the first is gone in 4:36, the second in 10:00, and waits for B from then
	// on; window 1 goes on with A until 30:24. Window 2 is free in 20:00 and calls the
	// older key first.
	about(t, last, foreseen(t, h, clockwork(h), last), 20*time.Minute+5*time.Minute+24*time.Second)
}
