package lan

import (
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/wire"
)

func localClient(t testing.TB, s *Server, role wire.Role, window string, o Options) *Client {
	t.Helper()
	c, err := s.Local(testContext(t), wire.Terminal{Role: role, Window: window}, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func TestAWatchBeginsWithTheStateAndFollowsIt(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), 0, h)
	h.set(wire.TopicMenu, 1, "one")
	c := localClient(t, s, wire.RoleKiosk, "", Options{})
	w := c.Watch([]wire.Topic{wire.TopicMenu})
	defer w.Close()
	if m := next(t, w); m.Seq != 1 || string(m.Data) != `"one"` {
		t.Fatalf("%+v", m)
	}
	s.Publish(h.set(wire.TopicMenu, 2, "two"))
	if m := next(t, w); m.Seq != 2 {
		t.Fatalf("%+v", m)
	}
	old := h.set(wire.TopicMenu, 1, "old")
	s.Publish(old)
	s.Publish(h.set(wire.TopicBoard, 3, "not for kiosks"))
	s.Publish(h.set(wire.TopicMenu, 3, "three"))
	if m := next(t, w); m.Seq != 3 {
		t.Fatalf("an older state was shown: %+v", m)
	}
}

func TestAWindowHearsItsOwnTopicOnly(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), 0, h)
	h.set(wire.WindowTopic("w1"), 1, "w1")
	h.set(wire.WindowTopic("w2"), 1, "w2")
	c := localClient(t, s, wire.RoleWindow, "w1", Options{})
	w := c.Watch([]wire.Topic{wire.WindowTopic("w1")})
	defer w.Close()
	if m := next(t, w); m.Topic != "win.w1" {
		t.Fatalf("%+v", m)
	}
	manager := localClient(t, s, wire.RoleManager, "", Options{})
	mw := manager.Watch([]wire.Topic{wire.WindowTopic("w1"), wire.WindowTopic("w2")})
	defer mw.Close()
	got := map[wire.Topic]bool{next(t, mw).Topic: true}
	got[next(t, mw).Topic] = true
	if len(got) != 2 {
		t.Fatalf("%v", got)
	}
}

func TestAWindowDoesNotSeeAStateFromBeforeItsAnswer(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), 0, h)
	topic := wire.WindowTopic("w1")
	h.set(topic, 1, "at first")
	c := localClient(t, s, wire.RoleWindow, "w1", Options{})
	w := c.Watch([]wire.Topic{topic})
	defer w.Close()
	if m := next(t, w); m.Seq != 1 {
		t.Fatalf("%+v", m)
	}
	h.mu.Lock()
	h.seq = 6
	h.mu.Unlock()
	if err := c.Do(testContext(t), "window", "next", nil, nil); err != nil { // event 7
		t.Fatal(err)
	}
	before := wire.Message{V: wire.Version, Topic: topic, Epoch: h.epoch, Seq: 5, At: time.Now(), Data: json.RawMessage(`"others came"`)}
	// What was under way looks as what is true after the answer, which therefore
	// nobody sends.
	h.set(topic, 7, "others came")
	s.Publish(before)
	if m := next(t, w); m.Seq != 7 || string(m.Data) != `"others came"` {
		t.Fatalf("%+v", m)
	}
	// A hall that answers a question with an older state is believed: there is none
	// newer.
	h.mu.Lock()
	h.seq = 9
	h.mu.Unlock()
	if err := c.Do(testContext(t), "window", "next", nil, nil); err != nil { // event 10
		t.Fatal(err)
	}
	s.Publish(h.set(topic, 8, "that is all"))
	if m := next(t, w); m.Seq != 8 {
		t.Fatalf("%+v", m)
	}
}

func TestALostMessageIsRepairedByTheHeartbeat(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), 0, h)
	h.set(wire.TopicMenu, 1, "one")
	c := localClient(t, s, wire.RoleKiosk, "", Options{})
	w := c.Watch([]wire.Topic{wire.TopicMenu})
	defer w.Close()
	next(t, w)
	h.set(wire.TopicMenu, 5, "never published")
	s.Publish(h.sys())
	if m := next(t, w); m.Seq != 5 {
		t.Fatalf("%+v", m)
	}
	// A state that later events did not touch keeps its revision; it is fetched
	// once and not with every heartbeat.
	h.mu.Lock()
	h.seq = 9
	h.mu.Unlock()
	_, before := h.counts()
	s.Publish(h.sys())
	within(t, time.Minute, "it is fetched", func() bool { _, n := h.counts(); return n > before })
	within(t, time.Minute, "that is settled", func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.topics[wire.TopicMenu].fetched == 9
	})
	heard := c.Link().Heard
	s.Publish(h.sys())
	within(t, time.Minute, "the next heartbeat", func() bool { return c.Link().Heard.After(heard) })
	w.mu.Lock()
	defer w.mu.Unlock()
	if ts := w.topics[wire.TopicMenu]; ts.behind() || ts.fetch {
		t.Errorf("fetched again without need")
	}
}

func TestASlowReaderGetsTheNewestState(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), 0, h)
	h.set(wire.TopicBoard, 1, "1")
	h.set(wire.TopicHall, 1, "1")
	c := localClient(t, s, wire.RoleManager, "", Options{})
	w := c.Watch([]wire.Topic{wire.TopicBoard, wire.TopicHall})
	defer w.Close()
	const last = 500
	for i := uint64(2); i <= last; i++ {
		s.Publish(h.set(wire.TopicBoard, i, fmt.Sprint(i)))
	}
	within(t, time.Minute, "all arrived", func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.topics[wire.TopicBoard].msg.Seq == last && w.topics[wire.TopicHall].heard
	})
	// At most one old message was already on its way to the reader.
	got := map[wire.Topic][]uint64{}
	for len(got[wire.TopicBoard]) == 0 || got[wire.TopicBoard][len(got[wire.TopicBoard])-1] != last || len(got[wire.TopicHall]) == 0 {
		m := next(t, w)
		got[m.Topic] = append(got[m.Topic], m.Seq)
	}
	if len(got[wire.TopicBoard]) > 2 {
		t.Errorf("a backlog was delivered: %v", got)
	}
}

func TestANewHistoryReplacesTheStateAndAnOlderOneDoesNot(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), 0, h)
	h.set(wire.TopicMenu, 700, "first history")
	c := localClient(t, s, wire.RoleKiosk, "", Options{})
	w := c.Watch([]wire.Topic{wire.TopicMenu})
	defer w.Close()
	next(t, w)
	oldMenu := h.set(wire.TopicMenu, 800, "first history, later")
	h.mu.Lock()
	h.epoch, h.seq = "2-0000000b", 0
	h.mu.Unlock()
	h.set(wire.TopicMenu, 3, "second history")
	s.Publish(h.sys())
	if m := next(t, w); m.Epoch != "2-0000000b" || m.Seq != 3 {
		t.Fatalf("%+v", m)
	}
	s.Publish(oldMenu)
	h.mu.Lock()
	epoch := h.epoch
	h.epoch = "1-0000000a"
	h.mu.Unlock()
	s.Publish(h.sys()) // as from a copy of the hall that was replaced
	h.mu.Lock()
	h.epoch = epoch
	h.mu.Unlock()
	s.Publish(h.set(wire.TopicMenu, 4, "second history, later"))
	if m := next(t, w); m.Seq != 4 {
		t.Fatalf("the older history was shown: %+v", m)
	}
}

func TestAnAnswerFromANewHistoryMakesWatchesFetch(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), 0, h)
	h.set(wire.TopicMenu, 700, "first history")
	c := localClient(t, s, wire.RoleKiosk, "", Options{})
	w := c.Watch([]wire.Topic{wire.TopicMenu})
	defer w.Close()
	next(t, w)
	h.mu.Lock()
	h.epoch, h.seq = "2-0000000b", 0
	h.mu.Unlock()
	h.set(wire.TopicMenu, 3, "second history")
	if err := c.Do(testContext(t), "ticket", "issue", nil, nil); err != nil {
		t.Fatal(err)
	}
	if m := next(t, w); m.Epoch != "2-0000000b" || m.Seq != 3 {
		t.Fatalf("%+v", m)
	}
}

func TestAWatchOutlivesAFailureToFetch(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), 0, h)
	c := localClient(t, s, wire.RoleKiosk, "", Options{})
	w := c.Watch([]wire.Topic{wire.TopicMenu, wire.TopicSys, wire.TopicMenu})
	s.Publish(h.set(wire.TopicMenu, 2, "two"))
	if m := next(t, w); m.Seq != 2 {
		t.Fatalf("%+v", m)
	}
	s.Publish(h.sys())
	if m := next(t, w); m.Topic != wire.TopicSys {
		t.Fatalf("%+v", m)
	}
	w.Close()
	w.Close()
	if _, ok := <-w.C(); ok {
		t.Error("C is open after Close")
	}
	c.Close()
	late := c.Watch([]wire.Topic{wire.TopicMenu})
	late.Close()
}

func TestAStuckScreenDelaysNobody(t *testing.T) {
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h, func(s *Settings) { s.NoTLS = true })
	stuck := enrolled(t, s, wire.RoleBoard, "")
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URLs()[0], "nats://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	greet(t, conn, bufioReader(conn), stuck)
	if _, err := fmt.Fprintf(conn, "SUB lan.ev.board 1\r\nPING\r\n"); err != nil {
		t.Fatal(err)
	}
	h.set(wire.TopicBoard, 1, "")
	good := dialed(t, enrolled(t, s, wire.RoleBoard, ""), Options{})
	w := good.Watch([]wire.Topic{wire.TopicBoard})
	defer w.Close()
	next(t, w)
	kiosk := dialed(t, enrolled(t, s, wire.RoleKiosk, ""), Options{})
	s.guard.mu.Lock()
	cid := s.guard.conns[stuck.Terminal][0]
	s.guard.mu.Unlock()

	// The stuck screen reads nothing; what it does not read fills its buffers
	// until it is cut.
	big := strings.Repeat("x", 200<<10)
	var slowest, slowestPublish time.Duration
	seq := uint64(1)
	within(t, time.Minute, "the stuck screen is cut", func() bool {
		seq++
		m := h.set(wire.TopicBoard, seq, big)
		at := time.Now()
		s.Publish(m)
		slowestPublish = max(slowestPublish, time.Since(at))
		at = time.Now()
		if err := kiosk.Do(testContext(t), "ticket", "issue", nil, nil); err != nil {
			t.Fatal(err)
		}
		slowest = max(slowest, time.Since(at))
		return s.nats.GetClient(cid) == nil
	})
	t.Logf("slowest publish %v, slowest answer %v, %d messages", slowestPublish, slowest, seq)
	s.Publish(h.set(wire.TopicBoard, seq+1, "last"))
	for {
		if m := next(t, w); m.Seq == seq+1 {
			break
		}
	}
}

func TestMessagesLostInTheClientAreFetchedAnew(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), 0, h)
	h.set(wire.TopicMenu, 1, "one")
	c := localClient(t, s, wire.RoleKiosk, "", Options{})
	w := c.Watch([]wire.Topic{wire.TopicMenu})
	defer w.Close()
	next(t, w)
	h.set(wire.TopicMenu, 2, "two")
	c.asyncError(nil, w.subs[0], nats.ErrSlowConsumer)
	if m := next(t, w); m.Seq != 2 {
		t.Fatalf("%+v", m)
	}
}

func TestAMessageTooLargeToSendIsFetchedOrReported(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), 0, h)
	h.set(wire.TopicMenu, 1, strings.Repeat("x", maxPayload))
	c := localClient(t, s, wire.RoleKiosk, "", Options{})
	var m wire.Message
	err := c.Do(testContext(t), "state", "get", wire.TopicRequest{Topic: wire.TopicMenu}, &m)
	if code(err) != wire.CodeInternal {
		t.Errorf("%v", err)
	}
	s.Publish(h.set(wire.TopicMenu, 2, strings.Repeat("x", maxPayload)))
	w := c.Watch([]wire.Topic{wire.TopicMenu})
	defer w.Close()
	s.Publish(h.set(wire.TopicMenu, 3, "small"))
	if m := next(t, w); m.Seq != 3 {
		t.Errorf("%+v", m)
	}
}

func TestAnUnreadableMessageIsIgnored(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), 0, h)
	c := localClient(t, s, wire.RoleKiosk, "", Options{})
	w := c.Watch([]wire.Topic{wire.TopicMenu})
	defer w.Close()
	nc := hallConnOf(t, s)
	for _, bad := range []string{"", "{", `{"v":1,"topic":"board","seq":9,"data":1}`, `{"v":2,"topic":"menu","seq":9,"data":1}`, `[]`} {
		for _, topic := range []wire.Topic{wire.TopicMenu, wire.TopicSys} {
			if err := nc.Publish(wire.EventSubject(topic), []byte(bad)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	good := h.set(wire.TopicMenu, 1, "good")
	data, err := json.Marshal(good)
	if err != nil {
		t.Fatal(err)
	}
	if err := nc.Publish(wire.EventSubject(wire.TopicMenu), data); err != nil {
		t.Fatal(err)
	}
	if m := next(t, w); string(m.Data) != `"good"` {
		t.Errorf("%+v", m)
	}
}
