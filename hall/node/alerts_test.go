package node_test

import (
	"testing"
	"time"

	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// hallView is what the manager sees.
func (h *hall) hallView() wire.Hall {
	h.t.Helper()
	m := must[wire.Message](h, manager, "state", "get", wire.TopicRequest{Topic: wire.TopicHall})
	v, err := decode[wire.Hall](wire.Reply{OK: true, Data: m.Data})
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

func TestAnAlertIsRaisedOnceAndNothingIsWrittenWhileNothingChanges(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	for _, n := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30} { // all of business, and who helps out with it
		must[wire.Done](h, windowTerminal(n), "window", "signout", nil)
	}
	seq := h.journal.Last()
	h.Look()
	if h.journal.Last() != seq {
		t.Fatal("an alert about nobody")
	}
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	seq = h.journal.Last()
	for range 3 {
		h.Look()
	}
	if last := h.journal.Last(); last != seq+1 {
		t.Fatalf("three looks wrote %d events", last-seq)
	}
	v := h.hallView()
	if len(v.Alerts) != 1 || v.Alerts[0].ID != "unserved/business" || v.Alerts[0].Level != queue.Warning || !v.Alerts[0].Seen.IsZero() {
		t.Fatalf("alerts %+v", v.Alerts)
	}
	wantRefused(t, h.ask(manager, "hall", "acknowledge", wire.AlertRequest{ID: "wait/business"}), queue.CodeUnknownAlert)
	must[any](h, manager, "hall", "acknowledge", wire.AlertRequest{ID: "unserved/business"})
	if a := h.hallView().Alerts[0]; a.Seen.IsZero() || a.By.Terminal != manager.ID {
		t.Fatalf("acknowledged: %+v", a)
	}
	h.Do(queue.Actor{Terminal: "test"}, "", queue.SignIn{Window: "1", Clerk: "c1"})
	h.Look()
	if v := h.hallView(); len(v.Alerts) != 0 {
		t.Fatalf("alerts %+v with a window open", v.Alerts)
	}
	h.foldsToTheSame()
}

func TestTheHallLooksForAlertsByItself(t *testing.T) {
	h := openHall(t, t.TempDir(), func(s *node.Settings) { s.Watch = 5 * time.Millisecond })
	defer h.close()
	must[any](h, admin, "hall", "openday", wire.OpenDayRequest{Date: queuetest.Date})
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	within(t, time.Minute, "an alert", func() bool { return len(h.hallView().Alerts) == 1 })
}

// roster is a network of which only the terminals matter.
type roster struct {
	listener
	terminals []wire.Terminal
}

func (r *roster) Terminals() []wire.Terminal { return r.terminals }

func TestATerminalThatFallsSilentIsAnAlertOfTheHall(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	h.Look()
	if v := h.hallView(); len(v.Alerts) != 0 {
		t.Fatalf("alerts %+v without a network", v.Alerts)
	}
	var all []wire.Terminal
	for _, role := range wire.Roles {
		all = append(all, wire.Terminal{ID: string(role) + "-1", Name: "a " + string(role), Role: role, Seen: time.Now().Add(-time.Minute)})
	}
	all = append(all, wire.Terminal{ID: "kiosk-2", Role: wire.RoleKiosk}, wire.Terminal{ID: "kiosk-3", Role: wire.RoleKiosk, Seen: time.Now()})
	all[1].Window = "1"
	h.Attach(&roster{terminals: all})
	h.Look()
	got := map[string]queue.Alert{}
	for _, a := range h.hallView().Alerts {
		got[a.ID] = a
	}
	for _, role := range []wire.Role{wire.RoleKiosk, wire.RoleWindow, wire.RoleGuide, wire.RoleBoard, wire.RoleCaller} {
		a, ok := got["terminal/"+string(role)+"-1"]
		if !ok || a.Level != queue.Warning || a.Name != "a "+string(role) || a.Role != string(role) || a.Terminal != string(role)+"-1" || a.Value < 60 {
			t.Errorf("%s: %+v", role, a)
		}
	}
	if len(got) != 5 || got["terminal/window-1"].Window != "1" {
		t.Fatalf("alerts %+v", got)
	}
	for i := range all {
		all[i].Seen = time.Now().Add(-4 * time.Minute)
	}
	all = all[:5] // kiosk, window, guide, board, caller
	h.Attach(&roster{terminals: all})
	h.Look()
	for _, a := range h.hallView().Alerts {
		if want := a.Role == "kiosk" || a.Role == "window"; (a.Level == queue.Critical) != want {
			t.Errorf("%+v", a)
		}
	}
	h.foldsToTheSame()
}
