package lan

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/trust/door/doortest"
	"onewindow/wire"
)

func next(t testing.TB, w *Watch) wire.Message {
	t.Helper()
	select {
	case m, ok := <-w.C():
		if !ok {
			t.Fatal("watch ended")
		}
		return m
	case <-time.After(time.Minute):
		t.Fatal("no message")
	}
	return wire.Message{}
}

func TestAPressDuringAnOutageNeverTakesEffect(t *testing.T) {
	dir := t.TempDir()
	h := newFakeHall()
	s := listenOn(t, dir, doortest.Port(t), h)
	id := enrolled(t, s, wire.RoleKiosk, "")
	port := portOf(t, s)
	c := dialed(t, id, Options{Expiry: 300 * time.Millisecond})
	within(t, time.Minute, "the client is there", func() bool { return c.Link().Up })
	stop(t, s)
	within(t, time.Minute, "the loss is noticed", func() bool { return !c.Link().Up })
	err := c.Do(testContext(t), "ticket", "issue", nil, nil)
	var werr *wire.Error
	if !errors.As(err, &werr) || werr.Code != wire.CodeUnreachable || werr.Params["sent"] != "no" || werr.Hint == "" {
		t.Fatalf("error: %v %+v", err, werr)
	}
	listenOn(t, dir, port, h)
	if err := dialed(t, id, Options{}).Do(testContext(t), "ticket", "issue", nil, nil); err != nil {
		t.Fatal(err)
	}
	within(t, time.Minute, "the client is back", func() bool { return c.Link().Up })
	if n, _ := h.counts(); n != 1 {
		t.Errorf("%d effects, want that of the other client", n)
	}
}

func TestAnAskerWhoGivesUpGetsItsOwnReason(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	h.hold = make(chan struct{})
	s := listenOn(t, t.TempDir(), -1, h)
	c, err := s.Local(testContext(t), wire.Terminal{Role: wire.RoleKiosk}, Options{})
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
	within(t, time.Minute, "the hall has answered", func() bool { return s.service.openNow() == 0 })
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

func TestATerminalWithAWrongClockIsServed(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
	s := listenOn(t, t.TempDir(), -1, newFakeHall())
	id := enrolled(t, s, wire.RoleBoard, "")
	id.Role = wire.RoleKiosk // as an old identity file might say
	c := dialed(t, id, Options{})
	if err := c.Do(testContext(t), "ticket", "issue", nil, nil); code(err) != wire.CodeForbidden {
		t.Errorf("%v", err)
	}
}

func TestARunawayTerminalHarmsItselfOnly(t *testing.T) {
	t.Parallel()
	h := newFakeHall()
	h.hold = make(chan struct{})
	s := listenOn(t, t.TempDir(), -1, h)
	ctx := testContext(t)
	// Two clients of one terminal: what is open of the first counts for the second.
	id := enrolled(t, s, wire.RoleKiosk, "")
	bad, more := dialed(t, id, Options{Expiry: time.Minute}), dialed(t, id, Options{Expiry: 500 * time.Millisecond})
	var wg sync.WaitGroup
	for range maxOpen {
		wg.Go(func() { _ = bad.Do(ctx, "ticket", "issue", nil, nil) })
	}
	within(t, time.Minute, "its requests are open", func() bool { return s.service.openNow() == maxOpen })
	within(t, time.Minute, "one more is told that it is too many", func() bool {
		return code(more.Do(ctx, "ticket", "issue", nil, nil)) == wire.CodeOverloaded
	})
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

// unsure is a hall that at first does not know what became of a request.
type unsure struct {
	*fakeHall
	left atomic.Int64
}

func (u *unsure) Serve(from wire.Terminal, verb wire.Verb, req wire.Request, reply func(wire.Reply)) {
	u.fakeHall.Serve(from, verb, req, func(r wire.Reply) {
		if !verb.Query && u.left.Add(-1) >= 0 {
			r = wire.Reply{Err: &wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "yes"}}}
		}
		reply(r)
	})
}

func TestARequestOfUnknownOutcomeIsAskedAgainUnderItsName(t *testing.T) {
	t.Parallel()
	h := &unsure{fakeHall: newFakeHall()}
	s := listenOn(t, t.TempDir(), -1, h)
	patient := localClient(t, s, wire.RoleKiosk, "", Options{Expiry: time.Minute})
	h.left.Store(3)
	var out issued
	if err := patient.Do(testContext(t), "ticket", "issue", nil, &out); err != nil || out.Number != "A001" {
		t.Fatalf("%+v %v", out, err)
	}
	if n, _ := h.counts(); n != 1 {
		t.Fatalf("%d numbers were given", n)
	}
	// And if it is not known in time, that is what is said.
	h.left.Store(1000)
	c := localClient(t, s, wire.RoleKiosk, "", Options{Expiry: 2 * time.Second})
	var werr *wire.Error
	if err := c.Do(testContext(t), "ticket", "issue", nil, nil); !errors.As(err, &werr) || werr.Code != wire.CodeUnreachable || werr.Params["sent"] != "yes" {
		t.Fatalf("%v", err)
	}
}
