package halls_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"onewindow/central/halls"
	"onewindow/central/halls/hallstest"
	"onewindow/central/network"
	"onewindow/wire"
)

// centre is a centre under test.
type centre struct {
	*halls.Halls
	t     testing.TB
	reg   *hallstest.Registry
	store *fakeStore
	set   halls.Settings
	seeds map[string][]byte
	ca    []byte // of a cluster; nil with a server of its own
}

// open starts a centre on loopback ports with TLS.
func open(t testing.TB, change ...func(*halls.Settings)) *centre {
	t.Helper()
	return reopen(t, &hallstest.Registry{}, newFakeStore(), append([]func(*halls.Settings){func(s *halls.Settings) { s.Dir = t.TempDir() }}, change...)...)
}

func reopen(t testing.TB, reg *hallstest.Registry, store *fakeStore, change ...func(*halls.Settings)) *centre {
	t.Helper()
	set := halls.Settings{Host: "127.0.0.1", Port: -1, Name: "龙岗区"}
	if testing.Verbose() {
		set.Log = slog.New(slog.NewTextHandler(testWriter{t}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	}
	set.Paces(0, 0, 50*time.Millisecond, 0, 0, 0)
	for _, c := range change {
		c(&set)
	}
	h, err := halls.Listen(context.Background(), set, reg, store, store.asks)
	if err != nil {
		t.Fatal(err)
	}
	c := &centre{h, t, reg, store, set, map[string][]byte{}, nil}
	t.Cleanup(c.stop)
	return c
}

type testWriter struct{ t testing.TB }

func (w testWriter) Write(b []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(b)))
	return len(b), nil
}

func (c *centre) stop() {
	if !c.Server().Running() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := c.Close(ctx); err != nil {
		c.t.Errorf("close: %v", err)
	}
}

// enrolled makes a hall by token.
func (c *centre) enrolled(hall string) halls.Joined {
	c.t.Helper()
	tok, err := c.Invite(ctx(c.t), hall, time.Minute)
	if err != nil {
		c.t.Fatal(err)
	}
	j, err := halls.Join(ctx(c.t), tok.Token, "机器")
	if err != nil {
		c.t.Fatal(err)
	}
	return j
}

// added makes a hall without a token, for tests of many.
func (c *centre) added(hall string) halls.Joined {
	c.t.Helper()
	pub, seed := key(c.t)
	c.reg.Add(network.Enrolled{Hall: hall, Key: pub})
	c.seeds[hall] = seed
	return c.joined(hall)
}

// joined is what a hall that was added keeps.
func (c *centre) joined(hall string) halls.Joined {
	seed := c.seeds[hall]
	j := halls.Joined{Hall: hall, URLs: c.URLs(), Seed: seed, CA: c.ca}
	if c.ca == nil && !c.set.NoTLS {
		j.CA = halls.CA(c.t, c.set.Dir)
	}
	return j
}

// hall makes a hall and connects it.
func (c *centre) hall(code string) *fakeHall {
	c.t.Helper()
	j := c.added(code)
	return dial(c.t, j, j.URLs[0])
}

func ctx(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func (c *centre) state(hall string) halls.State {
	s, _ := c.State(hall)
	return s
}

func TestAHallJoinsByOneLineAndItsEventsArriveOnce(t *testing.T) {
	t.Parallel()
	c := open(t)
	j := c.enrolled("LG-1")
	if j.Hall != "LG-1" || j.Centre != "龙岗区" || len(j.URLs) == 0 || !strings.HasPrefix(j.URLs[0], "tls://127.0.0.1:") {
		t.Fatalf("%+v", j)
	}
	h := dial(t, j, j.URLs[0])
	if err := h.hello(7); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{3, 4} {
		if err := h.send(n); err != nil {
			t.Fatal(err)
		}
	}
	if _, events := c.store.counts(); events != 7 || h.acked != 7 {
		t.Errorf("%d events, acked %d", events, h.acked)
	}
	h.acked = 3
	if err := h.send(4); code(err) != wire.CodeStaleWatermark {
		t.Errorf("the same again: %v", err)
	}
	within(t, time.Minute, "the centre knows how the hall stands", func() bool {
		s := c.state("LG-1")
		return s.Up && s.Acked == 7 && s.Hello.Version == "test" && !s.Heard.IsZero() && strings.HasPrefix(s.From, "127.0.0.1:")
	})
	h.nc.Close()
	within(t, time.Minute, "the centre sees it go", func() bool {
		s := c.state("LG-1")
		return !s.Up && s.Why == "the hall or its line closed the connection" && s.Acked == 7
	})
}

func TestAHallBehindAWebFirewallUsesAWebSocket(t *testing.T) {
	t.Parallel()
	c := open(t, func(s *halls.Settings) { s.Port, s.WebPort = 0, -1 })
	j := c.enrolled("LG-1")
	if !strings.HasPrefix(j.URLs[0], "wss://127.0.0.1:") {
		t.Fatal(j.URLs)
	}
	h := dial(t, j, j.URLs[0])
	if err := h.hello(2); err != nil {
		t.Fatal(err)
	}
	if err := h.send(2); err != nil {
		t.Fatal(err)
	}
	if s := c.state("LG-1"); !s.Up || s.From == "" {
		t.Errorf("%+v", s)
	}
}
