package halls_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/central/halls"
	"onewindow/wire"
)

func TestAHallCannotSpeakOrListenAsAnotherOrAsTheCentre(t *testing.T) {
	t.Parallel()
	c := open(t)
	a, b := c.hall("LG-1"), c.hall("LG-2")
	if err := b.hello(3); err != nil {
		t.Fatal(err)
	}
	own, err := c.OwnLine()
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	spy, err := own.SubscribeSync(">")
	if err != nil {
		t.Fatal(err)
	}
	if err := own.Flush(); err != nil {
		t.Fatal(err)
	}
	for _, subject := range []string{
		wire.HelloSubject("LG-2"),
		wire.SegmentSubject("LG-2"),
		wire.LiveSubject("LG-2"),
		wire.SubjectHallJoin,
		wire.DownSubject("LG-2", "ticket", "issue"), // command another hall
		wire.DownSubject("LG-1", "ticket", "issue"), // or itself in the centre's name
		wire.HallInboxPrefix("LG-2") + ".x",         // answer in the centre's name
		wire.HallInboxPrefix("LG-1") + ".x",
		"_INBOX_centre.x.y", // answer in another hall's name
		"_INBOX.x", "$SYS.REQ.SERVER.PING", "$SYS.REQ.USER.INFO", "$SYS.ACCOUNT.CENTRE.DISCONNECT", "$JS.API.INFO", "$SRV.PING", "$NRG.x", "anything",
	} {
		if err := a.nc.PublishRequest(subject, wire.HallInboxPrefix("LG-1")+".r", []byte(`{}`)); err != nil {
			t.Fatal(err)
		}
		within(t, time.Minute, "publish to "+subject+" is refused", func() bool {
			return strings.Contains(a.objections(), fmt.Sprintf("Publish to %q", subject))
		})
	}
	for _, subject := range []string{
		">", "*.>", "up.>", "up.*.hello", wire.HelloSubject("LG-1"), wire.SegmentSubject("LG-2"), wire.LiveSubject("LG-2"), wire.SubjectHallJoin,
		"dn.>", "dn.*.ticket.issue", wire.DownSubjects("LG-2"),
		"_INBOX.>", "_INBOX_centre.>", wire.HallInboxPrefix("LG-2") + ".>", wire.JoinInboxPrefix("0011") + ".>",
		"$SYS.>", "$SYS.ACCOUNT.CENTRE.>",
	} {
		if _, err := a.nc.SubscribeSync(subject); err != nil {
			t.Fatal(err)
		}
		within(t, time.Minute, "listening to "+subject+" is refused", func() bool {
			return strings.Contains(a.objections(), fmt.Sprintf("Subscription to %q", subject))
		})
		// To steal the work of the centre's processes.
		if _, err := a.nc.QueueSubscribeSync(subject, "centre"); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.nc.Flush(); err != nil {
		t.Fatal(err)
	}
	if m, err := spy.NextMsg(50 * time.Millisecond); !errors.Is(err, nats.ErrTimeout) {
		t.Errorf("something was said: %v %v", m, err)
	}
	// The other is served as before.
	if err := b.send(3); err != nil || c.store.seqOf("LG-2") != 3 || c.store.seqOf("LG-1") != 0 {
		t.Errorf("%v, %d and %d events", err, c.store.seqOf("LG-2"), c.store.seqOf("LG-1"))
	}
}

func TestACommandIsAnsweredOnceByTheHallThatItWasGivenTo(t *testing.T) {
	t.Parallel()
	c := open(t)
	a, b := c.hall("LG-1"), c.hall("LG-2")
	heard := make(chan *nats.Msg, 1)
	a.answerWith(t, func(m *nats.Msg) wire.Reply {
		heard <- m
		return wire.Reply{OK: true}
	})
	if _, err := c.Do(ctx(t), halls.Command{Hall: "LG-1", Area: "ticket", Verb: "issue", RID: "rid-00000001", Data: map[string]any{}}); err != nil {
		t.Fatal(err)
	}
	m := <-heard
	for who, h := range map[string]*fakeHall{"the hall, a second time": a, "another hall": b} {
		if err := h.nc.Publish(m.Reply, []byte(`{"v":1,"ok":true}`)); err != nil {
			t.Fatal(err)
		}
		within(t, time.Minute, who+" is refused", func() bool { return strings.Contains(h.objections(), fmt.Sprintf("Publish to %q", m.Reply)) })
	}
}

// segment makes a segment that is right but for what change does to it.
func segment(h *fakeHall, n int, change func(map[string]any)) []byte {
	var m map[string]any
	if err := json.Unmarshal(mustJSON(h.segmentOf(n)), &m); err != nil {
		panic(err)
	}
	if change != nil {
		change(m)
	}
	return mustJSON(m)
}

func TestWhateverAHallSaysIsAnsweredOrDroppedAndNothingBreaks(t *testing.T) {
	t.Parallel()
	c := open(t)
	c.hall("LG-1")
	other := c.hall("LG-2")
	nc, err := c.OwnLine(nats.CustomInboxPrefix(wire.HallInboxPrefix("LG-1"))) // past the permissions of the server
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	h := &fakeHall{code: "LG-1", instance: "i-1", nc: nc}
	set := func(k string, v any) func(map[string]any) { return func(m map[string]any) { m[k] = v } }
	drop := func(k string) func(map[string]any) { return func(m map[string]any) { delete(m, k) } }
	hello := func(change func(map[string]any)) []byte {
		var m map[string]any
		if err := json.Unmarshal(mustJSON(h.greeting(9)), &m); err != nil {
			t.Fatal(err)
		}
		change(m)
		return mustJSON(m)
	}
	many := make([]json.RawMessage, 501)
	for i := range many {
		many[i] = json.RawMessage(`{}`)
	}
	big := func(n, size int) func(map[string]any) {
		return func(m map[string]any) {
			var list []json.RawMessage
			for range n {
				list = append(list, mustJSON(map[string]string{"x": strings.Repeat("y", size)}))
			}
			m["from"], m["to"], m["events"] = 1, n, list
		}
	}
	for _, tc := range []struct {
		says, what string
		data       []byte
		want       string
	}{
		{"a good hello", "hello", hello(func(map[string]any) {}), "ok"},
		{"a field of the future", "hello", hello(set("future", 1)), "ok"},
		{"not JSON", "hello", []byte("here I am"), wire.CodeBadRequest},
		{"empty", "hello", nil, wire.CodeBadRequest},
		{"null", "hello", []byte("null"), wire.CodeUnsupportedVersion},
		{"another kind", "hello", []byte("[1]"), wire.CodeBadRequest},
		{"deep JSON", "hello", bytes.Repeat([]byte("["), 60_000), wire.CodeBadRequest},
		{"no version", "hello", hello(drop("v")), wire.CodeUnsupportedVersion},
		{"a version of the future", "hello", hello(set("v", 2)), wire.CodeUnsupportedVersion},
		{"another's name in the body", "hello", hello(set("hall", "LG-2")), wire.CodeForbidden},
		{"no instance", "hello", hello(drop("instance")), wire.CodeBadRequest},
		{"no line", "hello", hello(drop("line")), wire.CodeBadRequest},
		{"a negative sequence", "hello", hello(set("seq", -1)), wire.CodeBadRequest},
		{"a large hello", "hello", hello(set("version", strings.Repeat("x", 64<<10))), wire.CodeTooLarge},
		{"a good segment", "ev", nil, "ok"}, // made below, with the token
		{"not JSON", "ev", []byte("events"), wire.CodeBadRequest},
		{"no version", "ev", segment(h, 1, drop("v")), wire.CodeUnsupportedVersion},
		{"another's name in the body", "ev", segment(h, 1, set("hall", "LG-2")), wire.CodeForbidden},
		{"no epoch", "ev", segment(h, 1, drop("epoch")), wire.CodeBadRequest},
		{"an odd epoch", "ev", segment(h, 1, set("epoch", "../..")), wire.CodeBadRequest},
		{"from nothing", "ev", segment(h, 1, set("from", 0)), wire.CodeBadRequest},
		{"backwards", "ev", segment(h, 1, set("to", 0)), wire.CodeBadRequest},
		{"more than it says", "ev", segment(h, 2, set("to", 1)), wire.CodeBadRequest},
		{"less than it says", "ev", segment(h, 2, set("to", uint64(1)<<63)), wire.CodeBadRequest},
		{"no events", "ev", segment(h, 1, drop("events")), wire.CodeBadRequest},
		{"an event that is a number", "ev", segment(h, 1, set("events", []int{1})), wire.CodeBadRequest},
		{"an event that is null", "ev", segment(h, 1, set("events", []any{nil})), wire.CodeBadRequest},
		{"501 events", "ev", segment(h, 1, func(m map[string]any) { m["to"], m["events"] = 501, many }), wire.CodeBadRequest},
		{"two events of 200 kB", "ev", segment(h, 1, big(2, 200<<10)), wire.CodeTooLarge},
		{"one event of 900 kB, too early", "ev", segment(h, 1, func(m map[string]any) { big(1, 900<<10)(m); m["from"], m["to"] = 7, 7 }), wire.CodeStaleWatermark},
		{"a segment of 3.5 MB", "ev", bytes.Repeat([]byte(" "), 7<<19), wire.CodeTooLarge},
		{"a token of before", "ev", segment(h, 1, set("token", 77)), wire.CodeStaleWatermark},
	} {
		t.Run(tc.what+": "+tc.says, func(t *testing.T) {
			_, before := c.store.counts()
			data := tc.data
			if tc.want == "ok" && tc.what == "ev" {
				if err := h.hello(9); err != nil {
					t.Fatal(err)
				}
				data = segment(h, 2, set("future", 1))
			}
			reply := wire.HallInboxPrefix("LG-1") + "." + nats.NewInbox()[7:]
			sub, err := nc.SubscribeSync(reply)
			if err != nil {
				t.Fatal(err)
			}
			if err := nc.PublishRequest("up.LG-1."+tc.what, reply, data); err != nil {
				t.Fatal(err)
			}
			m, err := sub.NextMsg(time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			var r struct {
				V       int         `json:"v"`
				Refused *wire.Error `json:"refused"`
				Err     *wire.Error `json:"err"`
			}
			if err := json.Unmarshal(m.Data, &r); err != nil || r.V != wire.Version {
				t.Fatalf("%s: %v", m.Data, err)
			}
			e := r.Refused
			if tc.what == "ev" {
				e = r.Err
			}
			got := "ok"
			if e != nil {
				got = e.Code
				if e.Msg == "" || e.Hint == "" {
					t.Errorf("no hint: %+v", e)
				}
			}
			if got != tc.want {
				t.Errorf("answer %s, want %s: %.300s", got, tc.want, m.Data)
			}
			if _, after := c.store.counts(); tc.want != "ok" && after != before {
				t.Error("a refused segment had an effect")
			}
		})
	}
	if err := other.hello(0); err == nil {
		t.Error("a hello without history was taken") // Check: epoch begins after seq
	}
	if err := other.hello(2); err != nil {
		t.Error(err)
	}
}

func TestAnAnswerGoesNowhereButToTheHallThatAsked(t *testing.T) {
	t.Parallel()
	c := open(t)
	a, b := c.hall("LG-1"), c.hall("LG-2")
	own, err := c.OwnLine()
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	spy, err := own.SubscribeSync(">")
	if err != nil {
		t.Fatal(err)
	}
	if err := own.Flush(); err != nil {
		t.Fatal(err)
	}
	for _, reply := range []string{
		wire.DownSubject("LG-2", "ticket", "issue"), wire.HallInboxPrefix("LG-2") + ".x", wire.HallInboxPrefix("LG-1"), wire.HallInboxPrefix("LG-10") + ".x",
		wire.SegmentSubject("LG-2"), "_INBOX_centre.x",
	} {
		if err := a.nc.PublishRequest(wire.HelloSubject("LG-1"), reply, mustJSON(a.greeting(1))); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.nc.Publish(wire.HelloSubject("LG-1"), mustJSON(a.greeting(1))); err != nil {
		t.Fatal(err)
	}
	// A good one behind them shows that they have been dealt with.
	if err := a.hello(1); err != nil {
		t.Fatal(err)
	}
	if hellos, _ := c.store.counts(); hellos != 1 {
		t.Errorf("the store heard %d hellos, want the good one only", hellos)
	}
	for {
		m, err := spy.NextMsg(50 * time.Millisecond)
		if errors.Is(err, nats.ErrTimeout) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(m.Subject, "up.LG-1.") && !strings.HasPrefix(m.Subject, wire.HallInboxPrefix("LG-1")+".") {
			t.Errorf("the centre was made to say %s on %s", m.Data, m.Subject)
		}
	}
	if b.objections() != "" {
		t.Error(b.objections())
	}
}
