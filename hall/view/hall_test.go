package view_test

import (
	"slices"
	"testing"
	"time"

	"onewindow/hall/view"
	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestTheTrendsBeginWithTheOpeningOrTheFirstNumber(t *testing.T) {
	h := queuetest.Empty(t, queuetest.Settings(1))
	day := time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC) // 08:00 in the hall
	h.Now = day.Add(-40 * time.Minute)
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	trends := func() (from string, all []int) {
		tr := view.Of(h.State, h.Now).Hall().Trends
		for id, line := range tr.Themes {
			if len(line) != len(tr.All) || tr.Step != 15 {
				t.Fatalf("%s has %d values of %d, each %d minutes", id, len(line), len(tr.All), tr.Step)
			}
		}
		return tr.From.Add(8 * time.Hour).Format("15:04"), tr.All
	}
	h.Now = day.Add(30 * time.Minute)
	if _, all := trends(); all != nil {
		t.Fatalf("before anything: %v", all)
	}
	h.Now = day.Add(50 * time.Minute)
	h.Issue(t, "business")
	h.Issue(t, "general")
	h.Now = day.Add(61 * time.Minute)
	if from, all := trends(); from != "09:00" || !slices.Equal(all, []int{2}) {
		t.Fatalf("from %s: %v", from, all)
	}
	h.Now = day.Add(92 * time.Minute)
	if from, all := trends(); from != "09:00" || !slices.Equal(all, []int{2, 2, 2}) {
		t.Fatalf("from %s: %v", from, all)
	}
}

func TestOccupancyIsTheShareOfOpenTimeWithSomebodyAtTheWindow(t *testing.T) {
	h := queuetest.New(t, 1)
	if got := view.Of(h.State, h.Now).Hall().Figures.Occupancy; got != 0 {
		t.Fatalf("%d %% of no time", got)
	}
	h.Issue(t, "business")
	h.Next(t, "1")
	h.Do(t, queue.Pause{Window: "2", Reason: "tea"})
	h.Wait(10 * time.Minute)
	// Ten minutes of the twenty for which windows 1 and 3 were ready.
	if got := view.Of(h.State, h.Now).Hall().Figures.Occupancy; got != 50 {
		t.Fatalf("%d %%", got)
	}
}

func TestAManagerSeesWhatPressesMostFirst(t *testing.T) {
	h := queuetest.New(t, 1)
	s := *h.State.Settings
	s.Rules.Alerts = queue.AlertRules{LoadWarning: 1, LoadCritical: 4}
	h.Do(t, queue.ChangeSettings{Settings: s, Hash: "watchful"})
	h.Issue(t, "business")
	h.Do(t, queue.WatchAlerts{})
	h.Wait(time.Minute)
	h.Issue(t, "construction")
	h.Do(t, queue.WatchAlerts{})
	for range 4 {
		h.Issue(t, "general")
	}
	h.Do(t, queue.WatchAlerts{})
	h.Do(t, queue.AcknowledgeAlert{ID: "load/business"})
	var ids []string
	for _, a := range view.Of(h.State, h.Now).Hall().Alerts {
		ids = append(ids, a.ID)
	}
	if !slices.Equal(ids, []string{"load/general", "load/construction", "load/business"}) {
		t.Fatal(ids)
	}
	h.Do(t, queue.CallHelp{Kind: queue.HelpStaff, Terminal: "kiosk-1"})
	h.Do(t, queue.CallHelp{Kind: queue.HelpStaff, Terminal: "window-2", Window: "2"})
	h.Do(t, queue.CallHelp{Kind: queue.HelpPanic, Terminal: "window-3", Window: "3"})
	v := view.Of(h.State, h.Now).Named(func(terminal string) string { return "the name of " + terminal })
	helps := v.Hall().Helps
	if len(helps) != 3 || helps[0].Label != "3" || helps[0].Name != "Clerk 3" || helps[1].Name != "the name of kiosk-1" || helps[1].Label != "" || helps[2].Label != "2" {
		t.Fatalf("%+v", helps)
	}
	if got := v.Menu().Helping; !slices.Equal(got, []string{"kiosk-1", "window-2"}) {
		t.Fatalf("kiosks are told of %v", got)
	}
	if x := v.Window(h.State.Window("3")).Help; x == nil || x.Kind != queue.HelpPanic {
		t.Fatalf("%+v", x)
	}
	if x := v.Window(h.State.Window("1")).Help; x != nil {
		t.Fatalf("%+v", x)
	}
	h.Do(t, queue.AskWindow{Window: "1", What: queue.AskClose})
	v = view.Of(h.State, h.Now)
	if v.Window(h.State.Window("1")).Asked == nil || v.Hall().Windows[0].Asked == nil || v.Hall().Windows[1].Asked != nil {
		t.Fatal("the wish is not where it was made")
	}
	h.Do(t, queue.AnswerAsk{Window: "1"})
	v = view.Of(h.State, h.Now)
	if a := v.Hall().Windows[0].Asked; v.Window(h.State.Window("1")).Asked != nil || a == nil || a.Answer != queue.AnswerNo {
		t.Fatal("the clerk sees what was declined, or the manager does not")
	}
}

func TestAClerkAndAManagerSeeFromWhenAVisitIsLong(t *testing.T) {
	h := queuetest.New(t, 1)
	h.IssueAs(t, queue.Issue{Items: []string{"A-2"}}) // 10 minutes
	h.Next(t, "1")
	v := view.Of(h.State, h.Now)
	row, visit := v.Hall().Windows[0], v.Window(h.State.Window("1")).Ticket
	if visit.Amber != 752 || visit.Red != 1388 || row.Amber != visit.Amber || row.Red != visit.Red || row.Theme != "business" {
		t.Fatalf("%+v, %d and %d", row, visit.Amber, visit.Red)
	}
}

func TestATicketSaysHowItIsOnHoldAndWhatItWaitsFor(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	for range 5 {
		h.Issue(t, "business")
	}
	h.Next(t, "1")
	h.Do(t, queue.Start{Window: "1"})
	until := h.Now.Add(5 * time.Minute)
	h.Do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldStep, Until: until})
	if x := view.Of(h.State, h.Now).Ticket(h.State.Ticket(a)); x.Hold != queue.HoldStep || !x.HoldUntil.Equal(until) {
		t.Fatalf("%+v", x)
	}
	h.Wait(5 * time.Minute)
	h.Next(t, "1")
	for range 2 {
		h.Wait(20 * time.Second)
		h.Do(t, queue.Recall{Window: "1"})
	}
	h.Wait(20 * time.Second)
	h.Do(t, queue.NoShow{Window: "1"})
	if x := view.Of(h.State, h.Now).Ticket(h.State.Ticket(a)); !x.MayReturn || x.Hold != "" || x.CallsBefore != 0 {
		t.Fatalf("%+v", x)
	}
	h.Do(t, queue.Return{Number: a})
	h.Next(t, "1")
	if x := view.Of(h.State, h.Now).Ticket(h.State.Ticket(a)); x.CallsBefore != 2 || x.MayReturn {
		t.Fatalf("%+v", x)
	}
}

func TestTheDaysListTellsWhenEachNumberWasCalledAndServed(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.IssueAs(t, queue.Issue{Items: []string{"A-1", "C-1"}, Source: queue.SourceGuide})
	b := h.Issue(t, "business")
	h.Wait(2 * time.Minute)
	h.Next(t, "1")
	h.Wait(time.Minute)
	h.Do(t, queue.Start{Window: "1"})
	h.Wait(4 * time.Minute)
	h.Do(t, queue.Finish{Window: "1"})
	h.Next(t, "3")
	h.Do(t, queue.Start{Window: "3"})
	h.Wait(3 * time.Minute)
	h.Do(t, queue.Finish{Window: "3"})
	h.Do(t, queue.Cancel{Number: b, Reason: "left"})
	d := view.Of(h.State, h.Now).Rows(1, 10)
	if d.Total != 2 || len(d.Tickets) != 2 || d.Date != queuetest.Date {
		t.Fatalf("%+v", d)
	}
	x, y := d.Tickets[0], d.Tickets[1]
	if x.Number != a || x.State != queue.Done || x.Source != queue.SourceGuide || !slices.Equal(x.Themes, []string{"business", "general"}) ||
		!slices.Equal(x.Items, []string{"A-1", "C-1"}) || x.Wait != 120 || x.Service != 7*60 || x.Window != "3" || x.Calls != 2 ||
		!x.Called.Equal(x.Issued.Add(2*time.Minute)) || !x.Started.Equal(x.Issued.Add(3*time.Minute)) || !x.Ended.Equal(x.Issued.Add(10*time.Minute)) || x.Reason != queue.ReasonNextLeg {
		t.Errorf("%+v", x)
	}
	if y.Number != b || y.State != queue.Cancelled || y.Why != "left" || y.Wait != 600 || y.Calls != 0 || !y.Called.IsZero() {
		t.Errorf("%+v", y)
	}
	for _, c := range []struct{ from, limit, want int }{{1, 1, 1}, {2, 500, 1}, {3, 500, 0}, {1 << 40, 500, 0}} {
		if got := view.Of(h.State, h.Now).Rows(c.from, c.limit); len(got.Tickets) != c.want || got.Tickets == nil {
			t.Errorf("from %d, at most %d: %d rows", c.from, c.limit, len(got.Tickets))
		}
	}
}

func TestWhoDidNotComeIsCountedUntilTheNumberIsBroughtBack(t *testing.T) {
	h := queuetest.New(t, 1)
	figures := func() (called, missed, noShow int) {
		f := view.Of(h.State, h.Now).Hall().Figures
		return f.Called, f.Missed, f.NoShow
	}
	want := func(what string, called, missed, noShow int) {
		t.Helper()
		if c, m, n := figures(); c != called || m != missed || n != noShow {
			t.Fatalf("%s: %d called, %d missed, %d %% did not come", what, c, m, n)
		}
	}
	want("nobody", 0, 0, 0)
	var numbers []string
	for range 4 {
		numbers = append(numbers, h.Issue(t, "business"))
	}
	want("drawn", 0, 0, 0)
	for range 2 {
		h.Next(t, "1")
		for range 2 {
			h.Wait(20 * time.Second)
			h.Do(t, queue.Recall{Window: "1"})
		}
		h.Wait(20 * time.Second)
		h.Do(t, queue.NoShow{Window: "1"})
	}
	h.Next(t, "1")
	h.Next(t, "2")
	h.Do(t, queue.Start{Window: "1"})
	want("two of them missed", 3, 2, 67)
	h.Do(t, queue.Return{Number: numbers[0]})
	want("one is back", 3, 2, 33)
	h.Do(t, queue.CloseDay{})
	want("the other never came", 3, 2, 33)
	if v := view.Of(h.State, h.Now).Hall(); v.Managed {
		t.Fatal("nobody may manage, and the hall says somebody does")
	}
}

func TestTheLongestWaitOfALineAndOfTheHallAreOne(t *testing.T) {
	h := queuetest.New(t, 1)
	h.IssueAs(t, queue.Issue{Items: []string{"A-1", "C-1"}})
	h.Next(t, "1")
	h.Do(t, queue.Start{Window: "1"})
	h.Wait(40 * time.Minute)
	h.Do(t, queue.Finish{Window: "1"})
	h.Wait(3 * time.Minute)
	v := view.Of(h.State, h.Now).Hall()
	if got := h.Now.Sub(v.Lines[2].Since); got != 3*time.Minute || v.Figures.Longest != 180 {
		t.Fatalf("the line says %s, the figures %d s", got, v.Figures.Longest)
	}
}

func TestAClerkSeesTheMandateAsItWasGivenAndALineWhatItServes(t *testing.T) {
	for given, want := range map[string]string{"": "-", queue.DocumentKinship: "kinship", queue.DocumentNone: "none", "授权委托书": "授权委托书"} {
		s := queuetest.Settings(1)
		s.Themes[0].Serves = []queue.Service{queue.ServiceEnquiry}
		h := queuetest.Empty(t, s)
		h.Do(t, queue.OpenDay{Date: queuetest.Date})
		h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
		h.IssueAs(t, queue.Issue{Theme: "business", Agent: &queue.Agent{Document: given}})
		h.Next(t, "1")
		v := view.Of(h.State, h.Now)
		if got := v.Window(h.State.Window("1")).Ticket.Agent; got != want {
			t.Errorf("%q is shown as %q, want %q", given, got, want)
		}
		if got := v.Lines()[0].Serves; !slices.Equal(got, s.Themes[0].Serves) {
			t.Errorf("the line serves %q", got)
		}
	}
}

func TestTheManagersDayTellsThatItMayBeReopened(t *testing.T) {
	h := queuetest.New(t, 1)
	may := func() bool { return view.Of(h.State, h.Now).Hall().Day.MayReopen }
	if may() {
		t.Error("an open day may be reopened")
	}
	h.Do(t, queue.CloseDay{})
	if !may() {
		t.Error("the day just closed may not be reopened")
	}
	h.Wait(24 * time.Hour)
	if may() {
		t.Error("yesterday may be reopened")
	}
}
