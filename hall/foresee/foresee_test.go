package foresee

import (
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestEverybodyWhoWaitsAndEveryThemeHasARange(t *testing.T) {
	h := newHall(t, 2)
	var last string
	h.do(func(h *queuetest.Hall) {
		for range 12 {
			last = h.Issue(t, "business")
		}
		h.Do(t, queue.Next{Window: "1"})
	})
	f := h.start()
	h.round(f)
	fc := f.Forecast()
	if len(fc.Tickets) != 11 || len(fc.Themes) != 3 || fc.Seq == 0 || !fc.Made.Equal(h.Now()) {
		t.Fatalf("%d tickets, %d themes, made %s of event %d", len(fc.Tickets), len(fc.Themes), fc.Made, fc.Seq)
	}
	if r := fc.Tickets[last]; r.Rough || r.Never || !r.Low.Before(r.High) {
		t.Fatalf("%s: %+v", last, r)
	}
	h.within("that it is told", func() bool { h.mu.Lock(); defer h.mu.Unlock(); return h.renewed > 0 })
	h.do(func(h *queuetest.Hall) { h.Wait(20 * time.Second); h.Do(t, queue.Next{Window: "2"}) })
	h.round(f)
	if now := f.Forecast(); len(now.Tickets) != 10 || !now.Made.After(fc.Made) {
		t.Fatalf("%d tickets, made %s after %s", len(now.Tickets), now.Made, fc.Made)
	}
}

func TestANumberIsPromisedOnceAndToldTheSameAgain(t *testing.T) {
	h := newHall(t, 1)
	f := h.start()
	h.round(f)
	number := ""
	h.do(func(h *queuetest.Hall) {
		for range 5 {
			number = h.Issue(t, "business")
		}
	})
	// At once, as a kiosk does that repeats its request.
	var all sync.WaitGroup
	got := make([]*queue.Promise, 8)
	for i := range got {
		all.Go(func() { got[i] = h.asked(f, number, true) })
	}
	all.Wait()
	h.within("the promise", func() bool { return h.count("ticket.promised/1") == 1 })
	h.do(func(h *queuetest.Hall) { h.Wait(5 * time.Minute) })
	later := h.asked(f, number, true)
	for i, p := range got {
		if p == nil || *p != *later {
			t.Errorf("%d: %+v, later %+v", i, p, later)
		}
	}
	if later.Ahead != 4 || later.Rough || later.High == 0 || later.Low > later.Median || later.Likely > later.High {
		t.Errorf("%+v", later)
	}
	if n := h.count("ticket.promised/1"); n != 1 {
		t.Errorf("%d promises", n)
	}
}

func TestANumberThatDoesNotWaitIsPromisedNothing(t *testing.T) {
	h := newHall(t, 1)
	f := h.start()
	var called, waits string
	h.do(func(h *queuetest.Hall) {
		called, waits = h.Issue(t, "business"), h.Issue(t, "business")
		h.Do(t, queue.Next{Window: "1"})
	})
	for _, number := range []string{called, "Z999", ""} {
		if p := h.asked(f, number, true); p != nil {
			t.Errorf("%q: %+v", number, p)
		}
	}
	if p := h.asked(f, waits, false); p == nil {
		t.Error("whoever waits is told nothing")
	}
	if n := h.count("ticket.promised/1"); n != 0 {
		t.Errorf("%d promises", n)
	}
}

func TestWhoComesTooFastIsAnsweredRoughlyAndAtOnceButWhereTimeIsMovedByHand(t *testing.T) {
	for name, unhurried := range map[string]bool{"a hall": false, "a hall whose time is moved by hand": true} {
		h := newHall(t, 1)
		f := h.start(func(s *Settings) { s.Unhurried = unhurried })
		h.round(f)
		numbers := line(t, h, 3*askBurst)
		rough := 0
		var mu sync.Mutex
		var all sync.WaitGroup
		f.asks.mu.Lock() // so that all are asked at once
		for _, n := range numbers {
			all.Add(1)
			f.asks.list = append(f.asks.list, ask{number: n, keep: true, at: time.Now(), then: func(p *queue.Promise) {
				defer all.Done()
				mu.Lock()
				defer mu.Unlock()
				if p == nil {
					t.Errorf("%s: %s has no answer", name, n)
				} else if p.Rough {
					rough++
				}
			}})
		}
		f.asks.mu.Unlock()
		f.asks.kick <- struct{}{}
		all.Wait()
		if want := len(numbers) - askBurst; !unhurried && rough != want || unhurried && rough != 0 {
			t.Errorf("%s: %d of %d are rough", name, rough, len(numbers))
		}
	}
}

func TestASlipOfTheEstimatorStopsNobody(t *testing.T) {
	h := newHall(t, 1)
	f := h.start()
	var number string
	h.do(func(h *queuetest.Hall) { number = h.Issue(t, "business") })
	h.round(f)
	if f.guarded("test", func() { panic("a slip") }) {
		t.Fatal("it came to an end")
	}
	// A simulation that does not end holds up nobody else.
	f.asks.rolling.Store(true)
	if p := h.asked(f, number, true); p == nil || !p.Rough {
		t.Fatalf("%+v", p)
	}
	f.asks.rolling.Store(false)
}

func TestAllThatWasAskedIsAnsweredAndKeptWhenItStops(t *testing.T) {
	h := newHall(t, 1)
	f := Start(h, Settings{})
	var all sync.WaitGroup
	all.Add(51)
	h.do(func(q *queuetest.Hall) {
		// Nobody can be answered while the test looks at the hall.
		for range 50 {
			f.Ask(q.Issue(t, "business"), true, func(*queue.Promise) { all.Done() })
		}
	})
	f.Stop()
	f.Ask("A001", false, func(p *queue.Promise) {
		if p != nil {
			t.Errorf("after the end: %+v", p)
		}
		all.Done()
	})
	all.Wait()
	if n := h.count("ticket.promised/1"); n != 50 {
		t.Errorf("%d promises", n)
	}
}

func TestSimulationsForThoseWhoDrawKeepTheirRate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := budget{left: askBurst}
		start := time.Date(2026, 11, 25, 1, 0, 0, 0, time.UTC)
		now, got := start, 0
		for range rapid.IntRange(1, 50).Draw(t, "asks") {
			now = now.Add(time.Duration(rapid.IntRange(0, 2000).Draw(t, "ms")) * time.Millisecond)
			n := rapid.IntRange(1, 40).Draw(t, "n")
			k := b.take(n, now)
			if k < 0 || k > n || k > askBurst {
				t.Fatalf("%d of %d", k, n)
			}
			got += k
			if most := askBurst + int(now.Sub(start).Seconds()*askRate) + 1; got > most {
				t.Fatalf("%d within %s, want at most %d", got, now.Sub(start), most)
			}
		}
	})
}
