package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestNextAsksForAnAnswerWhileSomebodyIsCalled(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	h.Issue(t, "business")
	wantNext(t, h, "1", a)
	wantRefusal(t, h, queue.Next{Window: "1"}, queue.CodeAnswerFirst)
	wantState(t, h, a, queue.Called)
}

func TestNextFinishesWhoIsServedWithUnstatedOutcomes(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.IssueAs(t, queue.Issue{Items: []string{"A-1", "A-2"}})
	b := h.Issue(t, "business")
	serve(t, h, "1")
	wantNext(t, h, "1", b)
	x := h.State.Ticket(a)
	if x.State != queue.Done || len(x.Legs[0].Handled) != 2 || x.Legs[0].Handled[0] != (queue.Handled{Item: "A-1", Outcome: queue.Unstated}) {
		t.Fatalf("%s is %s with %+v", a, x.State, x.Legs[0].Handled)
	}
}

func TestANumberIsMissedAfterThreeCallsTwentySecondsApart(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	wantNext(t, h, "1", a)
	called := h.Now
	for call := 1; ; call++ {
		r := wantRefusal(t, h, queue.NoShow{Window: "1"}, map[bool]queue.Code{true: queue.CodeCallsLeft, false: queue.CodeTooSoon}[call < 3])
		if !r.Until.Equal(called.Add(20 * time.Second)) {
			t.Fatalf("after call %d try again at %s, want 20 s later", call, r.Until)
		}
		if call == 3 {
			break
		}
		h.Wait(20*time.Second - time.Millisecond)
		if r := wantRefusal(t, h, queue.Recall{Window: "1"}, queue.CodeTooSoon); !r.Until.Equal(called.Add(20 * time.Second)) {
			t.Fatalf("call again at %s", r.Until)
		}
		h.Wait(time.Millisecond)
		h.Do(t, queue.Recall{Window: "1"})
		called = h.Now
	}
	wantRefusal(t, h, queue.Recall{Window: "1"}, queue.CodeCallsUsed)
	h.Wait(20 * time.Second)
	h.Do(t, queue.NoShow{Window: "1"})
	wantState(t, h, a, queue.Missed)
	if w := h.State.Window("1"); w.State != queue.Idle || w.Served != 0 {
		t.Fatalf("the window is %s with %d served", w.State, w.Served)
	}
}

func TestAStartThatTheClerkSkippedIsMarkedInferred(t *testing.T) {
	h := queuetest.New(t, 1)
	for _, answer := range []queue.Command{queue.Start{Window: "1", Inferred: true}, queue.Finish{Window: "1"}} {
		a := h.Issue(t, "business")
		wantNext(t, h, "1", a)
		called := h.Now
		h.Wait(4 * time.Minute)
		h.Do(t, answer)
		x := h.State.Ticket(a)
		p := x.Periods[2]
		if p.State != queue.Serving || !p.Inferred || !p.From.Equal(called) {
			t.Errorf("%T: the service is %+v, want it inferred from the call on", answer, p)
		}
		if err := queuetest.Check(h.State); err != nil {
			t.Error(err)
		}
		if x.State == queue.Serving {
			h.Do(t, queue.Finish{Window: "1"})
		}
	}
	h.Issue(t, "business")
	serve(t, h, "1")
	if p := h.State.Ticket("A003").Periods[2]; p.Inferred {
		t.Error("a start that was pressed is marked inferred")
	}
}

func TestAFinishSaysWhatWasReallyHandled(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.IssueAs(t, queue.Issue{Items: []string{"A-1"}})
	wantRefusal(t, h, queue.Finish{Window: "1"}, queue.CodeNobodyHere)
	serve(t, h, "1")
	wantRefusal(t, h, queue.Finish{Window: "1", Handled: []queue.Handled{{Item: "Z-1", Outcome: queue.Accepted}}}, queue.CodeUnknownItem)
	wantRefusal(t, h, queue.Finish{Window: "1", Handled: []queue.Handled{{Item: "A-1", Outcome: "fine"}}}, queue.CodeBadOutcome)
	wantRefusal(t, h, queue.Finish{Window: "1", Handled: []queue.Handled{{Item: "A-1", Outcome: queue.Unstated}}}, queue.CodeBadOutcome)
	want := []queue.Handled{{Item: "A-1", Outcome: queue.ToCorrect}, {Item: "B-2", Outcome: queue.Enquiry}}
	h.Do(t, queue.Finish{Window: "1", Handled: want})
	if got := h.State.Ticket(a).Legs[0].Handled; len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Fatalf("handled %+v, want %+v", got, want)
	}
}

func TestAHallThatNeedsOutcomesAsksForThem(t *testing.T) {
	h := queuetest.New(t, 1)
	s := *h.State.Settings
	s.Rules.NeedOutcome = true
	h.Do(t, queue.ChangeSettings{Settings: s, Hash: "s2"})
	h.IssueAs(t, queue.Issue{Items: []string{"A-1"}})
	serve(t, h, "1")
	wantRefusal(t, h, queue.Next{Window: "1"}, queue.CodeOutcomeNeeded)
	wantRefusal(t, h, queue.Finish{Window: "1"}, queue.CodeOutcomeNeeded)
	h.Do(t, queue.Finish{Window: "1", Handled: []queue.Handled{{Item: "A-1", Outcome: queue.Accepted}}})
}

// An item may leave the catalogue while somebody who asked for it is served.
func TestWhoAskedForAnItemThatIsGoneCanStillBeFinished(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.IssueAs(t, queue.Issue{Items: []string{"A-1"}})
	b := h.IssueAs(t, queue.Issue{Items: []string{"A-1"}})
	c := queuetest.Catalogue()
	c.Items = c.Items[1:]
	h.Do(t, queue.ChangeCatalogue{Catalogue: c, Hash: "c2"})
	serve(t, h, "1")
	h.Do(t, queue.Finish{Window: "1"})
	wantState(t, h, a, queue.Done)
	serve(t, h, "1")
	h.Do(t, queue.Finish{Window: "1", Handled: []queue.Handled{{Item: "A-1", Outcome: queue.Accepted}}})
	wantState(t, h, b, queue.Done)
}

func TestTheBoardRemembersTheLastCalls(t *testing.T) {
	h := queuetest.New(t, 10)
	for range 90 {
		h.Issue(t, "business")
	}
	for i := range 90 {
		w := h.State.Windows[i%10].ID
		serve(t, h, w)
	}
	calls := h.State.Calls
	if n := len(calls); n < 24 || n > 48 || calls[n-1].Number != "A090" || calls[n-24].Number != "A067" {
		t.Fatalf("%d calls from %s to %s, want the last 24 to 48", n, calls[0].Number, calls[n-1].Number)
	}
	h.Issue(t, "general")
	wantNext(t, h, "21", "C001")
	h.Wait(20 * time.Second)
	h.Do(t, queue.Recall{Window: "21"})
	n := len(h.State.Calls)
	if last := h.State.Calls[n-1]; last.Number != "C001" || last.Times != 2 || h.State.Calls[n-2].Number == "C001" {
		t.Fatalf("the last call is %+v, want the repeated one in place of the first", last)
	}
}
