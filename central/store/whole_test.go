package store_test

import (
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/central/halls"
	"onewindow/central/store"
	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/hall/uplink"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// machine is a hall's program on its data directory.
type machine struct {
	*node.Node
	close func()
}

// boot starts one.
func boot(t *testing.T, dir string) *machine {
	t.Helper()
	j, err := journal.Open(dir, "LG-1", journal.Options{NoSync: true})
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
	m := &machine{Node: n}
	m.close = func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
		if err := j.Close(); err != nil {
			t.Error(err)
		}
		m.close = func() {}
	}
	t.Cleanup(func() { m.close() })
	return m
}

func (m *machine) command(t *testing.T, c queue.Command) {
	t.Helper()
	if r := m.Do(queue.Actor{Terminal: "kiosk-1"}, rand.Text(), c); !r.OK {
		t.Fatal(r.Err)
	}
}

func (m *machine) draw(t *testing.T, n int) {
	t.Helper()
	for range n {
		m.command(t, queue.Issue{Theme: "business", Source: queue.SourceKiosk})
	}
}

// until waits for something that comes by itself.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it did not come: %s", what)
		}
	}
}

// TestACopiedHallThatHasOvertakenIsFoundAndMayBeAdopted goes the whole way, by the
// hall's own link and the connections of halls.
func TestACopiedHallThatHasOvertakenIsFoundAndMayBeAdopted(t *testing.T) {
	s := fresh(t, "sqlite").open(t)
	h, err := halls.Listen(t.Context(), halls.Settings{Host: "127.0.0.1", Port: -1, Dir: t.TempDir()}, s.Keys(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	token, err := h.Invite(t.Context(), "LG-1", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	joined, err := halls.Join(t.Context(), token.Token, "hall machine")
	if err != nil {
		t.Fatal(err)
	}
	pin, err := joined.Pin()
	if err != nil {
		t.Fatal(err)
	}
	link := func(m *machine) *uplink.Uplink {
		t.Helper()
		u, err := uplink.Open(uplink.Settings{Hall: joined.Hall, URLs: joined.URLs, Seed: joined.Seed, Pin: pin}, m.Node)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(u.Close)
		return u
	}
	now := func() store.HallState {
		t.Helper()
		all, err := s.Halls(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(all) == 0 {
			return store.HallState{}
		}
		return all[0]
	}
	numbers := func() (live, superseded int) {
		t.Helper()
		ts, err := s.Tickets(t.Context(), "LG-1", queuetest.Date)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range ts {
			if k.Superseded {
				superseded++
			} else {
				live++
			}
		}
		return live, superseded
	}

	dir, copied := t.TempDir(), t.TempDir()
	m := boot(t, dir)
	m.command(t, queue.OpenDay{Date: queuetest.Date})
	m.draw(t, 10)
	m.close()
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	m = boot(t, dir)
	m.draw(t, 5)
	u := link(m)
	until(t, "the hall is there", func() bool { return now().Now.Seq == m.Last() })
	u.Close()
	m.close()

	c := boot(t, copied)
	c.draw(t, 40) // more than the hall itself
	u = link(c)
	until(t, "the copy is found", func() bool {
		why := u.State().Refused
		return why != nil && why.Code == wire.CodeEpochForked
	})
	if live, superseded := numbers(); live != 15 || superseded != 0 {
		t.Errorf("%d numbers are live and %d superseded", live, superseded)
	}
	if st := now(); st.Refused != wire.CodeEpochForked || !strings.HasPrefix(st.RefusedEpoch, "1-") {
		t.Errorf("the hall is %+v", st)
	}
	if err := s.Adopt(t.Context(), "LG-1", now().RefusedEpoch); err != nil {
		t.Fatal(err)
	}
	u.Close()
	u = link(c) // started anew, so that it asks at once
	until(t, "the copy is taken for the hall", func() bool { return now().Now.Seq == c.Last() && u.State().Refused == nil })
	if live, superseded := numbers(); live != 50 || superseded != 15 {
		t.Errorf("%d numbers are live and %d superseded", live, superseded)
	}
	c.draw(t, 1)
	until(t, "it goes on", func() bool { live, _ := numbers(); return live == 51 })
}
