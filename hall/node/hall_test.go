package node_test

import (
	"encoding/json"
	"fmt"
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
	rids    int
}

func openHall(t testing.TB, dir string) *hall {
	t.Helper()
	h := &hall{t: t}
	var err error
	if h.journal, err = journal.Open(dir, "T-1", journal.Options{}); err != nil {
		t.Fatal(err)
	}
	keys, err := journal.OpenKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	h.Node, err = node.Open(node.Settings{
		Journal: h.journal, Keys: keys, Backups: dir + "/backups",
		Clock: node.NewPacedClock(queuetest.Morning, 1), Version: "test",
		First: func() (queue.Settings, queue.Catalogue, error) {
			s := queuetest.Settings(10)
			s.Rules.AutoDay = false
			return s, queuetest.Catalogue(), nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
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
	h.rids++
	return h.askAs(fmt.Sprintf("request-%06d", h.rids), from, area, verb, body)
}

func (h *hall) askAs(rid string, from wire.Terminal, area, verb string, body any) wire.Reply {
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
	h.Serve(from, v, wire.Request{V: 1, RID: rid, Exp: h.Now().Add(time.Minute), Data: data}, func(r wire.Reply) { got <- r })
	select {
	case r := <-got:
		return r
	case <-time.After(10 * time.Second):
		h.t.Fatalf("%s.%s was not answered", area, verb)
		return wire.Reply{}
	}
}

// must is ask that must be granted; it reads the answer's data.
func must[T any](h *hall, from wire.Terminal, area, verb string, body any) T {
	h.t.Helper()
	r := h.ask(from, area, verb, body)
	if !r.OK {
		h.t.Fatalf("%s.%s %+v: %v", area, verb, body, r.Err)
	}
	var v T
	if len(r.Data) > 0 {
		if err := json.Unmarshal(r.Data, &v); err != nil {
			h.t.Fatal(err)
		}
	}
	return v
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
	for i := 1; i <= 30; i++ {
		if r := h.Do(queue.Actor{Terminal: "test"}, "", queue.SignIn{Window: fmt.Sprint(i), Clerk: fmt.Sprintf("c%d", i)}); !r.OK {
			h.t.Fatal(r.Err)
		}
	}
}
