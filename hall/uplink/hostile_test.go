package uplink_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"onewindow/hall/uplink"
	"onewindow/trust"
	"onewindow/wire"
)

// A key of a hall can do nothing in the name of another hall, nor of the centre.
func TestAHallsKeyOpensOnlyItsOwnSubjects(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	h := openHall(t, t.TempDir())
	u := h.link(c.url(), c.enrol(hallID), (*uplink.Settings).Sound)
	isUp(t, u)
	c.has(h)

	seed := c.enrol("B-2")
	kp, err := nkeys.FromSeed(seed)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var denied []string
	nc, err := nats.Connect(c.url(), nats.Nkey(publicOf(t, seed), kp.Sign), nats.NoReconnect(), nats.Timeout(time.Minute), nats.CustomInboxPrefix(wire.HallInboxPrefix("B-2")),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			mu.Lock()
			defer mu.Unlock()
			denied = append(denied, err.Error())
		}))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()

	hello, err := json.Marshal(h.Introduce())
	if err != nil {
		t.Fatal(err)
	}
	publish := []string{
		wire.HelloSubject(hallID), wire.SegmentSubject(hallID), wire.LiveSubject(hallID),
		wire.DownSubject(hallID, "ticket", "issue"), wire.DownSubject("B-2", "ticket", "issue"),
		wire.AskSubject(hallID, wire.AskDesired), wire.AskSubject(hallID, wire.AskClaim), wire.ChangedSubject(hallID),
		wire.HallInboxPrefix(hallID) + ".x.1", "_INBOX.x", "$SYS.REQ.SERVER.PING",
	}
	listen := []string{
		wire.DownSubjects(hallID), "dn.>", wire.SubjectHellos, wire.SubjectSegments, wire.SubjectLives, wire.SubjectAsks, "up.>", ">",
		wire.HallInboxPrefix(hallID) + ".>", "_INBOX.>", "*.>",
	}
	for _, s := range publish {
		if err := nc.PublishRequest(s, wire.HallInboxPrefix("B-2")+".x", hello); err != nil {
			t.Errorf("%s: %v", s, err)
		}
	}
	heard := make(chan *nats.Msg, 1000)
	for _, s := range listen {
		if _, err := nc.ChanSubscribe(s, heard); err != nil {
			t.Errorf("%s: %v", s, err)
		}
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	// Meanwhile the other hall and the centre say a lot.
	before := c.said()
	h.issue(20)
	if r, err := c.ask(hallID, "ticket", "issue", h.command("request-1", wire.IssueRequest{Theme: "business"}), time.Minute); err != nil || !r.OK {
		t.Errorf("%+v %v", r, err)
	}
	c.has(h)
	within(t, time.Minute, func() string {
		mu.Lock()
		defer mu.Unlock()
		return "each is denied: " + strings.Join(denied, "\n")
	}, func() bool {
		mu.Lock()
		defer mu.Unlock()
		for _, s := range append(publish, listen...) {
			found := false
			for _, d := range denied {
				found = found || strings.Contains(d, `"`+s+`"`)
			}
			if !found {
				return false
			}
		}
		return true
	})
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	if n := len(heard); n > 0 {
		t.Errorf("it heard %d messages, the first on %s", n, (<-heard).Subject)
	}
	if c.said() != before {
		t.Errorf("its forged hello arrived")
	}
	// Its own it may.
	if m, err := nc.Request(wire.HelloSubject("B-2"), hello, time.Minute); err != nil || len(m.Data) == 0 {
		t.Errorf("its own hello: %v", err)
	}
}

func TestACommandIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	seed := c.enrol("B-2")
	kp, err := nkeys.FromSeed(seed)
	if err != nil {
		t.Fatal(err)
	}
	nc, err := nats.Connect(c.url(), nats.Nkey(publicOf(t, seed), kp.Sign), nats.NoReconnect(), nats.Timeout(time.Minute),
		nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {})) // it is denied, as it should be
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	if _, err := nc.Subscribe(wire.DownSubjects("B-2"), func(m *nats.Msg) {
		for _, s := range []string{"first", "second", "third"} {
			_ = m.Respond([]byte(s)) // what the server drops is the test
		}
	}); err != nil {
		t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	answers, err := c.nc.SubscribeSync("answers")
	if err == nil {
		err = c.nc.PublishRequest(wire.DownSubject("B-2", "ticket", "issue"), "answers", nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	if m, err := answers.NextMsg(time.Minute); err != nil || string(m.Data) != "first" {
		t.Fatalf("%v %v", m, err)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := c.nc.Flush(); err != nil {
		t.Fatal(err)
	}
	if n, _, err := answers.Pending(); err != nil || n != 0 {
		t.Errorf("%d more answers arrived, %v", n, err)
	}
}

// listening is how a centre with an authority of its own listens.
func listening(t *testing.T, web bool) (how, trust.Pin) {
	t.Helper()
	dir := t.TempDir()
	a, err := trust.OpenAuthority(dir, "centre", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	conf, err := a.ServerTLS(dir, []string{"127.0.0.1"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return how{tls: conf, web: web}, a.Pin()
}

func TestTheCentreIsReachedOverTLSAndOverTheWeb(t *testing.T) {
	t.Parallel()
	for _, web := range []bool{false, true} {
		how, pin := listening(t, web)
		c := openCentre(t, how)
		h := openHall(t, t.TempDir())
		h.issue(600)
		seed := c.enrol(hallID)
		u := h.link(c.url(), seed, (*uplink.Settings).Sound, func(s *uplink.Settings) { s.Pin = pin })
		isUp(t, u)
		c.has(h)
		if r, err := c.ask(hallID, "ticket", "issue", h.command("request-1", wire.IssueRequest{Theme: "business"}), time.Minute); err != nil || !r.OK {
			t.Errorf("web %v: a command: %+v %v", web, r, err)
		}
		c.stop()
		c.start()
		h.issue(3)
		c.has(h)
		u.Close()

		// A centre of another authority gets nothing, whatever it knows.
		said := c.said()
		u = h.link(c.url(), seed, func(s *uplink.Settings) { s.Pin = trust.Pin{1} })
		within(t, time.Minute, func() string { return "it says why: " + u.State().Why }, func() bool {
			return strings.Contains(u.State().Why, "not the centre that this hall has joined")
		})
		if c.said() != said {
			t.Errorf("web %v: it was spoken to", web)
		}
	}
}
