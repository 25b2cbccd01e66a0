package node_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
	"onewindow/wire"
)

// foreseeing lets a hall foresee, as it does outside of tests.
func foreseeing(s *node.Settings) { s.Foresee = 0 }

// unhurried lets a hall foresee, and each number have its time however slow the machine
// is: outside of tests a number whose promise is not written in a tenth of a second is
// given without.
func unhurried(s *node.Settings) { s.Foresee, s.Unhurried = 0, true }

// promises are the promised numbers of the hall's history.
func (h *hall) promises() (numbers []string) {
	for _, r := range h.events() {
		if e, ok := r.Event.(queue.TicketPromised); ok {
			numbers = append(numbers, e.Number)
		}
	}
	return numbers
}

func TestANumberIsGivenWithItsWaitAndTheAnswerStaysTheSame(t *testing.T) {
	dir := t.TempDir()
	h := openHall(t, dir, unhurried, func(s *node.Settings) { s.First = furnish(1) })
	h.openDay()
	for range 6 {
		must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	}
	first := h.askAs("the-seventh-number", kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	given, err := decode[wire.Ticket](first)
	if err != nil {
		t.Fatal(err)
	}
	if e := given.Estimate; e.Ahead != 6 || e.High < 20 || e.Low > e.Median || e.Median > e.Likely || e.Likely > e.High || given.Before.IsZero() {
		t.Fatalf("given %+v before %s", e, given.Before)
	}
	same := func(what string, r wire.Reply) {
		t.Helper()
		if !r.Dup || string(r.Data) != string(first.Data) {
			t.Fatalf("%s: dup %v\n%s, first\n%s", what, r.Dup, r.Data, first.Data)
		}
	}
	same("repeated", h.askAs("the-seventh-number", kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"}))
	verb, _ := wire.FindVerb("ticket", "issue")
	late := make(chan wire.Reply, 1)
	h.Late(kiosk, verb, wire.Request{V: 1, RID: "the-seventh-number"}, &wire.Error{Code: wire.CodeExpired}, func(r wire.Reply) { late <- r })
	same("late", <-late)
	within(t, time.Minute, "seven promises", func() bool { return len(h.promises()) == 7 })
	found := must[wire.TicketsReply](h, wire.Terminal{ID: "guide-1", Role: wire.RoleGuide}, "ticket", "find", wire.NumberRequest{Number: given.Number})
	if x := found.Tickets[0]; !x.Before.Equal(given.Before) {
		t.Errorf("found before %s, given %s", x.Before, given.Before)
	}
	h.close()

	h = openHall(t, dir, foreseeing)
	defer h.close()
	same("after a restart", h.askAs("the-seventh-number", kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"}))
	if p := h.promises(); len(p) != 7 || slices.Contains(p[:6], given.Number) {
		t.Errorf("promised %v", p)
	}
	h.foldsToTheSame()
}

func TestWhatAProgramOfTheHallGivesIsPromisedToo(t *testing.T) {
	h := openHall(t, t.TempDir(), foreseeing)
	defer h.close()
	h.openDay()
	if r := h.Do(queue.Actor{Terminal: "crowd"}, "", queue.Issue{Theme: "business"}); !r.OK {
		t.Fatal(r.Err)
	}
	within(t, time.Minute, "the promise", func() bool { return slices.Equal(h.promises(), []string{"A001"}) })
}

func TestANumberThatMovesIsToldItsNewWait(t *testing.T) {
	h := openHall(t, t.TempDir(), unhurried, func(s *node.Settings) { s.First = furnish(1) })
	defer h.close()
	h.openDay()
	for range 5 {
		must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "general"})
	}
	a := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	moved := must[wire.Ticket](h, admin, "ticket", "transfer", queue.Transfer{Number: a.Number, To: queue.Target{Theme: "general"}})
	if moved.Estimate.Ahead != 5 || moved.Estimate.High <= a.Estimate.High || !moved.Before.After(a.Before) {
		t.Fatalf("%+v before %s, and moved %+v before %s", a.Estimate, a.Before, moved.Estimate, moved.Before)
	}
}

func TestAnAcceptedAdviceAsksTheClerk(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	by := queue.Actor{Terminal: "hall"}
	h.Do(by, "", queue.SignOut{Window: "2"})
	h.Do(by, "", queue.SignOut{Window: "12"})
	until := h.Now().Add(time.Hour)
	r := h.Do(by, "", queue.Advise{Advices: []queue.Advice{
		{Theme: "business", What: queue.AskOpen, Window: "2", Now: 9, Then: 10, Until: until},
		{Theme: "construction", What: queue.AskOpen, Window: "12", Now: 9, Then: 10, Until: until},
	}})
	if !r.OK {
		t.Fatal(r.Err)
	}
	hall := func() wire.Hall {
		m := must[wire.Message](h, admin, "state", "get", wire.TopicRequest{Topic: wire.TopicHall})
		var v wire.Hall
		if err := json.Unmarshal(m.Data, &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	open := hall().Advices
	if len(open) != 2 {
		t.Fatalf("%+v", open)
	}
	must[any](h, admin, "hall", "advice", wire.AdviceRequest{ID: open[0].ID, Accept: true})
	must[any](h, admin, "hall", "advice", wire.AdviceRequest{ID: open[1].ID})
	wantRefused(t, h.ask(admin, "hall", "advice", wire.AdviceRequest{ID: open[1].ID}), queue.CodeUnknownAdvice)
	v := hall()
	if len(v.Advices) != 0 {
		t.Errorf("still open: %+v", v.Advices)
	}
	for _, w := range v.Windows {
		if asked := w.Asked != nil; asked != (w.ID == open[0].Window) {
			t.Errorf("window %s: asked %v", w.ID, asked)
		}
	}
}

// reportsOf asks for reports and reads them.
func reportsOf(h *hall, from wire.Terminal, r wire.ReportRequest) (days []*report.Day, reply wire.ReportReply) {
	h.t.Helper()
	reply = must[wire.ReportReply](h, from, "state", "report", r)
	for _, b := range reply.Days {
		d, err := report.Read(b)
		if err != nil {
			h.t.Fatal(err)
		}
		days = append(days, d)
	}
	return days, reply
}

func TestReportsAreOfTheDayThatRunsAndOfThoseThatWere(t *testing.T) {
	h := openHall(t, t.TempDir(), foreseeing)
	defer h.close()
	if days, _ := reportsOf(h, admin, wire.ReportRequest{}); len(days) != 0 {
		t.Fatalf("before the first day: %d reports", len(days))
	}
	h.openDay()
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	must[wire.Done](h, windowTerminal(1), "window", "next", nil)
	must[wire.Done](h, windowTerminal(1), "window", "finish", nil)

	days, r := reportsOf(h, admin, wire.ReportRequest{})
	if len(days) != 1 || r.Running != queuetest.Date || days[0].All.Served != 1 || len(days[0].Clerks) == 0 {
		t.Fatalf("running %q: %+v", r.Running, days)
	}
	must[any](h, admin, "hall", "closeday", nil)
	days, r = reportsOf(h, admin, wire.ReportRequest{})
	if len(days) != 1 || r.Running != "" || days[0].Closed.IsZero() {
		t.Fatalf("closed, running %q: %+v", r.Running, days)
	}
	for _, bad := range []wire.ReportRequest{{From: "yesterday"}, {From: "2026-11-25", To: "2026-11-24"}, {To: "2026"}} {
		wantRefused(t, h.ask(admin, "state", "report", bad), wire.CodeBadRequest)
	}
	if days, _ := reportsOf(h, admin, wire.ReportRequest{From: "2026-11-26", To: "2026-11-27"}); len(days) != 0 {
		t.Errorf("days to come: %+v", days)
	}
}

func TestTheFiguresOfClerksAreForThoseWithTheRight(t *testing.T) {
	h := managedHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	must[wire.Done](h, windowTerminal(1), "window", "next", nil)
	must[wire.Done](h, windowTerminal(1), "window", "finish", nil)
	shown := func() bool {
		days, _ := reportsOf(h, manager, wire.ReportRequest{From: "2026-01-01", To: "2026-12-31"})
		if len(days) != 1 || days[0].All.Served != 1 {
			t.Fatalf("%+v", days)
		}
		return days[0].Clerks != nil
	}
	if shown() {
		t.Error("nobody is signed in")
	}
	h.atDesk(manager, "boss")
	if shown() {
		t.Error("the manager has no such right")
	}
	h.atDesk(manager, "clerk")
	if !shown() {
		t.Error("who has the right is not shown them")
	}
}

func TestManyReportsComeInSeveralAnswers(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	by := queue.Actor{Terminal: "hall"}
	want := []string{"2026-11-20", "2026-11-23", "2026-11-24"}
	for _, date := range want {
		d := report.Day{V: report.Version, Hall: "T-1", Date: date}
		for s := range 40_000 { // as large as a report may be
			d.All.Waits = append(d.All.Waits, report.Bin{Seconds: s, N: 1})
		}
		b, err := d.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if r := h.Do(by, "", queue.ReportDay{Date: date, Report: b}); !r.OK {
			t.Fatal(r.Err)
		}
	}
	var got []string
	ask := wire.ReportRequest{From: "2026-11-01", To: "2026-11-24"}
	for n := 0; ask.From != ""; n++ {
		days, r := reportsOf(h, admin, ask)
		if len(days) == 0 || n > 5 {
			t.Fatalf("answer %d from %s has %d reports", n, ask.From, len(days))
		}
		for _, d := range days {
			got = append(got, d.Date)
		}
		ask.From = r.Next
	}
	if !slices.Equal(got, want) {
		t.Fatalf("got %v", got)
	}
}

func TestAPlanIsOfTheNextWorkingDayAndNeedsReportedDays(t *testing.T) {
	h := openHall(t, t.TempDir(), foreseeing)
	defer h.close()
	h.openDay()
	if p := must[wire.PlanReply](h, admin, "state", "plan", nil); p.Date != "2026-11-26" || !p.Works || p.Days != 0 || len(p.Rows) != 0 {
		t.Fatalf("%+v", p)
	}
	if p := must[wire.PlanReply](h, admin, "state", "plan", wire.PlanRequest{Date: "2026-11-28"}); p.Works {
		t.Fatalf("a Saturday: %+v", p)
	}
	wantRefused(t, h.ask(admin, "state", "plan", wire.PlanRequest{Date: "2026-11-31"}), wire.CodeBadRequest)
	for range 30 {
		must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	}
	must[any](h, admin, "hall", "closeday", nil)
	within(t, 60*time.Second, "a plan", func() bool {
		p := must[wire.PlanReply](h, admin, "state", "plan", nil)
		return p.Days == 1 && len(p.Rows) > 0 && p.Rows[0].Draws == 30 && p.Rows[0].Windows > 1 && p.Hours > 0
	})
}

func TestARequestThatIsRepeatedAfterAFallIsNotToldAnotherWait(t *testing.T) {
	dir := t.TempDir()
	h := openHall(t, dir) // it gives the number, and falls before anything is promised
	h.openDay()
	first := h.askAs("the-lost-answer", kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	h.close()
	h = openHall(t, dir, foreseeing)
	defer h.close()
	for range 2 {
		again := h.askAs("the-lost-answer", kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
		if !again.Dup || string(again.Data) != string(first.Data) {
			t.Fatalf("dup %v\n%s, first\n%s", again.Dup, again.Data, first.Data)
		}
	}
	if p := h.promises(); len(p) != 0 {
		t.Errorf("promised %v", p)
	}
}

func TestTheAnswerIsInTheHistoryWhenItComes(t *testing.T) {
	h := openHall(t, t.TempDir(), foreseeing)
	defer h.close()
	h.openDay()
	for range 5 {
		x := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
		if p := h.promises(); !x.Before.IsZero() && !slices.Contains(p, x.Number) {
			t.Errorf("%s is told a time; promised are %v", x.Number, p)
		}
	}
}
