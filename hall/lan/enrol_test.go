package lan

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"onewindow/trust"
	"onewindow/trust/door/doortest"
	"onewindow/wire"
)

type issued struct {
	Number string `json:"number"`
	By     string `json:"by"`
}

func TestATokenTurnsADeviceIntoATerminalOfItsRole(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h)
	id := enrolled(t, s, wire.RoleKiosk, "")
	if id.Hall != "test-01" || id.Role != wire.RoleKiosk || !strings.HasPrefix(id.Terminal, "kiosk-") {
		t.Fatalf("identity: %+v", id)
	}
	path := filepath.Join(t.TempDir(), "sub", "identity.json")
	if err := id.Save(path); err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && st.Mode().Perm() != 0o600 {
		t.Fatalf("identity file: %v %v", st.Mode(), err)
	}
	back, err := LoadIdentity(path)
	if err != nil {
		t.Fatal(err)
	}
	c := dialed(t, back, Options{})
	var out issued
	if err := c.Do(testContext(t), "ticket", "issue", nil, &out); err != nil {
		t.Fatal(err)
	}
	if out.By != id.Terminal {
		t.Fatalf("the hall took %q for the asker, want %q", out.By, id.Terminal)
	}
}

func TestAnIdentityThatIsMissingSaysSo(t *testing.T) {
	t.Parallel()
	_, err := LoadIdentity(filepath.Join(t.TempDir(), "none.json"))
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "enrol") {
		t.Fatalf("error: %v", err)
	}
}

func TestATokenWorksOnce(t *testing.T) {
	t.Parallel()
	s := listenOn(t, t.TempDir(), -1, newFakeHall())
	tok, err := s.Token(wire.RoleBoard, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	if left := time.Until(tok.Expires); left < 14*time.Minute || left > 16*time.Minute {
		t.Fatalf("a token is good for %v", left)
	}
	if _, err := Join(testContext(t), tok.Token, ""); err != nil {
		t.Fatal(err)
	}
	_, err = Join(testContext(t), tok.Token, "")
	if code(err) != wire.CodeTokenRefused {
		t.Fatalf("second use: %v", err)
	}
	if n := len(s.Terminals()); n != 2 { // the admin and the board
		t.Fatalf("%d terminals", n)
	}
}

func TestADeviceThatLostTheAnswerGetsItAgain(t *testing.T) {
	t.Parallel()
	s := listenOn(t, t.TempDir(), -1, newFakeHall())
	tok, err := s.Token(wire.RoleBoard, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	jt, err := trust.ParseToken(tok.Token)
	if err != nil {
		t.Fatal(err)
	}
	body := joinBody(t, jt)
	first, _, err := joining.Once(testContext(t), jt, jt.URLs()[0], body)
	if err != nil {
		t.Fatal(err)
	}
	second, _, err := joining.Once(testContext(t), jt, jt.URLs()[0], body)
	if err != nil {
		t.Fatal(err)
	}
	if first.Terminal.ID != second.Terminal.ID {
		t.Fatalf("one device became %s and %s", first.Terminal.ID, second.Terminal.ID)
	}
}

func TestAnExpiredOrForeignTokenIsRefused(t *testing.T) {
	t.Parallel()
	s := listenOn(t, t.TempDir(), -1, newFakeHall())
	tok, err := s.Token(wire.RoleKiosk, "", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	s.enrol.now = func() time.Time { return time.Now().Add(2 * time.Minute) }
	if _, err := Join(testContext(t), tok.Token, ""); code(err) != wire.CodeTokenRefused {
		t.Fatalf("expired token: %v", err)
	}
	jt, err := trust.ParseToken(tok.Token)
	if err != nil {
		t.Fatal(err)
	}
	jt.Secret[3]++
	if _, err := Join(testContext(t), jt.String(), ""); code(err) != wire.CodeTokenRefused {
		t.Fatalf("wrong secret: %v", err)
	}
	if _, err := Join(testContext(t), "ow1.nonsense", ""); code(err) != wire.CodeBadRequest {
		t.Fatalf("no token: %v", err)
	}
}

func TestATokenAndItsUseSurviveARestartOfTheHall(t *testing.T) {
	dir := t.TempDir()
	s := listenOn(t, dir, doortest.Port(t), newFakeHall())
	port := portOf(t, s)
	open, err := s.Token(wire.RoleWindow, "w3", 0)
	if err != nil {
		t.Fatal(err)
	}
	used, err := s.Token(wire.RoleKiosk, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Join(testContext(t), used.Token, ""); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(mustHave(t, filepath.Join(dir, "lan", "terminals.json")))
	if err != nil {
		t.Fatal(err)
	}
	jt, _ := trust.ParseToken(open.Token)
	if bytes.Contains(raw, []byte(strings.SplitN(jt.Pass(), ".", 2)[1])) {
		t.Fatal("the token's secret is stored")
	}
	stop(t, s)
	listenOn(t, dir, port, newFakeHall())
	id, err := Join(testContext(t), open.Token, "")
	if err != nil || id.Window != "w3" {
		t.Fatalf("open token: %+v %v", id, err)
	}
	if _, err := Join(testContext(t), used.Token, ""); code(err) != wire.CodeTokenRefused {
		t.Fatalf("used token: %v", err)
	}
}

func TestTheAdminIdentityWorksOnTheHallsMachineAndFollowsThePort(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	h := newFakeHall()
	s := listenOn(t, dir, -1, h)
	id, err := LoadIdentity(AdminFile(dir))
	if err != nil || id.Role != wire.RoleAdmin {
		t.Fatalf("%+v %v", id, err)
	}
	c := dialed(t, id, Options{})
	if err := c.Do(testContext(t), "terminal", "list", nil, nil); code(err) != wire.CodeBadRequest { // the fake hall's answer
		t.Fatal(err)
	}
	if list := s.Terminals(); len(list) != 1 || list[0].ID != id.Terminal || list[0].Seen.IsZero() {
		t.Fatalf("terminals: %+v", list)
	}
	c.Close()
	stop(t, s)

	s = listenOn(t, dir, -1, h)
	again, err := LoadIdentity(AdminFile(dir))
	if err != nil || again.Terminal != id.Terminal || again.URLs[0] != s.URLs()[0] {
		t.Fatalf("%+v %v", again, err)
	}
	stop(t, s)

	if err := os.Remove(AdminFile(dir)); err != nil {
		t.Fatal(err)
	}
	s = listenOn(t, dir, -1, h)
	fresh, err := LoadIdentity(AdminFile(dir))
	if err != nil || fresh.Terminal == id.Terminal {
		t.Fatalf("%+v %v", fresh, err)
	}
	if _, ok := s.roster.terminal(id.Terminal); ok {
		t.Error("the lost admin key is still good")
	}
}

func TestOnlyAnAdminMakesOrRevokesAdmins(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h)
	ctx := testContext(t)
	local := s.roster.state.Load().Local
	for _, tc := range []struct {
		role wire.Role
		verb string
		body any
		want string
	}{
		{wire.RoleManager, "token", wire.TokenRequest{Role: wire.RoleAdmin}, wire.CodeForbidden},
		{wire.RoleManager, "token", wire.TokenRequest{Role: wire.RoleKiosk}, "ok"},
		{wire.RoleManager, "revoke", wire.TerminalRequest{ID: local}, wire.CodeForbidden},
		{wire.RoleManager, "revoke", wire.TerminalRequest{ID: "kiosk-1"}, "ok"},
		{wire.RoleManager, "revoke", []int{1}, "ok"}, // the hall says what is wrong
		{wire.RoleAdmin, "token", wire.TokenRequest{Role: wire.RoleAdmin}, "ok"},
		{wire.RoleAdmin, "revoke", wire.TerminalRequest{ID: local}, "ok"},
	} {
		c, err := s.Local(ctx, wire.Terminal{Role: tc.role}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		before, _ := h.counts()
		if err := c.Do(ctx, "terminal", tc.verb, tc.body, nil); code(err) != tc.want {
			t.Errorf("%s %s %v: %v", tc.role, tc.verb, tc.body, err)
		}
		if after, _ := h.counts(); (after > before) != (tc.want == "ok") {
			t.Errorf("%s %s %v: %d effects", tc.role, tc.verb, tc.body, after-before)
		}
		c.Close()
	}
}

func TestATerminalEnrolledDirectlySurvivesARestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := listenOn(t, dir, 0, newFakeHall())
	_, key := newKey(t)
	term, err := s.Enrol(key, wire.RoleWindow, "w1", "desk")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Enrol(key, wire.RoleBoard, "", ""); code(err) != wire.CodeBadRequest {
		t.Errorf("the same key again: %v", err)
	}
	if _, err := s.Enrol("Unonsense", wire.RoleBoard, "", ""); code(err) != wire.CodeBadRequest {
		t.Errorf("no key: %v", err)
	}
	local := localClient(t, s, wire.RoleKiosk, "", Options{})
	stop(t, s)
	s = listenOn(t, dir, 0, newFakeHall())
	if got, ok := s.roster.terminal(term.ID); !ok || got != term {
		t.Errorf("after the restart: %+v, want %+v", got, term)
	}
	if _, ok := s.roster.terminal(local.Identity().Terminal); ok {
		t.Error("an in-process terminal was stored")
	}
}

func TestPlacesAreChecked(t *testing.T) {
	t.Parallel()
	s := listenOn(t, t.TempDir(), -1, newFakeHall())
	for _, tc := range []struct {
		role   wire.Role
		window string
		ttl    time.Duration
		want   string
	}{
		{wire.RoleWindow, "", 0, wire.CodeBadRequest},
		{wire.RoleWindow, "a.b", 0, wire.CodeBadRequest},
		{wire.RoleWindow, "*", 0, wire.CodeBadRequest},
		{wire.RoleKiosk, "w1", 0, wire.CodeBadRequest},
		{"king", "", 0, wire.CodeBadRequest},
		{wire.RoleKiosk, "", 400 * 24 * time.Hour, wire.CodeBadRequest},
		{wire.RoleRating, "w1", time.Hour, "ok"},
	} {
		if _, err := s.Token(tc.role, tc.window, tc.ttl); code(err) != tc.want {
			t.Errorf("%s at %q for %v: %v", tc.role, tc.window, tc.ttl, err)
		}
	}
}

func TestARevokedTerminalIsCutAtOnceAndStaysOut(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h)
	id := enrolled(t, s, wire.RoleKiosk, "")
	if err := dialed(t, id, Options{}).Do(testContext(t), "ticket", "issue", nil, nil); err != nil {
		t.Fatal(err)
	}
	c := dialed(t, id, Options{Expiry: 500 * time.Millisecond})
	within(t, time.Minute, "the terminal is there", func() bool { return c.Link().Up })
	if err := s.Revoke(id.Terminal); err != nil {
		t.Fatal(err)
	}
	within(t, time.Minute, "the terminal learns why", func() bool {
		l := c.Link()
		return !l.Up && strings.Contains(l.Why, "revoked")
	})
	if err := c.Do(testContext(t), "ticket", "issue", nil, nil); code(err) != wire.CodeUnreachable {
		t.Errorf("request: %v", err)
	}
	if n, _ := h.counts(); n != 1 {
		t.Errorf("%d effects", n)
	}
	if err := s.Revoke(id.Terminal); code(err) != wire.CodeBadRequest {
		t.Errorf("second revoke: %v", err)
	}
	if st := s.roster.state.Load(); len(st.Retired) != 1 || st.Retired[0] != id.Terminal {
		t.Errorf("retired: %v", st.Retired)
	}
	if left := s.guard.take(id.Terminal); len(left) != 0 {
		t.Errorf("connections left: %v", left)
	}
}

func mustJSON(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}
