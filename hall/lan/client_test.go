package lan

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/wire"
)

func TestTerminalsComeBackWhenTheHallDoes(t *testing.T) {
	dir := t.TempDir()
	h := newFakeHall()
	s := listenOn(t, dir, -1, h)
	port := portOf(t, s)
	h.set(wire.TopicMenu, 1, "before")
	var watches []*Watch
	for range 5 {
		c := dialed(t, enrolled(t, s, wire.RoleKiosk, ""), Options{})
		w := c.Watch([]wire.Topic{wire.TopicMenu})
		defer w.Close()
		if m := next(t, w); m.Seq != 1 {
			t.Fatalf("first state: %+v", m)
		}
		watches = append(watches, w)
	}
	stop(t, s)
	h.set(wire.TopicMenu, 2, "after")
	within(t, 2*time.Second, "all notice the loss", func() bool {
		for _, w := range watches {
			if w.client.Link().Up {
				return false
			}
		}
		return true
	})
	listenOn(t, dir, port, h)
	back := time.Now()
	for _, w := range watches {
		if m := next(t, w); m.Seq != 2 {
			t.Fatalf("state after the return: %+v", m)
		}
	}
	t.Logf("all back with the new state after %v", time.Since(back))
	for _, w := range watches {
		if l := w.client.Link(); !l.Up || l.Heard.IsZero() {
			t.Errorf("link: %+v", l)
		}
	}
}

func next(t testing.TB, w *Watch) wire.Message {
	t.Helper()
	select {
	case m, ok := <-w.C():
		if !ok {
			t.Fatal("watch ended")
		}
		return m
	case <-time.After(10 * time.Second):
		t.Fatal("no message")
	}
	return wire.Message{}
}

func TestAClientMayStartBeforeItsHall(t *testing.T) {
	dir := t.TempDir()
	h := newFakeHall()
	s := listenOn(t, dir, -1, h)
	id := enrolled(t, s, wire.RoleKiosk, "")
	port := portOf(t, s)
	stop(t, s)
	c := dialed(t, id, Options{})
	if l := c.Link(); l.Up || l.Why == "" {
		t.Fatalf("link: %+v", l)
	}
	links, end := c.Links()
	defer end()
	listenOn(t, dir, port, h)
	if err := c.Do(testContext(t), "ticket", "issue", nil, nil); err != nil {
		t.Fatal(err)
	}
	for l := range links {
		if l.Up {
			break
		}
	}
}

func TestAddressesThatLeadNowhereDoNotKeepATerminalOut(t *testing.T) {
	dir := t.TempDir()
	h := newFakeHall()
	// 192.0.2.0/24 is reserved for documentation and answers nowhere; port 1 of
	// this machine refuses.
	s := listenOn(t, dir, -1, h, func(s *Settings) { s.Names = []string{"192.0.2.1", "192.0.2.2"} })
	id := enrolled(t, s, wire.RoleKiosk, "")
	if !strings.Contains(id.URLs[0], "127.0.0.1") || len(id.URLs) != 3 {
		t.Fatalf("addresses: %v", id.URLs)
	}
	id.URLs = append([]string{"tls://127.0.0.1:1"}, id.URLs...)
	port := portOf(t, s)
	c := dialed(t, id, Options{})
	for range 2 {
		if err := c.Do(testContext(t), "ticket", "issue", nil, nil); err != nil {
			t.Fatal(err)
		}
		stop(t, s)
		within(t, 5*time.Second, "the loss is noticed", func() bool { return !c.Link().Up })
		s = listenOn(t, dir, port, h)
	}
}

func TestDialDoesNotWaitForTheHall(t *testing.T) {
	kp, _ := newKey(t)
	seed, err := kp.Seed()
	if err != nil {
		t.Fatal(err)
	}
	s := listenOn(t, t.TempDir(), 0, newFakeHall())
	id := Identity{Hall: "h", Terminal: "kiosk-1", Role: wire.RoleKiosk, CA: s.ca, Seed: seed, URLs: []string{"tls://192.0.2.1:4222", "tls://192.0.2.2:4222"}}
	at := time.Now()
	c := dialed(t, id, Options{})
	if l := c.Link(); l.Up || l.Why == "" {
		t.Errorf("link: %+v", l)
	}
	w := c.Watch([]wire.Topic{wire.TopicMenu})
	w.Close()
	c.Close()
	if took := time.Since(at); took > dialTime {
		t.Errorf("dialling and closing took %v", took)
	}
}

func TestAPressDuringAnOutageNeverTakesEffect(t *testing.T) {
	dir := t.TempDir()
	h := newFakeHall()
	s := listenOn(t, dir, -1, h)
	id := enrolled(t, s, wire.RoleKiosk, "")
	port := portOf(t, s)
	c := dialed(t, id, Options{Expiry: 300 * time.Millisecond})
	if err := c.Do(testContext(t), "ticket", "issue", nil, nil); err != nil {
		t.Fatal(err)
	}
	stop(t, s)
	within(t, 5*time.Second, "the loss is noticed", func() bool { return !c.Link().Up })
	err := c.Do(testContext(t), "ticket", "issue", nil, nil)
	var werr *wire.Error
	if !errors.As(err, &werr) || werr.Code != wire.CodeUnreachable || werr.Params["sent"] != "no" || werr.Hint == "" {
		t.Fatalf("error: %v %+v", err, werr)
	}
	listenOn(t, dir, port, h)
	if err := dialed(t, id, Options{}).Do(testContext(t), "ticket", "issue", nil, nil); err != nil {
		t.Fatal(err)
	}
	within(t, 5*time.Second, "the client is back", func() bool { return c.Link().Up })
	if n, _ := h.counts(); n != 2 {
		t.Errorf("%d effects, want 2", n)
	}
}

func TestAnAskerWhoGivesUpGetsItsOwnReason(t *testing.T) {
	h := newFakeHall()
	h.hold = make(chan struct{})
	s := listenOn(t, t.TempDir(), -1, h)
	c, err := s.Local(testContext(t), wire.Terminal{Role: wire.RoleKiosk}, Options{Expiry: 300 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		for n := 0; n == 0; n = s.service.openNow() {
		}
		cancel()
	}()
	if err := c.Do(ctx, "ticket", "issue", nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	// Sent and not answered: the outcome is unknown, and the error says so.
	rid := NewRID()
	err = c.DoRID(testContext(t), rid, "ticket", "issue", nil, nil)
	var werr *wire.Error
	if !errors.As(err, &werr) || werr.Code != wire.CodeUnreachable || werr.Params["sent"] != "yes" {
		t.Fatalf("error: %v", err)
	}
	close(h.hold)
	within(t, 5*time.Second, "the hall has answered", func() bool { return s.service.openNow() == 0 })
	n, _ := h.counts()
	var out issued
	if err := c.DoRID(testContext(t), rid, "ticket", "issue", nil, &out); err != nil || out.Number == "" {
		t.Fatalf("asking again: %v", err)
	}
	if after, _ := h.counts(); after != n {
		t.Error("asking again had an effect")
	}
	c.Close()
	if err := c.Do(context.Background(), "ticket", "issue", nil, nil); code(err) != wire.CodeUnreachable {
		t.Errorf("after close: %v", err)
	}
	for _, term := range s.Terminals() {
		if term.Role == wire.RoleKiosk {
			t.Errorf("a closed in-process terminal stays: %+v", term)
		}
	}
}

// openNow is how many requests have no answer yet.
func (sv *service) openNow() int {
	sv.mu.Lock()
	defer sv.mu.Unlock()
	return sv.total
}

func TestAHalfOpenLinkIsTriedAgainWithTheSameRequest(t *testing.T) {
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h)
	id := enrolled(t, s, wire.RoleKiosk, "")
	p := newProxy(t, strings.TrimPrefix(s.URLs()[0], "tls://"))
	id.URLs = []string{"tls://" + p.addr}
	c := dialed(t, id, Options{})
	if err := c.Do(testContext(t), "ticket", "issue", nil, nil); err != nil {
		t.Fatal(err)
	}
	// Swallow the answer, then break the connection: the client comes back and
	// asks again.
	p.swallow.Store(true)
	done := make(chan error, 1)
	go func() { done <- c.Do(testContext(t), "ticket", "issue", nil, nil) }()
	within(t, 5*time.Second, "the hall has done it", func() bool { n, _ := h.counts(); return n == 2 })
	p.swallow.Store(false)
	p.breakAll()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if n, _ := h.counts(); n != 2 {
		t.Errorf("%d effects, want 2", n)
	}
}

// proxy stands between a terminal and its hall and can lose what the hall says.
type proxy struct {
	addr    string
	swallow atomic.Bool
	mu      sync.Mutex
	conns   []net.Conn
}

func newProxy(t *testing.T, target string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{addr: l.Addr().String()}
	var wg sync.WaitGroup
	t.Cleanup(func() { l.Close(); p.breakAll(); wg.Wait() })
	wg.Go(func() {
		for {
			a, err := l.Accept()
			if err != nil {
				return
			}
			b, err := net.Dial("tcp", target)
			if err != nil {
				a.Close()
				continue
			}
			p.mu.Lock()
			p.conns = append(p.conns, a, b)
			p.mu.Unlock()
			wg.Go(func() { p.copy(b, a, false) })
			wg.Go(func() { p.copy(a, b, true) })
		}
	})
	return p
}

func (p *proxy) copy(to, from net.Conn, fromHall bool) {
	defer to.Close()
	defer from.Close()
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		if err != nil {
			return
		}
		if fromHall && p.swallow.Load() {
			continue
		}
		if _, err := to.Write(buf[:n]); err != nil {
			return
		}
	}
}

func (p *proxy) breakAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		c.Close()
	}
	p.conns = nil
}

func TestATerminalWithAWrongClockIsServed(t *testing.T) {
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h)
	for _, off := range []time.Duration{-30 * 365 * 24 * time.Hour, -10 * time.Second, 100 * time.Second, 48 * time.Hour} {
		c, err := s.Local(testContext(t), wire.Terminal{Role: wire.RoleKiosk}, Options{Clock: func() time.Time { return time.Now().Add(off) }})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := c.Do(testContext(t), "ticket", "issue", nil, nil); err != nil {
				t.Errorf("clock off by %v: %v", off, err)
			}
		}
		c.Close()
	}
	if n, _ := h.counts(); n != 8 {
		t.Errorf("%d effects, want 8", n)
	}
}

func TestAnOlderHistoryIsRefused(t *testing.T) {
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h)
	ctx := testContext(t)
	c, err := s.Local(ctx, wire.Terminal{Role: wire.RoleKiosk}, Options{Epoch: "3-0000000a"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	say := func(epoch string) string {
		h.mu.Lock()
		h.epoch = epoch
		h.mu.Unlock()
		return code(c.Do(ctx, "ticket", "issue", nil, nil))
	}
	for _, tc := range []struct{ epoch, want string }{
		{"2-00000001", wire.CodeStaleEpoch},
		{"3-0000000a", "ok"},
		{"3-0000000b", wire.CodeStaleEpoch}, // the other branch of one backup
		{"garbage", wire.CodeStaleEpoch},
		{"4-00000001", "ok"},
		{"3-0000000a", wire.CodeStaleEpoch},
		{"10-00000001", "ok"}, // by number, not by letter
		{"9-00000001", wire.CodeStaleEpoch},
	} {
		if got := say(tc.epoch); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.epoch, got, tc.want)
		}
	}
	if c.Epoch() != "10-00000001" {
		t.Errorf("epoch %s", c.Epoch())
	}
}

func TestARoleIsHeldToItsVerbsBeforeAnythingIsSent(t *testing.T) {
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h)
	c, err := s.Local(testContext(t), wire.Terminal{Role: wire.RoleBoard}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Do(testContext(t), "window", "next", nil, nil); code(err) != wire.CodeForbidden {
		t.Errorf("%v", err)
	}
	if err := c.Do(testContext(t), "no", "verb", nil, nil); code(err) != wire.CodeUnknownVerb {
		t.Errorf("%v", err)
	}
	if err := c.Do(testContext(t), "state", "get", strings.Repeat("x", wire.MaxRequest), nil); code(err) != wire.CodeTooLarge {
		t.Errorf("%v", err)
	}
}

func TestAClientThatIsWrongAboutItsRoleIsToldSo(t *testing.T) {
	s := listenOn(t, t.TempDir(), -1, newFakeHall())
	id := enrolled(t, s, wire.RoleBoard, "")
	id.Role = wire.RoleKiosk // as an old identity file might say
	c := dialed(t, id, Options{})
	if err := c.Do(testContext(t), "ticket", "issue", nil, nil); code(err) != wire.CodeForbidden {
		t.Errorf("%v", err)
	}
}

func TestARunawayTerminalHarmsItselfOnly(t *testing.T) {
	h := newFakeHall()
	h.hold = make(chan struct{})
	s := listenOn(t, t.TempDir(), -1, h)
	ctx := testContext(t)
	bad, err := s.Local(ctx, wire.Terminal{Role: wire.RoleKiosk}, Options{Expiry: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer bad.Close()
	var wg sync.WaitGroup
	for range maxOpen {
		wg.Go(func() { _ = bad.Do(ctx, "ticket", "issue", nil, nil) })
	}
	within(t, 5*time.Second, "its requests are open", func() bool { return s.service.openNow() == maxOpen })
	if err := bad.Do(ctx, "ticket", "issue", nil, nil); code(err) != wire.CodeOverloaded {
		t.Errorf("one more: %v", err)
	}
	h.mu.Lock()
	hold := h.hold
	h.hold = nil
	h.mu.Unlock()
	good, err := s.Local(ctx, wire.Terminal{Role: wire.RoleKiosk}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer good.Close()
	if err := good.Do(ctx, "ticket", "issue", nil, nil); err != nil {
		t.Errorf("another terminal: %v", err)
	}
	close(hold)
	wg.Wait()
}

func TestStoppingUnderLoadLosesNoAnswer(t *testing.T) {
	dir := t.TempDir()
	h := newFakeHall()
	s := listenOn(t, dir, -1, h)
	port := portOf(t, s)
	const clients = 50
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
			c, err := Dial(context.Background(), id, Options{Expiry: 10 * time.Second})
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
	within(t, 10*time.Second, "all are at work", func() bool { return answered.Load() > 4*clients })
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
	within(t, 10*time.Second, "all are at work again", func() bool { return answered.Load() > mark+4*clients })
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

func TestHeartbeatsAreSeen(t *testing.T) {
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h)
	id := enrolled(t, s, wire.RoleBoard, "")
	dialed(t, id, Options{Beat: 10 * time.Millisecond})
	seen := func() time.Time {
		for _, term := range s.Terminals() {
			if term.ID == id.Terminal {
				return term.Seen
			}
		}
		return time.Time{}
	}
	within(t, 5*time.Second, "a heartbeat", func() bool { return !seen().IsZero() })
	first := seen()
	within(t, 5*time.Second, "another heartbeat", func() bool { return seen().After(first) })
}

func TestAHallThatFallsSilentIsShownAsUnreachable(t *testing.T) {
	now := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC) // the terminal's clock, of its own
	real := time.Now()
	l := newLinkState(now)
	l.setConnected(true, "", now)
	l.tick(real.Add(time.Hour), now)
	if !l.get().Up {
		t.Error("a hall without heartbeats at all is not silent")
	}
	l.heard(true, now)
	l.tick(real.Add(silence), now)
	if !l.get().Up {
		t.Error("too early")
	}
	later := now.Add(silence)
	l.tick(time.Now().Add(silence+time.Second), later)
	if g := l.get(); g.Up || g.Why == "" || !g.Since.Equal(later) {
		t.Errorf("link: %+v", g)
	}
	l.heard(true, now.Add(20*time.Second))
	if !l.get().Up {
		t.Error("not back with the heartbeat")
	}
	l.setConnected(false, "x", now)
	l.heard(true, now)
	if l.get().Up {
		t.Error("a late message makes a lost link look good")
	}
	l.explain("y", now)
	if g := l.get(); g.Up || g.Why != "y" {
		t.Errorf("link: %+v", g)
	}
}
