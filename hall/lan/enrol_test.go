package lan

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"onewindow/wire"
)

type issued struct {
	Number string `json:"number"`
	By     string `json:"by"`
}

func TestATokenTurnsADeviceIntoATerminalOfItsRole(t *testing.T) {
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
	_, err := LoadIdentity(filepath.Join(t.TempDir(), "none.json"))
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "enrol") {
		t.Fatalf("error: %v", err)
	}
}

func TestATokenWorksOnce(t *testing.T) {
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
	s := listenOn(t, t.TempDir(), -1, newFakeHall())
	tok, err := s.Token(wire.RoleBoard, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	jt, err := parseToken(tok.Token)
	if err != nil {
		t.Fatal(err)
	}
	body := joinBody(t, jt)
	first, _, err := ask(testContext(t), jt, jt.Addrs[0], body)
	if err != nil {
		t.Fatal(err)
	}
	second, _, err := ask(testContext(t), jt, jt.Addrs[0], body)
	if err != nil {
		t.Fatal(err)
	}
	if first.Terminal.ID != second.Terminal.ID {
		t.Fatalf("one device became %s and %s", first.Terminal.ID, second.Terminal.ID)
	}
}

func TestAnExpiredOrForeignTokenIsRefused(t *testing.T) {
	s := listenOn(t, t.TempDir(), -1, newFakeHall())
	tok, err := s.Token(wire.RoleKiosk, "", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	s.enrol.now = func() time.Time { return time.Now().Add(2 * time.Minute) }
	if _, err := Join(testContext(t), tok.Token, ""); code(err) != wire.CodeTokenRefused {
		t.Fatalf("expired token: %v", err)
	}
	jt, err := parseToken(tok.Token)
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
	s := listenOn(t, dir, -1, newFakeHall())
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
	jt, _ := parseToken(open.Token)
	if bytes.Contains(raw, []byte(strings.SplitN(jt.pass(), ".", 2)[1])) {
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

func TestARogueHallIsRefused(t *testing.T) {
	real := listenOn(t, t.TempDir(), -1, newFakeHall())
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
	within(t, 5*time.Second, "the link names the reason", func() bool { return c.Link().Why == errOtherHall.Error() })
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

func TestATerminalWhoseClockIsUnsetStillKnowsItsHall(t *testing.T) {
	dir := t.TempDir()
	ca, err := openAuthority(dir, "x", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	conf, err := ca.serverTLS(dir, []string{"127.0.0.1"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	chain := parseChain(t, conf.Certificates[0].Certificate)
	for _, tc := range []struct {
		says string
		now  time.Time
		good bool
	}{
		{"now", time.Now(), true},
		{"1970", time.Unix(0, 0), true},
		{"after the server certificate's end", time.Now().AddDate(3, 0, 0), false},
	} {
		_, err := verifyPinned(chain, ca.pin(), tc.now)
		if (err == nil) != tc.good {
			t.Errorf("%s: %v", tc.says, err)
		}
	}
	if _, err := verifyPinned(chain, [32]byte{1}, time.Now()); !errors.Is(err, errOtherHall) {
		t.Errorf("other pin: %v", err)
	}
	if _, err := verifyPinned(chain[:1], ca.pin(), time.Now()); !errors.Is(err, errOtherHall) {
		t.Errorf("no authority: %v", err)
	}
	// Another authority that sends our authority's certificate along proves
	// nothing with it.
	other, err := openAuthority(t.TempDir(), "x", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	oconf, err := other.serverTLS(t.TempDir(), []string{"127.0.0.1"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	forged := parseChain(t, append(oconf.Certificates[0].Certificate[:1:1], ca.cert.Raw))
	if _, err := verifyPinned(forged, ca.pin(), time.Now()); err == nil {
		t.Error("a forged chain was accepted")
	}
}

func TestTheServerCertificateIsRenewedInTime(t *testing.T) {
	dir := t.TempDir()
	now := time.Now()
	ca, err := openAuthority(dir, "x", now)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"127.0.0.1", "hall.example"}
	serial := func(at time.Time, names []string) string {
		conf, err := ca.serverTLS(dir, names, at)
		if err != nil {
			t.Fatal(err)
		}
		return conf.Certificates[0].Leaf.SerialNumber.String()
	}
	first := serial(now, names)
	if serial(now.AddDate(1, 0, 0), names) != first {
		t.Error("made anew without need")
	}
	second := serial(now.AddDate(2, 0, -50), names)
	if second == first {
		t.Error("not renewed 50 days before its end")
	}
	if serial(now.AddDate(2, 0, -50), append(names, "10.0.0.9")) == second {
		t.Error("not renewed for a new name")
	}
	again, err := openAuthority(dir, "x", now)
	if err != nil || again.pin() != ca.pin() {
		t.Fatalf("the authority changed: %v", err)
	}
	if k, ok := again.cert.PublicKey.(*ecdsa.PublicKey); !ok || k.Params().BitSize != 256 || again.cert.NotAfter.Before(now.AddDate(19, 11, 0)) {
		t.Errorf("authority: %T until %v", again.cert.PublicKey, again.cert.NotAfter)
	}
	if err := os.WriteFile(filepath.Join(dir, "ca.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openAuthority(dir, "x", now); err == nil {
		t.Error("a damaged authority was replaced silently; all terminals would be lost")
	}
}

func TestTheAdminIdentityWorksOnTheHallsMachineAndFollowsThePort(t *testing.T) {
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
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h)
	id := enrolled(t, s, wire.RoleKiosk, "")
	c := dialed(t, id, Options{Expiry: 500 * time.Millisecond})
	if err := c.Do(testContext(t), "ticket", "issue", nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Revoke(id.Terminal); err != nil {
		t.Fatal(err)
	}
	within(t, 2*time.Second, "the terminal learns why", func() bool {
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
	tok := joinToken{Addrs: []string{"192.0.2.1:4222"}, Expires: time.Now().Add(time.Hour)}
	if _, err := Join(testContext(t), tok.String(), ""); code(err) != wire.CodeForbidden {
		t.Fatalf("join in the clear over a network: %v", err)
	}
}

func parseChain(t *testing.T, ders [][]byte) []*x509.Certificate {
	t.Helper()
	var chain []*x509.Certificate
	for _, der := range ders {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		chain = append(chain, c)
	}
	return chain
}

func mustJSON(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}
