package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// wantWait is how long a number has waited, as far as it counts.
func wantWait(t *testing.T, h *queuetest.Hall, number string, want time.Duration) {
	t.Helper()
	x := h.State.Ticket(number)
	if got := h.Now.Sub(h.State.WaitsSince(x)); got != want {
		t.Fatalf("%s has waited %s, want %s; %+v", number, got, want, x.Periods)
	}
	i := map[string]int{"business": 0, "construction": 1, "general": 2}[x.Theme()]
	if o := h.State.Oldest()[i]; !o.Equal(h.State.WaitsSince(x)) {
		t.Fatalf("the longest waits since %s", o)
	}
}

func TestAWaitCountsFromTheDrawingOrTheWayBackIntoTheLine(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.IssueAs(t, queue.Issue{Items: []string{"A-1", "C-1"}})
	h.Wait(5 * time.Minute)
	wantWait(t, h, a, 5*time.Minute)

	// A window that closes over its call.
	h.Next(t, "1")
	if x := h.State.Ticket(a); !h.State.WaitsSince(x).IsZero() || !h.State.Oldest()[0].IsZero() {
		t.Fatal("who is called waits")
	}
	h.Wait(time.Minute)
	h.Do(t, queue.Free{Window: "1"})
	h.Wait(time.Minute)
	wantWait(t, h, a, 7*time.Minute)

	// A missed number that comes back.
	h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
	h.Next(t, "1")
	miss(t, h, "1")
	h.Wait(10 * time.Minute)
	h.Do(t, queue.Return{Number: a})
	h.Wait(2 * time.Minute)
	wantWait(t, h, a, 2*time.Minute)

	// The step that it was on hold for is done.
	serve(t, h, "1")
	h.Do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldStep, Until: h.Now.Add(time.Minute)})
	h.Wait(3 * time.Minute)
	h.Do(t, queue.WatchAlerts{}) // and so it is woken
	woken := h.State.WaitsSince(h.State.Ticket(a))
	if woken.IsZero() || h.Now.Sub(woken) > 2*time.Minute {
		t.Fatalf("woken at %s, and it is %s", woken, h.Now)
	}

	// The next part of the visit; to be sent to one window changes nothing.
	serve(t, h, "1")
	h.Wait(4 * time.Minute)
	h.Do(t, queue.Finish{Window: "1"})
	h.Wait(3 * time.Minute)
	h.Do(t, queue.Transfer{Number: a, To: queue.Target{Window: "3"}})
	h.Wait(time.Minute)
	wantWait(t, h, a, 4*time.Minute)
}

func TestTheNightOfANumberThatWasKeptDoesNotCount(t *testing.T) {
	s := queuetest.Settings(1)
	s.Rules.KeepOvernight = true
	h := queuetest.Empty(t, s)
	h.Do(t, queue.OpenDay{Date: queuetest.Date})
	a := h.Issue(t, "business")
	h.Do(t, queue.CloseDay{})
	h.Now = local("2026-11-26", "08:50")
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	h.Wait(5 * time.Minute)
	wantWait(t, h, a, 5*time.Minute)
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
}
