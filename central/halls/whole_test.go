package halls_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"onewindow/central/halls"
	"onewindow/central/halls/hallstest"
	"onewindow/central/store"
	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/hall/uplink"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// The centre's store is all that the service needs.
var _ halls.Ingest = (*store.Store)(nil)

// realHall is a hall's node on a journal of its own, in which it is nine o'clock of
// a day that is open.
func realHall(t *testing.T, code string) *node.Node {
	t.Helper()
	dir := t.TempDir()
	j, err := journal.Open(dir, code, journal.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := journal.OpenKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	n, err := node.Open(node.Settings{
		Journal: j, Keys: keys, Backups: filepath.Join(dir, "backups"), Clock: node.NewPacedClock(queuetest.Morning, 1), Version: "test", Watch: time.Hour,
		First: func() (queue.Settings, queue.Catalogue, error) {
			s := queuetest.Settings(2)
			s.Rules.AutoDay = false
			return s, queuetest.Catalogue(), nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	})
	if r := n.Do(queue.Actor{Terminal: "test"}, "", queue.OpenDay{Date: queuetest.Date}); !r.OK {
		t.Fatal(r.Err)
	}
	return n
}

// TestARealHallJoinsARealCentre goes the whole way: one line, the hall's own link,
// the centre's own store, and a command back.
func TestARealHallJoinsARealCentre(t *testing.T) {
	t.Parallel()
	st, err := store.Open(ctx(t), "sqlite://"+filepath.Join(t.TempDir(), "centre.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	h, err := halls.Listen(ctx(t), halls.Settings{Host: "127.0.0.1", Port: -1, Dir: t.TempDir()}, &hallstest.Registry{}, st, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(ctx(t)); err != nil {
			t.Error(err)
		}
	})
	tok, err := h.Invite(ctx(t), "LG-1", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	j, err := halls.Join(ctx(t), tok.Token, "hall machine")
	if err != nil {
		t.Fatal(err)
	}
	pin, err := j.Pin()
	if err != nil {
		t.Fatal(err)
	}
	n := realHall(t, "LG-1")
	for range 20 {
		if r := n.Do(queue.Actor{Terminal: "kiosk-1"}, "", queue.Issue{Theme: "business", Source: queue.SourceKiosk}); !r.OK {
			t.Fatal(r.Err)
		}
	}
	up, err := uplink.Open(uplink.Settings{Hall: j.Hall, URLs: j.URLs, Seed: j.Seed, Pin: pin}, n)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(up.Close)
	arrived := func(what string) {
		t.Helper()
		within(t, time.Minute, what, func() bool {
			s, ok := h.State("LG-1")
			return ok && s.Up && s.Acked == n.Last() && !s.LiveAt.IsZero()
		})
	}
	arrived("the history is there")
	for i := range 3 {
		r, err := h.Do(ctx(t), halls.Command{Hall: "LG-1", Area: "ticket", Verb: "issue", RID: fmt.Sprintf("rid-%010d", i%2),
			Data: wire.IssueRequest{Theme: "business"}})
		if err != nil || !r.OK || r.Dup != (i == 2) {
			t.Fatalf("%d: %+v %v %v", i, r, r.Err, err)
		}
	}
	arrived("what the centre did is there too")
	all, err := st.Halls(ctx(t))
	if err != nil || len(all) != 1 {
		t.Fatalf("%+v %v", all, err)
	}
	tickets, err := st.Tickets(ctx(t), "LG-1", queuetest.Date)
	if err != nil || len(tickets) != 22 {
		t.Errorf("%d tickets: %v", len(tickets), err)
	}
	up.Close()
	within(t, time.Minute, "the centre sees it go", func() bool { s, _ := h.State("LG-1"); return !s.Up })
	if _, err := h.Do(ctx(t), issue("LG-1")); code(err) != wire.CodeUnreachable || sent(err) != "no" {
		t.Error(err)
	}
}

// TestARealHallStaysInAClusterWhenItsPassEnds: the hall's own link knows a cluster by
// the pin of its authority, and is back at once when the servers cut it.
func TestARealHallStaysInAClusterWhenItsPassEnds(t *testing.T) {
	t.Parallel()
	g := openGoverned(t, 3, false)
	c := g.centre(0, func(s *halls.Settings, _ *halls.Cluster) { s.Pass(2 * time.Second) })
	j := c.enrolled("LG-1")
	pin, err := j.Pin()
	if err != nil {
		t.Fatal(err)
	}
	n := realHall(t, "LG-1")
	up, err := uplink.Open(uplink.Settings{Hall: j.Hall, URLs: j.URLs, Seed: j.Seed, Pin: pin}, n)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(up.Close)
	looks := c.reg.Looks()
	within(t, time.Minute, "it has come three times", func() bool { return c.reg.Looks() >= looks+3 })
	if r := n.Do(queue.Actor{Terminal: "kiosk-1"}, "", queue.Issue{Theme: "business", Source: queue.SourceKiosk}); !r.OK {
		t.Fatal(r.Err)
	}
	within(t, time.Minute, "what it has since then is there", func() bool {
		s := c.state("LG-1")
		return s.Up && s.Copy == nil && s.Refused == nil && s.Acked == n.Last()
	})
	if err := c.Revoke(ctx(t), "LG-1"); err != nil {
		t.Fatal(err)
	}
	within(t, time.Minute, "it is out", func() bool { return !up.State().Up })
}

// TestEventsThatNameAnotherHallCountForTheHallThatSentThem: what the centre's own
// store makes of a segment of LG-1 with events that say that they are of LG-2.
func TestEventsThatNameAnotherHallCountForTheHallThatSentThem(t *testing.T) {
	t.Parallel()
	st, err := store.Open(ctx(t), "sqlite://"+filepath.Join(t.TempDir(), "centre.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	h, err := halls.Listen(ctx(t), halls.Settings{Host: "127.0.0.1", Port: -1, Dir: t.TempDir()}, &hallstest.Registry{}, st, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(ctx(t)); err != nil {
			t.Error(err)
		}
	})
	link := func(code string, n *node.Node) {
		tok, err := h.Invite(ctx(t), code, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		j, err := halls.Join(ctx(t), tok.Token, "")
		if err != nil {
			t.Fatal(err)
		}
		pin, err := j.Pin()
		if err != nil {
			t.Fatal(err)
		}
		up, err := uplink.Open(uplink.Settings{Hall: code, URLs: j.URLs, Seed: j.Seed, Pin: pin}, n)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(up.Close)
		within(t, time.Minute, code+" has told all", func() bool { s, ok := h.State(code); return ok && s.Acked == n.Last() })
	}
	honest, forger := realHall(t, "LG-2"), realHall(t, "LG-2")
	for n, numbers := range map[*node.Node]int{honest: 2, forger: 5} {
		for range numbers {
			if r := n.Do(queue.Actor{Terminal: "kiosk-1"}, "", queue.Issue{Theme: "business", Source: queue.SourceKiosk}); !r.OK {
				t.Fatal(r.Err)
			}
		}
	}
	link("LG-2", honest)
	link("LG-1", forger) // with its own key, under its own name
	for code, want := range map[string]int{"LG-2": 2, "LG-1": 5} {
		if tickets, err := st.Tickets(ctx(t), code, queuetest.Date); err != nil || len(tickets) != want {
			t.Errorf("%s: %d tickets, want %d: %v", code, len(tickets), want, err)
		}
	}
}
