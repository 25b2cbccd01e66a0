package uplink_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/hall/uplink"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// A hall node is all that the link needs.
var _ uplink.Source = (*node.Node)(nil)

const hallID = "T-1"

// hall is a real hall on a journal of the test's own.
type hall struct {
	*node.Node
	t       testing.TB
	dir     string
	journal *journal.Journal
	working sync.WaitGroup
	quit    chan struct{}
	given   atomic.Int64
}

// openHall does without fsync: these tests lose no power.
func openHall(t testing.TB, dir string) *hall {
	t.Helper()
	h := &hall{t: t, dir: dir, quit: make(chan struct{})}
	var err error
	h.journal, h.Node, err = hallIn(dir, journal.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.close)
	return h
}

// hallIn opens a hall in which it is nine o'clock of a day that is open.
func hallIn(dir string, o journal.Options, clocks ...node.Clock) (*journal.Journal, *node.Node, error) {
	j, err := journal.Open(dir, hallID, o)
	if err != nil {
		return nil, nil, err
	}
	keys, err := journal.OpenKeys(dir)
	if err != nil {
		return nil, nil, err
	}
	clock := node.NewPacedClock(queuetest.Morning, 1)
	if len(clocks) > 0 {
		clock = clocks[0]
	}
	n, err := node.Open(node.Settings{
		Journal: j, Keys: keys, Backups: dir + "/backups", Clock: clock, Version: "test", Watch: time.Hour, Foresee: -1,
		First: func() (queue.Settings, queue.Catalogue, error) {
			s := queuetest.Settings(2)
			s.Rules.AutoDay = false
			return s, queuetest.Catalogue(), nil
		},
	})
	if err != nil {
		return nil, nil, err
	}
	open := false
	n.Read(func(s *queue.State, _ time.Time) { open = s.Day.Open })
	if !open {
		if r := n.Do(queue.Actor{Terminal: "test"}, "", queue.OpenDay{Date: queuetest.Date}); !r.OK {
			return nil, nil, r.Err
		}
	}
	return j, n, nil
}

func (h *hall) close() {
	h.rest()
	if err := h.Node.Close(); err != nil {
		h.t.Error(err)
	}
	if err := h.journal.Close(); err != nil {
		h.t.Error(err)
	}
}

// restored is the hall after a restore of a backup that was taken before.
func (h *hall) restored(backup []byte, after string) *hall {
	h.t.Helper()
	dir := h.t.TempDir()
	if _, err := journal.Restore(bytes.NewReader(backup), dir, journal.RestoreOptions{After: after}); err != nil {
		h.t.Fatal(err)
	}
	return openHall(h.t, dir)
}

func (h *hall) backup() []byte {
	h.t.Helper()
	var b bytes.Buffer
	if _, err := h.journal.Backup(&b); err != nil {
		h.t.Fatal(err)
	}
	return b.Bytes()
}

// issue gives n numbers, one commit each.
func (h *hall) issue(n int) {
	h.t.Helper()
	for range n {
		if err := h.give(); err != nil {
			h.t.Fatal(err)
		}
	}
}

func (h *hall) give() error {
	if r := h.Do(queue.Actor{Terminal: "kiosk-1"}, rand.Text(), queue.Issue{Theme: "business", Source: queue.SourceKiosk}); !r.OK {
		return r.Err
	}
	h.given.Add(1)
	return nil
}

// work gives numbers until rest, one every pause.
func (h *hall) work(pause time.Duration) {
	h.working.Go(func() {
		t := time.NewTicker(pause)
		defer t.Stop()
		for {
			select {
			case <-h.quit:
				return
			case <-t.C:
			}
			if err := h.give(); err != nil {
				h.t.Error(err)
				return
			}
		}
	})
}

func (h *hall) rest() {
	select {
	case <-h.quit:
	default:
		close(h.quit)
	}
	h.working.Wait()
}

// records are all events of the hall as they leave it.
func (h *hall) records() (all [][]byte) {
	h.t.Helper()
	for from := uint64(1); from <= h.Last(); from = uint64(len(all)) + 1 {
		if err := h.Records(from, 500, 1<<20, func(_ uint64, b []byte) error {
			all = append(all, bytes.Clone(b))
			return nil
		}); err != nil {
			h.t.Fatal(err)
		}
	}
	return all
}

// link opens a hall's link with paces that tests can wait for.
func (h *hall) link(url string, seed []byte, change ...func(*uplink.Settings)) *uplink.Uplink {
	h.t.Helper()
	set := uplink.Settings{Hall: hallID, URLs: []string{url}, Seed: seed}
	set.Quick()
	for _, c := range change {
		c(&set)
	}
	u, err := uplink.Open(set, h.Node)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(u.Close)
	return u
}

// has waits until the centre has every event of the hall, and fails unless it has
// each once and as it is.
func (c *centre) has(h *hall) {
	c.t.Helper()
	within(c.t, time.Minute, func() string {
		return fmt.Sprintf("the centre has all %d events; it has %d", h.Last(), c.watermark(hallID))
	}, func() bool { return c.watermark(hallID) == h.Last() })
	want := h.records()
	c.change(hallID, func(k *kept) {
		if len(k.events) != len(want) {
			c.t.Fatalf("the centre has %d events of %d", len(k.events), len(want))
		}
		for i := range want {
			if !bytes.Equal(k.events[i], want[i]) {
				c.t.Fatalf("event %d at the centre\n%s\nat the hall\n%s", i+1, k.events[i], want[i])
			}
		}
	})
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.forged) > 0 {
		c.t.Errorf("said in the name of another: %v", c.forged)
	}
}

// within waits until ok, and fails when that takes too long.
func within(t testing.TB, d time.Duration, what func() string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(d); !ok(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("not in %v: %s", d, what())
		}
	}
}

func says(what string) func() string { return func() string { return what } }

// isUp waits for the link.
func isUp(t testing.TB, u *uplink.Uplink) {
	t.Helper()
	within(t, time.Minute, func() string { return fmt.Sprintf("the link is up: %+v", u.State()) }, func() bool { return u.State().Up })
}

// refusedWith waits for a refusal with that code.
func refusedWith(t testing.TB, u *uplink.Uplink, code string) *wire.Error {
	t.Helper()
	within(t, time.Minute, func() string { return fmt.Sprintf("the hall is refused with %s: %+v", code, u.State()) }, func() bool {
		r := u.State().Refused
		return r != nil && r.Code == code
	})
	return u.State().Refused
}

// large commits an event of about 200 KiB: a catalogue of many items.
func (h *hall) large(t testing.TB) {
	t.Helper()
	cat := queuetest.Catalogue()
	pad := bytes.Repeat([]byte("x"), 150)
	for i := range 800 {
		it := cat.Items[0]
		it.Code = fmt.Sprintf("L-%d-%d", h.Last(), i)
		it.Name.En = string(pad)
		cat.Items = append(cat.Items, it)
	}
	if r := h.Do(queue.Actor{Terminal: "test"}, "", queue.ChangeCatalogue{Catalogue: cat, Hash: fmt.Sprint(h.Last())}); !r.OK {
		t.Fatal(r.Err)
	}
}
