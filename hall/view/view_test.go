package view_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"onewindow/hall/view"
	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func text(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestOnlyTheWindowThatServesSeesAnythingOfTheCitizen(t *testing.T) {
	h := queuetest.New(t, 2)
	h.IssueAs(t, queue.Issue{
		Theme: "business", Citizen: queue.Citizen{Key: "secret-key", Last4: "992X", Sealed: "sealed-text"},
		Agent: &queue.Agent{Document: "POA", For: queue.Citizen{Key: "other-key", Last4: "881Y", Sealed: "sealed-other"}},
	})
	h.Next(t, "1")
	v := view.Of(h.State, h.Now)
	secrets := []string{"secret-key", "other-key", "sealed-text", "sealed-other", "992X", "881Y"}
	public := text(t, []any{v.Board(), v.Menu(), v.Hall(), v.Window(h.State.Window("2")), v.Ticket(h.State.Ticket("A001"))})
	for _, s := range secrets {
		if strings.Contains(public, s) {
			t.Errorf("%q is in a view that others see", s)
		}
	}
	own := text(t, v.Window(h.State.Window("1")))
	for i, s := range secrets {
		if got, want := strings.Contains(own, s), i >= 4; got != want {
			t.Errorf("the window's own view: %q shown %v, want %v", s, got, want)
		}
	}
}

func TestTheBoardTellsTheNewestCallFirstAndKeepsTheOthers(t *testing.T) {
	h := queuetest.New(t, 2)
	for range 3 {
		h.Issue(t, "business")
	}
	h.Next(t, "1")
	h.Wait(time.Second)
	h.Next(t, "2")
	h.Wait(21 * time.Second)
	h.Do(t, queue.Recall{Window: "1"})
	got := view.Of(h.State, h.Now).Board().Calls
	if len(got) != 2 || got[0].Number != "A001" || got[0].Times != 2 || got[1].Number != "A002" || got[0].Place.Label != "1" {
		t.Fatalf("calls %+v", got)
	}
}

func TestACallTakenBackLeavesTheBoard(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business")
	h.Next(t, "1")
	h.Do(t, queue.Undo{Window: "1"})
	if got := view.Of(h.State, h.Now).Board().Calls; len(got) != 0 {
		t.Fatalf("calls %+v", got)
	}
}

func TestAClerkSeesWhenTheNumberMayBeCalledAgainOrMarkedMissed(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business")
	h.Next(t, "1")
	w := h.State.Window("1")
	called := h.Now
	for n := 1; n <= 3; n++ {
		v := view.Of(h.State, h.Now).Window(w).Ticket
		again := called.Add(20 * time.Second)
		if n < 3 && (!v.RecallAt.Equal(again) || !v.MissedAt.IsZero()) || n == 3 && (!v.MissedAt.Equal(again) || !v.RecallAt.IsZero()) {
			t.Fatalf("call %d: recall at %v, missed at %v", n, v.RecallAt, v.MissedAt)
		}
		if n < 3 {
			h.Wait(20 * time.Second)
			h.Do(t, queue.Recall{Window: "1"})
			called = h.Now
		}
	}
}

func TestTheDaysFiguresComeFromTheTicketsOwnSpans(t *testing.T) {
	h := queuetest.New(t, 1)
	for range 4 {
		h.Issue(t, "general")
	}
	for _, wait := range []time.Duration{time.Minute, 4 * time.Minute, 15 * time.Minute} {
		h.Wait(wait)
		h.Next(t, "3")
		h.Do(t, queue.Start{Window: "3"})
	}
	h.Do(t, queue.Finish{Window: "3"})
	f := view.Of(h.State, h.Now).Hall().Figures
	if f.Issued != 4 || f.Served != 3 || f.Waiting != 1 || f.P50 != 300 || f.P90 != 1200 || f.Longest != 1200 || f.Within15 != 67 || f.Open != 3 {
		t.Fatalf("figures %+v", f)
	}
}

func TestAClosedLineSaysWhyAndUntilWhen(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queue.SetIntake{Theme: "general", Closed: true, Reason: "停电"})
	for _, l := range view.Of(h.State, h.Now).Lines() {
		if (l.Closed != nil) != (l.Theme == "general") {
			t.Fatalf("line %s closed: %v", l.Theme, l.Closed)
		}
	}
	h.Now = h.State.Settings.Hall.At(queuetest.Date, 19*60)
	m := view.Of(h.State, h.Now).Menu()
	if c := m.Lines[0].Closed; c == nil || c.Code != queue.CodeTooLate || c.Until.IsZero() {
		t.Fatalf("after hours: %+v", c)
	}
}

func TestATicketKnowsWhereToWaitAndByWhenItIsLikelyCalled(t *testing.T) {
	h := queuetest.New(t, 2)
	for range 6 {
		h.Issue(t, "business")
	}
	v := view.Of(h.State, h.Now).Ticket(h.State.Ticket("A006"))
	if v.Estimate.Ahead != 5 || v.Estimate.Low >= v.Estimate.Median || v.Estimate.High <= v.Estimate.Likely || strings.Join(v.Windows, ",") != "1,2" {
		t.Fatalf("ticket %+v", v)
	}
	if likely := h.Now.Add(time.Duration(v.Estimate.Likely) * time.Minute); v.Before.Before(likely.Add(-time.Minute)) || v.Before.After(likely.Add(5*time.Minute)) || v.Before.Minute()%5 != 0 {
		t.Fatalf("before %v, likely %d min from %v", v.Before, v.Estimate.Likely, h.Now)
	}
}

func TestWhenNobodyWillCallTodayNoTimeIsPromised(t *testing.T) {
	h := queuetest.New(t, 2)
	h.Now = h.State.Settings.Hall.At(queuetest.Date, 15*60)
	a := h.Issue(t, "business")
	for _, w := range h.State.Windows {
		h.Do(t, queue.SignOut{Window: w.ID})
	}
	if v := view.Of(h.State, h.Now).Ticket(h.State.Ticket(a)); !v.Before.IsZero() || v.Estimate.High != 0 {
		t.Errorf("with every window closed it is promised %+v before %s", v.Estimate, v.Before)
	}
}

func TestAClerkSeesWhatComesAfterThisPartOfTheVisit(t *testing.T) {
	h := queuetest.New(t, 2)
	h.IssueAs(t, queue.Issue{Items: []string{"A-1", "B-1", "C-2", "B-2"}})
	h.Next(t, "1")
	later := view.Of(h.State, h.Now).Window(h.State.Window("1")).Ticket.Later
	if len(later) != 2 || later[0].Theme != "construction" || strings.Join(later[0].Codes, " ") != "B-1 B-2" || later[1].Codes[0] != "C-2" {
		t.Fatalf("later %+v", later)
	}
	for _, l := range later {
		if l.ThemeName == (queue.Text{}) || len(l.Items) != len(l.Codes) {
			t.Errorf("a part without its names: %+v", l)
		}
	}
	h.Do(t, queue.Start{Window: "1"})
	h.Do(t, queue.ChangeItems{Window: "1", Items: []string{"A-1"}})
	if later := view.Of(h.State, h.Now).Window(h.State.Window("1")).Ticket.Later; len(later) != 0 {
		t.Errorf("after it was taken out: %+v", later)
	}
}

func TestAClerkIsToldWhichColleaguesAreSignedIn(t *testing.T) {
	h := queuetest.New(t, 2)
	h.Do(t, queue.SignOut{Window: "2"})
	w := view.Of(h.State, h.Now).Window(h.State.Window("1"))
	if len(w.Colleagues) != len(w.Windows) || len(w.Colleagues) == 0 {
		t.Fatalf("colleagues %+v at windows %+v", w.Colleagues, w.Windows)
	}
	for i, c := range w.Colleagues {
		if c.ID == w.Clerk || c.ID == "c2" || c.Name == "" || c.Label != w.Windows[i].Label {
			t.Errorf("colleague %+v at %+v", c, w.Windows[i])
		}
	}
}
