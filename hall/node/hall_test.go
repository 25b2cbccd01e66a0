package node_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// hall is a node on a journal in a folder of the test's own.
type hall struct {
	*node.Node
	t       testing.TB
	journal *journal.Journal
	rids    []string // of ask
}

// ridCount keeps requests of one test apart, also where it opens a hall twice.
var ridCount atomic.Int64

// openHall does without fsync: these tests lose no power.
func openHall(t testing.TB, dir string, change ...func(*node.Settings)) *hall {
	t.Helper()
	h := &hall{t: t}
	var err error
	if h.journal, err = journal.Open(dir, "T-1", journal.Options{NoSync: true}); err != nil {
		t.Fatal(err)
	}
	set, err := settingsOf(h.journal, dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range change {
		c(&set)
	}
	if h.Node, err = node.Open(set); err != nil {
		t.Fatal(err)
	}
	return h
}

// settingsOf are those of a hall of three themes and ten windows for each, in
// which it becomes nine o'clock when it opens.
func settingsOf(j *journal.Journal, dir string) (node.Settings, error) {
	keys, err := journal.OpenKeys(dir)
	return node.Settings{
		Journal: j, Keys: keys, Backups: dir + "/backups",
		Clock: node.NewPacedClock(queuetest.Morning, 1), Version: "test",
		Watch: time.Hour, Foresee: -1, // what tests do not ask for does not happen
		First: furnish(10),
	}, err
}

// furnish is a first furnishing with so many windows a theme.
func furnish(windows int) func() (queue.Settings, queue.Catalogue, error) {
	return func() (queue.Settings, queue.Catalogue, error) {
		s := queuetest.Settings(windows)
		s.Rules.AutoDay = false
		return s, queuetest.Catalogue(), nil
	}
}

func (h *hall) close() {
	h.t.Helper()
	if err := h.Close(); err != nil {
		h.t.Fatal(err)
	}
	if err := h.journal.Close(); err != nil {
		h.t.Fatal(err)
	}
}

// ask says a verb as a terminal and waits for the answer.
func (h *hall) ask(from wire.Terminal, area, verb string, body any) wire.Reply {
	rid := fmt.Sprintf("request-%08d", ridCount.Add(1))
	h.rids = append(h.rids, rid)
	return h.askAs(rid, from, area, verb, body)
}

func (h *hall) askAs(rid string, from wire.Terminal, area, verb string, body any) wire.Reply {
	h.t.Helper()
	got := make(chan wire.Reply, 1)
	if err := say(h.Node, rid, from, area, verb, body, func(r wire.Reply) { got <- r }); err != nil {
		h.t.Fatal(err)
	}
	select {
	case r := <-got:
		return r
	case <-time.After(time.Minute):
		h.t.Fatalf("%s.%s was not answered", area, verb)
		return wire.Reply{}
	}
}

// say hands the node one request as the network does.
func say(n *node.Node, rid string, from wire.Terminal, area, verb string, body any, reply func(wire.Reply)) error {
	v, ok := wire.FindVerb(area, verb)
	if !ok {
		return fmt.Errorf("no verb %s.%s", area, verb)
	}
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	n.Serve(from, v, wire.Request{V: 1, RID: rid, Exp: n.Now().Add(time.Minute), Data: data}, reply)
	return nil
}

// must is ask that must be granted; it reads the answer's data.
func must[T any](h *hall, from wire.Terminal, area, verb string, body any) T {
	h.t.Helper()
	r := h.ask(from, area, verb, body)
	if !r.OK {
		h.t.Fatalf("%s.%s %+v: %v", area, verb, body, r.Err)
	}
	v, err := decode[T](r)
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

// decode reads the data of a granted request.
func decode[T any](r wire.Reply) (v T, err error) {
	if !r.OK {
		return v, r.Err
	}
	if len(r.Data) > 0 {
		err = json.Unmarshal(r.Data, &v)
	}
	return v, err
}

var (
	admin = wire.Terminal{ID: "admin-1", Role: wire.RoleAdmin}
	kiosk = wire.Terminal{ID: "kiosk-1", Role: wire.RoleKiosk}
)

func windowTerminal(n int) wire.Terminal {
	return wire.Terminal{ID: fmt.Sprintf("window-%d", n), Role: wire.RoleWindow, Window: fmt.Sprint(n)}
}

// openDay opens the day and signs in a clerk at each window.
func (h *hall) openDay() {
	h.t.Helper()
	must[any](h, admin, "hall", "openday", wire.OpenDayRequest{Date: queuetest.Date})
	var windows []string
	h.Read(func(s *queue.State, _ time.Time) {
		for _, w := range s.Windows {
			windows = append(windows, w.ID)
		}
	})
	for _, w := range windows {
		if r := h.Do(queue.Actor{Terminal: "test"}, "", queue.SignIn{Window: w, Clerk: "c" + w}); !r.OK {
			h.t.Fatal(r.Err)
		}
	}
}

// events are the whole history, as the journal holds it.
func (h *hall) events() (rs []queue.Record) {
	h.t.Helper()
	rs, err := recordsOf(h.journal)
	if err != nil {
		h.t.Fatal(err)
	}
	return rs
}

func recordsOf(j *journal.Journal) (rs []queue.Record, err error) {
	err = j.Events(1, func(_ uint64, b []byte) error {
		var r queue.Record
		rs = append(rs, r)
		return json.Unmarshal(b, &rs[len(rs)-1])
	})
	return rs, err
}

// foldsToTheSame fails unless the journal's events, folded anew, make the state
// that the node has. What the hall does by itself meanwhile is left out: only the
// events up to that state are folded.
func (h *hall) foldsToTheSame() {
	h.t.Helper()
	var got []byte
	var seq uint64
	var err error
	h.Read(func(s *queue.State, _ time.Time) {
		seq = s.Seq
		got, err = s.Snapshot()
	})
	if err != nil {
		h.t.Fatal(err)
	}
	s := queue.New()
	for _, r := range h.events() {
		if r.Seq > seq {
			break
		}
		if err := queue.Apply(s, r); err != nil {
			h.t.Fatalf("event %d: %v", r.Seq, err)
		}
	}
	if err := queuetest.Check(s); err != nil {
		h.t.Fatal(err)
	}
	want, err := s.Snapshot()
	if err != nil {
		h.t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		h.t.Fatalf("the node's state is not that of its events:\n%.2000s\nwant\n%.2000s", got, want)
	}
}

// within waits until ok, and fails when that takes too long.
func within(t testing.TB, d time.Duration, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(d); !ok(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("not within %v: %s", d, what)
		}
	}
}
