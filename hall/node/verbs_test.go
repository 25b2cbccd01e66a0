package node_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// listener is a network that keeps what the hall says.
type listener struct {
	mu   sync.Mutex
	said []wire.Message
	// slow, when set, holds up every message.
	slow chan struct{}
}

func (l *listener) Publish(m wire.Message) {
	if l.slow != nil {
		<-l.slow
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.said = append(l.said, m)
}

func (l *listener) Token(wire.Role, string, time.Duration) (wire.TokenReply, error) {
	return wire.TokenReply{Token: "token"}, nil
}

func (l *listener) Revoke(id string) error {
	if id != "kiosk-1" {
		return errors.New("there is no such terminal")
	}
	return nil
}

func (l *listener) Terminals() []wire.Terminal { return []wire.Terminal{kiosk} }

// newest is the last message of a topic.
func (l *listener) newest(topic wire.Topic) (m wire.Message, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, m := range slices.Backward(l.said) {
		if m.Topic == topic {
			return m, true
		}
	}
	return m, false
}

// sensible fails for a refusal that helps nobody.
func sensible(t *testing.T, what string, r wire.Reply) {
	t.Helper()
	switch {
	case r.OK && r.Err == nil:
	case r.OK || r.Err == nil:
		t.Errorf("%s: %+v is neither an answer nor a refusal", what, r)
	case r.Err.Code == wire.CodeUnknownVerb, r.Err.Code == wire.CodeInternal:
		t.Errorf("%s: %v", what, r.Err)
	case r.Err.Code == "" || r.Err.Msg == "" || r.Err.Hint == "":
		t.Errorf("%s: the refusal %+v lacks a code, a text or a hint", what, r.Err)
	}
}

func TestEveryVerbIsUnderstoodAndEveryRefusalHasAHint(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	raw := func(s string) json.RawMessage { return json.RawMessage(s) }
	bodies := []any{
		nil, raw(`{}`), raw(`[]`), raw(`"text"`), raw(`{"number":"A001"}`), raw(`{"number":"Z9"}`), raw(`{"number":5,"window":5,"date":5,"theme":5,"id":5}`),
		raw(`{"window":"1"}`), raw(`{"window":"99"}`), raw(`{"date":"yesterday"}`), raw(`{"date":"2020-01-01"}`), raw(`{"theme":"none","from":1,"topic":"none"}`),
		raw(`{"role":"boss"}`), raw(`{"role":"window","window":"99"}`), raw(`{"role":"kiosk","minutes":-1}`), raw(`{"id":"nobody","remove":true}`),
		raw(`{"id":"123"}`), raw(`{"id":"new","name":"x"}`), raw(`{"id":"new","pin":"1"}`), raw(`{"clerk":"c1","pin":"0000","window":"1"}`),
		raw(`{"settings":{}}`), raw(`{"catalogue":{"items":[{"code":"?"}]}}`), raw(`{"items":["none"]}`), raw(`{"kind":"none","window":"1"}`),
		raw(fmt.Sprintf(`{"items":%s}`, mustJSON(t, make([]string, 21)))), raw(`{"id":"a"}`), raw(`{"topic":"hall"}`), raw(`{"closed":true,"theme":"business"}`),
		raw(`{"kind":"staff"}`), raw(`{"kind":"panic","terminal":"other"}`), raw(`{"window":"1","what":"close","theme":"business"}`), raw(`{"window":"1","what":5}`),
		raw(`{"a":"A001","b":"A001"}`), raw(`{"a":"A001","b":"Z9"}`), raw(`{"clerk":"c1","pin":"x"}`), raw(`{"id":"wait/business"}`), raw(`{"id":"12"}`),
		raw(`{"devices":[{"id":"printer","kind":"printer"}]}`), raw(`{"devices":[{"id":"?","kind":"printer"}]}`), raw(`{"devices":[{"id":"x","kind":"odd"}]}`), raw(`{"devices":5}`),
		raw(`{"number":"A001","state":"printed"}`), raw(`{"number":"A001","copy":7,"state":"printed"}`), raw(`{"number":"A001","state":"odd"}`), raw(`{"number":"A001","printer":"none"}`),
		raw(`{"number":"A001","window":"1","times":1}`), raw(`{"number":"A001","window":"99","times":1}`), raw(`{"topic":"signs"}`), raw(`{"topic":"papers"}`),
		raw(`{"rules":{"calls":3}}`), raw(`{"rules":{"alerts":{"load_warning":-1}}}`), raw(`{"from":-5,"limit":-1}`), raw(`{"from":9223372036854775807}`), raw(`{"from":"first"}`),
	}
	for _, net := range []*listener{nil, {}} {
		if net != nil {
			h.Attach(net)
		}
		for _, v := range wire.Verbs {
			for _, from := range []wire.Terminal{admin, windowTerminal(1), {ID: "guide-1", Role: wire.RoleGuide}, kiosk, manager, {ID: "caller-1", Role: wire.RoleCaller}} {
				if !v.Allows(from.Role) {
					continue
				}
				for _, body := range bodies {
					sensible(t, fmt.Sprintf("%s %s as %s", v, body, from.Role), h.ask(from, v.Area, v.Name, body))
				}
			}
		}
	}
	h.foldsToTheSame()
}

func TestARequestWithMoreThanItsDataIsRefused(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	verb, _ := wire.FindVerb("ticket", "issue")
	got := make(chan wire.Reply, 1)
	h.Serve(kiosk, verb, wire.Request{V: 1, RID: "two-in-one", Exp: h.Now().Add(time.Minute), Data: []byte(`{"theme":"business"}{"theme":"general"}`)}, func(r wire.Reply) { got <- r })
	r := <-got
	sensible(t, "two bodies", r)
	if r.OK {
		t.Fatal("granted")
	}
}

func mustJSON(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// wantRefused fails unless the request was refused with that code.
func wantRefused[C ~string](t testing.TB, r wire.Reply, code C) *wire.Error {
	t.Helper()
	if r.OK || r.Err == nil || r.Err.Code != string(code) {
		t.Fatalf("got %+v %v, want the refusal %s", r, r.Err, code)
	}
	return r.Err
}

func TestARefusalIsKeptAsAnAnswerIs(t *testing.T) {
	dir := t.TempDir()
	h := openHall(t, dir)
	h.openDay()
	cancel := queue.Cancel{Number: "A001", Reason: "left"}
	first := h.askAs("the-same-cancel", admin, "ticket", "cancel", cancel)
	wantRefused(t, first, queue.CodeUnknownNumber)
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	again := h.askAs("the-same-cancel", admin, "ticket", "cancel", cancel)
	wantRefused(t, again, queue.CodeUnknownNumber)
	if !again.Dup || again.Err.Hint != first.Err.Hint || again.Err.Params["number"] != "A001" {
		t.Fatalf("first %+v, then %+v", first.Err, again.Err)
	}
	h.close()
	h = openHall(t, dir)
	defer h.close()
	wantRefused(t, h.askAs("the-same-cancel", admin, "ticket", "cancel", cancel), queue.CodeUnknownNumber)
	// Another terminal's request of the same name is another request.
	if r := h.askAs("the-same-cancel", wire.Terminal{ID: "guide-1", Role: wire.RoleGuide}, "ticket", "cancel", cancel); !r.OK {
		t.Fatal(r.Err)
	}
}

func TestARepetitionThatComesLateGetsTheFirstAnswer(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	refusal := &wire.Error{Code: wire.CodeExpired, Msg: "late", Hint: "hurry"}
	late := func(rid string, from wire.Terminal, area, name string) <-chan wire.Reply {
		verb, _ := wire.FindVerb(area, name)
		got := make(chan wire.Reply, 1)
		h.Late(from, verb, wire.Request{V: 1, RID: rid, Data: []byte(`{"theme":"business"}`)}, refusal, func(r wire.Reply) { got <- r })
		return got
	}
	// Right behind the first, which is still under way.
	first := make(chan wire.Reply, 1)
	if err := say(h.Node, "given-in-time", kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"}, func(r wire.Reply) { first <- r }); err != nil {
		t.Fatal(err)
	}
	again := <-late("given-in-time", kiosk, "ticket", "issue")
	if r := <-first; !r.OK || !again.OK || !again.Dup || string(r.Data) != string(again.Data) {
		t.Fatalf("first %+v, then %+v", r, again)
	}
	h.Attach(&listener{})
	if r := h.askAs("a-token-in-time", admin, "terminal", "token", wire.TokenRequest{Role: wire.RoleKiosk}); !r.OK {
		t.Fatal(r.Err)
	}
	if r := <-late("a-token-in-time", admin, "terminal", "token"); !r.OK || !r.Dup {
		t.Fatalf("%+v", r)
	}
	for _, verb := range []string{"issue", "token"} {
		area := map[string]string{"issue": "ticket", "token": "terminal"}[verb]
		if r := <-late("never-in-time", admin, area, verb); r.Dup || r.Err != refusal {
			t.Fatalf("%s: %+v", verb, r)
		}
	}
	// It was refused before anything was decided, and may be asked in time.
	if r := h.askAs("never-in-time", admin, "ticket", "issue", wire.IssueRequest{Theme: "business"}); !r.OK || r.Dup {
		t.Fatalf("%+v", r)
	}
}

func TestAnExpiredRequestDoesNothingAlsoWhenItIsRepeated(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	verb, _ := wire.FindVerb("ticket", "issue")
	late := func(exp time.Time) wire.Reply {
		got := make(chan wire.Reply, 1)
		h.Serve(kiosk, verb, wire.Request{V: 1, RID: "a-late-request", Exp: exp, Data: []byte(`{"theme":"business"}`)}, func(r wire.Reply) { got <- r })
		return <-got
	}
	wantRefused(t, late(h.Now().Add(-time.Second)), wire.CodeExpired)
	if r := late(h.Now().Add(time.Minute)); !r.Dup {
		t.Fatalf("repeated: %+v", r)
	}
	wantRefused(t, h.ask(kiosk, "ticket", "find", wire.NumberRequest{Number: "A001"}), queue.CodeUnknownNumber)
}
