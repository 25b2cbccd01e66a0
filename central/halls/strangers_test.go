package halls_test

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"onewindow/central/halls"
	"onewindow/central/network"
	"onewindow/hall/lan"
	"onewindow/trust"
	"onewindow/wire"
)

// answering is a hall's network that says yes to everything.
type answering struct{}

func (answering) Serve(_ wire.Terminal, _ wire.Verb, _ wire.Request, reply func(wire.Reply)) {
	reply(wire.Reply{OK: true})
}

func (answering) Late(_ wire.Terminal, _ wire.Verb, _ wire.Request, e *wire.Error, reply func(wire.Reply)) {
	reply(wire.Reply{Err: e})
}

// terminal is the identity of a kiosk of some hall.
func terminal(t *testing.T) lan.Identity {
	t.Helper()
	s, err := lan.Listen(lan.Settings{Host: "127.0.0.1", Port: -1, Hall: "LG-1", Dir: t.TempDir()}, answering{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(ctx(t)); err != nil {
			t.Error(err)
		}
	})
	tok, err := s.Token(wire.RoleKiosk, "", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	id, err := lan.Join(ctx(t), tok.Token, "kiosk")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestStrangersDoNotGetIn(t *testing.T) {
	t.Parallel()
	c := open(t, func(s *halls.Settings) { s.WebPort = -1 })
	good, revoked := c.added("LG-1"), c.enrolled("LG-9")
	if err := c.Revoke(ctx(t), "LG-9"); err != nil {
		t.Fatal(err)
	}
	pin, err := good.Pin()
	if err != nil {
		t.Fatal(err)
	}
	kiosk := terminal(t)
	unknown, useed := key(t)
	_ = unknown
	ukp, err := nkeys.FromSeed(useed)
	if err != nil {
		t.Fatal(err)
	}
	gkp, err := nkeys.FromSeed(good.Seed)
	if err != nil {
		t.Fatal(err)
	}
	gpub, err := gkp.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	old := nats.Secure(&tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12})
	plain := func(opts ...nats.Option) []nats.Option {
		return append(opts, nats.NoReconnect(), nats.Timeout(500*time.Millisecond))
	}
	for _, u := range []string{c.URLs()[0], c.URLs()[len(c.URLs())-1]} {
		safe := func(opts ...nats.Option) []nats.Option {
			return append(append(opts, secured(u, pin)...), nats.NoReconnect(), nats.Timeout(30*time.Second))
		}
		for says, opts := range map[string][]nats.Option{
			"without a key":                   safe(),
			"with an unknown key":             safe(signed(t, useed)),
			"with a revoked key":              safe(signed(t, revoked.Seed)),
			"with a terminal's key":           safe(signed(t, kiosk.Seed)),
			"with another's public key":       safe(nats.Nkey(gpub, ukp.Sign)),
			"with a signature of before":      safe(nats.Nkey(gpub, func([]byte) ([]byte, error) { return gkp.Sign([]byte("nonce of before")) })),
			"as the centre":                   safe(nats.UserInfo("centre", "guess")),
			"as the centre, no password":      safe(nats.UserInfo("centre", "")),
			"as the server's events":          safe(nats.UserInfo("events", "")),
			"as the server's own":             safe(nats.UserInfo("$SYS", "$SYS")),
			"as join with a guessed token":    safe(nats.UserInfo("join", "000000000000."+strings.Repeat("0", 32))),
			"as join without a token":         safe(nats.UserInfo("join", ".")),
			"with a user token":               safe(nats.Token("x")),
			"with a JWT of its own":           safe(nats.UserJWT(func() (string, error) { return "eyJ0eXAiOiJKV1QiLCJhbGciOiJlZDI1NTE5LW5rZXkifQ.e30.x", nil }, ukp.Sign)),
			"with TLS 1.2":                    plain(signed(t, good.Seed), nats.TLSHandshakeFirst(), old),
			"who meet a centre of another CA": plain(append(secured(u, trust.Pin{1}), signed(t, good.Seed))...),
		} {
			nc, err := nats.Connect(u, opts...)
			if err == nil {
				nc.Close()
				t.Errorf("%s %s: let in", u[:4], says)
			}
		}
	}
	clear := strings.NewReplacer("tls:", "nats:", "wss:", "ws:")
	for _, u := range []string{c.URLs()[0], c.URLs()[len(c.URLs())-1]} {
		if nc, err := nats.Connect(clear.Replace(u), plain(signed(t, good.Seed))...); err == nil {
			nc.Close()
			t.Errorf("%s in the clear: let in", u[:4])
		}
	}
	// The others are served as before.
	h := dial(t, good, good.URLs[0])
	if err := h.hello(1); err != nil {
		t.Error(err)
	}
}

func TestAServerOfOthersIsNotSpokenTo(t *testing.T) {
	t.Parallel()
	c, rogue := open(t), open(t)
	tok, err := c.Invite(ctx(t), "LG-1", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	tk, err := trust.ParseToken(tok.Token)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(rogue.URLs()[0])
	if err != nil {
		t.Fatal(err)
	}
	tk.Addrs = []string{u.Host}
	if _, err := halls.Join(ctx(t), tk.String(), ""); code(err) != wire.CodeForbidden {
		t.Errorf("join: %v", err)
	}
	j := c.added("LG-2")
	if _, err := tryDial(t, j, rogue.URLs()[0]); err == nil || !errors.Is(err, halls.ErrOtherCentre) {
		t.Errorf("dial: %v", err)
	}
}

// raw is a connection by hand, in the clear.
type raw struct {
	net.Conn
	r *bufio.Reader
}

func dialRaw(t *testing.T, c *centre) *raw {
	t.Helper()
	u, err := url.Parse(c.Server().ClientURL())
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return &raw{conn, bufio.NewReader(conn)}
}

// connect sends CONNECT with the key's signature and these fields besides.
func (r *raw) connect(t *testing.T, seed []byte, fields string) {
	t.Helper()
	line, err := r.r.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var info struct {
		Nonce string `json:"nonce"`
	}
	if err := json.Unmarshal([]byte(strings.TrimPrefix(line, "INFO ")), &info); err != nil || info.Nonce == "" {
		t.Fatalf("%s: %v", line, err)
	}
	kp, err := nkeys.FromSeed(seed)
	if err != nil {
		t.Fatal(err)
	}
	pub, perr := kp.PublicKey()
	sig, serr := kp.Sign([]byte(info.Nonce))
	if err := errors.Join(perr, serr); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(r, "CONNECT {\"verbose\":false,\"nkey\":%q,\"sig\":%q%s}\r\n", pub, base64.RawURLEncoding.EncodeToString(sig), fields); err != nil {
		t.Fatal(err)
	}
}

// untilCut reads what the server says until it hangs up.
func (r *raw) untilCut(t *testing.T, what string) (said string) {
	t.Helper()
	if err := r.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r.r)
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		t.Fatalf("%s: not cut: %.300s", what, b)
	}
	return string(b)
}

func TestTheRawProtocolOpensNoOtherDoor(t *testing.T) {
	t.Parallel()
	c := open(t, func(s *halls.Settings) { s.NoTLS = true })
	h := c.hall("LG-2")
	if err := h.hello(3); err != nil {
		t.Fatal(err)
	}
	_, seed := key(t)
	kp, err := nkeys.FromSeed(seed)
	if err != nil {
		t.Fatal(err)
	}
	pub, err := kp.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	c.reg.Add(network.Enrolled{Hall: "LG-1", Key: pub})
	for _, tc := range []struct{ says, fields, then string }{
		{"a leaf node", `,"name":"x","is_leaf":true,"headers":true`, "LS+ >\r\nLMSG up.LG-2.live 2\r\nhi\r\n"},
		{"a route", `,"name":"x","cluster":"x"`, "RS+ CENTRE >\r\nRMSG CENTRE up.LG-2.live 2\r\nhi\r\n"},
		{"a gateway", `,"name":"x","gateway":"x"`, "GS+ CENTRE >\r\n"},
		{"another account", `,"account":"EVENTS"`, "SUB > 1\r\n"},
		{"a leaf's word of a client", ``, "LS+ >\r\n"},
		{"a route's word of a client", ``, "RMSG CENTRE up.LG-2.live 2\r\nhi\r\n"},
		{"an account's word of a client", ``, "A+ EVENTS\r\n"},
		{"a message longer than it says", ``, "PUB up.LG-1.live 2\r\nlonger\r\n"},
		{"a negative length", ``, "PUB up.LG-1.live -1\r\n"},
		{"5 MB", ``, "PUB up.LG-1.live 5242880\r\n"},
		{"a control line without end", ``, "PUB " + strings.Repeat("x", 8<<10)},
		{"noise", ``, "\x00\xff\x16\x03\x01GET / HTTP/1.1\r\n\r\n"},
	} {
		r := dialRaw(t, c)
		r.connect(t, seed, tc.fields)
		if _, err := io.WriteString(r, tc.then); err != nil {
			t.Logf("%s: %v", tc.says, err) // cut already
		}
		if tc.says == "another account" {
			// The client's own wish for an account counts for nothing.
			if _, err := io.WriteString(r, "PING\r\nNOSUCH\r\n"); err != nil {
				t.Logf("%s: %v", tc.says, err)
			}
		}
		if said := r.untilCut(t, tc.says); strings.Contains(said, "MSG ") {
			t.Errorf("%s: it heard something: %s", tc.says, said)
		}
	}
	if s := c.state("LG-2"); !s.LiveAt.IsZero() {
		t.Errorf("somebody spoke as LG-2: %+v", s.Live)
	}
	if n := c.Server().NumLeafNodes() + c.Server().NumRoutes(); n != 0 {
		t.Errorf("%d leafs and routes", n)
	}
	if err := h.send(3); err != nil {
		t.Error(err)
	}
}

func TestAHallHasFewSubscriptions(t *testing.T) {
	t.Parallel()
	c := open(t)
	h := c.hall("LG-1")
	for i := range 100 {
		if _, err := h.nc.SubscribeSync(fmt.Sprintf("dn.LG-1.a.x%d", i)); err != nil {
			t.Fatal(err)
		}
	}
	within(t, time.Minute, "more are refused", func() bool { return strings.Contains(strings.ToLower(h.objections()), "maximum subscriptions") })
	other := c.hall("LG-2")
	if err := other.hello(1); err != nil {
		t.Error(err)
	}
}
