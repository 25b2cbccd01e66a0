package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestEveryActionOfAClerkCanBeTakenBackExactly(t *testing.T) {
	w := "1"
	called := func(h *queuetest.Hall) { h.Next(t, w) }
	serving := func(h *queuetest.Hall) { serve(t, h, w) }
	lastCall := func(h *queuetest.Hall) {
		called(h)
		for range 2 {
			h.Wait(20 * time.Second)
			h.Do(t, queue.Recall{Window: w})
		}
		h.Wait(20 * time.Second)
	}
	for _, c := range []struct {
		name  string
		given func(*queuetest.Hall)
		do    queue.Command
	}{
		{"next from idle", nil, queue.Next{Window: w}},
		{"next that finished and called", serving, queue.Next{Window: w}},
		{"a call by number", nil, queue.Call{Window: w, Number: "A002"}},
		{"start", called, queue.Start{Window: w}},
		{"inferred start", called, queue.Start{Window: w, Inferred: true}},
		{"finish", serving, queue.Finish{Window: w}},
		{"finish of who was only called", called, queue.Finish{Window: w}},
		{"no-show", lastCall, queue.NoShow{Window: w}},
		{"hold", serving, queue.HoldTicket{Window: w, Kind: queue.HoldHere}},
		{"hold until a step", serving, queue.HoldTicket{Window: w, Kind: queue.HoldStep, Until: queuetest.Morning.Add(time.Hour)}},
		{"take back", func(h *queuetest.Hall) {
			serving(h)
			h.Do(t, queue.HoldTicket{Window: w, Kind: queue.HoldStep, Until: h.Now.Add(time.Hour)})
		}, queue.TakeBack{Window: w, Number: "A001"}},
		{"transfer of who is served", serving, queue.Transfer{Window: w, To: queue.Target{Theme: "general"}}},
		{"transfer of who is called", called, queue.Transfer{Window: w, To: queue.Target{Window: "2"}}},
		{"transfer of who waits", nil, queue.Transfer{Window: w, Number: "A002", To: queue.Target{Clerk: "c3"}}},
		{"change of items", serving, queue.ChangeItems{Window: w, Items: []string{"A-3", "C-1"}}},
		{"change of items of who waits", nil, queue.ChangeItems{Window: w, Number: "A002", Items: []string{"C-1"}}},
		{"cancel of who is served", serving, queue.Cancel{Window: w, Reason: "left"}},
		{"cancel of who waits", nil, queue.Cancel{Window: w, Number: "A002", Reason: "left"}},
		{"pause", nil, queue.Pause{Window: w, Reason: "tea"}},
		{"another reason for the pause", func(h *queuetest.Hall) { h.Do(t, queue.Pause{Window: w, Reason: "tea"}) }, queue.Pause{Window: w, Reason: "lunch"}},
		{"pause after", serving, queue.Pause{Window: w, Reason: "tea", After: true}},
		{"pause after called off", func(h *queuetest.Hall) {
			serving(h)
			h.Do(t, queue.Pause{Window: w, Reason: "tea", After: true})
		}, queue.Resume{Window: w}},
		{"finish with the pause that follows", func(h *queuetest.Hall) {
			serving(h)
			h.Do(t, queue.Pause{Window: w, Reason: "tea", After: true})
		}, queue.Finish{Window: w}},
		{"resume", func(h *queuetest.Hall) { h.Do(t, queue.Pause{Window: w, Reason: "tea"}) }, queue.Resume{Window: w}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := queuetest.New(t, 1)
			citizen := queue.Citizen{Key: "k", Last4: "0022"}
			h.IssueAs(t, queue.Issue{Items: []string{"A-1", "A-2", "C-2"}, Citizen: citizen})
			h.IssueAs(t, queue.Issue{Items: []string{"A-1"}})
			h.Issue(t, "business")
			if c.given != nil {
				c.given(h)
			}
			before, due, held := bare(t, h.State), queue.Due(h.State), len(h.State.Of(citizen))
			n, _ := h.State.Waiting("business")
			h.Do(t, c.do)
			if until := h.State.UndoUntil(h.State.Window(w)); !until.Equal(h.Now.Add(10 * time.Second)) {
				t.Fatalf("can be taken back until %s", until)
			}
			h.Wait(10 * time.Second)
			rs := h.Do(t, queue.Undo{Window: w})
			if len(rs) != 1 || rs[0].Event.Type() != (queue.WindowUndone{}).Type() {
				t.Fatalf("undo is %v", types(rs))
			}
			same(t, "after the undo", bare(t, h.State), before)
			if err := queuetest.Check(h.State); err != nil {
				t.Error(err)
			}
			if got := queue.Due(h.State); !got.Equal(due) {
				t.Errorf("due %s, want %s", got, due)
			}
			if got, _ := h.State.Waiting("business"); got != n || len(h.State.Of(citizen)) != held {
				t.Errorf("%d wait and the citizen holds %d, want %d and %d", got, len(h.State.Of(citizen)), n, held)
			}
			wantRefusal(t, h, queue.Undo{Window: w}, queue.CodeNoUndo) // only the last action
		})
	}
}

func TestAnActionCannotBeTakenBackTooLateOrAfterOthersBuiltOnIt(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	wantRefusal(t, h, queue.Undo{Window: "1"}, queue.CodeNoUndo)
	wantNext(t, h, "1", a)
	h.Wait(10*time.Second + time.Millisecond)
	wantRefusal(t, h, queue.Undo{Window: "1"}, queue.CodeNoUndo)
	h.Do(t, queue.Start{Window: "1"})
	h.Do(t, queue.Transfer{Window: "1", To: queue.Target{Theme: "general"}})
	wantNext(t, h, "3", a) // somebody else has called the number
	wantRefusal(t, h, queue.Undo{Window: "1"}, queue.CodeNoUndo)
}

func TestNothingIsTakenBackAcrossAChangeOfSettings(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business")
	h.Next(t, "1")
	change(t, h, func(s *queue.Settings) { s.Windows[0].Own = []string{"general"} })
	wantRefusal(t, h, queue.Undo{Window: "1"}, queue.CodeNoUndo)
}

func TestARecallCannotBeTakenBackNorWhatWasBeforeIt(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business")
	h.Next(t, "1")
	h.Wait(20 * time.Second)
	h.Do(t, queue.Recall{Window: "1"})
	wantRefusal(t, h, queue.Undo{Window: "1"}, queue.CodeNoUndo)
}

func TestACallTakenBackLeavesTheBoard(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business")
	b := h.Issue(t, "business")
	serve(t, h, "1")
	wantNext(t, h, "1", b)
	h.Do(t, queue.Undo{Window: "1"})
	if c := h.State.Calls; len(c) != 1 || c[0].Number == b {
		t.Fatalf("the board still shows %+v", c)
	}
}

func TestAReprintIsNotForgottenByAnUndo(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	wantNext(t, h, "1", a)
	h.Do(t, queuetest.Printer("kiosk-1", ""))
	h.Do(t, queue.Reprint{Number: a})
	wantRefusal(t, h, queue.Undo{Window: "1"}, queue.CodeNoUndo)
	if c := h.State.Ticket(a).Copies; c != 1 {
		t.Fatalf("%d copies, want 1", c)
	}
}

func TestNoUndoSendsANumberBackToAWindowThatHasClosed(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	h.Do(t, queue.Transfer{Number: a, To: queue.Target{Window: "2"}})
	h.Do(t, queue.Transfer{Window: "1", Number: a, To: queue.Target{Window: "3"}})
	h.Do(t, queue.SignOut{Window: "2"})
	wantRefusal(t, h, queue.Undo{Window: "1"}, queue.CodeNoUndo)
}

func TestAnUndoSurvivesARestart(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	wantNext(t, h, "1", a)
	var err error
	if h.State, err = queue.Restore(snapshot(t, h.State), nil); err != nil {
		t.Fatal(err)
	}
	h.Do(t, queue.Undo{Window: "1"})
	wantState(t, h, a, queue.Waiting)
	wantNext(t, h, "1", a)
}

// An undo at the hall must not reach into the copy that a follower keeps.
func TestAClonesUndoIsItsOwn(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	serve(t, h, "1")
	h.Do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldHere})
	clone := h.State.Clone()
	before := snapshot(t, clone)
	h.Do(t, queue.Undo{Window: "1"})
	h.Do(t, queue.Finish{Window: "1"})
	wantState(t, h, a, queue.Done)
	same(t, "the clone", snapshot(t, clone), before)
}
