package node_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// asCentre gives the hall one command of the centre.
func (h *hall) asCentre(rid, area, verb string, body any) wire.Reply {
	h.t.Helper()
	v, ok := wire.FindVerb(area, verb)
	if !ok {
		h.t.Fatalf("no verb %s.%s", area, verb)
	}
	data, err := json.Marshal(body)
	if err != nil {
		h.t.Fatal(err)
	}
	got := make(chan wire.Reply, 1)
	h.ServeCentre(v, wire.Request{V: 1, RID: rid, Exp: h.Now().Add(time.Minute), Data: data}, func(r wire.Reply) { got <- r })
	select {
	case r := <-got:
		return r
	case <-time.After(time.Minute):
		h.t.Fatalf("%s.%s was not answered", area, verb)
		return wire.Reply{}
	}
}

func TestTheCentreIsAnsweredByTheHallsOwnRules(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	issue := wire.IssueRequest{Theme: "business"}
	if r := h.asCentre("centre-0001", "ticket", "issue", issue); r.OK || r.Err.Code != string(queue.CodeDayClosed) {
		t.Fatalf("before the day: %+v", r)
	}
	h.openDay()
	first := h.asCentre("centre-0002", "ticket", "issue", issue)
	tk, err := decode[wire.Ticket](first)
	if err != nil || tk.Number == "" {
		t.Fatalf("%+v %v", tk, err)
	}
	if again := h.asCentre("centre-0002", "ticket", "issue", issue); !again.Dup || string(again.Data) != string(first.Data) {
		t.Errorf("repeated: %+v", again)
	}
	// A terminal's request of the same id is another one.
	if other := h.askAs("centre-0002", kiosk, "ticket", "issue", issue); other.Dup || !other.OK {
		t.Errorf("a kiosk's: %+v", other)
	}
	v, _ := wire.FindVerb("ticket", "issue")
	for rid, dup := range map[string]bool{"centre-0002": true, "centre-0003": false} {
		got := make(chan wire.Reply, 1)
		h.LateCentre(v, wire.Request{V: 1, RID: rid}, &wire.Error{Code: wire.CodeExpired}, func(r wire.Reply) { got <- r })
		if r := <-got; r.Dup != dup || !dup && r.Err.Code != wire.CodeExpired {
			t.Errorf("%s came late: %+v", rid, r)
		}
	}
	var found wire.TicketsReply
	if found, err = decode[wire.TicketsReply](h.asCentre("", "ticket", "find", wire.NumberRequest{Number: tk.Number})); err != nil || len(found.Tickets) != 1 {
		t.Errorf("find: %+v %v", found, err)
	}
	for topic, code := range map[wire.Topic]string{wire.TopicMenu: "", wire.TopicHall: "", wire.TopicBoard: wire.CodeForbidden, wire.WindowTopic("1"): wire.CodeForbidden} {
		r := h.asCentre("", "state", "get", wire.TopicRequest{Topic: topic})
		if r.OK != (code == "") || code != "" && r.Err.Code != code {
			t.Errorf("state of %s: %+v", topic, r)
		}
	}
	if r := h.asCentre("centre-0004", "ticket", "cancel", queue.Cancel{Number: tk.Number, Reason: "asked by phone"}); !r.OK {
		t.Errorf("cancel: %v", r.Err)
	}
	if r := h.asCentre("centre-0005", "ticket", "cancel", queue.Cancel{Number: tk.Number, Reason: "again"}); r.OK || r.Err.Code != string(queue.CodeEnded) {
		t.Errorf("cancel what is cancelled: %+v", r)
	}
	for _, e := range h.events() {
		switch ev := e.Event.(type) {
		case queue.TicketIssued:
			if e.Cause == "centre-0002" && e.By.Terminal == wire.CentreID && ev.Ticket.Source != queue.SourcePhone {
				t.Errorf("the centre's number is from %s", ev.Ticket.Source)
			}
		case queue.TicketCancelled:
			if e.By.Terminal != wire.CentreID {
				t.Errorf("cancelled by %+v", e.By)
			}
		}
	}
	h.foldsToTheSame()
}

func TestEventsLeaveTheHallWithoutTheSecretsOfStaff(t *testing.T) {
	const secret = "scrypt-of-a-pin"
	h := openHall(t, t.TempDir(), func(s *node.Settings) {
		s.First = func() (queue.Settings, queue.Catalogue, error) {
			set := queuetest.Settings(1)
			set.Rules.AutoDay = false
			for i := range set.Staff {
				set.Staff[i].PIN = secret
			}
			return set, queuetest.Catalogue(), nil
		}
	})
	defer h.close()
	h.openDay()
	var stored, sent []string
	if err := h.journal.Events(1, func(_ uint64, b []byte) error { stored = append(stored, string(b)); return nil }); err != nil {
		t.Fatal(err)
	}
	for from := uint64(1); from <= h.Last(); {
		n := 0
		err := h.Records(from, 2, 1<<20, func(seq uint64, b []byte) error {
			if seq != from+uint64(n) {
				t.Fatalf("event %d came as the %dth behind %d", seq, n, from)
			}
			n++
			sent = append(sent, string(b))
			return nil
		})
		if err != nil || n == 0 || n > 2 {
			t.Fatalf("%d events, %v", n, err)
		}
		from += uint64(n)
	}
	if len(sent) != len(stored) || !strings.Contains(strings.Join(stored, ""), secret) {
		t.Fatalf("%d events of %d", len(sent), len(stored))
	}
	for i := range sent {
		if strings.Contains(sent[i], secret) {
			t.Errorf("event %d tells a PIN", i+1)
		}
		if !strings.Contains(stored[i], secret) && sent[i] != stored[i] {
			t.Errorf("event %d was changed:\n%s\n%s", i+1, stored[i], sent[i])
		}
		var r queue.Record
		if err := json.Unmarshal([]byte(sent[i]), &r); err != nil || r.Seq != uint64(i+1) {
			t.Errorf("event %d: %d %v", i+1, r.Seq, err)
		}
	}
	stop := errors.New("stop")
	if err := h.Records(1, 5, 1<<20, func(uint64, []byte) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("the reader's error came back as %v", err)
	}
}

func TestEachListenerGetsAHintAfterACommit(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	a, stopA := h.Commits()
	b, stopB := h.Commits()
	for range 3 { // nobody takes a hint meanwhile, and nobody waits for that
		if r := h.ask(kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"}); !r.OK {
			t.Fatal(r.Err)
		}
	}
	for name, c := range map[string]<-chan struct{}{"a": a, "b": b} {
		select {
		case <-c:
		case <-time.After(time.Minute):
			t.Fatalf("%s got no hint", name)
		}
		select {
		case <-c:
			t.Errorf("%s got more than one hint", name)
		default:
		}
	}
	stopA()
	h.ask(kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	<-b
	select {
	case <-a:
		t.Error("a hint came after the stop")
	default:
	}
	stopB()
}

func TestTheHallTellsHowItIs(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	hello := h.Introduce()
	if hello.Hall != "T-1" || hello.Epoch != h.journal.Epoch() || hello.Seq != h.journal.Last() || hello.First != 1 || hello.Name == (queue.Text{}) ||
		hello.Settings == "" || hello.Catalogue == "" || hello.Schema == 0 || hello.Version != "test" || hello.At.IsZero() {
		t.Errorf("%+v", hello)
	}
	h.openDay()
	for range 3 {
		must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	}
	must[any](h, windowTerminal(1), "help", "call", wire.HelpRequest{Kind: queue.HelpPanic})
	refused := wire.RefuseUp(wire.CodeEpochOld)
	note := &wire.Error{Code: "centre_away"}
	h.TellCentre(refused, note)
	l, ok := h.Standing()
	if !ok || l.Seq != h.Last() || l.Epoch != h.journal.Epoch() || l.Figures.Waiting != 3 || l.Figures.Open != 30 || l.Panics != 1 || !l.Day.Open {
		t.Errorf("%+v", l)
	}
	if l.Advices != 0 || l.Accuracy != nil {
		t.Errorf("%d advices, accuracy %+v before any", l.Advices, l.Accuracy)
	}
	waiting := 0
	for _, line := range l.Lines {
		waiting += line.Waiting
	}
	if waiting != 3 || len(l.Alarms) != 1 || l.Alarms[0].Code != wire.CodeEpochOld {
		t.Errorf("%d waiting, alarms %v", waiting, l.Alarms)
	}
	sys := must[wire.Message](h, admin, "state", "get", wire.TopicRequest{Topic: wire.TopicSys})
	var s wire.Sys
	if err := json.Unmarshal(sys.Data, &s); err != nil || len(s.Alarms) != 1 || len(s.Notes) != 1 || s.Notes[0].Code != "centre_away" {
		t.Errorf("%+v %v", s, err)
	}
	h.TellCentre(nil, nil)
	if l, _ := h.Standing(); len(l.Alarms) != 0 {
		t.Errorf("the alarm stays: %v", l.Alarms)
	}
}

func TestTheCentreIsToldOfOpenAdviceAndOfTodaysPromises(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	by := queue.Actor{Terminal: "hall"}
	number := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"}).Number
	for _, c := range []queue.Command{
		queue.PromiseWait{Number: number, Promise: queue.Promise{At: h.Now(), Low: 60, Median: 120, Likely: 240, High: 300}},
		queue.Advise{Advices: []queue.Advice{{Theme: "business", What: queue.AskClose, Window: "1", Now: 10, Then: 9, Until: h.Now().Add(time.Hour)}}},
	} {
		if r := h.Do(by, "", c); !r.OK {
			t.Fatal(r.Err)
		}
	}
	if l, _ := h.Standing(); l.Advices != 1 || l.Accuracy != nil {
		t.Errorf("nobody called: %d advices, accuracy %+v", l.Advices, l.Accuracy)
	}
	must[wire.Done](h, windowTerminal(2), "window", "next", nil)
	if l, _ := h.Standing(); l.Accuracy == nil || l.Accuracy.Told != 1 || l.Accuracy.Date != l.Day.Date {
		t.Errorf("called: accuracy %+v", l.Accuracy)
	}
}

func TestTheHallTellsHowItsLinkToTheCentreIs(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	sys := func() (s wire.Sys) {
		m := must[wire.Message](h, admin, "state", "get", wire.TopicRequest{Topic: wire.TopicSys})
		if err := json.Unmarshal(m.Data, &s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	if s := sys(); s.Centre != nil {
		t.Errorf("a hall without a link tells of one: %+v", s.Centre)
	}
	h.ShowCentre(func() wire.CentreLink { return wire.CentreLink{Name: "centre", Acked: 7, Behind: h.Last() - 7} })
	if s := sys(); s.Centre == nil || s.Centre.Name != "centre" || s.Centre.Acked != 7 || s.Centre.Behind != h.Last()-7 {
		t.Errorf("%+v", s.Centre)
	}
	h.ShowCentre(nil)
	if s := sys(); s.Centre != nil {
		t.Errorf("%+v", s.Centre)
	}
}
