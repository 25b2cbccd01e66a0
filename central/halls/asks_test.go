package halls_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/central/halls"
	"onewindow/central/halls/hallstest"
	"onewindow/central/network"
	"onewindow/wire"
)

// request is a question that is good for a minute.
func request(data any) []byte {
	return mustJSON(wire.Request{V: wire.Version, RID: "rid-" + nats.NewInbox()[7:], Exp: time.Now().Add(time.Minute), Data: mustJSON(data)})
}

// question asks the centre; the error is the refusal.
func (h *fakeHall) question(what string, body []byte) (wire.Reply, error) {
	var r wire.Reply
	if err := h.ask(wire.AskSubject(h.code, what), body, &r); err != nil {
		return r, err
	}
	if !r.OK {
		if r.Err == nil {
			return r, errors.New("refused without a reason")
		}
		return r, r.Err
	}
	return r, nil
}

func TestAHallAsksAndIsAnswered(t *testing.T) {
	t.Parallel()
	c := open(t)
	h := c.hall("LG-1")
	for _, what := range wire.Asks {
		r, err := h.question(what, request(map[string]any{}))
		if err != nil || r.V != wire.Version || string(r.Data) != fmt.Sprintf("%q", "LG-1 "+what) {
			t.Errorf("%s: %+v %v", what, r, err)
		}
	}
	// A large document comes whole.
	big := strings.Repeat("y", 2<<20)
	c.store.asks.with(func(context.Context, string, string, wire.Request) wire.Reply {
		return wire.Reply{OK: true, Data: mustJSON(big)}
	})
	r, err := h.question(wire.AskDesired, request(nil))
	if err != nil || len(r.Data) != len(big)+2 {
		t.Errorf("%d bytes: %v", len(r.Data), err)
	}
	c.store.asks.with(func(context.Context, string, string, wire.Request) wire.Reply {
		return wire.Reply{OK: true, Data: mustJSON(big + big)}
	})
	if _, err := h.question(wire.AskDesired, request(nil)); code(err) != wire.CodeInternal {
		t.Errorf("an answer that is too large: %v", err)
	}
	c.store.asks.with(func(context.Context, string, string, wire.Request) wire.Reply { return wire.Reply{} })
	if _, err := h.question(wire.AskDesired, request(nil)); code(err) != wire.CodeInternal {
		t.Errorf("no answer: %v", err)
	}
}

func TestWhatIsNoQuestionIsRefused(t *testing.T) {
	t.Parallel()
	c := open(t)
	h := c.hall("LG-1")
	at := func(d time.Duration) time.Time { return time.Now().Add(d) }
	for _, tc := range []struct {
		says, what string
		data       []byte
		want       string
	}{
		{"an unknown question", "wishes", request(nil), wire.CodeUnknownVerb},
		{"not JSON", wire.AskClaim, []byte("may I"), wire.CodeBadRequest},
		{"empty", wire.AskClaim, nil, wire.CodeBadRequest},
		{"a version of the future", wire.AskDesired, mustJSON(wire.Request{V: 2}), wire.CodeUnsupportedVersion},
		{"a claim without a name", wire.AskClaim, mustJSON(wire.Request{V: 1, Exp: at(time.Second)}), wire.CodeBadRequest},
		{"a claim without an end", wire.AskClaim, mustJSON(wire.Request{V: 1, RID: "rid-00000001"}), wire.CodeBadRequest},
		{"a claim that is too late", wire.AskClaim, mustJSON(wire.Request{V: 1, RID: "rid-00000001", Exp: at(-time.Second)}), wire.CodeExpired},
		{"a question that is too late", wire.AskQuickest, mustJSON(wire.Request{V: 1, Exp: at(-time.Second)}), wire.CodeExpired},
		{"one for next week", wire.AskClaim, mustJSON(wire.Request{V: 1, RID: "rid-00000001", Exp: at(7 * 24 * time.Hour)}), wire.CodeExpired},
		{"65 kB", wire.AskDesired, request(strings.Repeat("x", 64<<10)), wire.CodeTooLarge},
	} {
		_, err := h.question(tc.what, tc.data)
		var w *wire.Error
		if code(err) != tc.want || !errors.As(err, &w) || w.Msg == "" {
			t.Errorf("%s: %v, want %s", tc.says, err, tc.want)
		}
	}
	if n := c.store.asks.count(); n != 0 {
		t.Errorf("%d of them were answered", n)
	}
	if _, err := h.question(wire.AskDesired, mustJSON(wire.Request{V: 1})); err != nil {
		t.Errorf("what needs no end: %v", err)
	}
}

func TestACentreThatAnswersNothingSaysSo(t *testing.T) {
	t.Parallel()
	var reg hallstest.Registry
	pub, seed := key(t)
	reg.Add(network.Enrolled{Hall: "LG-1", Key: pub})
	h, err := halls.Listen(ctx(t), halls.Settings{Host: "127.0.0.1", Port: -1, NoTLS: true, Dir: t.TempDir()}, &reg, newFakeStore(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(ctx(t)); err != nil {
			t.Error(err)
		}
	})
	if _, err := dial(t, halls.Joined{Hall: "LG-1", URLs: h.URLs(), Seed: seed}, h.URLs()[0]).question(wire.AskDesired, request(nil)); code(err) != wire.CodeUnknownVerb {
		t.Error(err)
	}
}

func TestAHallsClockIsMadeGoodWhenItAsks(t *testing.T) {
	t.Parallel()
	c := open(t)
	h := c.hall("LG-1")
	behind := time.Now().Add(-time.Hour)
	g := h.greeting(1)
	g.At = behind
	var r wire.HelloReply
	if err := h.ask(wire.HelloSubject("LG-1"), mustJSON(g), &r); err != nil || r.Refused != nil {
		t.Fatal(err, r.Refused)
	}
	if _, err := h.question(wire.AskClaim, mustJSON(wire.Request{V: 1, RID: "rid-00000001", Exp: behind.Add(30 * time.Second)})); err != nil {
		t.Error(err)
	}
	if _, err := h.question(wire.AskClaim, mustJSON(wire.Request{V: 1, RID: "rid-00000001", Exp: behind.Add(-5 * time.Second)})); code(err) != wire.CodeExpired {
		t.Error(err)
	}
}

func TestAnAnswerToAQuestionGoesToTheHallThatAskedOnly(t *testing.T) {
	t.Parallel()
	c := open(t)
	h := c.hall("LG-1")
	c.hall("LG-2")
	for _, reply := range []string{wire.DownSubject("LG-2", "ticket", "issue"), wire.HallInboxPrefix("LG-2") + ".x", wire.SegmentSubject("LG-2"), ""} {
		m := nats.NewMsg(wire.AskSubject("LG-1", wire.AskDesired))
		m.Reply, m.Data = reply, request(nil)
		if err := h.nc.PublishMsg(m); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.question(wire.AskDesired, request(nil)); err != nil {
		t.Fatal(err)
	}
	within(t, time.Minute, "the good one was the only one", func() bool { return c.store.asks.count() == 1 })
}

func TestQuestionsHoldUpNeitherSegmentsNorOtherHalls(t *testing.T) {
	t.Parallel()
	// Those that wait here wait for as long as the others' work takes.
	c := open(t, func(s *halls.Settings) { s.Asking(time.Minute) })
	a, b := c.hall("LG-1"), c.hall("LG-2")
	hold := make(chan struct{})
	var mu sync.Mutex
	at, most := 0, 0
	c.store.asks.with(func(ctx context.Context, hall, _ string, _ wire.Request) wire.Reply {
		if hall == "LG-1" {
			mu.Lock()
			at++
			most = max(most, at)
			mu.Unlock()
			select {
			case <-hold:
			case <-ctx.Done():
			}
			mu.Lock()
			at--
			mu.Unlock()
		}
		return wire.Reply{OK: true}
	})
	const asked = 200
	inbox := wire.HallInboxPrefix("LG-1") + ".many"
	answers, err := a.nc.SubscribeSync(inbox)
	if err != nil {
		t.Fatal(err)
	}
	for range asked {
		if err := a.nc.PublishRequest(wire.AskSubject("LG-1", wire.AskQuickest), inbox, request(nil)); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.nc.Flush(); err != nil {
		t.Fatal(err)
	}
	within(t, time.Minute, "as many as may be are asked at a time", func() bool { mu.Lock(); defer mu.Unlock(); return at == 2 })
	if err := a.hello(4); err != nil {
		t.Error(err)
	}
	if err := a.send(4); err != nil {
		t.Error(err)
	}
	if _, err := b.question(wire.AskQuickest, request(nil)); err != nil {
		t.Errorf("another hall: %v", err)
	}
	if err := b.hello(1); err != nil {
		t.Error(err)
	}
	close(hold)
	got := map[string]int{}
	for range asked {
		m, err := answers.NextMsg(time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		var r wire.Reply
		if err := json.Unmarshal(m.Data, &r); err != nil {
			t.Fatal(err)
		}
		if r.Err != nil {
			got[r.Err.Code]++
		} else {
			got["ok"]++
		}
	}
	if got["ok"] < 32 || got[wire.CodeOverloaded] == 0 || got["ok"]+got[wire.CodeOverloaded] != asked {
		t.Errorf("%v", got)
	}
	mu.Lock()
	defer mu.Unlock()
	if most > 2 {
		t.Errorf("%d of one hall at a time", most)
	}
}

func TestAHallThatAsksWithoutEndIsCut(t *testing.T) {
	t.Parallel()
	c := open(t, func(s *halls.Settings) { s.Strikes(20) })
	a, b := c.hall("LG-1"), c.hall("LG-2")
	within(t, time.Minute, "it is cut", func() bool {
		_, err := a.question(wire.AskQuickest, request(nil))
		return err != nil && a.nc.IsClosed()
	})
	if _, err := tryDial(t, c.joined("LG-1"), c.URLs()[0]); err == nil {
		t.Error("it came back at once")
	}
	if _, err := b.question(wire.AskQuickest, request(nil)); err != nil {
		t.Error(err)
	}
}

func TestAHallThatHasLargeDocumentsSentWithoutEndIsCut(t *testing.T) {
	t.Parallel()
	c := open(t, func(s *halls.Settings) { s.Strikes(10) }) // a slow machine sends less than five a second, which nobody minds
	a := c.hall("LG-1")
	big := mustJSON(strings.Repeat("y", 2<<20))
	c.store.asks.with(func(context.Context, string, string, wire.Request) wire.Reply {
		return wire.Reply{OK: true, Data: big}
	})
	inbox := wire.HallInboxPrefix("LG-1") + ".many"
	start := time.Now()
	within(t, time.Minute, "it is cut", func() bool {
		_ = a.nc.PublishRequest(wire.AskSubject("LG-1", wire.AskDesired), inbox, request(nil)) // fails once it is cut
		return a.nc.IsClosed()
	})
	// Beyond these it may have as many as nobody minds: fewer than two a second, as each
	// counts as ten.
	if n, most := c.store.asks.count(), 10+int(2*time.Since(start).Seconds()); n > most {
		t.Errorf("%d documents were sent; want %d at most", n, most)
	}
}

func TestAHintReachesTheHallsItIsFor(t *testing.T) {
	t.Parallel()
	c := open(t)
	a, b := c.hall("LG-1"), c.hall("LG-2")
	heard := func(h *fakeHall) *nats.Subscription {
		sub, err := h.nc.SubscribeSync(wire.DownSubjects(h.code))
		if err == nil {
			err = h.nc.Flush()
		}
		if err != nil {
			t.Fatal(err)
		}
		return sub
	}
	as, bs := heard(a), heard(b)
	c.Changed("LG-1", "no hall", "LG-9")
	m, err := as.NextMsg(time.Minute)
	if err != nil || m.Subject != "dn.LG-1.network.changed" || m.Reply != "" {
		t.Errorf("%+v %v", m, err)
	}
	c.Changed("LG-2")
	if m, err := bs.NextMsg(time.Minute); err != nil || m.Subject != "dn.LG-2.network.changed" {
		t.Errorf("%+v %v", m, err)
	}
}
