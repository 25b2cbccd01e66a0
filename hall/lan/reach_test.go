package lan

import (
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/trust/door/doortest"
	"onewindow/wire"
)

func TestTerminalsComeBackWhenTheHallDoes(t *testing.T) {
	dir := t.TempDir()
	h := newFakeHall()
	s := listenOn(t, dir, doortest.Port(t), h)
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
	within(t, time.Minute, "all notice the loss", func() bool {
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
	within(t, time.Minute, "all links are up", func() bool {
		for _, w := range watches {
			if l := w.client.Link(); !l.Up || l.Heard.IsZero() {
				return false
			}
		}
		return true
	})
}

func TestAClientMayStartBeforeItsHall(t *testing.T) {
	dir := t.TempDir()
	h := newFakeHall()
	s := listenOn(t, dir, doortest.Port(t), h)
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
	s := listenOn(t, dir, doortest.Port(t), h, func(s *Settings) { s.Names = []string{"192.0.2.1", "192.0.2.2"} })
	id := enrolled(t, s, wire.RoleKiosk, "")
	if !strings.Contains(id.URLs[0], "127.0.0.1") || len(id.URLs) != 3 {
		t.Fatalf("addresses: %v", id.URLs)
	}
	id.URLs = append([]string{"tls://127.0.0.1:1"}, id.URLs...)
	port := portOf(t, s)
	c := dialed(t, id, Options{Expiry: time.Minute})
	for range 2 {
		if err := c.Do(testContext(t), "ticket", "issue", nil, nil); err != nil {
			t.Fatal(err)
		}
		stop(t, s)
		within(t, time.Minute, "the loss is noticed", func() bool { return !c.Link().Up })
		s = listenOn(t, dir, port, h)
	}
}

func TestDialDoesNotWaitForTheHall(t *testing.T) {
	t.Parallel()
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

func TestAHalfOpenLinkIsTriedAgainWithTheSameRequest(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h)
	id := enrolled(t, s, wire.RoleKiosk, "")
	p := newProxy(t, strings.TrimPrefix(s.URLs()[0], "tls://"))
	id.URLs = []string{"tls://" + p.addr}
	c := dialed(t, id, Options{Expiry: time.Minute})
	if err := c.Do(testContext(t), "ticket", "issue", nil, nil); err != nil {
		t.Fatal(err)
	}
	// Swallow the answer, then break the connection: the client comes back and
	// asks again.
	p.swallow.Store(true)
	done := make(chan error, 1)
	go func() { done <- c.Do(testContext(t), "ticket", "issue", nil, nil) }()
	within(t, time.Minute, "the hall has done it", func() bool { n, _ := h.counts(); return n == 2 })
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

func TestHeartbeatsAreSeen(t *testing.T) {
	t.Parallel()
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
	within(t, time.Minute, "a heartbeat", func() bool { return !seen().IsZero() })
	first := seen()
	within(t, time.Minute, "another heartbeat", func() bool { return seen().After(first) })
}

func TestAHallThatFallsSilentIsShownAsUnreachable(t *testing.T) {
	t.Parallel()
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
