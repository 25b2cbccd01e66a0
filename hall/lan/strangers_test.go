package lan

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"onewindow/trust"
	"onewindow/trust/join"
	"onewindow/wire"
)

func TestStrangersDoNotGetIn(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h)
	id := enrolled(t, s, wire.RoleKiosk, "")
	revoked := enrolled(t, s, wire.RoleKiosk, "")
	if err := s.Revoke(revoked.Terminal); err != nil {
		t.Fatal(err)
	}
	pin, _ := id.pin()
	secure := []nats.Option{nats.Secure(pinnedTLS(pin, nil)), nats.TLSHandshakeFirst(), nats.NoReconnect(), nats.Timeout(time.Minute)}
	key := func(seed []byte) nats.Option {
		kp, err := nkeys.FromSeed(seed)
		if err != nil {
			t.Fatal(err)
		}
		pub, err := kp.PublicKey()
		if err != nil {
			t.Fatal(err)
		}
		return nats.Nkey(pub, kp.Sign)
	}
	unknown, _ := newKey(t)
	useed, err := unknown.Seed()
	if err != nil {
		t.Fatal(err)
	}
	liar := nats.Nkey(keyOf(t, id), unknown.Sign)
	for says, opts := range map[string][]nats.Option{
		"without a key":                secure,
		"with an unknown key":          append(secure[:4:4], key(useed)),
		"with a revoked key":           append(secure[:4:4], key(revoked.Seed)),
		"with another's public key":    append(secure[:4:4], liar),
		"as the hall":                  append(secure[:4:4], nats.UserInfo(hallUser, "guess")),
		"as the hall, no password":     append(secure[:4:4], nats.UserInfo(hallUser, "")),
		"as join with a guessed token": append(secure[:4:4], nats.UserInfo(join.User, "000000000000."+strings.Repeat("0", 32))),
		"as join without a token":      append(secure[:4:4], nats.UserInfo(join.User, ".")),
		"with a user token":            append(secure[:4:4], nats.Token("x")),
		"with TLS 1.2":                 {nats.Secure(&tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12}), nats.TLSHandshakeFirst(), nats.NoReconnect(), key(id.Seed)},
		"in the clear":                 {nats.NoReconnect(), key(id.Seed), nats.Timeout(300 * time.Millisecond)},
		"with TLS after the greeting":  {nats.NoReconnect(), key(id.Seed), nats.Timeout(300 * time.Millisecond), nats.Secure(pinnedTLS(pin, nil))},
	} {
		url := s.URLs()[0]
		if says == "in the clear" {
			url = strings.Replace(url, "tls://", "nats://", 1)
		}
		nc, err := nats.Connect(url, opts...)
		if err == nil {
			nc.Close()
			t.Errorf("%s: let in", says)
		}
	}
}

func TestTheEnrolmentConnectionCanOnlyEnrol(t *testing.T) {
	t.Parallel()
	s := listenOn(t, t.TempDir(), -1, newFakeHall())
	var toks [2]trust.Token
	for i := range toks {
		tok, err := s.Token(wire.RoleKiosk, "", 0)
		if err != nil {
			t.Fatal(err)
		}
		if toks[i], err = trust.ParseToken(tok.Token); err != nil {
			t.Fatal(err)
		}
	}
	var mu sync.Mutex
	var said string
	nc, err := nats.Connect(s.URLs()[0], nats.UserInfo(join.User, toks[0].Pass()), nats.NoReconnect(), nats.Timeout(time.Minute),
		nats.Secure(pinnedTLS(toks[0].Pin, nil)), nats.TLSHandshakeFirst(),
		nats.CustomInboxPrefix(wire.JoinInboxPrefix(toks[0].Name())),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			mu.Lock()
			said += err.Error()
			mu.Unlock()
		}))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	for _, subject := range []string{wire.JoinInboxPrefix(toks[1].Name()) + ".>", "lan.ev.menu", ">"} {
		if _, err := nc.SubscribeSync(subject); err != nil {
			t.Fatal(err)
		}
		within(t, time.Minute, subject+" is refused", func() bool {
			mu.Lock()
			defer mu.Unlock()
			return strings.Contains(said, fmt.Sprintf("%q", subject))
		})
	}
	good := joinBody(t, toks[0])
	var q wire.JoinRequest
	if err := json.Unmarshal(good, &q); err != nil {
		t.Fatal(err)
	}
	change := func(edit func(*wire.JoinRequest)) []byte {
		c := q
		edit(&c)
		return mustJSON(c)
	}
	for _, tc := range []struct {
		says string
		data []byte
		want string
	}{
		{"not JSON", []byte("let me in"), wire.CodeBadRequest},
		{"too large", bytes.Repeat([]byte("x"), wire.MaxRequest+1), wire.CodeTooLarge},
		{"another version", change(func(q *wire.JoinRequest) { q.V = 9 }), wire.CodeUnsupportedVersion},
		{"no signature", change(func(q *wire.JoinRequest) { q.Sig = "" }), wire.CodeBadRequest},
		{"another's signature", change(func(q *wire.JoinRequest) { _, q.Key = newKey(t) }), wire.CodeBadRequest},
		{"a server key", change(func(q *wire.JoinRequest) { q.Key = "NA" + q.Key[2:] }), wire.CodeBadRequest},
		{"no pass", change(func(q *wire.JoinRequest) { q.Pass = "" }), wire.CodeTokenRefused},
		{"another token's pass", joinBody(t, toks[1]), wire.CodeTokenRefused},
		{"a good one", change(func(q *wire.JoinRequest) { q.Name = " \x07Kiosk\n一号 " + strings.Repeat("x", 100) }), "ok"},
	} {
		m, err := nc.Request(wire.SubjectJoin, tc.data, time.Minute)
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
		if tc.want == "ok" {
			var j wire.JoinReply
			if err := json.Unmarshal(r.Data, &j); err != nil || !strings.HasPrefix(j.Terminal.Name, "Kiosk一号") || len([]rune(j.Terminal.Name)) != 64 {
				t.Errorf("name %q", j.Terminal.Name)
			}
		}
	}
}

func TestTwoMegabytesCutTheSenderAndNobodyElse(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h, func(s *Settings) { s.NoTLS = true })
	bad := enrolled(t, s, wire.RoleKiosk, "")
	good := dialed(t, enrolled(t, s, wire.RoleKiosk, ""), Options{})

	// The client library would not send it; speak the protocol by hand.
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URLs()[0], "nats://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	r := bufio.NewReader(conn)
	greet(t, conn, r, bad)
	payload := bytes.Repeat([]byte("x"), 2<<20)
	if _, err := fmt.Fprintf(conn, "PUB %s %s.r %d\r\n", wire.ReqSubject(bad.Terminal, "ticket", "issue"), wire.InboxPrefix(bad.Terminal), len(payload)); err != nil {
		t.Fatal(err)
	}
	_, _ = conn.Write(payload) // the server may hang up before the end
	if err := conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	said := ""
	for {
		line, err := r.ReadString('\n')
		said += line
		if err != nil {
			var timeout net.Error
			if errors.As(err, &timeout) && timeout.Timeout() {
				t.Fatalf("not cut: %s", said)
			}
			break
		}
	}
	if err := good.Do(testContext(t), "ticket", "issue", nil, nil); err != nil {
		t.Fatal(err)
	}
	if n, _ := h.counts(); n != 1 {
		t.Errorf("%d effects", n)
	}
}

func TestLeafNodesAndRoutesAreNotAccepted(t *testing.T) {
	t.Parallel()
	s := listenOn(t, t.TempDir(), -1, newFakeHall(), func(s *Settings) { s.NoTLS = true })
	id := enrolled(t, s, wire.RoleKiosk, "")
	for says, connect := range map[string]string{
		"leaf":    `{"verbose":false,"name":"x","is_leaf":true,"lnoc":true,"headers":true%s}`,
		"route":   `{"verbose":false,"name":"x","cluster":"x","lnoc":true%s}`,
		"gateway": `{"verbose":false,"name":"x","gateway":"x"%s}`,
	} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.URLs()[0], "nats://"))
		if err != nil {
			t.Fatal(err)
		}
		r := bufio.NewReader(conn)
		nonce := nonceOf(t, r)
		kp, err := nkeys.FromSeed(id.Seed)
		if err != nil {
			t.Fatal(err)
		}
		sig, err := kp.Sign([]byte(nonce))
		if err != nil {
			t.Fatal(err)
		}
		creds := fmt.Sprintf(`,"nkey":%q,"sig":%q`, keyOf(t, id), base64.RawURLEncoding.EncodeToString(sig))
		// What a leaf or route would say next: interest in everything, and a
		// message routed past the permissions.
		_, err = fmt.Fprintf(conn, "CONNECT "+connect+"\r\nLS+ >\r\nRS+ HALL >\r\nLMSG lan.ev.menu 2\r\nhi\r\nRMSG HALL lan.ev.menu 2\r\nhi\r\nPING\r\n", creds)
		if err != nil {
			t.Fatal(err)
		}
		if err := conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		said := ""
		for !strings.Contains(said, "-ERR") {
			line, err := r.ReadString('\n')
			said += line
			if err != nil {
				break
			}
			if strings.HasPrefix(line, "PONG") {
				t.Errorf("%s: accepted", says)
				break
			}
		}
		conn.Close()
	}
	if n := s.nats.NumLeafNodes() + s.nats.NumRoutes(); n != 0 {
		t.Errorf("%d leafs and routes", n)
	}
}

func nonceOf(t *testing.T, r *bufio.Reader) string {
	t.Helper()
	line, err := r.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var info struct {
		Nonce string `json:"nonce"`
	}
	if err := json.Unmarshal([]byte(strings.TrimPrefix(line, "INFO ")), &info); err != nil || info.Nonce == "" {
		t.Fatalf("%s: %v", line, err)
	}
	return info.Nonce
}

// greet logs a hand-made connection in.
func greet(t *testing.T, conn net.Conn, r *bufio.Reader, id Identity) {
	t.Helper()
	nonce := nonceOf(t, r)
	kp, err := nkeys.FromSeed(id.Seed)
	if err != nil {
		t.Fatal(err)
	}
	sig, err := kp.Sign([]byte(nonce))
	if err != nil {
		t.Fatal(err)
	}
	_, err = fmt.Fprintf(conn, "CONNECT {\"verbose\":false,\"nkey\":%q,\"sig\":%q,\"headers\":true}\r\nPING\r\n", keyOf(t, id), base64.RawURLEncoding.EncodeToString(sig))
	if err != nil {
		t.Fatal(err)
	}
	for {
		line, err := r.ReadString('\n')
		if err != nil || strings.HasPrefix(line, "-ERR") {
			t.Fatalf("%s %v", line, err)
		}
		if strings.HasPrefix(line, "PONG") {
			return
		}
	}
}

func bufioReader(conn net.Conn) *bufio.Reader { return bufio.NewReader(conn) }
