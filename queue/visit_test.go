package queue_test

import (
	"slices"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestPapersFetchedMayComeBackToAnyWindowOfTheTheme(t *testing.T) {
	h := queuetest.New(t, 2)
	a := h.Issue(t, "business")
	serve(t, h, "1")
	h.Do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldAway, Reason: "household book"})
	wantRefusal(t, h, queue.TakeBack{Window: "5", Number: a}, queue.CodeNotReachable)
	h.Do(t, queue.TakeBack{Window: "2", Number: a})
	if w := h.State.Window("2"); w.State != queue.WindowServing || w.Ticket != a {
		t.Fatalf("window 2 is %s with %q", w.State, w.Ticket)
	}
}

func TestPapersLeftBehindComeBackToThatWindow(t *testing.T) {
	h := queuetest.New(t, 2)
	a := h.Issue(t, "business")
	serve(t, h, "1")
	h.Do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldHere})
	wantRefusal(t, h, queue.TakeBack{Window: "2", Number: a}, queue.CodeOtherWindow)
	h.Do(t, queue.TakeBack{Window: "1", Number: a})
	wantRefusal(t, h, queue.TakeBack{Window: "1", Number: a}, queue.CodeBusy)
}

func TestAWindowTakesBackItsOwnCitizenWhateverItServesNow(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	serve(t, h, "1")
	h.Do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldHere})
	h.Do(t, queue.Assign{Window: "1", Own: []string{"general"}})
	h.Do(t, queue.TakeBack{Window: "1", Number: a})
	wantState(t, h, a, queue.Serving)
}

func TestAStepNeedsATimeThatLiesAhead(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business")
	serve(t, h, "1")
	wantRefusal(t, h, queue.HoldTicket{Window: "1", Kind: queue.HoldStep}, queue.CodeBadHold)
	wantRefusal(t, h, queue.HoldTicket{Window: "1", Kind: queue.HoldStep, Until: h.Now}, queue.CodeBadHold)
	wantRefusal(t, h, queue.HoldTicket{Window: "1", Kind: queue.HoldStep, Until: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}, queue.CodeBadHold)
	wantRefusal(t, h, queue.HoldTicket{Window: "1", Kind: "lost"}, queue.CodeBadHold)
}

func TestATransferKeepsNumberKeyAndPlace(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	h.Wait(time.Minute)
	c := h.Issue(t, "general")
	serve(t, h, "1")
	key := h.State.Ticket(a).Key
	h.Do(t, queue.Transfer{Window: "1", To: queue.Target{Theme: "general"}})
	x := wantNext(t, h, "3", a) // drew before C001
	if !x.Key.Equal(key) || x.Theme() != "general" {
		t.Fatalf("transferred to %s with key %s", x.Theme(), x.Key)
	}
	wantState(t, h, c, queue.Waiting)
}

func TestANumberSentToAClerkIsCalledOnlyThere(t *testing.T) {
	h := queuetest.New(t, 2)
	a := h.Issue(t, "business")
	h.Do(t, queue.Transfer{Number: a, To: queue.Target{Clerk: "c2"}})
	wantNext(t, h, "1", "")
	wantRefusal(t, h, queue.Call{Window: "1", Number: a}, queue.CodeOtherWindow)
	if x := wantNext(t, h, "2", a); x.Reason.Code != queue.ReasonDirected {
		t.Fatalf("called for %+v", x.Reason)
	}
	wantRefusal(t, h, queue.Transfer{Window: "1", Number: a, To: queue.Target{Theme: "general"}}, queue.CodeOtherWindow)
	wantRefusal(t, h, queue.Transfer{Window: "2", To: queue.Target{}}, queue.CodeBadTarget)
	wantRefusal(t, h, queue.Transfer{Window: "2", To: queue.Target{Window: "1", Clerk: "c1"}}, queue.CodeBadTarget)
	wantRefusal(t, h, queue.Transfer{Window: "2", To: queue.Target{Window: "2"}}, queue.CodeBadTarget)
	h.Do(t, queue.SignOut{Window: "1"})
	wantRefusal(t, h, queue.Transfer{Window: "2", To: queue.Target{Window: "1"}}, queue.CodeWindowClosed)
	wantRefusal(t, h, queue.Transfer{Window: "2", To: queue.Target{Clerk: "c1"}}, queue.CodeBadTarget)
}

func TestItemsOfOneThemeAreOneVisit(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.IssueAs(t, queue.Issue{Items: []string{"A-1", "A-3", "A-1"}})
	x := h.State.Ticket(a)
	if len(x.Legs) != 1 || !slices.Equal(x.Legs[0].Items, []string{"A-1", "A-3"}) {
		t.Fatalf("legs %+v", x.Legs)
	}
	if n, minutes := h.State.Waiting("business"); n != 1 || minutes != 20 {
		t.Fatalf("%d wait with %d minutes, want 1 with 20", n, minutes)
	}
}

func TestItemsOfSeveralThemesAreLegsUnderOneNumberAndKey(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.IssueAs(t, queue.Issue{Items: []string{"C-1", "A-1", "C-2"}})
	if a != "C001" {
		t.Fatalf("number %s, want one of the first theme", a)
	}
	key := h.State.Ticket(a).Key
	h.Wait(time.Minute)
	h.Issue(t, "business")
	serve(t, h, "3")
	h.Do(t, queue.Finish{Window: "3"})
	x := wantNext(t, h, "1", a)
	if x.Leg != 1 || x.Theme() != "business" || !x.Key.Equal(key) || x.Reason.Code != queue.ReasonNextLeg {
		t.Fatalf("leg %d of %s with key %s for %+v", x.Leg, x.Theme(), x.Key, x.Reason)
	}
	h.Do(t, queue.Start{Window: "1"})
	h.Do(t, queue.Finish{Window: "1"})
	wantState(t, h, a, queue.Done)
	if x.Spent(queue.Waiting, h.Now) != time.Minute {
		t.Errorf("waited %s", x.Spent(queue.Waiting, h.Now))
	}
}

// A window that serves both themes goes on with the same citizen.
func TestNextMayCallTheSameCitizenForTheNextLeg(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queue.Assign{Window: "1", Own: []string{"business", "general"}})
	a := h.IssueAs(t, queue.Issue{Items: []string{"A-1", "C-1"}})
	h.Issue(t, "business")
	serve(t, h, "1")
	x := wantNext(t, h, "1", a)
	if x.Leg != 1 || x.Reason.Code != queue.ReasonNextLeg {
		t.Fatalf("leg %d for %+v", x.Leg, x.Reason)
	}
}

func TestChangedItemsGoOnAtTheWindowWithWhatItServes(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.IssueAs(t, queue.Issue{Items: []string{"A-1"}})
	serve(t, h, "1")
	wantRefusal(t, h, queue.ChangeItems{Window: "1", Items: []string{"C-1"}}, queue.CodeNotReachable)
	wantRefusal(t, h, queue.ChangeItems{Window: "1"}, queue.CodeNoItem)
	h.Do(t, queue.ChangeItems{Window: "1", Items: []string{"C-1", "A-2"}})
	x := h.State.Ticket(a)
	if x.State != queue.Serving || len(x.Legs) != 2 || x.Legs[0].Theme != "business" || x.Legs[1].Theme != "general" {
		t.Fatalf("%s with legs %+v", x.State, x.Legs)
	}
	h.Do(t, queue.Finish{Window: "1"})
	wantNext(t, h, "3", a)
}

func TestACancelledNumberSaysWhyAndIsGone(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	wantRefusal(t, h, queue.Cancel{Number: a}, queue.CodeReasonNeeded)
	h.Do(t, queue.Cancel{Number: a, Reason: "left"})
	if x := h.State.Ticket(a); x.State != queue.Cancelled || x.Why != "left" {
		t.Fatalf("%s, why %q", x.State, x.Why)
	}
	wantRefusal(t, h, queue.Cancel{Number: a, Reason: "left"}, queue.CodeEnded)
	wantRefusal(t, h, queue.Reprint{Number: a}, queue.CodeEnded)
	wantNext(t, h, "1", "")
}

func TestAReprintIsCounted(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	h.Do(t, queuetest.Printer("kiosk-1", ""))
	for want := 1; want <= 2; want++ {
		rs := h.Do(t, queue.Reprint{Number: a})
		if e := rs[0].Event.(queue.TicketReprinted); e.Copy != want || h.State.Ticket(a).Copies != want {
			t.Fatalf("copy %d, want %d", e.Copy, want)
		}
	}
}
