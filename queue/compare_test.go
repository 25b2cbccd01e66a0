package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// wantOrder fails unless first comes, or came, before second for that reason,
// whoever is named first.
func wantOrder(t *testing.T, h *queuetest.Hall, first, second string, code queue.OrderCode) queue.Order {
	t.Helper()
	o, err := queue.Compare(h.State, second, first)
	if err != nil {
		t.Fatal(err)
	}
	if o.First != first || o.Second != second || o.Code != code {
		t.Fatalf("%+v, want %s before %s because of %s", o, first, second, code)
	}
	back, err := queue.Compare(h.State, first, second)
	if err != nil || back != o {
		t.Fatalf("the other way round %+v, %v", back, err)
	}
	return o
}

func TestOfTwoWhoWaitTheOneThatDrewEarlierComesFirst(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	h.Wait(7 * time.Minute)
	b := h.Issue(t, "business")
	if o := wantOrder(t, h, a, b, queue.OrderEarlier); o.Minutes != 7 || !o.Called.IsZero() {
		t.Errorf("%+v", o)
	}
	wantNext(t, h, "1", a)
	if o := wantOrder(t, h, a, b, queue.OrderEarlier); !o.Called.Equal(h.Now) || o.Window != "1" {
		t.Errorf("%+v", o)
	}
	h.Do(t, queue.Start{Window: "1"})
	h.Do(t, queue.Next{Window: "1"})
	h.Do(t, queue.Start{Window: "1"})
	h.Do(t, queue.Finish{Window: "1"})
	wantOrder(t, h, a, b, queue.OrderEarlier) // when both are gone too
}

func TestPriorityAndAppointmentsAreTheReasonOnlyWhereTheyMadeTheDifference(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	h.Wait(5 * time.Minute)
	p := h.IssueAs(t, queue.Issue{Theme: "business", Class: queue.Priority})
	if o := wantOrder(t, h, p, a, queue.OrderPriority); o.Minutes != 20 {
		t.Errorf("%+v", o)
	}
	slot := h.Now.Add(10 * time.Minute)
	x := h.IssueAs(t, queue.Issue{Theme: "business", Class: queue.Appointment, Slot: slot})
	if o := wantOrder(t, h, x, a, queue.OrderAppointment); !o.Slot.Equal(slot) {
		t.Errorf("%+v", o)
	}
	late := h.Issue(t, "business")
	wantOrder(t, h, p, late, queue.OrderEarlier)
	wantNext(t, h, "1", p)
	wantOrder(t, h, p, a, queue.OrderPriority)
}

func TestLinesOfDifferentThemesGoAtTheirOwnPace(t *testing.T) {
	h := queuetest.New(t, 2)
	a := h.Issue(t, "business")
	b := h.Issue(t, "general")
	h.Issue(t, "general")
	wantNext(t, h, "5", b)
	wantOrder(t, h, b, a, queue.OrderOtherLine)
	// Window 6 has general as its own, and helps out with business.
	h.Next(t, "6")
	h.Do(t, queue.Start{Window: "6"})
	h.Wait(time.Minute)
	c := h.Issue(t, "general")
	h.Do(t, queue.Assign{Window: "6", Own: []string{"construction"}, Spill: []string{"business"}})
	wantNext(t, h, "6", a)
	if o := wantOrder(t, h, a, c, queue.OrderSpill); o.Window != "6" {
		t.Errorf("%+v", o)
	}
}

func TestWhoMissedTheCallHearsThat(t *testing.T) {
	h := queuetest.New(t, 1)
	a, b := h.Issue(t, "business"), h.Issue(t, "business")
	for range 4 {
		h.Issue(t, "business")
	}
	h.Wait(time.Minute)
	called := h.Now
	wantNext(t, h, "1", a)
	miss(t, h, "1")
	if o := wantOrder(t, h, b, a, queue.OrderMissed); !o.At.Equal(called) {
		t.Errorf("%+v", o)
	}
	wantNext(t, h, "1", b)
	if o := wantOrder(t, h, b, a, queue.OrderMissed); !o.At.Equal(called) || o.Called.IsZero() {
		t.Errorf("%+v", o)
	}
	h.Do(t, queue.Start{Window: "1"})
	h.Do(t, queue.Return{Number: a})
	c := h.Next(t, "1")
	wantOrder(t, h, c, a, queue.OrderReturned)
	next := h.State.First("business", 1)[0].Number
	wantOrder(t, h, next, a, queue.OrderReturned) // while both wait
}

func TestWhoIsOnHoldHearsThat(t *testing.T) {
	h := queuetest.New(t, 1)
	a, b := h.IssueAs(t, queue.Issue{Items: []string{"A-1", "C-1"}}), h.IssueAs(t, queue.Issue{Items: []string{"C-2"}})
	serve(t, h, "1")
	h.Do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldAway})
	held := h.Now
	wantNext(t, h, "3", b)
	h.Do(t, queue.Start{Window: "3"})
	h.Wait(time.Minute)
	h.Do(t, queue.TakeBack{Window: "1", Number: a})
	h.Do(t, queue.Finish{Window: "1"})
	wantNext(t, h, "3", a)
	if o := wantOrder(t, h, b, a, queue.OrderHeld); !o.At.Equal(held) {
		t.Errorf("%+v", o)
	}
}

func TestWhoWasSentToOneWindowWaitsForThatOneAlone(t *testing.T) {
	h := queuetest.New(t, 2)
	a, b := h.Issue(t, "business"), h.Issue(t, "business")
	h.Do(t, queue.Transfer{Number: a, To: queue.Target{Window: "2"}})
	wantOrder(t, h, a, b, queue.OrderDirected)
	wantNext(t, h, "1", b)
	wantOrder(t, h, b, a, queue.OrderOtherDirected)
	c, d := h.Issue(t, "business"), h.Issue(t, "business")
	h.Do(t, queue.Transfer{Number: d, To: queue.Target{Window: "1"}})
	wantOrder(t, h, c, d, queue.OrderOtherDirected)
	h.Do(t, queue.Start{Window: "1"})
	h.Do(t, queue.Transfer{Number: c, To: queue.Target{Theme: "general"}})
	wantNext(t, h, "1", d)
	wantOrder(t, h, d, c, queue.OrderDirected)
}

func TestAVisitThatGoesOnKeepsItsPlace(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.IssueAs(t, queue.Issue{Items: []string{"A-1", "C-1"}})
	b, c := h.Issue(t, "general"), h.Issue(t, "general")
	serve(t, h, "1")
	wantNext(t, h, "3", b)
	wantOrder(t, h, a, b, queue.OrderOtherLine) // each at a window of its own line
	h.Do(t, queue.Start{Window: "3"})
	h.Do(t, queue.Finish{Window: "1"})
	wantOrder(t, h, a, c, queue.OrderNextLeg)
	wantNext(t, h, "3", a)
	wantOrder(t, h, a, c, queue.OrderNextLeg)
}

func TestACallOutOfTurnIsToldAsSuch(t *testing.T) {
	h := queuetest.New(t, 1)
	a, b := h.Issue(t, "business"), h.Issue(t, "business")
	h.Do(t, queue.Call{Window: "1", Number: b})
	wantOrder(t, h, b, a, queue.OrderPicked)
}

func TestACallThatWasTakenBackIsToldAsSuch(t *testing.T) {
	h := queuetest.New(t, 2)
	a, b := h.Issue(t, "business"), h.Issue(t, "business")
	wantNext(t, h, "1", a)
	wantNext(t, h, "2", b)
	h.Do(t, queue.Undo{Window: "1"})
	wantOrder(t, h, b, a, queue.OrderReleased)
	h = queuetest.New(t, 2)
	a, b = h.Issue(t, "business"), h.Issue(t, "business")
	wantNext(t, h, "1", a)
	wantNext(t, h, "2", b)
	h.Wait(time.Minute)
	h.Do(t, queue.Free{Window: "1"})
	if o := wantOrder(t, h, b, a, queue.OrderReleased); !o.At.Equal(h.Now) {
		t.Errorf("%+v", o)
	}
}

func TestWhoEndedBeforeTheTurnHearsThat(t *testing.T) {
	h := queuetest.New(t, 1)
	a, b, c := h.Issue(t, "business"), h.Issue(t, "business"), h.Issue(t, "business")
	h.Wait(time.Minute)
	h.Do(t, queue.Cancel{Number: a, Reason: "left"})
	ended := h.Now
	if o := wantOrder(t, h, b, a, queue.OrderEnded); !o.At.Equal(ended) {
		t.Errorf("%+v", o)
	}
	wantNext(t, h, "1", b)
	wantOrder(t, h, b, a, queue.OrderEnded)
	h.Do(t, queue.Cancel{Number: c, Reason: "left"})
	wantOrder(t, h, a, c, queue.OrderEarlier)
}

func TestOnlyTwoDifferentNumbersOfTheDayAreCompared(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	for pair, code := range map[[2]string]queue.Code{
		{a, "Z999"}: queue.CodeUnknownNumber, {"", a}: queue.CodeUnknownNumber, {a, a}: queue.CodeBadTarget,
	} {
		if _, err := queue.Compare(h.State, pair[0], pair[1]); err == nil || err.Code != code || err.Hint == "" {
			t.Errorf("%v: %v, want %s", pair, err, code)
		}
	}
}

// The two have met in one line, where neither had a turn, and the other has been served
// elsewhere since.
func TestWhoWasServedInAnotherLineIsNotSaidToHaveLeft(t *testing.T) {
	h := queuetest.New(t, 1)
	a, b := h.Issue(t, "business"), h.Issue(t, "business")
	h.Wait(time.Minute)
	wantNext(t, h, "1", a)
	h.Do(t, queue.Transfer{Window: "1", To: queue.Target{Theme: "general"}})
	serve(t, h, "3")
	held := h.Now
	h.Do(t, queue.HoldTicket{Window: "3", Kind: queue.HoldAway})
	if o := wantOrder(t, h, b, a, queue.OrderHeld); !o.At.Equal(held) {
		t.Errorf("%+v", o)
	}
	h.Wait(time.Minute)
	h.Do(t, queue.TakeBack{Window: "3", Number: a})
	wantOrder(t, h, b, a, queue.OrderOtherLine)
	h.Do(t, queue.Finish{Window: "3"})
	wantOrder(t, h, b, a, queue.OrderOtherLine)
	wantNext(t, h, "1", b)
	wantOrder(t, h, b, a, queue.OrderOtherLine)
}

func TestWhoLetsOthersPassLetsThemPassAlsoWhereTheyWereSent(t *testing.T) {
	h := queuetest.New(t, 1)
	a, b := h.Issue(t, "business"), h.Issue(t, "business")
	for range 4 {
		h.Issue(t, "business")
	}
	wantNext(t, h, "1", a)
	miss(t, h, "1")
	h.Do(t, queue.Return{Number: a})
	h.Do(t, queue.Transfer{Number: b, To: queue.Target{Window: "1"}})
	wantOrder(t, h, b, a, queue.OrderReturned)
	wantNext(t, h, "1", b)
}

// A window that only helps out, or does not serve the theme at all, is another line.
func TestWhoWasSentToAWindowOfAnotherThemeIsInAnotherLine(t *testing.T) {
	h := queuetest.New(t, 1)
	a, b := h.Issue(t, "business"), h.Issue(t, "business")
	h.Do(t, queue.Transfer{Number: b, To: queue.Target{Window: "3"}}) // helps out with business
	wantOrder(t, h, a, b, queue.OrderOtherLine)
	h.Do(t, queue.Transfer{Number: b, To: queue.Target{Clerk: "c2"}})
	wantOrder(t, h, a, b, queue.OrderOtherLine)
	h.Do(t, queue.Transfer{Number: b, To: queue.Target{Clerk: "c1"}})
	wantOrder(t, h, a, b, queue.OrderOtherDirected)
}

func TestTwoOfDifferentThemesWhoWereSentToOneWindowGoByTheirPlaceThere(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	h.Wait(time.Minute)
	b := h.Issue(t, "general")
	h.Do(t, queue.Transfer{Number: a, To: queue.Target{Window: "2"}})
	h.Do(t, queue.Transfer{Number: b, To: queue.Target{Window: "2"}})
	wantOrder(t, h, a, b, queue.OrderDirected)
	wantNext(t, h, "2", a)
}

// A number that was moved away by mistake, and put back, was not in line meanwhile.
func TestWhoWasCancelledByMistakeIsToldWhoWasCalledMeanwhile(t *testing.T) {
	h := queuetest.New(t, 2)
	a, b := h.Issue(t, "business"), h.Issue(t, "business")
	h.Do(t, queue.Cancel{Window: "1", Number: a, Reason: "left"})
	wantNext(t, h, "2", b)
	h.Do(t, queue.Undo{Window: "1"})
	wantOrder(t, h, b, a, queue.OrderReleased)
}
