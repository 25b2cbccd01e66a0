package halls_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"onewindow/central/halls"
	"onewindow/central/halls/hallstest"
	"onewindow/trust"
	"onewindow/wire"
)

func TestTheRegistryInMemoryIsARegistry(t *testing.T) {
	t.Parallel()
	hallstest.Check(t, func(*testing.T) halls.Registry { return &hallstest.Registry{} })
}

// tokenOf makes a token and reads it.
func (c *centre) tokenOf(hall string) (text string, tok trust.Token) {
	c.t.Helper()
	r, err := c.Invite(ctx(c.t), hall, time.Minute)
	if err != nil {
		c.t.Fatal(err)
	}
	tok, err = trust.ParseToken(r.Token)
	if err != nil {
		c.t.Fatal(err)
	}
	return r.Token, tok
}

// joinBody is a good request with that token, under a new key.
func joinBody(t testing.TB, tok trust.Token, change func(*wire.JoinRequest)) []byte {
	t.Helper()
	pub, seed := key(t)
	kp, err := nkeys.FromSeed(seed)
	if err != nil {
		t.Fatal(err)
	}
	sig, err := kp.Sign([]byte("join:" + tok.Name()))
	if err != nil {
		t.Fatal(err)
	}
	q := wire.JoinRequest{V: 1, Pass: tok.Pass(), Key: pub, Sig: base64.RawURLEncoding.EncodeToString(sig), Name: "机器"}
	if change != nil {
		change(&q)
	}
	return mustJSON(q)
}

func TestATokenWorksOnceAndOnlyInItsTime(t *testing.T) {
	t.Parallel()
	c := open(t)
	r, err := c.Invite(ctx(t), "LG-1", 0)
	if err != nil {
		t.Fatal(err)
	}
	if left := time.Until(r.Expires); left < 23*time.Hour || left > 25*time.Hour {
		t.Errorf("it is good for %v", left)
	}
	if _, err := halls.Join(ctx(t), r.Token, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := halls.Join(ctx(t), r.Token, ""); code(err) != wire.CodeTokenRefused {
		t.Errorf("a second time: %v", err)
	}
	late, _ := c.tokenOf("LG-2")
	c.SetClock(func() time.Time { return time.Now().Add(2 * time.Minute) })
	if _, err := halls.Join(ctx(t), late, ""); code(err) != wire.CodeTokenRefused {
		t.Errorf("too late: %v", err)
	}
	list, err := c.Enrolled(ctx(t))
	if err != nil || len(list) != 1 || list[0].Hall != "LG-1" {
		t.Errorf("%+v %v", list, err)
	}
}

func TestManyWhoUseOneTokenAtOnceAreOneHall(t *testing.T) {
	t.Parallel()
	c := open(t)
	text, _ := c.tokenOf("LG-1")
	var wg sync.WaitGroup
	var mu sync.Mutex
	var in []halls.Joined
	for range 12 {
		wg.Go(func() {
			j, err := halls.Join(ctx(t), text, "")
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				in = append(in, j)
			} else if code(err) != wire.CodeTokenRefused {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(in) != 1 {
		t.Fatalf("%d joined", len(in))
	}
	if err := dial(t, in[0], in[0].URLs[0]).hello(1); err != nil {
		t.Error(err)
	}
}

func TestAMachineThatLostTheAnswerGetsItAgain(t *testing.T) {
	t.Parallel()
	c := open(t)
	_, tok := c.tokenOf("LG-1")
	body := joinBody(t, tok, nil)
	for i := range 2 {
		rep, ca, err := halls.Ask(ctx(t), tok, tok.URLs()[0], body)
		if err != nil || rep.Hall != "LG-1" || rep.Centre != "龙岗区" || !bytes.Equal(ca, halls.CA(t, c.set.Dir)) {
			t.Fatalf("%d: %+v %v", i, rep, err)
		}
	}
	if _, _, err := halls.Ask(ctx(t), tok, tok.URLs()[0], joinBody(t, tok, nil)); code(err) != wire.CodeTokenRefused {
		t.Errorf("another key: %v", err)
	}
}

func TestANewMachineTakesThePlaceOfTheOldOne(t *testing.T) {
	t.Parallel()
	c := open(t)
	old := c.enrolled("LG-1")
	h := dial(t, old, old.URLs[0])
	if err := h.hello(1); err != nil {
		t.Fatal(err)
	}
	fresh := c.enrolled("LG-1")
	within(t, time.Minute, "the old machine is cut", h.nc.IsClosed)
	if _, err := tryDial(t, old, old.URLs[0]); !errors.Is(err, nats.ErrAuthorization) {
		t.Errorf("the old machine: %v", err)
	}
	n := dial(t, fresh, fresh.URLs[0])
	if err := n.hello(1); err != nil {
		t.Fatal(err)
	}
	if err := n.send(1); err != nil {
		t.Fatal(err)
	}
	if s := c.state("LG-1"); !s.Up || s.Copy != nil {
		t.Errorf("%+v", s)
	}
}

func TestARevokedHallIsCutAtOnceAndStaysOut(t *testing.T) {
	t.Parallel()
	c := open(t)
	j, other := c.enrolled("LG-1"), c.hall("LG-2")
	open, _ := c.tokenOf("LG-1")
	h := dial(t, j, j.URLs[0])
	if err := h.hello(2); err != nil {
		t.Fatal(err)
	}
	w := c.Watch()
	defer w.Close()
	if _, err := w.Next(ctx(t)); err != nil {
		t.Fatal(err)
	}
	if err := c.Revoke(ctx(t), "LG-1"); err != nil {
		t.Fatal(err)
	}
	within(t, time.Minute, "it is cut", h.nc.IsClosed)
	if _, err := tryDial(t, j, j.URLs[0]); !errors.Is(err, nats.ErrAuthorization) {
		t.Errorf("it came back: %v", err)
	}
	if _, err := halls.Join(ctx(t), open, ""); code(err) != wire.CodeTokenRefused {
		t.Errorf("by a token of before: %v", err)
	}
	if _, ok := c.State("LG-1"); ok {
		t.Error("it is still on the list")
	}
	if list, err := w.Next(ctx(t)); err != nil || len(list) != 1 || list[0].Hall != "LG-1" || list[0].Up {
		t.Errorf("the watch got %+v %v", list, err)
	}
	if err := c.Revoke(ctx(t), "LG-1"); code(err) != wire.CodeBadRequest {
		t.Errorf("twice: %v", err)
	}
	if err := other.hello(1); err != nil {
		t.Error(err)
	}
}

func TestAHallThatWasRevokedElsewhereIsCutSoon(t *testing.T) {
	t.Parallel()
	c := open(t, func(s *halls.Settings) { s.Paces(0, 0, 50*time.Millisecond, 50*time.Millisecond, 0, 0) })
	h, stays := c.hall("LG-1"), c.hall("LG-2")
	c.reg.Fail(errors.New("the database is away"))
	if err := h.hello(1); err != nil {
		t.Fatal(err)
	}
	if _, err := tryDial(t, c.added("LG-3"), c.URLs()[0]); err == nil {
		t.Error("somebody was let in while the registry could not be asked")
	}
	if !h.nc.IsConnected() {
		t.Error("it was cut because the registry could not be asked")
	}
	c.reg.Fail(nil)
	if _, err := c.reg.Revoke(ctx(t), "LG-1"); err != nil {
		t.Fatal(err)
	}
	within(t, time.Minute, "it is cut", h.nc.IsClosed)
	if !stays.nc.IsConnected() {
		t.Error("another was cut")
	}
}

func TestTheSecretOfATokenIsNotKept(t *testing.T) {
	t.Parallel()
	c := open(t)
	_, tok := c.tokenOf("LG-1")
	inv, ok, err := c.reg.Invitation(ctx(t), tok.Name())
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	secret := strings.Split(tok.Pass(), ".")[1]
	if bytes.Contains(mustJSON(inv), []byte(secret)) || bytes.Contains(inv.Hash[:], tok.Secret[:8]) {
		t.Error("it is kept")
	}
	files, err := filepath.Glob(filepath.Join(c.set.Dir, "halls", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		if b, err := os.ReadFile(f); err != nil || bytes.Contains(b, []byte(secret)) {
			t.Errorf("%s: %v", f, err)
		}
	}
}

func TestTheEnrolmentConnectionCanOnlyEnrol(t *testing.T) {
	t.Parallel()
	c := open(t)
	_, mine := c.tokenOf("LG-1")
	_, theirs := c.tokenOf("LG-2")
	var mu sync.Mutex
	var said string
	nc, err := nats.Connect(mine.URLs()[0], append(secured(mine.URLs()[0], mine.Pin),
		nats.UserInfo("join", mine.Pass()), nats.NoReconnect(), nats.Timeout(time.Minute), nats.CustomInboxPrefix(wire.JoinInboxPrefix(mine.Name())),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			mu.Lock()
			said += err.Error()
			mu.Unlock()
		}))...)
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	objected := func(to string) {
		t.Helper()
		within(t, time.Minute, to+" is refused", func() bool {
			mu.Lock()
			defer mu.Unlock()
			return strings.Contains(said, fmt.Sprintf("%q", to))
		})
	}
	for _, subject := range []string{wire.JoinInboxPrefix(theirs.Name()) + ".>", "up.>", "dn.>", ">"} {
		if _, err := nc.SubscribeSync(subject); err != nil {
			t.Fatal(err)
		}
		objected(subject)
	}
	for _, subject := range []string{wire.HelloSubject("LG-1"), wire.SegmentSubject("LG-1"), wire.DownSubject("LG-2", "ticket", "issue")} {
		if err := nc.Publish(subject, nil); err != nil {
			t.Fatal(err)
		}
		objected(subject)
	}
	_, otherSeed := key(t)
	_ = otherSeed
	for _, tc := range []struct {
		says string
		data []byte
		want string
	}{
		{"not JSON", []byte("let me in"), wire.CodeBadRequest},
		{"too large", bytes.Repeat([]byte("x"), 5<<10), wire.CodeTooLarge},
		{"another version", joinBody(t, mine, func(q *wire.JoinRequest) { q.V = 9 }), wire.CodeUnsupportedVersion},
		{"no signature", joinBody(t, mine, func(q *wire.JoinRequest) { q.Sig = "" }), wire.CodeBadRequest},
		{"another's signature", joinBody(t, mine, func(q *wire.JoinRequest) { q.Key, _ = key(t) }), wire.CodeBadRequest},
		{"a server's key", joinBody(t, mine, func(q *wire.JoinRequest) { q.Key = "NA" + q.Key[2:] }), wire.CodeBadRequest},
		{"no pass", joinBody(t, mine, func(q *wire.JoinRequest) { q.Pass = "" }), wire.CodeTokenRefused},
		{"half a secret", joinBody(t, mine, func(q *wire.JoinRequest) { q.Pass = q.Pass[:20] }), wire.CodeTokenRefused},
		{"another token's pass", joinBody(t, theirs, nil), wire.CodeTokenRefused},
		{"a good one", joinBody(t, mine, func(q *wire.JoinRequest) { q.Name = " \x07Hall\n一号 " + strings.Repeat("x", 100) }), "ok"},
	} {
		m, err := nc.Request(wire.SubjectHallJoin, tc.data, time.Minute)
		if err != nil {
			t.Fatalf("%s: %v", tc.says, err)
		}
		var r wire.Reply
		if err := json.Unmarshal(m.Data, &r); err != nil {
			t.Fatal(err)
		}
		got := "ok"
		if !r.OK {
			got = r.Err.Code
		}
		if got != tc.want {
			t.Errorf("%s: %s", tc.says, m.Data)
		}
	}
	list, err := c.Enrolled(ctx(t))
	if err != nil || len(list) != 1 || !strings.HasPrefix(list[0].Name, "Hall一号") || len([]rune(list[0].Name)) != 64 {
		t.Errorf("%+v %v", list, err)
	}
}

func TestAnEnrolmentConnectionDoesNotStay(t *testing.T) {
	t.Parallel()
	c := open(t, func(s *halls.Settings) { s.Paces(0, 0, 0, 0, 0, time.Second) })
	_, tok := c.tokenOf("LG-1")
	nc, err := nats.Connect(tok.URLs()[0], append(secured(tok.URLs()[0], tok.Pin), nats.UserInfo("join", tok.Pass()), nats.NoReconnect(), nats.Timeout(time.Minute),
		nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))...)
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	within(t, time.Minute, "it is cut", nc.IsClosed)
}

func TestGuessingCostsTheRegistryNothing(t *testing.T) {
	t.Parallel()
	c := open(t, func(s *halls.Settings) { s.NoTLS = true })
	known := c.hall("LG-1")
	if err := known.hello(1); err != nil {
		t.Fatal(err)
	}
	_, tok := c.tokenOf("LG-2")
	_, stranger := key(t)
	before, start := c.reg.Looks(), time.Now()
	const tries = halls.Attempts + 40
	for i := range tries {
		opt := signed(t, stranger)
		if i%2 == 0 {
			opt = nats.UserInfo("join", fmt.Sprintf("%s.%032x", tok.Name(), i))
		}
		nc, err := nats.Connect(tok.URLs()[0], append(secured(tok.URLs()[0], tok.Pin), opt, nats.NoReconnect())...)
		if err == nil {
			nc.Close()
			t.Fatal("let in")
		}
	}
	// Attempts are given back as time passes; the machine may be slow.
	if n := c.reg.Looks() - before; n > halls.Attempts+int(time.Since(start).Seconds()*halls.AttemptsRefill)+1 {
		t.Errorf("%d look-ups for %d attempts", n, tries)
	}
	// A hall that was here before comes back from the same address all the same.
	known.nc.Close()
	j := halls.Joined{Hall: "LG-1", CA: halls.CA(t, c.set.Dir), URLs: c.URLs(), Seed: c.seeds["LG-1"]}
	if err := dial(t, j, j.URLs[0]).hello(1); err != nil {
		t.Error(err)
	}
}

func TestTokensThatCannotWorkAreNotMade(t *testing.T) {
	t.Parallel()
	c := open(t)
	for _, tc := range []struct {
		hall string
		ttl  time.Duration
		want string
	}{
		{"", 0, wire.CodeBadRequest},
		{"a.b", 0, wire.CodeBadRequest},
		{"*", 0, wire.CodeBadRequest},
		{"龙岗", 0, wire.CodeBadRequest},
		{"LG-1", time.Millisecond, wire.CodeBadRequest},
		{"LG-1", 31 * 24 * time.Hour, wire.CodeBadRequest},
		{"LG-1", time.Hour, "ok"},
	} {
		if _, err := c.Invite(ctx(t), tc.hall, tc.ttl); code(err) != tc.want {
			t.Errorf("%q for %v: %v", tc.hall, tc.ttl, err)
		}
	}
	c.reg.Fail(errors.New("the database is away"))
	if _, err := c.Invite(ctx(t), "LG-1", 0); code(err) != wire.CodeStorage {
		t.Errorf("%v", err)
	}
	c.reg.Fail(nil)
	for says, token := range map[string]string{
		"nothing":       "",
		"a terminal's":  trust.Token{TLS: true, Addrs: []string{"127.0.0.1:1"}, Expires: time.Now()}.String(),
		"another's":     "ow2.AAAA",
		"half a token":  halfToken(c),
		"not in the OK": "owh1.",
	} {
		if _, err := halls.Join(ctx(t), token, ""); code(err) != wire.CodeBadRequest {
			t.Errorf("%s: %v", says, err)
		}
	}
	far := trust.Token{Addrs: []string{"192.0.2.1:1"}, Hall: "LG-1", Expires: time.Now()}
	if _, err := halls.Join(ctx(t), far.String(), ""); code(err) != wire.CodeForbidden {
		t.Errorf("in the clear over a network: %v", err)
	}
}

func halfToken(c *centre) string {
	text, _ := c.tokenOf("LG-1")
	return text[:len(text)/2]
}
