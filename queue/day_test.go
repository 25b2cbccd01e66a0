package queue_test

import (
	"slices"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// closing is a hall with somebody in every live state, about to close.
func closing(t *testing.T, keep bool) *queuetest.Hall {
	t.Helper()
	h := queuetest.New(t, 2)
	change(t, h, func(s *queue.Settings) { s.Rules.KeepOvernight = keep })
	h.IssueAs(t, queue.Issue{Items: []string{"A-1"}}) // A001: served at window 1
	h.Issue(t, "business")                            // A002: called to window 2
	h.Issue(t, "business")                            // A003: waits for window 1
	h.IssueAs(t, queue.Issue{Items: []string{"B-1", "C-1"}})
	h.Issue(t, "construction") // B002: on hold
	h.Issue(t, "general")      // C001: missed
	h.Issue(t, "general")      // C002: waits
	serve(t, h, "1")
	h.Next(t, "2")
	h.Do(t, queue.Transfer{Number: "A003", To: queue.Target{Window: "1"}})
	serve(t, h, "3") // B001: the first of two legs
	serve(t, h, "4")
	h.Do(t, queue.HoldTicket{Window: "4", Kind: queue.HoldHere})
	h.Next(t, "5")
	miss(t, h, "5")
	return h
}

func TestTheCloseOfTheDayEndsAndReportsWhoWasNotServed(t *testing.T) {
	h := closing(t, false)
	h.Do(t, queue.CloseDay{})
	wantState(t, h, "A001", queue.Done) // who is being served counts as served
	var unserved []string
	for _, n := range []string{"A002", "A003", "B001", "B002", "C001", "C002"} {
		wantState(t, h, n, queue.Expired)
		if why := h.State.Ticket(n).Why; why != queue.WhyDayClose {
			t.Errorf("%s ended for %q", n, why)
		}
		unserved = append(unserved, n)
	}
	got := slices.Sorted(slices.Values(h.State.Day.Unserved))
	if !slices.Equal(got, unserved) || len(h.State.Day.Kept) != 0 {
		t.Fatalf("unserved %v, kept %v", got, h.State.Day.Kept)
	}
	for _, w := range h.State.Windows {
		if w.State != queue.Closed {
			t.Errorf("window %s is %s", w.ID, w.State)
		}
	}
	wantRefusal(t, h, queue.CloseDay{}, queue.CodeDayClosed)
	wantRefusal(t, h, queue.SignIn{Window: "1", Clerk: "c1"}, queue.CodeDayClosed)
}

func TestNumbersKeptOvernightAreFirstInTheMorningAndNotGivenAgain(t *testing.T) {
	h := closing(t, true)
	h.Do(t, queue.CloseDay{})
	want := []string{"A002", "A003", "B001", "B002", "C002"}
	if got := slices.Sorted(slices.Values(h.State.Day.Kept)); !slices.Equal(got, want) {
		t.Fatalf("kept %v, want %v", got, want)
	}
	if !slices.Equal(h.State.Day.Unserved, []string{"C001"}) {
		t.Fatalf("unserved %v, want the missed one", h.State.Day.Unserved)
	}
	for _, n := range want {
		wantState(t, h, n, queue.Waiting)
	}
	h.Wait(24 * time.Hour)
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	if h.State.Ticket("A001") != nil || len(h.State.Tickets) != 5 {
		t.Fatalf("%d tickets on the new day, want the kept ones", len(h.State.Tickets))
	}
	for _, want := range []string{"A001", "A004"} { // A002 and A003 are held
		if n := h.Issue(t, "business"); n != want {
			t.Fatalf("number %s, want %s", n, want)
		}
	}
	h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
	wantNext(t, h, "1", "A002")
	if err := queuetest.Check(h.State); err != nil {
		t.Fatal(err)
	}
}

func TestADayIsOpenedOnceAndInOrder(t *testing.T) {
	h := queuetest.New(t, 1)
	wantRefusal(t, h, queue.OpenDay{Date: "2026-11-26"}, queue.CodeDayOpen)
	h.Do(t, queue.CloseDay{})
	wantRefusal(t, h, queue.OpenDay{Date: "2026-11-24"}, queue.CodeBadDate)
	wantRefusal(t, h, queue.OpenDay{Date: "tomorrow"}, queue.CodeBadDate)
	wantRefusal(t, h, queue.OpenDay{Date: "2026-11-31"}, queue.CodeBadDate)
	wantRefusal(t, h, queue.OpenDay{Date: "2026-11-26"}, queue.CodeBadDate) // it would bar the rest of today
	h.Now = local("2026-11-26", "00:05")
	wantRefusal(t, h, queue.OpenDay{Date: "2026-11-25"}, queue.CodeBadDate) // over
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	if h.State.Day.Phase != queue.PhaseBefore {
		t.Fatalf("phase %s", h.State.Day.Phase)
	}
	if n := len(h.State.Tickets); n != 0 {
		t.Fatalf("%d tickets", n)
	}
}

func TestEveryDayCountsItsNumbersAnew(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business")
	h.Issue(t, "business")
	h.Do(t, queue.CloseDay{})
	h.Wait(24 * time.Hour)
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	if n := h.Issue(t, "business"); n != "A001" {
		t.Fatalf("number %s", n)
	}
}

func TestADayThatRunsPastMidnightKeepsItsDate(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	h.Now = local("2026-11-26", "00:30")
	wantNext(t, h, "1", a)
	if h.State.Day.Date != "2026-11-25" || h.State.Ticket(a).Day != "2026-11-25" {
		t.Fatalf("the day is %s", h.State.Day.Date)
	}
	wantRefusal(t, h, queue.Issue{Theme: "business"}, queue.CodeTooLate)
}
