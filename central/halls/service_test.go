package halls_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/central/halls"
	"onewindow/trust/door"
	"onewindow/wire"
)

// post sends without waiting for the answer, which comes on the channel.
func (h *fakeHall) post(t testing.TB, subject string, data []byte) <-chan *nats.Msg {
	t.Helper()
	answers := make(chan *nats.Msg, 1)
	inbox := wire.HallInboxPrefix(h.code) + "." + nats.NewInbox()[7:]
	if _, err := h.nc.ChanSubscribe(inbox, answers); err != nil {
		t.Fatal(err)
	}
	if err := h.nc.PublishRequest(subject, inbox, data); err != nil {
		t.Fatal(err)
	}
	if err := h.nc.Flush(); err != nil {
		t.Fatal(err)
	}
	return answers
}

func TestASlowStoreIsNotDrownedAndHallsAreTold(t *testing.T) {
	t.Parallel()
	c := open(t, func(s *halls.Settings) {
		s.Workers, s.Waiting = 2, 1<<20
		s.Paces(0, time.Second, 50*time.Millisecond, 0, 0, 0)
	})
	const n = 12
	var list []*fakeHall
	for i := range n {
		h := c.hall(fmt.Sprintf("LG-%d", i))
		if err := h.hello(1000); err != nil {
			t.Fatal(err)
		}
		list = append(list, h)
	}
	hold := make(chan struct{})
	c.store.set(func(f *fakeStore) { f.hold, f.most = hold, 0 })
	// Two are at the store, a megabyte waits, and what is more is refused at once.
	var waiting []<-chan *nats.Msg
	refused := 0
	for _, h := range list {
		g := h.segmentOf(3)
		for i := range g.Events {
			g.Events[i] = mustJSON(map[string]string{"x": string(make([]byte, 10_000))})
		}
		a := h.post(t, wire.SegmentSubject(h.code), mustJSON(g))
		waiting = append(waiting, a)
	}
	within(t, time.Minute, "some are refused", func() bool {
		refused = 0
		for _, a := range waiting {
			refused += len(a)
		}
		return refused >= n-2-1<<20/180_000-1
	})
	if jobs, bytes := c.Waiting(); bytes > 1<<20 || jobs > n {
		t.Errorf("%d requests with %d bytes wait", jobs, bytes)
	}
	// Those that wait grow stale before the store is free again.
	time.AfterFunc(1200*time.Millisecond, func() { close(hold) })
	taken := 0
	for i, a := range waiting {
		m := <-a
		var r wire.SegmentReply
		if err := unmarshal(m.Data, &r); err != nil {
			t.Fatal(err)
		}
		switch {
		case r.Err == nil:
			taken++
		case r.Err.Code != wire.CodeOverloaded || r.Err.Hint == "":
			t.Errorf("%d: %+v", i, r.Err)
		}
	}
	if taken != 2 {
		t.Errorf("%d were taken, want the two that were at the store", taken)
	}
	c.store.set(func(f *fakeStore) { f.hold = nil })
	if c.store.most > 2 {
		t.Errorf("%d were at the store at a time", c.store.most)
	}
	// It goes on from where it was.
	for _, h := range list {
		if err := h.hello(1000); err != nil {
			t.Fatal(err)
		}
		if err := h.send(5); err != nil {
			t.Fatal(err)
		}
	}
	if jobs, bytes := c.Waiting(); jobs != 0 || bytes != 0 {
		t.Errorf("%d requests with %d bytes wait", jobs, bytes)
	}
}

func TestOneHallHasOneRequestAtTheStoreAndTheOthersTheirTurn(t *testing.T) {
	t.Parallel()
	c := open(t, func(s *halls.Settings) { s.Workers = 4 })
	var list []*fakeHall
	for i := range 8 {
		list = append(list, c.hall(fmt.Sprintf("LG-%d", i)))
	}
	hold := make(chan struct{})
	c.store.set(func(f *fakeStore) { f.hold = hold })
	var wg sync.WaitGroup
	for _, h := range list {
		// Each asks three at a time, against the rule.
		for range 3 {
			body := mustJSON(h.greeting(10))
			wg.Go(func() {
				for range 30 {
					var r wire.HelloReply
					if err := h.ask(wire.HelloSubject(h.code), body, &r); err != nil {
						t.Error(err)
					} else if r.Refused != nil {
						t.Error(r.Refused)
					}
				}
			})
		}
	}
	within(t, time.Minute, "as many are at the store as may be", func() bool {
		c.store.mu.Lock()
		defer c.store.mu.Unlock()
		return c.store.now == 4
	})
	c.store.set(func(f *fakeStore) { f.hold = nil })
	close(hold)
	wg.Wait()
	c.store.set(func(f *fakeStore) {
		if f.mixed {
			t.Error("two requests of one hall were at the store at a time")
		}
		if f.most != 4 {
			t.Errorf("%d were at the store at a time", f.most)
		}
		if f.hellos != 8*3*30 {
			t.Errorf("%d hellos", f.hellos)
		}
	})
}

func TestAHallThatDoesNotWaitForAnswersIsRefusedAndThenCut(t *testing.T) {
	t.Parallel()
	c := open(t)
	h, other := c.hall("LG-1"), c.hall("LG-2")
	if err := h.hello(1); err != nil {
		t.Fatal(err)
	}
	hold := make(chan struct{})
	c.store.set(func(f *fakeStore) { f.hold = hold })
	var answers []<-chan *nats.Msg
	for range 6 {
		answers = append(answers, h.post(t, wire.HelloSubject("LG-1"), mustJSON(h.greeting(1))))
	}
	within(t, time.Minute, "one is refused", func() bool { return len(answers[5]) == 1 })
	var r wire.HelloReply
	if err := unmarshal((<-answers[5]).Data, &r); err != nil || r.Refused == nil || r.Refused.Code != wire.CodeOverloaded {
		t.Errorf("%+v %v", r, err)
	}
	flood := mustJSON(h.greeting(1))
	within(t, time.Minute, "it is cut", func() bool {
		for range 500 {
			if err := h.nc.PublishRequest(wire.HelloSubject("LG-1"), wire.HallInboxPrefix("LG-1")+".f", flood); err != nil {
				return true
			}
		}
		return false
	})
	close(hold)
	c.store.set(func(f *fakeStore) { f.hold = nil })
	j := halls.Joined{Hall: "LG-1", CA: halls.CA(t, c.set.Dir), URLs: c.URLs(), Seed: c.seeds["LG-1"]}
	if _, err := tryDial(t, j, j.URLs[0]); !errors.Is(err, nats.ErrAuthorization) {
		t.Errorf("it is not kept out: %v", err)
	}
	if err := other.hello(1); err != nil {
		t.Error(err)
	}
}

func TestAStoreThatFailsIsToldAsSuch(t *testing.T) {
	t.Parallel()
	c := open(t)
	h := c.hall("LG-1")
	if err := h.hello(5); err != nil {
		t.Fatal(err)
	}
	c.store.set(func(f *fakeStore) { f.err = errors.New("disk full at /secret/path") })
	for says, err := range map[string]error{"hello": h.hello(5), "segment": h.send(1)} {
		var w *wire.Error
		if !errors.As(err, &w) || w.Code != wire.CodeStorage || w.Msg != "the centre's store failed" {
			t.Errorf("%s: %v", says, err)
		}
	}
	c.store.set(func(f *fakeStore) { f.err, f.refuse = nil, wire.RefuseUp(wire.CodeEpochForked) })
	if err := h.hello(5); code(err) != wire.CodeEpochForked {
		t.Error(err)
	}
	within(t, time.Minute, "the refusal is seen", func() bool { s := c.state("LG-1"); return s.Refused != nil && s.Up })
	c.store.set(func(f *fakeStore) { f.refuse = nil })
	if err := h.hello(5); err != nil {
		t.Fatal(err)
	}
	within(t, time.Minute, "and its end", func() bool { return c.state("LG-1").Refused == nil })
}

func TestAHallThatComesAllTheTimeIsKeptOutForAWhile(t *testing.T) {
	t.Parallel()
	c := open(t, func(s *halls.Settings) { s.NoTLS = true; s.Strikes(40) })
	j, other := c.added("LG-1"), c.hall("LG-2")
	out, looks := 0, 0
	var since time.Time // when it was kept out first
	for n := 0; n < 200 && out < 30; n++ {
		h, err := tryDial(t, j, j.URLs[0])
		switch {
		case err == nil:
			h.nc.Close()
			if out > 0 && time.Since(since) < door.BarTime/2 {
				t.Error("it was let in again at once")
			}
			out = 0
			continue
		case out == 0:
			since, looks = time.Now(), c.reg.Looks()
		}
		out++
	}
	if out < 30 {
		t.Error("it may come as often as it likes")
	}
	if n := c.reg.Looks() - looks; n != 0 {
		t.Errorf("the registry was asked %d times for it", n)
	}
	if err := other.hello(1); err != nil {
		t.Error(err)
	}
}

func TestAHallThatSaysHelloAllTheTimeIsCut(t *testing.T) {
	t.Parallel()
	c := open(t, func(s *halls.Settings) { s.NoTLS = true; s.Strikes(40) })
	h, other := c.hall("LG-1"), c.hall("LG-2")
	n := 0
	for ; n < 200; n++ {
		if err := h.hello(1); err != nil {
			break
		}
	}
	if n == 200 || !h.nc.IsClosed() {
		t.Errorf("it said hello %d times", n)
	}
	if err := other.hello(1); err != nil {
		t.Error(err)
	}
}
