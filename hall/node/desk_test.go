package node_test

import (
	"slices"
	"sync"
	"testing"

	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

var guide = wire.Terminal{ID: "guide-1", Role: wire.RoleGuide}

// managedHall is a hall with a manager "boss", a guide "gao" who may cancel and a
// guide "lu" who may not, all with the PIN 1234.
func managedHall(t testing.TB, dir string) *hall {
	t.Helper()
	return openHall(t, dir, func(s *node.Settings) {
		s.First = func() (queue.Settings, queue.Catalogue, error) {
			set, cat, err := furnish(1)()
			if err != nil {
				return set, cat, err
			}
			pin, err := queue.HashPIN("1234", []byte("salt of a test"))
			set.Staff = append(set.Staff,
				queue.Clerk{ID: "boss", Name: "Boss", PIN: pin, Rights: []queue.Right{queue.RightManage}},
				queue.Clerk{ID: "gao", Name: "Gao", PIN: pin, Rights: []queue.Right{queue.RightCancel}},
				queue.Clerk{ID: "lu", Name: "Lu", PIN: pin},
				queue.Clerk{ID: "clerk", Name: "Counter", PIN: pin, Rights: []queue.Right{queue.RightReports}})
			return set, cat, err
		}
	})
}

func (h *hall) atDesk(desk wire.Terminal, clerk string) {
	h.t.Helper()
	s := must[wire.Session](h, desk, "desk", "signin", wire.DeskRequest{Clerk: clerk, PIN: "1234"})
	if s.Clerk != clerk || s.Terminal != desk.ID || s.Name == "" {
		h.t.Fatalf("signed in: %+v", s)
	}
}

func TestADeskActsOnlyForWhoIsSignedInThere(t *testing.T) {
	dir := t.TempDir()
	h := managedHall(t, dir)
	h.openDay()
	number := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"}).Number
	// Looking is free, and so is a call for help.
	must[wire.TicketsReply](h, guide, "ticket", "find", wire.NumberRequest{Number: number})
	must[queue.Help](h, guide, "help", "call", wire.HelpRequest{Kind: queue.HelpPanic})
	// Acting is not.
	wantRefused(t, h.ask(guide, "ticket", "reprint", queue.Reprint{Number: number}), queue.CodeSignInFirst)
	wantRefused(t, h.ask(manager, "terminal", "token", wire.TokenRequest{Role: wire.RoleKiosk}), queue.CodeSignInFirst)
	wantRefused(t, h.ask(manager, "state", "day", nil), queue.CodeSignInFirst)
	wantRefused(t, h.ask(guide, "desk", "signin", wire.DeskRequest{Clerk: "lu", PIN: "0000"}), wire.CodeWrongPIN)

	h.atDesk(guide, "lu")
	must[any](h, guide, "device", "report", wire.DevicesRequest{Devices: []queue.Device{{ID: "printer", Kind: queue.DevicePrinter}}})
	must[wire.Ticket](h, guide, "ticket", "reprint", queue.Reprint{Number: number})
	wantRefused(t, h.ask(guide, "ticket", "cancel", queue.Cancel{Number: number, Reason: "left"}), queue.CodeNoRight)
	// The next one takes the place.
	h.atDesk(guide, "gao")
	must[wire.Ticket](h, guide, "ticket", "cancel", queue.Cancel{Number: number, Reason: "left"})
	rs := h.events()
	if by := rs[len(rs)-1].By; by != (queue.Actor{Terminal: "guide-1", Clerk: "gao"}) {
		t.Fatalf("cancelled by %+v", by)
	}

	h.atDesk(manager, "gao")
	stop := queue.StopHall{Reason: "fire"}
	if err := wantRefused(t, h.ask(manager, "hall", "stop", stop), queue.CodeNoRight); err.Params["right"] != "manage" {
		t.Fatalf("%+v", err)
	}
	h.atDesk(manager, "boss")
	must[any](h, manager, "hall", "stop", stop)
	must[any](h, manager, "hall", "resume", nil)
	// The manager may cancel too, but sees no lists of the day.
	number = must[wire.Ticket](h, manager, "ticket", "issue", wire.IssueRequest{Theme: "business"}).Number
	must[wire.Ticket](h, manager, "ticket", "cancel", queue.Cancel{Number: number, Reason: "left"})
	wantRefused(t, h.ask(manager, "state", "day", nil), queue.CodeNoRight)
	h.atDesk(manager, "clerk")
	if d := must[wire.DayReply](h, manager, "state", "day", wire.DayRequest{From: 2}); d.Total != 2 || len(d.Tickets) != 1 || d.Tickets[0].Number != number {
		t.Fatalf("%+v", d)
	}

	v := h.hallView()
	if len(v.Desks) != 2 || v.Desks[0].Name != "Gao" || v.Desks[1].Clerk != "clerk" || !slices.ContainsFunc(v.Staff, func(m wire.Member) bool { return m.ID == "boss" }) {
		t.Fatalf("desks %+v, staff %+v", v.Desks, v.Staff)
	}
	h.close()
	h = managedHall(t, dir)
	defer h.close()
	must[any](h, manager, "desk", "signout", nil)
	wantRefused(t, h.ask(manager, "hall", "closeday", nil), queue.CodeSignInFirst)
	h.atDesk(manager, "boss")
	must[any](h, manager, "hall", "closeday", nil)
	wantRefused(t, h.ask(guide, "hall", "acknowledge", wire.AlertRequest{ID: "x"}), queue.CodeSignInFirst)
	// An admin acts as such, and a window's clerk by the window.
	must[any](h, admin, "hall", "notice", queue.SetNotice{ID: "n", Text: queue.Text{En: "hello"}})
	h.foldsToTheSame()
}

func TestWrongPINsLockADeskAsTheyLockAWindow(t *testing.T) {
	h := managedHall(t, t.TempDir())
	defer h.close()
	for range 5 {
		wantRefused(t, h.ask(guide, "desk", "signin", wire.DeskRequest{Clerk: "gao", PIN: "0000"}), wire.CodeWrongPIN)
	}
	if err := wantRefused(t, h.ask(guide, "desk", "signin", wire.DeskRequest{Clerk: "gao", PIN: "1234"}), wire.CodeWrongPIN); err.Until == nil {
		t.Fatalf("%+v", err)
	}
}

func TestASignInAnsweredBeforeStandsWhateverThePINIsNow(t *testing.T) {
	h := managedHall(t, t.TempDir())
	defer h.close()
	in := wire.DeskRequest{Clerk: "boss", PIN: "1234"}
	if r := h.askAs("sign-in-once", manager, "desk", "signin", in); !r.OK {
		t.Fatal(r.Err)
	}
	must[any](h, manager, "hall", "staff", wire.StaffRequest{ID: "boss", PIN: "9876"})
	must[any](h, manager, "desk", "signout", nil)
	if r := h.askAs("sign-in-once", manager, "desk", "signin", in); !r.OK || !r.Dup {
		t.Fatalf("%+v", r)
	}
	wantRefused(t, h.ask(manager, "hall", "stop", queue.StopHall{Reason: "fire"}), queue.CodeSignInFirst)
}

func TestWhatIsSaidAfterASignOutIsRefusedHoweverFast(t *testing.T) {
	h := managedHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	h.atDesk(guide, "gao")
	var all sync.WaitGroup
	replies := make([]wire.Reply, 40)
	for i := range replies {
		all.Add(1)
		verb, area, body := "issue", "ticket", any(wire.IssueRequest{Theme: "business"})
		if i == len(replies)/2 {
			verb, area, body = "signout", "desk", nil
		}
		if err := say(h.Node, "burst-"+string(rune('a'+i%26))+string(rune('a'+i/26))+"-desk", guide, area, verb, body, func(r wire.Reply) {
			replies[i] = r
			all.Done()
		}); err != nil {
			t.Fatal(err)
		}
	}
	all.Wait()
	for i, r := range replies {
		if want := i <= len(replies)/2; r.OK != want {
			t.Fatalf("request %d of %d, with the sign-out in the middle: %+v", i, len(replies), r)
		}
	}
}

func TestKiosksAndWindowsWithdrawTheirOwnCallsOnly(t *testing.T) {
	h := managedHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	heard := &listener{}
	h.Attach(heard)
	mine := must[queue.Help](h, kiosk, "help", "call", wire.HelpRequest{Kind: queue.HelpStaff})
	if again := must[queue.Help](h, kiosk, "help", "call", wire.HelpRequest{Kind: queue.HelpStaff}); again != mine {
		t.Fatalf("called again: %+v, want %+v", again, mine)
	}
	panics := must[queue.Help](h, windowTerminal(2), "help", "call", wire.HelpRequest{Kind: queue.HelpPanic})
	if panics.Window != "2" {
		t.Fatalf("%+v", panics)
	}
	wantRefused(t, h.ask(kiosk, "help", "answer", wire.HelpAnswer{ID: panics.ID}), queue.CodeOtherTerminal)
	wantRefused(t, h.ask(windowTerminal(1), "help", "answer", wire.HelpAnswer{ID: panics.ID}), queue.CodeOtherTerminal)
	wantRefused(t, h.ask(kiosk, "help", "call", wire.HelpRequest{Kind: "odd"}), queue.CodeBadKind)

	v := h.hallView()
	if len(v.Helps) != 2 || v.Helps[0].Kind != queue.HelpPanic || v.Helps[0].Label != "2" || v.Helps[0].Name != "Clerk 2" || v.Helps[1].Terminal != "kiosk-1" {
		t.Fatalf("%+v", v.Helps)
	}
	menu, err := decode[wire.Menu](wire.Reply{OK: true, Data: must[wire.Message](h, kiosk, "state", "get", wire.TopicRequest{Topic: wire.TopicMenu}).Data})
	if err != nil || !slices.Equal(menu.Helping, []string{"kiosk-1"}) {
		t.Fatalf("the menu says %v, %v", menu.Helping, err)
	}
	must[any](h, kiosk, "help", "answer", wire.HelpAnswer{ID: mine.ID})
	h.atDesk(guide, "lu")
	must[any](h, guide, "help", "answer", wire.HelpAnswer{ID: panics.ID})
	wantRefused(t, h.ask(guide, "help", "answer", wire.HelpAnswer{ID: panics.ID}), queue.CodeUnknownHelp)
	if v := h.hallView(); len(v.Helps) != 0 {
		t.Fatalf("%+v", v.Helps)
	}
	h.foldsToTheSame()
}

func TestAManagersWishIsOnTheWindowsScreenUntilItIsDoneOrAnswered(t *testing.T) {
	h := managedHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	h.atDesk(manager, "boss")
	asked := func() *queue.Ask {
		m := must[wire.Message](h, windowTerminal(1), "state", "get", wire.TopicRequest{Topic: wire.WindowTopic("1")})
		v, err := decode[wire.Window](wire.Reply{OK: true, Data: m.Data})
		if err != nil {
			t.Fatal(err)
		}
		return v.Asked
	}
	must[any](h, manager, "hall", "ask", wire.AskRequest{Window: "1", What: queue.AskClose, Theme: "general"})
	if a := asked(); a == nil || a.What != queue.AskClose || a.Theme != "general" || a.By.Clerk != "boss" {
		t.Fatalf("%+v", a)
	}
	must[wire.Done](h, windowTerminal(1), "window", "answer", queue.AnswerAsk{Accept: true})
	if a := asked(); a != nil {
		t.Fatalf("%+v although the window was free, and has paused", a)
	}
	must[wire.Done](h, windowTerminal(1), "window", "resume", nil)
	must[any](h, manager, "hall", "ask", wire.AskRequest{Window: "1", What: queue.AskClose})
	must[wire.Done](h, windowTerminal(1), "window", "answer", nil)
	wantRefused(t, h.ask(windowTerminal(1), "window", "answer", nil), queue.CodeNotAsked)
	must[any](h, manager, "hall", "ask", wire.AskRequest{Window: "1", What: queue.AskClose})
	must[wire.Done](h, windowTerminal(1), "window", "pause", queue.Pause{Reason: "as asked"})
	if a := asked(); a != nil {
		t.Fatalf("%+v although the window has paused", a)
	}
}

func TestTheRulesAloneAreReplacedAndWhoChangedWhatIsKept(t *testing.T) {
	dir := t.TempDir()
	h := managedHall(t, dir)
	h.atDesk(manager, "boss")
	set := must[queue.Settings](h, manager, "state", "settings", nil)
	set.Rules.Calls, set.Rules.Alerts.WaitWarning = 2, queue.Minutes(10)
	must[any](h, manager, "hall", "rules", wire.RulesRequest{Rules: set.Rules})
	bad := set.Rules
	bad.Alerts.WaitCritical = queue.Minutes(5)
	wantRefused(t, h.ask(manager, "hall", "rules", wire.RulesRequest{Rules: bad}), queue.CodeBadSettings)
	wantRefused(t, h.ask(manager, "hall", "rules", wire.RulesRequest{}), queue.CodeBadSettings)
	must[any](h, manager, "hall", "staff", wire.StaffRequest{ID: "lu", Name: "Lu Yi", PIN: "778899"})
	h.atDesk(manager, "boss") // the PIN of the others still fits
	h.close()
	h = managedHall(t, dir)
	defer h.close()
	c := must[wire.ChangesReply](h, manager, "state", "changes", nil).Changes
	want := []queue.Change{
		{What: "staff/lu.name", From: "Lu", To: "Lu Yi"}, {What: "staff/lu.pin", To: "changed"},
		{What: "rules.alerts.wait_warning_seconds", To: "600"}, {What: "rules.calls", From: "3", To: "2"},
	}
	if len(c) != len(want) {
		t.Fatalf("%d changes, want %d: %+v", len(c), len(want), c)
	}
	for i, w := range want {
		if c[i].What != w.What || c[i].From != w.From || c[i].To != w.To || c[i].By != (queue.Actor{Terminal: "manager-1", Clerk: "boss"}) || c[i].At.Before(queuetest.Morning) {
			t.Errorf("change %d is %+v, want %+v", i, c[i], w)
		}
	}
}
