package uplink_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/hall/uplink"
	"onewindow/queue"
	"onewindow/wire"
)

// command is a request of the centre that lives half a minute of hall time.
func (h *hall) command(rid string, body any) wire.Request {
	h.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		h.t.Fatal(err)
	}
	return wire.Request{V: wire.Version, RID: rid, Exp: h.Now().Add(time.Minute), Data: data}
}

// Whoever at the centre hears a hello may ask the hall something at once, or hint at
// something new.
func TestAHallThatSaysHelloListensAlready(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	heard := make(chan error, 100)
	c.greeted = func() {
		_, err := c.ask(hallID, "state", "get", wire.Request{V: 1, RID: "request-1", Data: json.RawMessage(`{"topic":"menu"}`)}, time.Minute)
		heard <- err
	}
	h := openHall(t, t.TempDir())
	h.link(c.url(), c.enrol(hallID), (*uplink.Settings).Sound)
	if err := <-heard; err != nil {
		t.Errorf("asked at the hello: %v", err)
	}
}

func TestTheHallAnswersTheCentreAsItAnswersATerminal(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	h := openHall(t, t.TempDir())
	u := h.link(c.url(), c.enrol(hallID), (*uplink.Settings).Sound)
	isUp(t, u)
	ask := func(area, verb string, req any) wire.Reply {
		t.Helper()
		r, err := c.ask(hallID, area, verb, req, time.Minute)
		if err != nil {
			t.Fatalf("%s.%s: %v", area, verb, err)
		}
		return r
	}
	issue := h.command("request-1", wire.IssueRequest{Theme: "business"})
	first := ask("ticket", "issue", issue)
	var tk wire.Ticket
	if err := json.Unmarshal(first.Data, &tk); err != nil || !first.OK || first.Dup || tk.Number == "" {
		t.Fatalf("%+v %v", first, err)
	}
	// What the centre has been answered, it also has as an event.
	within(t, time.Minute, says("the event follows"), func() bool { return c.watermark(hallID) >= first.Seq })
	again := ask("ticket", "issue", issue)
	if !again.OK || !again.Dup || string(again.Data) != string(first.Data) {
		t.Errorf("repeated: %+v", again)
	}
	late := issue
	late.Exp = h.Now().Add(-time.Second)
	if r := ask("ticket", "issue", late); !r.Dup || string(r.Data) != string(first.Data) {
		t.Errorf("repeated after its time: %+v", r)
	}
	late.RID = "request-2"
	if r := ask("ticket", "issue", late); r.OK || r.Err.Code != wire.CodeExpired || r.Err.Params[wire.ParamNow] == "" {
		t.Errorf("late: %+v", r)
	}
	for name, tc := range map[string]struct {
		area, verb string
		req        any
		code       string
	}{
		"not for the centre":   {"window", "next", h.command("request-3", nil), wire.CodeForbidden},
		"not even to look":     {"state", "events", h.command("request-4", nil), wire.CodeForbidden},
		"a topic of screens":   {"state", "get", h.command("request-5", wire.TopicRequest{Topic: wire.TopicBoard}), wire.CodeForbidden},
		"unknown":              {"ticket", "eat", h.command("request-6", nil), wire.CodeUnknownVerb},
		"too deep":             {"ticket", "issue.now", h.command("request-7", nil), wire.CodeUnknownVerb},
		"no rid":               {"ticket", "issue", wire.Request{V: 1, Exp: h.Now().Add(time.Minute)}, wire.CodeBadRequest},
		"another version":      {"ticket", "issue", wire.Request{V: 2, RID: "request-8"}, wire.CodeUnsupportedVersion},
		"far ahead":            {"ticket", "issue", wire.Request{V: 1, RID: "request-9", Exp: h.Now().Add(time.Hour)}, wire.CodeExpired},
		"no JSON":              {"ticket", "issue", "x", wire.CodeBadRequest},
		"too large":            {"ticket", "issue", h.command("request-10", strings.Repeat("x", wire.MaxRequest)), wire.CodeTooLarge},
		"refused by the rules": {"ticket", "cancel", h.command("request-11", queue.Cancel{Number: "Z999", Reason: "r"}), string(queue.CodeUnknownNumber)},
	} {
		if r := ask(tc.area, tc.verb, tc.req); r.OK || r.Err == nil || r.Err.Code != tc.code || r.Err.Hint == "" {
			t.Errorf("%s: %+v %v", name, r, r.Err)
		}
	}
	for _, topic := range []wire.Topic{wire.TopicMenu, wire.TopicHall} {
		if r := ask("state", "get", wire.Request{V: 1, Data: json.RawMessage(fmt.Sprintf(`{"topic":%q}`, topic))}); !r.OK {
			t.Errorf("%s: %v", topic, r.Err)
		}
	}
	if r := ask("ticket", "cancel", h.command("request-12", queue.Cancel{Number: tk.Number, Reason: "does not come"})); !r.OK {
		t.Errorf("cancel: %v", r.Err)
	}
	issued := 0
	h.Read(func(s *queue.State, _ time.Time) { issued = len(s.Tickets) })
	if issued != 1 {
		t.Errorf("%d numbers were given", issued)
	}
	c.has(h)
}

func TestAHallThatIsNotThereIsKnownAtOnceAndKeepsNoCommand(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	h := openHall(t, t.TempDir())
	seed := c.enrol(hallID)
	ask := func() (wire.Reply, error) {
		return c.ask(hallID, "ticket", "issue", h.command("request-1", wire.IssueRequest{Theme: "business"}), time.Minute)
	}
	if _, err := ask(); !errors.Is(err, nats.ErrNoResponders) {
		t.Fatalf("before it came: %v", err)
	}
	u := h.link(c.url(), seed, (*uplink.Settings).Sound)
	isUp(t, u)
	c.has(h)
	last := h.Last()
	u.Close()
	within(t, time.Minute, says("it has left"), func() bool {
		_, err := ask()
		return errors.Is(err, nats.ErrNoResponders)
	})
	u = h.link(c.url(), seed, (*uplink.Settings).Sound)
	isUp(t, u)
	c.has(h)
	if h.Last() != last {
		t.Errorf("a command was done later: %d events more", h.Last()-last)
	}
}

func TestACommandThatNobodyWaitsForIsNotObeyed(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	h := openHall(t, t.TempDir())
	isUp(t, h.link(c.url(), c.enrol(hallID), (*uplink.Settings).Sound))
	b, err := json.Marshal(h.command("request-1", wire.IssueRequest{Theme: "business"}))
	if err == nil {
		err = c.nc.Publish(wire.DownSubject(hallID, "ticket", "issue"), b)
	}
	if err != nil {
		t.Fatal(err)
	}
	// Commands are taken in order, so that this one comes behind it.
	if r, err := c.ask(hallID, "state", "get", wire.Request{V: 1, Data: json.RawMessage(`{"topic":"menu"}`)}, time.Minute); err != nil || !r.OK {
		t.Fatalf("%+v %v", r, err)
	}
	h.Read(func(s *queue.State, _ time.Time) {
		if len(s.Tickets) != 0 {
			t.Error("it was obeyed")
		}
	})
}

// slow is a hall that answers only when it is told to.
type slow struct {
	uplink.Source
	data []byte // of each answer
	mu   sync.Mutex
	held []func()
}

func (s *slow) ServeCentre(_ wire.Verb, _ wire.Request, reply func(wire.Reply)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = append(s.held, func() { reply(wire.Reply{V: wire.Version, OK: true, Data: s.data}) })
}

func (s *slow) open() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.held)
}

func (s *slow) give() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, answer := range s.held {
		answer()
	}
	s.held = nil
}

func TestACentreThatAsksTooMuchIsToldSoAndAnswersAreNotLost(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	h := openHall(t, t.TempDir())
	s := &slow{Source: h.Node}
	set := uplink.Settings{Hall: hallID, URLs: []string{c.url()}, Seed: c.enrol(hallID)}
	set.Quick()
	set.Sound()
	u, err := uplink.Open(set, s)
	if err != nil {
		t.Fatal(err)
	}
	defer u.Close()
	isUp(t, u)
	var mu sync.Mutex
	codes := map[string]int{}
	var asking sync.WaitGroup
	const asked = 100
	for i := range asked {
		asking.Go(func() {
			r, err := c.ask(hallID, "ticket", "issue", h.command(fmt.Sprintf("request-%d", i), wire.IssueRequest{Theme: "business"}), time.Minute)
			code := "granted"
			if err != nil {
				code = err.Error()
			} else if !r.OK {
				code = r.Err.Code
			}
			mu.Lock()
			defer mu.Unlock()
			codes[code]++
		})
	}
	count := func(code string) int {
		mu.Lock()
		defer mu.Unlock()
		return codes[code]
	}
	within(t, time.Minute, func() string { return fmt.Sprintf("the rest is refused: %v", codes) }, func() bool {
		return s.open()+count(wire.CodeOverloaded) == asked
	})
	if s.open() != 64 {
		t.Errorf("%d are open", s.open())
	}
	// Close waits for them.
	closed := make(chan struct{})
	go func() { u.Close(); close(closed) }()
	within(t, time.Minute, says("no more are taken"), func() bool {
		_, err := c.ask(hallID, "ticket", "find", wire.Request{V: 1}, time.Second)
		return errors.Is(err, nats.ErrNoResponders)
	})
	s.give()
	asking.Wait()
	<-closed
	if count("granted") != 64 || count(wire.CodeOverloaded) != asked-64 {
		t.Errorf("%v", codes)
	}
}
