package lan

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/trust/door/doortest"
	"onewindow/wire"
)

// openNow is how many requests have no answer yet.
func (sv *service) openNow() int {
	sv.mu.Lock()
	defer sv.mu.Unlock()
	return sv.total
}

func TestStoppingUnderLoadLosesNoAnswer(t *testing.T) {
	dir := t.TempDir()
	h := newFakeHall()
	s := listenOn(t, dir, doortest.Port(t), h)
	port := portOf(t, s)
	const clients = 30 // whose handshakes share the processors with everything else
	var answered, asked atomic.Int64
	var bad sync.Map
	quit := make(chan struct{})
	var wg sync.WaitGroup
	for i := range clients {
		kp, key := newKey(t)
		seed, err := kp.Seed()
		if err != nil {
			t.Fatal(err)
		}
		term, err := s.Enrol(key, wire.RoleKiosk, "", "")
		if err != nil {
			t.Fatal(err)
		}
		id := Identity{Hall: "test-01", Terminal: term.ID, Role: term.Role, URLs: s.URLs(), CA: s.ca, Seed: seed}
		wg.Go(func() {
			c, err := Dial(context.Background(), id, Options{Expiry: wire.MaxAhead})
			if err != nil {
				bad.Store(i, err)
				return
			}
			defer c.Close()
			for {
				select {
				case <-quit:
					return
				default:
				}
				asked.Add(1)
				if err := c.Do(context.Background(), "ticket", "issue", nil, nil); err != nil {
					bad.Store(i, err)
					return
				}
				answered.Add(1)
			}
		})
	}
	within(t, time.Minute, "all are at work", func() bool { return answered.Load() > 4*clients })
	before := answered.Load()
	ctx := testContext(t)
	if err := s.StopRequests(ctx); err != nil {
		t.Fatal(err)
	}
	// Here the owner closes its engine; the fake hall has answered already.
	if n := s.service.openNow(); n != 0 {
		t.Errorf("%d requests open after the drain", n)
	}
	if err := s.Close(ctx); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d answers before the stop", before)
	listenOn(t, dir, port, h)
	mark := answered.Load()
	within(t, 100*time.Second, "all are at work again", func() bool { return answered.Load() > mark+4*clients })
	close(quit)
	wg.Wait()
	bad.Range(func(k, v any) bool { t.Errorf("client %v: %v", k, v); return true })
	// Every answer that the hall gave arrived, and no request was done twice.
	if n, _ := h.counts(); int64(n) != asked.Load() || answered.Load() != asked.Load() {
		t.Errorf("%d asked, %d done, %d answered", asked.Load(), n, answered.Load())
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if n := len(h.first); int64(n) != asked.Load() {
		t.Errorf("%d rids", n)
	}
}

func TestPublishAfterCloseIsDropped(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), 0, h)
	if err := s.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.Publish(h.set(wire.TopicMenu, 1, "late"))
}

func TestCloseSaysHowManyRequestsTheHallLeftUnanswered(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	h.hold = make(chan struct{})
	s := listenOn(t, t.TempDir(), 0, h)
	c := localClient(t, s, wire.RoleKiosk, "", Options{Expiry: time.Minute})
	gone, leave := context.WithCancel(testContext(t))
	var asked sync.WaitGroup
	asked.Go(func() { _ = c.Do(gone, "ticket", "issue", nil, nil) })
	within(t, time.Minute, "the request is open", func() bool { return s.service.openNow() == 1 })
	leave()
	asked.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	err := s.Close(ctx)
	if err == nil || !strings.Contains(err.Error(), "1 requests") {
		t.Errorf("%v", err)
	}
	close(h.hold)
	h.wg.Wait()
}
