package queue_test

import (
	"fmt"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestATerminalHasOneOpenCallOfEachKind(t *testing.T) {
	h := queuetest.New(t, 1)
	call := queue.CallHelp{Kind: queue.HelpStaff, Terminal: "kiosk-1"}
	first := h.Do(t, call)
	id := fmt.Sprint(first[0].Seq)
	h.Wait(time.Minute)
	if rs := h.Do(t, call); len(rs) != 0 {
		t.Fatalf("called again: %+v", rs)
	}
	h.Do(t, queue.CallHelp{Kind: queue.HelpPanic, Terminal: "kiosk-1"})
	h.Do(t, queue.CallHelp{Kind: queue.HelpStaff, Terminal: "window-1", Window: "1"})
	if len(h.State.Helps) != 3 || h.State.Help("kiosk-1", queue.HelpStaff).ID != id || !h.State.Help("kiosk-1", queue.HelpStaff).At.Equal(queuetest.Morning) {
		t.Fatalf("%+v", h.State.Helps)
	}
	wantRefusal(t, h, queue.CallHelp{Kind: "fire", Terminal: "kiosk-1"}, queue.CodeBadKind)
	wantRefusal(t, h, queue.CallHelp{Kind: queue.HelpStaff, Terminal: "window-9", Window: "9"}, queue.CodeUnknownWindow)
	wantRefusal(t, h, queue.AnswerHelp{ID: id, Terminal: "window-1"}, queue.CodeOtherTerminal)
	h.Do(t, queue.AnswerHelp{ID: id, Terminal: "kiosk-1"})
	wantRefusal(t, h, queue.AnswerHelp{ID: id}, queue.CodeUnknownHelp)
	// Called once more it is another call.
	h.Do(t, call)
	if x := h.State.Help("kiosk-1", queue.HelpStaff); x == nil || x.ID == id {
		t.Fatalf("%+v", x)
	}
}

func TestTheEndOfTheDayEndsCallsForStaffButNoPanic(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queue.CallHelp{Kind: queue.HelpStaff, Terminal: "kiosk-1"})
	h.Do(t, queue.CallHelp{Kind: queue.HelpPanic, Terminal: "window-1", Window: "1"})
	h.Do(t, queue.CloseDay{})
	if len(h.State.Helps) != 1 || h.State.Helps[0].Kind != queue.HelpPanic {
		t.Fatalf("%+v", h.State.Helps)
	}
	h.Do(t, queue.AnswerHelp{ID: h.State.Helps[0].ID})
	if h.State.Helps != nil {
		t.Fatalf("%+v", h.State.Helps)
	}
}

// managed gives the hall a manager "boss".
func managed(t *testing.T, h *queuetest.Hall) {
	t.Helper()
	s := *h.State.Settings
	s.Staff = append(s.Staff, queue.Clerk{ID: "boss", Name: "Boss", Rights: []queue.Right{queue.RightManage}}, queue.Clerk{ID: "guide", Name: "Guide"})
	h.Do(t, queue.ChangeSettings{Settings: s, Hash: "managed"})
}

func TestADeskActsUnsignedOnlyWhileNobodyMayManage(t *testing.T) {
	h := queuetest.New(t, 1)
	if clerk, err := h.State.Authorise("manager-1", queue.RightManage); err != nil || clerk != "" {
		t.Fatalf("%q, %v", clerk, err)
	}
	managed(t, h)
	for _, c := range []struct {
		signs string
		right queue.Right
		want  queue.Code
	}{
		{"", "", queue.CodeSignInFirst}, {"", queue.RightManage, queue.CodeSignInFirst},
		{"guide", "", ""}, {"guide", queue.RightManage, queue.CodeNoRight}, {"guide", queue.RightCancel, queue.CodeNoRight},
		{"boss", queue.RightManage, ""}, {"boss", queue.RightCancel, ""}, {"boss", queue.RightReports, queue.CodeNoRight}, {"boss", queue.RightPick, queue.CodeNoRight},
		{"c1", queue.RightCancel, ""},
	} {
		if c.signs == "" {
			h.Do(t, queue.CloseDesk{Terminal: "manager-1"})
		} else {
			h.Do(t, queue.OpenDesk{Terminal: "manager-1", Clerk: c.signs})
		}
		clerk, err := h.State.Authorise("manager-1", c.right)
		code := queue.Code("")
		if err != nil {
			code = err.Code
		}
		if code != c.want || err == nil && clerk != c.signs {
			t.Errorf("%q for the right %q: %q, %v; want %q", c.signs, c.right, clerk, err, c.want)
		}
		if _, err := h.State.Authorise("guide-1", ""); err == nil || err.Code != queue.CodeSignInFirst {
			t.Errorf("another desk may act: %v", err)
		}
	}
}

func TestADeskHasOnePersonUntilTheDayClosesOrThePersonLeaves(t *testing.T) {
	h := queuetest.New(t, 1)
	managed(t, h)
	wantRefusal(t, h, queue.OpenDesk{Terminal: "guide-1", Clerk: "nobody"}, queue.CodeUnknownClerk)
	h.Do(t, queue.OpenDesk{Terminal: "guide-1", Clerk: "guide"})
	if rs := h.Do(t, queue.OpenDesk{Terminal: "guide-1", Clerk: "guide"}); len(rs) != 0 {
		t.Fatalf("signed in again: %+v", rs)
	}
	h.Do(t, queue.OpenDesk{Terminal: "guide-1", Clerk: "c1"}) // who is at window 1 too
	h.Do(t, queue.OpenDesk{Terminal: "manager-1", Clerk: "guide"})
	if len(h.State.Desks) != 2 || h.State.Desk("guide-1").Clerk != "c1" {
		t.Fatalf("%+v", h.State.Desks)
	}
	s := *h.State.Settings
	s.Staff = s.Staff[:len(s.Staff)-1]
	h.Do(t, queue.ChangeSettings{Settings: s, Hash: "without the guide"})
	if len(h.State.Desks) != 1 || h.State.Desk("manager-1") != nil {
		t.Fatalf("%+v", h.State.Desks)
	}
	h.Do(t, queue.CloseDay{})
	if h.State.Desks != nil {
		t.Fatalf("%+v", h.State.Desks)
	}
	// Somebody must be able to open the next day.
	h.Do(t, queue.OpenDesk{Terminal: "manager-1", Clerk: "boss"})
}

func TestAWishGoesWhenItIsFulfilledAnsweredOrTheDayIsOver(t *testing.T) {
	h := queuetest.New(t, 1)
	asked := func() *queue.Ask { return h.State.Window("1").Asked }
	wantAsked := func(what string, want bool) {
		t.Helper()
		if (asked() != nil) != want {
			t.Fatalf("%s: asked %+v", what, asked())
		}
	}
	closeIt, openIt := queue.AskWindow{Window: "1", What: queue.AskClose}, queue.AskWindow{Window: "1", What: queue.AskOpen, Theme: "business"}
	if rs := h.Do(t, openIt); len(rs) != 0 {
		t.Fatalf("it is open: %+v", rs)
	}
	wantRefusal(t, h, queue.AskWindow{Window: "1", What: "dance"}, queue.CodeBadKind)
	wantRefusal(t, h, queue.AskWindow{Window: "1", What: queue.AskClose, Theme: "nothing"}, queue.CodeUnknownTheme)
	wantRefusal(t, h, queue.AnswerAsk{Window: "1"}, queue.CodeNotAsked)
	h.Do(t, closeIt)
	if rs := h.Do(t, closeIt); len(rs) != 0 {
		t.Fatalf("asked again: %+v", rs)
	}
	h.Issue(t, "business")
	serve(t, h, "1")
	wantAsked("while somebody is served", true)
	h.Do(t, queue.Pause{Window: "1", Reason: "asked", After: true})
	wantAsked("before the pause", true)
	h.Do(t, queue.Finish{Window: "1"})
	wantAsked("paused", false)
	h.Do(t, openIt)
	h.Do(t, queue.Resume{Window: "1"})
	wantAsked("open again", false)
	h.Do(t, closeIt)
	h.Do(t, queue.AnswerAsk{Window: "1"})
	wantRefusal(t, h, queue.AnswerAsk{Window: "1", Accept: true}, queue.CodeNotAsked)
	h.Do(t, queue.SignOut{Window: "1"})
	h.Do(t, openIt)
	wantAsked("closed", true)
	h.Do(t, queue.CloseDay{})
	wantAsked("the day is over", false)
	wantRefusal(t, h, openIt, queue.CodeDayClosed)
}

func TestAWishLeavesTheClerksLastActionToBeTakenBack(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business")
	h.Next(t, "1")
	h.Do(t, queue.AskWindow{Window: "1", What: queue.AskClose})
	h.Do(t, queue.Undo{Window: "1"})
	if w := h.State.Window("1"); w.State != queue.Idle || w.Asked == nil {
		t.Fatalf("%+v", w)
	}
	h.Do(t, queue.Pause{Window: "1", Reason: "asked"})
	h.Do(t, queue.Undo{Window: "1"})
	if w := h.State.Window("1"); w.State != queue.Idle || w.Asked == nil {
		t.Fatalf("the pause was taken back, and the wish is gone: %+v", w)
	}
}
