package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestOneClerkSitsAtOneWindow(t *testing.T) {
	h := queuetest.New(t, 1)
	wantRefusal(t, h, queue.SignIn{Window: "1", Clerk: "c2"}, queue.CodeWindowTaken)
	h.Do(t, queue.SignOut{Window: "1"})
	wantRefusal(t, h, queue.SignIn{Window: "1", Clerk: "c2"}, queue.CodeClerkBusy)
	wantRefusal(t, h, queue.SignIn{Window: "1", Clerk: "nobody"}, queue.CodeUnknownClerk)
	wantRefusal(t, h, queue.SignIn{Window: "99", Clerk: "c1"}, queue.CodeUnknownWindow)
	wantRefusal(t, h, queue.Next{Window: "1"}, queue.CodeWindowClosed)
	h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
	if rs := h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"}); len(rs) != 0 {
		t.Fatalf("signing in again does %v", types(rs))
	}
}

func TestAClerkDoesNotLeaveACitizenAtTheWindow(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business")
	serve(t, h, "1")
	wantRefusal(t, h, queue.SignOut{Window: "1"}, queue.CodeBusy)
	wantRefusal(t, h, queue.Pause{Window: "1", Reason: "tea"}, queue.CodeBusy)
}

func TestAPausedWindowCallsNobody(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	wantRefusal(t, h, queue.Pause{Window: "1"}, queue.CodeReasonNeeded)
	wantRefusal(t, h, queue.Resume{Window: "1"}, queue.CodeNotPaused)
	h.Do(t, queue.Pause{Window: "1", Reason: "tea"})
	wantRefusal(t, h, queue.Next{Window: "1"}, queue.CodePaused)
	wantRefusal(t, h, queue.Call{Window: "1", Number: a}, queue.CodePaused)
	h.Do(t, queue.Resume{Window: "1"})
	wantNext(t, h, "1", a)
}

func TestAPauseAfterThisOneBeginsWhenTheCitizenLeaves(t *testing.T) {
	for name, leave := range map[string]queue.Command{
		"next": queue.Next{Window: "1"}, "finish": queue.Finish{Window: "1"}, "hold": queue.HoldTicket{Window: "1", Kind: queue.HoldAway},
		"transfer": queue.Transfer{Window: "1", To: queue.Target{Theme: "general"}}, "cancel": queue.Cancel{Window: "1", Reason: "left"},
	} {
		h := queuetest.New(t, 1)
		h.Issue(t, "business")
		b := h.Issue(t, "business")
		serve(t, h, "1")
		h.Do(t, queue.Pause{Window: "1", Reason: "lunch", After: true})
		if w := h.State.Window("1"); w.State != queue.WindowServing || w.PauseAfter != "lunch" {
			t.Fatalf("the window is %s, pausing after for %q", w.State, w.PauseAfter)
		}
		h.Do(t, leave)
		if w := h.State.Window("1"); w.State != queue.Paused || w.Reason != "lunch" || w.PauseAfter != "" || w.Ticket != "" {
			t.Errorf("%s: the window is %s for %q with %q", name, w.State, w.Reason, w.Ticket)
		}
		wantState(t, h, b, queue.Waiting) // nobody was called into the pause
	}
}

func TestAPauseAfterCanBeCalledOff(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business")
	b := h.Issue(t, "business")
	serve(t, h, "1")
	h.Do(t, queue.Pause{Window: "1", Reason: "lunch", After: true})
	h.Do(t, queue.Resume{Window: "1"})
	wantNext(t, h, "1", b)
}

func TestADeadWindowsCitizenGoesBackToTheOldPlace(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	h.Issue(t, "business")
	serve(t, h, "1")
	h.Do(t, queue.Free{Window: "1"})
	if w := h.State.Window("1"); w.State != queue.Closed || w.Clerk != "" {
		t.Fatalf("the window is %s with clerk %q", w.State, w.Clerk)
	}
	wantNext(t, h, "3", a) // it helps out with business
	wantRefusal(t, h, queue.Free{Window: "1"}, queue.CodeWindowClosed)
}

func TestNobodyWaitsForAWindowThatCloses(t *testing.T) {
	for name, shut := range map[string]queue.Command{"sign-out": queue.SignOut{Window: "2"}, "free": queue.Free{Window: "2"}} {
		h := queuetest.New(t, 1)
		toWindow, toClerk := h.Issue(t, "business"), h.Issue(t, "business")
		h.Do(t, queue.Transfer{Number: toWindow, To: queue.Target{Window: "2"}})
		h.Do(t, queue.Transfer{Number: toClerk, To: queue.Target{Clerk: "c2"}})
		held := h.Issue(t, "construction")
		h.Do(t, queue.Call{Window: "2", Number: held})
		h.Do(t, queue.Start{Window: "2"})
		h.Do(t, queue.HoldTicket{Window: "2", Kind: queue.HoldHere})
		h.Do(t, shut)
		for _, n := range []string{toWindow, toClerk, held} {
			if x := h.State.Ticket(n); x.State != queue.Waiting || x.Target != (queue.Target{}) {
				t.Errorf("%s: %s is %s for %+v", name, n, x.State, x.Target)
			}
		}
		wantNext(t, h, "1", toWindow)
	}
}

// Sent to a clerk, called, and put on hold: when the step is due the clerk may
// have gone.
func TestAHeldNumberDoesNotWaitForTheClerkItWasSentTo(t *testing.T) {
	h := queuetest.New(t, 2)
	a := h.Issue(t, "business")
	h.Do(t, queue.Transfer{Number: a, To: queue.Target{Clerk: "c1"}})
	serve(t, h, "1")
	until := h.Now.Add(time.Minute)
	h.Do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldStep, Until: until})
	h.Do(t, queue.SignOut{Window: "1"})
	pass(t, h, until)
	wantNext(t, h, "2", a)
}

func TestAManagerGivesAWindowOtherThemesForTheDay(t *testing.T) {
	h := queuetest.New(t, 1)
	c := h.Issue(t, "general")
	wantNext(t, h, "1", "")
	h.Do(t, queue.Assign{Window: "1", Own: []string{"general"}, Spill: []string{"business"}})
	wantNext(t, h, "1", c)
	wantRefusal(t, h, queue.Assign{Window: "1", Own: []string{"nothing"}}, queue.CodeUnknownTheme)
	wantRefusal(t, h, queue.Assign{Window: "1"}, queue.CodeUnknownTheme)
	h.Do(t, queue.CloseDay{})
	h.Wait(24 * time.Hour)
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	if w := h.State.Window("1"); w.Own[0] != "business" {
		t.Fatalf("on the next day the window serves %v", w.Own)
	}
}

func TestAnEmergencyStopStopsCallsAndNumbersButNotWhoIsServed(t *testing.T) {
	h := queuetest.New(t, 1)
	a, b := h.Issue(t, "business"), h.Issue(t, "business")
	serve(t, h, "1")
	wantRefusal(t, h, queue.StopHall{}, queue.CodeReasonNeeded)
	wantRefusal(t, h, queue.ResumeHall{}, queue.CodeNotStopped)
	h.Do(t, queue.StopHall{Reason: "fire"})
	wantRefusal(t, h, queue.Issue{Theme: "business"}, queue.CodeHallStopped)
	wantRefusal(t, h, queue.Next{Window: "1"}, queue.CodeHallStopped)
	wantRefusal(t, h, queue.Call{Window: "3", Number: b}, queue.CodeHallStopped)
	h.Do(t, queue.Finish{Window: "1"})
	wantState(t, h, a, queue.Done)
	h.Do(t, queue.ResumeHall{})
	wantNext(t, h, "1", b)
}
