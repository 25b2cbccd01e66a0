package halls_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/central/halls"
	"onewindow/central/halls/hallstest"
	"onewindow/wire"
)

func TestStoppingUnderLoadLosesNoAnswer(t *testing.T) {
	t.Parallel()
	c := open(t, func(s *halls.Settings) { s.NoTLS = true; s.Paces(10*time.Second, 20*time.Second, 0, 0, 0, 0) })
	const n = 30
	var wg sync.WaitGroup
	var taken atomic.Int64
	lost := make(chan string, n)
	over, end := context.WithCancel(context.Background())
	defer end()
	lines := make([]*nats.Conn, n)
	for i := range n {
		// As a hall's link does, it reads what was said before the line was cut.
		j := c.added(fmt.Sprintf("LG-%d", i))
		h := dial(t, j, j.URLs[0], nats.MaxReconnects(-1), nats.ReconnectBufSize(-1), func(o *nats.Options) error { o.AllowReconnect = true; return nil })
		h.ctx, lines[i] = over, h.nc
		if err := h.hello(1_000_000); err != nil {
			t.Fatal(err)
		}
		wg.Go(func() {
			for {
				err := h.send(3)
				if err == nil {
					taken.Add(1)
					continue
				}
				// The store has exactly what was confirmed: whatever it took, the hall
				// was told before it was cut.
				if has := c.store.seqOf(h.code); has != h.acked {
					lost <- fmt.Sprintf("%s was told of %d, the store has %d: %v", h.code, h.acked, has, err)
				}
				return
			}
		})
	}
	within(t, time.Minute, "all are at work", func() bool { return taken.Load() > 4*n })
	if err := c.Close(ctx(t)); err != nil {
		t.Error(err)
	}
	// What was said before the end is on its way for a moment after the line was cut.
	within(t, time.Minute, "all lines are cut", func() bool {
		return !slices.ContainsFunc(lines, (*nats.Conn).IsConnected)
	})
	time.AfterFunc(3*time.Second, end)
	wg.Wait()
	close(lost)
	for l := range lost {
		t.Error(l)
	}
	if c.Left() != 0 {
		t.Errorf("%d things are left", c.Left())
	}
	if _, err := c.Do(ctx(t), issue("LG-1")); code(err) != wire.CodeUnreachable || sent(err) != "no" {
		t.Errorf("a command after the end: %v", err)
	}
}

func TestAStoreThatHangsDoesNotHoldUpTheEnd(t *testing.T) {
	t.Parallel()
	c := open(t, func(s *halls.Settings) { s.Workers = 1 })
	h, other := c.hall("LG-1"), c.hall("LG-2")
	if err := h.hello(5); err != nil {
		t.Fatal(err)
	}
	hold := make(chan struct{})
	defer close(hold)
	c.store.set(func(f *fakeStore) { f.hold = hold })
	a := h.post(t, wire.SegmentSubject("LG-1"), mustJSON(h.segmentOf(1)))
	b := other.post(t, wire.HelloSubject("LG-2"), mustJSON(other.greeting(1)))
	within(t, time.Minute, "both wait", func() bool { jobs, _ := c.Waiting(); return jobs == 2 })
	short, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	err := c.Close(short)
	if err == nil || !strings.Contains(err.Error(), "without an answer of the store") {
		t.Errorf("%v", err)
	}
	// Even then they are told, so that they say hello to whoever comes next.
	for says, ch := range map[string]<-chan *nats.Msg{"the one at the store": a, "the one that waited": b} {
		select {
		case m := <-ch:
			if !strings.Contains(string(m.Data), wire.CodeShuttingDown) && !strings.Contains(string(m.Data), wire.CodeStorage) {
				t.Errorf("%s: %s", says, m.Data)
			}
		case <-time.After(time.Minute):
			t.Errorf("%s got no answer", says)
		}
	}
}

func TestNothingIsLeftRunning(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 2 {
		c := open(t, func(s *halls.Settings) { s.WebPort = -1 })
		var list []*fakeHall
		for i := range 5 {
			list = append(list, c.hall(fmt.Sprintf("LG-%d", i)))
		}
		w := c.Watch()
		if _, err := w.Next(ctx(t)); err != nil {
			t.Fatal(err)
		}
		for _, h := range list {
			if err := h.hello(1); err != nil {
				t.Fatal(err)
			}
		}
		c.stop()
		for _, h := range list {
			h.nc.Close()
		}
		w.Close()
	}
	within(t, time.Minute, "all goroutines end", func() bool { return runtime.NumGoroutine() <= before+1 })
}

func TestWhatCannotWorkIsSaidAtTheStart(t *testing.T) {
	t.Parallel()
	busy := open(t)
	var port int
	if _, err := fmt.Sscanf(busy.Server().ClientURL()[len("tls://127.0.0.1:"):], "%d", &port); err != nil {
		t.Fatal(err)
	}
	for says, set := range map[string]halls.Settings{
		"data directory":     {Host: "127.0.0.1", Port: -1},
		"want 1 to 65535":    {Host: "127.0.0.1", Port: 70000, Dir: t.TempDir()},
		"no port":            {Host: "127.0.0.1", Dir: t.TempDir()},
		"choose two":         {Host: "127.0.0.1", Port: 4222, WebPort: 4222, Dir: t.TempDir()},
		"loopback":           {Host: "0.0.0.0", Port: -1, NoTLS: true, Dir: t.TempDir()},
		"stop the other pro": {Host: "127.0.0.1", Port: port, Dir: t.TempDir()},
		"database is away":   {Host: "127.0.0.1", Port: -1, Dir: t.TempDir()},
	} {
		var reg hallstest.Registry
		if says == "database is away" {
			reg.Fail(errors.New("the database is away"))
		}
		h, err := halls.Listen(ctx(t), set, &reg, newFakeStore(), nil)
		if err == nil {
			err = errors.Join(errors.New("it started"), h.Close(ctx(t)))
		}
		if !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
}
