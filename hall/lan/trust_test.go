package lan

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/trust"
	"onewindow/trust/door"
	"onewindow/trust/door/doortest"
	"onewindow/wire"
)

func TestARogueHallIsRefused(t *testing.T) {
	real := listenOn(t, t.TempDir(), doortest.Port(t), newFakeHall())
	id := enrolled(t, real, wire.RoleKiosk, "")
	tok, err := real.Token(wire.RoleKiosk, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	port := portOf(t, real)
	stop(t, real)

	rogueHall := newFakeHall()
	rogue := listenOn(t, t.TempDir(), port, rogueHall)
	// Even a rogue that knows the terminal's public key is not spoken to.
	if err := rogue.roster.change(true, func(st *rosterState) error {
		st.Terminals[id.Terminal] = wire.Terminal{ID: id.Terminal, Role: wire.RoleKiosk, Key: keyOf(t, id)}
		st.byKey[keyOf(t, id)] = id.Terminal
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	c := dialed(t, id, Options{Expiry: 400 * time.Millisecond})
	within(t, time.Minute, "the link names the reason", func() bool { return c.Link().Why == errOtherHall.Error() })
	if err := c.Do(testContext(t), "ticket", "issue", nil, nil); code(err) != wire.CodeUnreachable {
		t.Fatalf("request: %v", err)
	}
	if n, _ := rogueHall.counts(); n != 0 {
		t.Fatal("a rogue hall was spoken to")
	}
	if _, err := Join(testContext(t), tok.Token, ""); code(err) != wire.CodeForbidden {
		t.Fatalf("join: %v", err)
	}
}

func TestSettingsThatCannotWorkAreRefusedWithAHint(t *testing.T) {
	busy := listenOn(t, t.TempDir(), -1, newFakeHall())
	for says, set := range map[string]Settings{
		"loopback":           {Host: "0.0.0.0", Port: -1, Hall: "h", NoTLS: true},
		"hall's code":        {Host: "127.0.0.1", Port: -1, Hall: "a.b"},
		"data directory":     {Host: "127.0.0.1", Port: -1, Hall: "h", Dir: "-"},
		"want 1 to 65535":    {Host: "127.0.0.1", Port: 70000, Hall: "h"},
		"stop the other pro": {Host: "127.0.0.1", Port: portOf(t, busy), Hall: "h"},
	} {
		if set.Dir == "" {
			set.Dir = t.TempDir()
		} else {
			set.Dir = ""
		}
		s, err := Listen(set, newFakeHall())
		if err == nil {
			_ = s.Close(context.Background())
		}
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "lan"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "lan", "terminals.json"), []byte("{\"v\":"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(Settings{Host: "127.0.0.1", Port: -1, Hall: "h", Dir: dir}, newFakeHall()); err == nil || !strings.Contains(err.Error(), "restore") {
		t.Errorf("damaged terminals: %v", err)
	}
}

func TestAHallInTheClearIsForItsOwnMachineOnly(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h, func(s *Settings) { s.NoTLS = true })
	id := enrolled(t, s, wire.RoleKiosk, "")
	c := dialed(t, id, Options{})
	if err := c.Do(testContext(t), "ticket", "issue", nil, nil); err != nil {
		t.Fatal(err)
	}
	id.URLs = []string{"nats://192.0.2.1:4222"}
	if _, err := Dial(testContext(t), id, Options{}); err == nil || !strings.Contains(err.Error(), "without TLS") {
		t.Fatalf("in the clear over a network: %v", err)
	}
	tok := trust.Token{Addrs: []string{"192.0.2.1:4222"}, Expires: time.Now().Add(time.Hour)}
	if _, err := Join(testContext(t), tok.String(), ""); code(err) != wire.CodeForbidden {
		t.Fatalf("join in the clear over a network: %v", err)
	}
}

func TestTheTokenOfAHallMakesNoTerminal(t *testing.T) {
	t.Parallel()
	tok := trust.Token{TLS: true, Addrs: []string{"192.0.2.1:4222"}, Hall: "LG-1", Expires: time.Now().Add(time.Hour)}
	if _, err := Join(testContext(t), tok.String(), ""); code(err) != wire.CodeBadRequest {
		t.Fatal(err)
	}
}

func TestAddressesForTerminalsComeFromTheMachineOrTheSettings(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		set   Settings
		first string
		local string
	}{
		{Settings{Host: "127.0.0.1"}, "127.0.0.1", "127.0.0.1"},
		{Settings{Host: "192.168.7.7", Names: []string{"hall.example"}}, "hall.example", "192.168.7.7"},
		{Settings{Host: "0.0.0.0", Names: []string{"10.1.2.3"}}, "10.1.2.3", "127.0.0.1"},
		{Settings{Names: []string{"10.1.2.3"}}, "10.1.2.3", "127.0.0.1"},
		{Settings{}, "", "127.0.0.1"},
	} {
		tc.set.Hall, tc.set.Dir = "h", "d"
		if err := tc.set.complete(); err != nil {
			t.Fatal(err)
		}
		hosts := tc.set.hosts()
		if len(hosts) == 0 || tc.first != "" && hosts[0] != tc.first {
			t.Errorf("%+v: %v", tc.set, hosts)
		}
		for _, h := range hosts {
			if door.Wildcard(h) {
				t.Errorf("a terminal cannot dial %q", h)
			}
		}
		if got := tc.set.localHost(); got != tc.local {
			t.Errorf("%+v: local host %s", tc.set, got)
		}
	}
	set := Settings{Hall: "h", Dir: "d", Names: []string{"大厅.example", "hall.example"}}
	if names := set.certNames(); slices.Contains(names, "大厅.example") || !slices.Contains(names, "hall.example") || !slices.Contains(names, "localhost") {
		t.Errorf("certificate for %v", names)
	}
}
