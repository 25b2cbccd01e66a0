package node_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

var manager = wire.Terminal{ID: "manager-1", Role: wire.RoleManager}

func (h *hall) signIn(window int, clerk, pin string) wire.Reply {
	h.t.Helper()
	return h.ask(windowTerminal(window), "window", "signin", wire.SignInRequest{Clerk: clerk, PIN: pin})
}

func TestAClerkSignsInWithThePINThatTheManagerSet(t *testing.T) {
	dir := t.TempDir()
	h := openHall(t, dir)
	must[any](h, admin, "hall", "openday", wire.OpenDayRequest{Date: "2026-11-25"})
	wantRefused(t, h.signIn(1, "li", "2468"), wire.CodeWrongPIN)
	wantRefused(t, h.ask(manager, "hall", "staff", wire.StaffRequest{ID: "li", Name: "Li"}), wire.CodeBadRequest)
	must[any](h, manager, "hall", "staff", wire.StaffRequest{ID: "li", Name: "Li", PIN: "2468", Rights: []queue.Right{queue.RightPick}})
	wantRefused(t, h.signIn(1, "li", "2469"), wire.CodeWrongPIN)
	wantRefused(t, h.signIn(1, "li", ""), wire.CodeWrongPIN)
	if done := must[wire.Done](h, windowTerminal(1), "window", "signin", wire.SignInRequest{Clerk: "li", PIN: "2468"}); done.State != queue.Idle {
		t.Fatalf("%+v", done)
	}
	// The window of a terminal is the one it was enrolled at, whatever it says.
	must[wire.Done](h, windowTerminal(1), "window", "signout", queue.SignOut{Window: "2"})
	// A new PIN takes the place of the old one, and all else stays.
	must[any](h, manager, "hall", "staff", wire.StaffRequest{ID: "li", PIN: "1357"})
	wantRefused(t, h.signIn(1, "li", "2468"), wire.CodeWrongPIN)
	h.close()
	h = openHall(t, dir)
	defer h.close()
	must[wire.Done](h, windowTerminal(1), "window", "signin", wire.SignInRequest{Clerk: "li", PIN: "1357"})
	h.Read(func(s *queue.State, _ time.Time) {
		if c := s.Clerk("li"); c.Name != "Li" || len(c.Rights) != 1 {
			t.Errorf("after two changes of staff: %+v", c)
		}
	})
	must[wire.Done](h, windowTerminal(1), "window", "signout", nil)
	must[any](h, manager, "hall", "staff", wire.StaffRequest{ID: "li", Remove: true})
	wantRefused(t, h.signIn(1, "li", "1357"), wire.CodeWrongPIN)
	wantRefused(t, h.ask(manager, "hall", "staff", wire.StaffRequest{ID: "li", Remove: true}), queue.CodeUnknownClerk)
	h.foldsToTheSame()
}

func TestPINsNeverLeaveTheHall(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	heard := &listener{}
	h.Attach(heard)
	must[any](h, admin, "hall", "openday", wire.OpenDayRequest{Date: "2026-11-25"})
	const pin = "19283746"
	said := []wire.Reply{
		h.ask(manager, "hall", "staff", wire.StaffRequest{ID: "li", Name: "Li", PIN: pin}),
		h.signIn(1, "li", pin), h.signIn(2, "li", pin), h.signIn(3, "li", pin+"0"),
		h.ask(manager, "state", "settings", nil),
		h.ask(manager, "state", "events", wire.EventsRequest{From: 1}),
		h.ask(windowTerminal(1), "state", "get", wire.TopicRequest{Topic: "win.1"}),
		h.ask(windowTerminal(2), "state", "get", wire.TopicRequest{Topic: "win.2"}),
		h.ask(manager, "state", "get", wire.TopicRequest{Topic: wire.TopicHall}),
	}
	within(t, time.Minute, "the hall's messages", func() bool { _, ok := heard.newest(wire.TopicHall); return ok })
	var hash string
	h.Read(func(s *queue.State, _ time.Time) { hash = s.Clerk("li").PIN })
	if !strings.HasPrefix(hash, "pbkdf2.") {
		t.Fatalf("the PIN is kept as %q", hash)
	}
	heard.mu.Lock()
	all := mustJSON(t, []any{said, heard.said})
	heard.mu.Unlock()
	for _, secret := range []string{pin, hash, "pbkdf2"} {
		if i := strings.Index(string(all), secret); i >= 0 {
			t.Errorf("%s was said: …%s…", secret, all[max(0, i-80):min(i+80, len(all))])
		}
	}
	for _, r := range h.events() {
		if b := string(mustJSON(t, r)); strings.Contains(b, pin) {
			t.Errorf("the PIN stands in the journal: %s", b)
		}
	}
}

func TestSettingsThatComeBackWithoutPINsKeepThem(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	must[any](h, admin, "hall", "openday", wire.OpenDayRequest{Date: "2026-11-25"})
	must[any](h, manager, "hall", "staff", wire.StaffRequest{ID: "li", Name: "Li", PIN: "2468"})
	set := must[queue.Settings](h, manager, "state", "settings", nil)
	set.Rules.Calls = 2
	must[any](h, admin, "hall", "settings", wire.SettingsRequest{Settings: set})
	must[wire.Done](h, windowTerminal(1), "window", "signin", wire.SignInRequest{Clerk: "li", PIN: "2468"})
	// A PIN in the clear would stand in the journal for ever.
	set.Staff[len(set.Staff)-1].PIN = "1357"
	wantRefused(t, h.ask(admin, "hall", "settings", wire.SettingsRequest{Settings: set}), queue.CodeBadSettings)
	// Settings that no hall could work with change nothing.
	set = must[queue.Settings](h, manager, "state", "settings", nil)
	set.Themes = set.Themes[:1]
	wantRefused(t, h.ask(admin, "hall", "settings", wire.SettingsRequest{Settings: set}), queue.CodeBadSettings)
	if got := must[queue.Settings](h, manager, "state", "settings", nil); got.Rules.Calls != 2 || len(got.Themes) != 3 {
		t.Fatalf("%+v", got)
	}
	h.foldsToTheSame()
}

func TestWhoGuessesPINsHasToWait(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	must[any](h, admin, "hall", "openday", wire.OpenDayRequest{Date: "2026-11-25"})
	must[any](h, manager, "hall", "staff", wire.StaffRequest{ID: "li", Name: "Li", PIN: "2468"})
	for i := range 5 {
		if e := wantRefused(t, h.signIn(1, "li", fmt.Sprintf("000%d", i)), wire.CodeWrongPIN); e.Until != nil {
			t.Fatalf("after %d wrong PINs: %+v", i, e)
		}
	}
	// Now the right one does not help either, at this terminal.
	if e := wantRefused(t, h.signIn(1, "li", "2468"), wire.CodeWrongPIN); e.Until == nil {
		t.Fatalf("not locked: %+v", e)
	}
	must[wire.Done](h, windowTerminal(2), "window", "signin", wire.SignInRequest{Clerk: "li", PIN: "2468"})
}
