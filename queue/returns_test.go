package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// missedFirst is a hall where A001 was missed and five more wait.
func missedFirst(t *testing.T) (*queuetest.Hall, string) {
	t.Helper()
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	wantNext(t, h, "1", a)
	miss(t, h, "1")
	for range 5 {
		h.Issue(t, "business")
	}
	return h, a
}

func TestAReturnedNumberLetsThreeCallsPassAndKeepsItsKey(t *testing.T) {
	h, a := missedFirst(t)
	key := h.State.Ticket(a).Key
	h.Do(t, queue.Return{Number: a})
	if x := h.State.Ticket(a); !x.Key.Equal(key) || x.State != queue.Waiting || !x.Returned {
		t.Fatalf("brought back as %+v", x)
	}
	for _, n := range []string{"A002", "A003", "A004"} {
		wantNext(t, h, "1", n)
		h.Do(t, queue.Start{Window: "1"})
	}
	if x := wantNext(t, h, "1", a); x.Reason.Code != queue.ReasonReturned {
		t.Fatalf("called for %+v", x.Reason)
	}
}

func TestAReturnedNumberIsCalledAtOnceIfNobodyElseWaits(t *testing.T) {
	h, a := missedFirst(t)
	for range 5 {
		serve(t, h, "1")
	}
	h.Do(t, queue.Return{Number: a})
	wantNext(t, h, "1", a)
}

func TestCallsOfOtherThemesAndOfOtherWindowsAreCountedRightly(t *testing.T) {
	h, a := missedFirst(t)
	h.Issue(t, "construction")
	h.Issue(t, "construction")
	h.Do(t, queue.Return{Number: a})
	for range 2 {
		serve(t, h, "2") // another theme's
	}
	wantNext(t, h, "3", "A002") // another window, same theme
	h.Do(t, queue.Start{Window: "3"})
	wantNext(t, h, "3", "A003")
	h.Do(t, queue.Start{Window: "3"})
	wantNext(t, h, "1", "A004")
	h.Do(t, queue.Start{Window: "1"})
	wantNext(t, h, "3", a)
}

func TestASecondMissEndsTheNumber(t *testing.T) {
	h, a := missedFirst(t)
	h.Do(t, queue.Return{Number: a})
	h.Do(t, queue.Call{Window: "1", Number: a})
	miss(t, h, "1")
	if x := h.State.Ticket(a); x.State != queue.Expired || x.Why != queue.WhyMissed || x.Ended.IsZero() {
		t.Fatalf("%s is %s, why %q", a, x.State, x.Why)
	}
	wantRefusal(t, h, queue.Return{Number: a}, queue.CodeNoReturn)
}

func TestOnlyAMissedNumberOfTheDayComesBack(t *testing.T) {
	h, a := missedFirst(t)
	wantRefusal(t, h, queue.Return{Number: "A002"}, queue.CodeNotMissed)
	wantRefusal(t, h, queue.Return{Number: "A099"}, queue.CodeUnknownNumber)
	s := *h.State.Settings
	s.Rules.KeepOvernight = true
	h.Do(t, queue.ChangeSettings{Settings: s, Hash: "s2"})
	h.Do(t, queue.CloseDay{})
	wantState(t, h, a, queue.Expired) // kept overnight is who waits, not who was missed
	wantState(t, h, "A002", queue.Waiting)
	h.Wait(24 * time.Hour)
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	wantRefusal(t, h, queue.Return{Number: a}, queue.CodeUnknownNumber)
}

func TestAReturnedNumberThatChangesThemeDoesNotWaitForTheOldOnesCalls(t *testing.T) {
	for _, change := range []queue.Command{
		queue.ChangeItems{Number: "A001", Items: []string{"C-1"}}, queue.Transfer{Number: "A001", To: queue.Target{Theme: "general"}},
	} {
		h, a := missedFirst(t)
		h.Issue(t, "general")
		h.Do(t, queue.Return{Number: a})
		h.Do(t, change)
		wantNext(t, h, "3", a) // drew before C001
	}
}

func TestAnUndoneCallDoesNotCountForWhoLetsCallsPass(t *testing.T) {
	h, a := missedFirst(t)
	h.Do(t, queue.Return{Number: a})
	serve(t, h, "1")
	serve(t, h, "1")
	wantNext(t, h, "3", "A004") // the third lets A001 in
	h.Do(t, queue.Undo{Window: "3"})
	wantNext(t, h, "1", "A004")
	h.Do(t, queue.Start{Window: "1"})
	wantNext(t, h, "1", a)
}
