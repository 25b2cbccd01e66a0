package lan

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"onewindow/wire"
)

// rawConn connects as any other NATS client would, and collects what the server
// objects to.
func rawConn(t *testing.T, s *Server, id Identity, opts ...nats.Option) (*nats.Conn, func() string) {
	t.Helper()
	var mu sync.Mutex
	var said []string
	kp, err := nkeys.FromSeed(id.Seed)
	if err != nil {
		t.Fatal(err)
	}
	pin, _ := id.pin()
	nc, err := nats.Connect(s.URLs()[0], append([]nats.Option{
		nats.Nkey(keyOf(t, id), kp.Sign),
		nats.CustomInboxPrefix(wire.InboxPrefix(id.Terminal)),
		nats.Secure(pinnedTLS(pin, nil)), nats.TLSHandshakeFirst(),
		nats.NoReconnect(), nats.Timeout(time.Minute),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			mu.Lock()
			said = append(said, err.Error())
			mu.Unlock()
		}),
	}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return nc, func() string {
		mu.Lock()
		defer mu.Unlock()
		return strings.Join(said, "\n")
	}
}

// hallConnOf is a connection with the hall's own rights, to get past the
// server's permissions and meet the checks behind them.
func hallConnOf(t *testing.T, s *Server) *nats.Conn {
	t.Helper()
	nc, err := nats.Connect("", nats.InProcessServer(s.nats), nats.UserInfo(hallUser, s.guard.secret), nats.Timeout(inTime))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return nc
}

func request(verb string, change func(map[string]any)) []byte {
	m := map[string]any{"v": 1, "rid": "rid-" + verb + "-" + NewRID(), "exp": time.Now().Add(time.Minute)}
	if change != nil {
		change(m)
	}
	return mustJSON(m)
}

func TestEveryBadRequestIsAnsweredWithItsReasonAndAHint(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h)
	kiosk := enrolled(t, s, wire.RoleKiosk, "")
	h.set(wire.TopicMenu, 1, "menu")
	nc := hallConnOf(t, s)
	set := func(k string, v any) func(map[string]any) { return func(m map[string]any) { m[k] = v } }
	drop := func(k string) func(map[string]any) { return func(m map[string]any) { delete(m, k) } }
	menu := set("data", wire.TopicRequest{Topic: wire.TopicMenu})

	for _, tc := range []struct {
		says     string
		terminal string
		area     string
		verb     string
		data     []byte
		want     string
	}{
		{"a good one", kiosk.Terminal, "ticket", "issue", request("a", nil), "ok"},
		{"a field that the hall does not know", kiosk.Terminal, "ticket", "issue", request("a", set("future", 1)), "ok"},
		{"not JSON", kiosk.Terminal, "ticket", "issue", []byte("number please"), wire.CodeBadRequest},
		{"empty", kiosk.Terminal, "ticket", "issue", []byte{}, wire.CodeBadRequest},
		{"JSON of another kind", kiosk.Terminal, "ticket", "issue", []byte(`[1]`), wire.CodeBadRequest},
		{"cut short", kiosk.Terminal, "ticket", "issue", []byte(`{"v":1,"rid":"12345678"`), wire.CodeBadRequest},
		{"exp of the wrong type", kiosk.Terminal, "ticket", "issue", request("a", set("exp", 5)), wire.CodeBadRequest},
		{"larger than the hall reads", kiosk.Terminal, "ticket", "issue", request("a", set("data", strings.Repeat("x", wire.MaxRequest))), wire.CodeTooLarge},
		{"900 kB of rubbish", kiosk.Terminal, "ticket", "issue", bytes.Repeat([]byte{'{'}, 900_000), wire.CodeTooLarge},
		{"no version", kiosk.Terminal, "ticket", "issue", request("a", drop("v")), wire.CodeUnsupportedVersion},
		{"a version of the future", kiosk.Terminal, "ticket", "issue", request("a", set("v", 2)), wire.CodeUnsupportedVersion},
		{"no rid", kiosk.Terminal, "ticket", "issue", request("a", drop("rid")), wire.CodeBadRequest},
		{"a short rid", kiosk.Terminal, "ticket", "issue", request("a", set("rid", "1234567")), wire.CodeBadRequest},
		{"a long rid", kiosk.Terminal, "ticket", "issue", request("a", set("rid", strings.Repeat("r", 65))), wire.CodeBadRequest},
		{"a rid of other characters", kiosk.Terminal, "ticket", "issue", request("a", set("rid", "12345678/../x")), wire.CodeBadRequest},
		{"no exp", kiosk.Terminal, "ticket", "issue", request("a", drop("exp")), wire.CodeBadRequest},
		{"exp in the past", kiosk.Terminal, "ticket", "issue", request("a", set("exp", time.Now().Add(-time.Second))), wire.CodeExpired},
		{"exp too far ahead", kiosk.Terminal, "ticket", "issue", request("a", set("exp", time.Now().Add(wire.MaxAhead+time.Minute))), wire.CodeExpired},
		{"a verb that is none", kiosk.Terminal, "ticket", "eat", request("a", nil), wire.CodeUnknownVerb},
		{"an area that is none", kiosk.Terminal, "kitchen", "issue", request("a", nil), wire.CodeUnknownVerb},
		{"another role's verb", kiosk.Terminal, "window", "next", request("a", nil), wire.CodeForbidden},
		{"an admin's verb", kiosk.Terminal, "hall", "settings", request("a", nil), wire.CodeForbidden},
		{"a terminal that is none", "kiosk-ffff", "ticket", "issue", request("a", nil), wire.CodeForbidden},
		{"a query without rid and exp", kiosk.Terminal, "state", "get", mustJSON(map[string]any{"v": 1, "data": wire.TopicRequest{Topic: wire.TopicMenu}}), "ok"},
		{"a query with a bad rid", kiosk.Terminal, "state", "get", request("a", set("rid", "x")), wire.CodeBadRequest},
		{"an expired query", kiosk.Terminal, "state", "get", request("a", set("exp", time.Now().Add(-time.Second))), wire.CodeExpired},
		{"a query", kiosk.Terminal, "state", "get", request("a", menu), "ok"},
	} {
		t.Run(tc.says, func(t *testing.T) {
			inbox := wire.InboxPrefix(tc.terminal) + "." + NewRID()
			sub, err := nc.SubscribeSync(inbox)
			if err != nil {
				t.Fatal(err)
			}
			before, _ := h.counts()
			if err := nc.PublishRequest(wire.ReqSubject(tc.terminal, tc.area, tc.verb), inbox, tc.data); err != nil {
				t.Fatal(err)
			}
			m, err := sub.NextMsg(time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			var r wire.Reply
			if err := json.Unmarshal(m.Data, &r); err != nil || r.V != wire.Version {
				t.Fatalf("%s: %v", m.Data, err)
			}
			got := "ok"
			if !r.OK {
				got = r.Err.Code
				if r.Err.Hint == "" || r.Err.Msg == "" {
					t.Errorf("no hint: %+v", r.Err)
				}
			}
			if got != tc.want {
				t.Errorf("answer %s, want %s: %s", got, tc.want, m.Data)
			}
			if after, _ := h.counts(); tc.want != "ok" && after != before {
				t.Error("a refused request had an effect")
			}
		})
	}
}

func TestAReplayedRequestGetsTheFirstAnswerAndNoEffect(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h)
	id := enrolled(t, s, wire.RoleKiosk, "")
	nc, _ := rawConn(t, s, id)
	data := request("replay", nil)
	var first wire.Reply
	for i := range 3 {
		m, err := nc.Request(wire.ReqSubject(id.Terminal, "ticket", "issue"), data, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		var r wire.Reply
		if err := json.Unmarshal(m.Data, &r); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = r
		} else if !r.Dup || !bytes.Equal(r.Data, first.Data) {
			t.Errorf("replay %d: %s", i, m.Data)
		}
	}
	if n, _ := h.counts(); n != 1 {
		t.Errorf("%d effects", n)
	}
}

func TestAReplayAfterItsExpGetsTheFirstAnswerToo(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	var mu sync.Mutex
	ahead := time.Duration(0)
	s := listenOn(t, t.TempDir(), -1, h, func(set *Settings) {
		set.Clock = func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			return time.Now().Add(ahead)
		}
	})
	id := enrolled(t, s, wire.RoleKiosk, "")
	nc, _ := rawConn(t, s, id)
	ask := func(data []byte) (r wire.Reply) {
		t.Helper()
		m, err := nc.Request(wire.ReqSubject(id.Terminal, "ticket", "issue"), data, time.Minute)
		if err == nil {
			err = json.Unmarshal(m.Data, &r)
		}
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	answered, never := request("answered", nil), request("never-answered", nil)
	first := ask(answered)
	mu.Lock()
	ahead = time.Minute
	mu.Unlock()
	if r := ask(answered); !r.OK || !r.Dup || !bytes.Equal(r.Data, first.Data) {
		t.Errorf("the repetition: %+v %v", r, r.Err)
	}
	if r := ask(never); r.OK || r.Dup || r.Err.Code != wire.CodeExpired || r.Err.Params[wire.ParamNow] == "" || r.Err.Hint == "" {
		t.Errorf("the late one: %+v %v", r, r.Err)
	}
	if n, _ := h.counts(); n != 1 {
		t.Errorf("%d effects", n)
	}
}

func TestAVerbOfAnotherRoleIsRefusedInPlainWords(t *testing.T) {
	_, err := wire.CheckVerb(wire.RoleKiosk, "terminal", "list")
	if err == nil || err.Msg != "terminal.list is not for a kiosk terminal" || err.Hint != "it is for manager, admin; use such a terminal, or enrol this one anew" {
		t.Fatalf("%+v", err)
	}
}

func TestATerminalCannotSpeakOrListenAsAnother(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h)
	a := enrolled(t, s, wire.RoleKiosk, "")
	b := enrolled(t, s, wire.RoleWindow, "w1")
	nc, said := rawConn(t, s, a)

	for _, subject := range []string{
		wire.ReqSubject(b.Terminal, "window", "next"),
		wire.ReqSubject(a.Terminal, "window", "next"),
		wire.ReqSubject(a.Terminal, "hall", "settings"),
		wire.HeartbeatSubject(b.Terminal),
		wire.EventSubject(wire.TopicMenu),
		wire.EventSubject(wire.TopicSys),
		wire.InboxPrefix(b.Terminal) + ".x",
		wire.SubjectJoin,
		"$SYS.REQ.SERVER.PING",
		"$JS.API.INFO",
		"$SRV.PING",
		"anything",
	} {
		if err := nc.PublishRequest(subject, wire.InboxPrefix(a.Terminal)+".r", request("x", nil)); err != nil {
			t.Fatal(err)
		}
		within(t, time.Minute, "publish to "+subject+" is refused", func() bool {
			return strings.Contains(said(), fmt.Sprintf("Publish to %q", subject))
		})
	}
	for _, subject := range []string{
		wire.InboxPrefix(b.Terminal) + ".>",
		"_INBOX.>",
		">",
		"*.>",
		"lan.>",
		"lan.req.>",
		wire.SubjectRequests,
		wire.ReqSubject(a.Terminal, "ticket", "issue"),
		"lan.ev.>",
		wire.EventSubject(wire.WindowTopic("w1")),
		wire.EventSubject(wire.TopicHall),
		wire.SubjectHeartbeats,
		wire.SubjectJoin,
		"$SYS.>",
	} {
		if _, err := nc.SubscribeSync(subject); err != nil {
			t.Fatal(err)
		}
		within(t, time.Minute, "listening to "+subject+" is refused", func() bool {
			return strings.Contains(said(), fmt.Sprintf("Subscription to %q", subject))
		})
	}
	if n, gets := h.counts(); n+gets != 0 {
		t.Errorf("the hall heard %d requests", n+gets)
	}
}

func TestAnAnswerGoesNowhereButToTheAsker(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h)
	a := enrolled(t, s, wire.RoleKiosk, "")
	board := enrolled(t, s, wire.RoleBoard, "")
	nc, _ := rawConn(t, s, a)
	other := hallConnOf(t, s)
	spy, err := other.SubscribeSync(">")
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Flush(); err != nil {
		t.Fatal(err)
	}
	for _, reply := range []string{
		wire.EventSubject(wire.TopicBoard), wire.InboxPrefix(board.Terminal) + ".x", wire.InboxPrefix(a.Terminal),
		wire.ReqSubject(board.Terminal, "state", "get"),
	} {
		if err := nc.PublishRequest(wire.ReqSubject(a.Terminal, "ticket", "issue"), reply, request("x", nil)); err != nil {
			t.Fatal(err)
		}
	}
	if err := nc.Publish(wire.ReqSubject(a.Terminal, "ticket", "issue"), request("x", nil)); err != nil {
		t.Fatal(err)
	}
	// A good request behind them shows that they have been dealt with.
	if _, err := nc.Request(wire.ReqSubject(a.Terminal, "ticket", "issue"), request("x", nil), time.Minute); err != nil {
		t.Fatal(err)
	}
	if n, _ := h.counts(); n != 1 {
		t.Errorf("%d effects, want the good one only", n)
	}
	for {
		m, err := spy.NextMsg(50 * time.Millisecond)
		if errors.Is(err, nats.ErrTimeout) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(m.Subject, "lan.req."+a.Terminal+".") && !strings.HasPrefix(m.Subject, wire.InboxPrefix(a.Terminal)+".") {
			t.Errorf("the hall was made to say %s on %s", m.Data, m.Subject)
		}
	}
}
