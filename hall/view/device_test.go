package view_test

import (
	"fmt"
	"testing"
	"time"

	"onewindow/hall/view"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

func TestSignsSayWhatStandsOverEachWindowAndWhatWasCalled(t *testing.T) {
	h := queuetest.New(t, 2)
	a := h.Issue(t, "business")
	h.Next(t, "1")
	h.Wait(20 * time.Second)
	h.Do(t, queue.Recall{Window: "1"})
	h.Do(t, queue.Pause{Window: "2", Reason: "tea"})
	h.Do(t, queue.SignOut{Window: "3"})
	s := view.Of(h.State, h.Now).Signs()
	if len(s.Windows) != len(h.State.Windows) || s.Day.Date != queuetest.Date {
		t.Fatalf("%+v", s)
	}
	for i, w := range h.State.Windows {
		p := h.State.Plan(w)
		o := s.Windows[i]
		if o.Window != p.ID || o.Label != p.Label || o.Zone != p.Zone || o.Zone == "" || o.ZoneName.Empty() || o.State != w.State || !o.Since.Equal(w.Since) {
			t.Errorf("window %s: %+v", w.ID, o)
		}
	}
	one, two, three, four := s.Windows[0], s.Windows[1], s.Windows[2], s.Windows[3]
	if one.State != queue.Calling || one.Number != a || one.Times != 2 || two.State != queue.Paused || two.Reason != "tea" || two.Number != "" ||
		three.State != queue.Closed || four.State != queue.Idle || four.Times != 0 {
		t.Fatalf("%+v", s.Windows)
	}
	board := view.Of(h.State, h.Now).Board()
	if len(s.Calls) != 1 || s.Calls[0].Call != board.Calls[0] || s.Calls[0].Zone != one.Zone {
		t.Fatalf("calls %+v, the board %+v", s.Calls, board.Calls)
	}
}

func TestAJobHasAllThatStandsOnThePaperUntilItIsDone(t *testing.T) {
	h := queuetest.New(t, 2)
	h.Do(t, queuetest.Printer("kiosk-1", ""))
	if j := view.Of(h.State, h.Now).Papers().Jobs; len(j) != 0 || j == nil {
		t.Fatalf("%+v", j)
	}
	a := h.IssueAs(t, queue.Issue{Items: []string{"A-1"}, Citizen: queue.Citizen{Key: "k", Last4: "992X"}})
	h.Do(t, queue.Reprint{Number: a})
	jobs := view.Of(h.State, h.Now).Papers().Jobs
	if len(jobs) != 1 {
		t.Fatalf("%+v", jobs)
	}
	j := jobs[0]
	if want := view.Of(h.State, h.Now).Ticket(h.State.Ticket(a)); text(t, j.Ticket) != text(t, want) || j.Number != a || j.Copy != 1 || j.Terminal != "kiosk-1" || !j.At.Equal(h.Now) {
		t.Fatalf("%+v", j)
	}
	h.Do(t, queue.ReportPaper{Terminal: "kiosk-1", Number: a, Copy: 1, State: queue.PaperPrinted})
	if j := view.Of(h.State, h.Now).Papers().Jobs; len(j) != 0 {
		t.Fatalf("%+v", j)
	}
}

func TestATicketSaysWhatBecameOfItsPaperAndWhereSomebodyMustGo(t *testing.T) {
	h := queuetest.New(t, 2)
	a := h.Issue(t, "business")
	name := func(terminal string) string { return "the " + terminal }
	paper := func() *wire.TicketPaper {
		return view.Of(h.State, h.Now).Named(name).Ticket(h.State.Ticket(a)).Paper
	}
	if p := paper(); p != nil {
		t.Fatalf("%+v", p)
	}
	h.Do(t, queue.ReportPaper{Terminal: "t", Number: a, State: queue.PaperUnprinted, Reason: "cutter"})
	if p, want := paper(), (wire.TicketPaper{State: queue.PaperUnprinted, Reason: "cutter", Printer: "t", Name: "the t", At: h.Now}); p == nil || *p != want {
		t.Fatalf("%+v, want %+v", p, want)
	}
	h.Do(t, queuetest.Printer("kiosk-1", ""))
	h.Do(t, queue.Reprint{Number: a})
	if p, want := paper(), (wire.TicketPaper{State: queue.PaperAsked, Copy: 1, Printer: "kiosk-1", Name: "the kiosk-1", At: h.Now}); *p != want {
		t.Fatalf("%+v, want %+v", p, want)
	}
	h.Do(t, queue.ReportPaper{Terminal: "kiosk-1", Number: a, Copy: 1, State: queue.PaperPrinted})
	if p, want := paper(), (wire.TicketPaper{State: queue.PaperPrinted, Copy: 1, Printer: "kiosk-1", At: h.Now}); *p != want {
		t.Fatalf("%+v, want %+v", p, want)
	}
}

func TestTheHallListsWhoStandsThereWithoutACertainPaperTheNewestFirst(t *testing.T) {
	h := queuetest.New(t, 2)
	h.Do(t, queuetest.Printer("kiosk-1", ""))
	paper := func(number string, state queue.PaperState, reason queue.PaperReason) {
		t.Helper()
		h.Wait(time.Second)
		h.Do(t, queue.ReportPaper{Terminal: "t", Number: number, State: state, Reason: reason})
	}
	var n [6]string
	for i := range n {
		n[i] = h.Issue(t, "business")
	}
	paper(n[0], queue.PaperUnconfirmed, "silent")
	paper(n[1], queue.PaperUnprinted, "paper_out")
	paper(n[2], queue.PaperPrinted, "")
	paper(n[3], queue.PaperUnprinted, "gone")
	paper(n[4], queue.PaperUnprinted, "late")
	h.Do(t, queue.Cancel{Number: n[3], Reason: "left"})
	h.Do(t, queue.Reprint{Number: n[4]}) // under way
	h.Next(t, "1")                       // n[0] is called
	v := view.Of(h.State, h.Now).Hall()
	got := ""
	for _, u := range v.Unpapered {
		got += fmt.Sprint(u.Number, " ", u.State, " ", u.Paper.State, " ", u.Paper.Reason, ", ")
	}
	if want := n[1] + " waiting unprinted paper_out, " + n[0] + " called unconfirmed silent, "; got != want {
		t.Fatalf("%q, want %q", got, want)
	}
	if len(v.Devices) != 1 || v.Devices[0].Terminal != "kiosk-1" || v.Names != nil {
		t.Fatalf("devices %+v of %v", v.Devices, v.Names)
	}
	h.Do(t, queuetest.Printer("kiosk-2", ""))
	name := func(terminal string) string { return map[string]string{"kiosk-1": "By the door"}[terminal] }
	if n := view.Of(h.State, h.Now).Named(name).Hall().Names; len(n) != 1 || n["kiosk-1"] != "By the door" {
		t.Fatalf("names %v", n)
	}
	for range 60 {
		paper(h.Issue(t, "general"), queue.PaperUnprinted, "paper_out")
	}
	if n := len(view.Of(h.State, h.Now).Hall().Unpapered); n != 50 {
		t.Fatalf("%d are listed", n)
	}
}

func TestAClerkSeesTheClocksOfTheVoice(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queue.ReportDevices{Terminal: "caller-1", Role: "caller", Devices: []queue.Device{{ID: "voice", Kind: queue.DeviceVoice}}})
	a := h.Issue(t, "business")
	h.Next(t, "1")
	called := h.Now
	visit := func() *wire.Visit { return view.Of(h.State, h.Now).Window(h.State.Window("1")).Ticket }
	if v := visit(); !v.RecallAt.Equal(called.Add(30*time.Second)) || !v.Announced.IsZero() {
		t.Fatalf("recall at %s, announced %s", v.RecallAt, v.Announced)
	}
	h.Wait(3 * time.Second)
	h.Do(t, queue.Announce{Number: a, Window: "1", Times: 1})
	if v := visit(); !v.RecallAt.Equal(h.Now.Add(20*time.Second)) || !v.Announced.Equal(h.Now) {
		t.Fatalf("recall at %s, announced %s", v.RecallAt, v.Announced)
	}
	if s := view.Of(h.State, h.Now).Signs().Windows[0]; !s.Announced.Equal(h.Now) {
		t.Fatalf("a voice that starts anew is not told that the call was said: %+v", s)
	}
}
