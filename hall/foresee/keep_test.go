package foresee

import (
	"sync"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/wait"
)

// line issues so many numbers, and returns them.
func line(t *testing.T, h *hall, n int) (numbers []string) {
	h.do(func(h *queuetest.Hall) {
		for range n {
			numbers = append(numbers, h.Issue(t, "business"))
		}
	})
	return numbers
}

// inHistory is the promise of a number as the hall's history has it; nil if it has none.
func (h *hall) inHistory(number string) (p *queue.Promise) {
	h.do(func(h *queuetest.Hall) { p = h.State.Ticket(number).Promise })
	return p
}

func TestAPromiseIsToldOnceItIsInTheHistory(t *testing.T) {
	h := newHall(t, 1)
	f := h.start()
	h.round(f)
	for _, number := range line(t, h, 5) {
		then := make(chan struct{})
		f.Ask(number, true, func(p *queue.Promise) {
			defer close(then)
			if kept := h.inHistory(number); p == nil || kept == nil || *kept != *p {
				t.Errorf("%s is told %+v, and the history has %+v", number, p, kept)
			}
		})
		<-then
	}
}

func TestADiskThatIsTooSlowHasNumbersGivenWithoutATimeAndNeverWithTwo(t *testing.T) {
	h := newHall(t, 1)
	h.slow = make(chan struct{})
	f := h.start(func(s *Settings) { s.keepWithin = time.Millisecond })
	number := line(t, h, 3)[2]
	if p := h.asked(f, number, true); p != nil {
		t.Fatalf("told %+v, which nobody has noted", p)
	}
	if p := f.Told(number); p != nil {
		t.Fatalf("shown %+v, which nobody has noted", p)
	}
	for range 2 { // while it is being written
		if p := h.asked(f, number, true); p != nil {
			t.Fatalf("told again: %+v", p)
		}
	}
	close(h.slow)
	h.within("the promise", func() bool { return h.inHistory(number) != nil })
	if p := h.asked(f, number, true); p == nil || *p != *h.inHistory(number) {
		t.Fatalf("told %+v, and the history has %+v", p, h.inHistory(number))
	}
}

func TestARequestThatIsRepeatedIsToldWhatWasPromisedOrNothing(t *testing.T) {
	h := newHall(t, 1)
	f := h.start()
	h.round(f)
	again := func(number string) *queue.Promise {
		got := make(chan *queue.Promise, 1)
		f.Again(number, func(p *queue.Promise) { got <- p })
		return <-got
	}
	numbers := line(t, h, 2)
	// The hall fell after it had told a time and before that was noted.
	if p := again(numbers[0]); p != nil {
		t.Fatalf("told another time: %+v", p)
	}
	first := h.asked(f, numbers[1], true)
	if p := again(numbers[1]); p == nil || *p != *first {
		t.Fatalf("told %+v, at first %+v", p, first)
	}
	if n := h.count("ticket.promised/1"); n != 1 {
		t.Errorf("%d promises", n)
	}
}

func TestInARushRoughTimesAreToldAtOnceAndThenKeptAsTheyWere(t *testing.T) {
	h := newHall(t, 1)
	h.slow = make(chan struct{})
	f := h.start(func(s *Settings) { s.keepWithin = time.Minute })
	h.round(f)
	numbers := line(t, h, 3*askBurst)
	var mu sync.Mutex
	told := map[string]queue.Promise{}
	var rush, all sync.WaitGroup
	rush.Add(len(numbers) - askBurst)
	all.Add(len(numbers))
	f.asks.mu.Lock() // so that all are asked at once
	for _, n := range numbers {
		f.asks.list = append(f.asks.list, ask{number: n, keep: true, at: time.Now(), then: func(p *queue.Promise) {
			defer all.Done()
			if p == nil {
				t.Errorf("%s has no answer", n)
				return
			}
			mu.Lock()
			told[n] = *p
			mu.Unlock()
			if h.inHistory(n) == nil {
				rush.Done()
			}
		}})
	}
	f.asks.mu.Unlock()
	f.asks.kick <- struct{}{}
	rush.Wait() // nothing was noted yet
	for n, p := range told {
		if again := f.Told(n); !p.Rough || again == nil || *again != p {
			t.Errorf("%s was told %+v, and now %+v", n, p, again)
		}
	}
	close(h.slow)
	all.Wait()
	h.within("all promises", func() bool { return h.count("ticket.promised/1") == len(numbers) })
	for n, p := range told {
		if kept := h.inHistory(n); *kept != p {
			t.Errorf("%s was told %+v, and the history has %+v", n, p, kept)
		}
	}
}

func TestASimulationThatIsSlowGivesWayToTheFormula(t *testing.T) {
	h := newHall(t, 1)
	goOn := make(chan struct{})
	slow := func(e *wait.Estimator, look *wait.Hall, number string) (wait.Range, bool) {
		<-goOn
		return e.Ticket(look, number)
	}
	f := h.start(func(s *Settings) { s.within, s.simulate = 5*time.Millisecond, slow })
	h.round(f)
	numbers := line(t, h, 3)
	for _, n := range numbers[:2] { // the first has set out, the second finds it at work
		if p := h.asked(f, n, true); p == nil || !p.Rough {
			t.Errorf("%s: %+v", n, p)
		}
	}
	close(goOn)
	h.within("the simulation to end", func() bool { return !f.asks.rolling.Load() })
	h.within("a simulated one", func() bool {
		p := h.asked(f, numbers[2], false)
		return p != nil && !p.Rough
	})
}

func TestWhatIsLateIsAnsweredFromTheNewestOutlook(t *testing.T) {
	h := newHall(t, 1)
	simulated := func(*wait.Estimator, *wait.Hall, string) (wait.Range, bool) {
		t.Error("simulated, though it is too late for that")
		return wait.Range{}, false
	}
	line(t, h, 10)
	f := h.start(func(s *Settings) { s.within, s.simulate = time.Nanosecond, simulated })
	h.within("the outlook", func() bool { return f.Forecast() != nil }) // which no other follows
	number := line(t, h, 20)[19]
	p, o := h.asked(f, number, true), f.Forecast().Themes["business"]
	if p == nil || !p.Rough || p.Ahead != 29 || p.By().Sub(o.Likely).Abs() > time.Second {
		t.Errorf("%+v, the outlook %+v", p, o)
	}
}

func TestACrowdIsForeseenByFormula(t *testing.T) {
	h := newHall(t, 1)
	f := h.start(func(s *Settings) { s.crowd = 10 })
	numbers := line(t, h, 11)
	h.round(f)
	if fc := f.Forecast(); len(fc.Tickets) != 0 || !fc.Themes["business"].Rough || fc.Themes["business"].Ahead != 11 {
		t.Fatalf("%+v", fc)
	}
	if p := h.asked(f, numbers[10], true); p == nil || !p.Rough || p.Ahead != 10 {
		t.Errorf("%+v", p)
	}
	h.do(func(h *queuetest.Hall) { h.Do(t, queue.Next{Window: "1"}) })
	h.round(f)
	if fc := f.Forecast(); len(fc.Tickets) != 10 {
		t.Errorf("%d ranges after the crowd", len(fc.Tickets))
	}
}

func TestWhatNothingWasLearnedForIsRough(t *testing.T) {
	h := newHall(t, 1)
	h.do(func(q *queuetest.Hall) {
		q.Do(t, queue.CloseDay{})
		q.Do(t, queue.ReportDay{Date: q.State.Day.Date, Report: written(t, q.State)})
		nextDay(t, q)
		h.reading = make(chan struct{})
	})
	f := h.start() // which is reading yesterday's report
	numbers := line(t, h, 3)
	if p := h.asked(f, numbers[0], true); p == nil || !p.Rough {
		t.Errorf("before anything was read: %+v", p)
	}
	close(h.reading)
	// No round is hurried, which might come when the settings are others.
	h.within("what was learned", func() bool { return f.Known() != nil })
	if p := h.asked(f, numbers[1], true); p == nil || p.Rough {
		t.Errorf("once it was: %+v", p)
	}
	h.do(func(h *queuetest.Hall) {
		set := *h.State.Settings
		h.Do(t, queue.ChangeSettings{Settings: set, Hash: "s2"})
	})
	if p := h.asked(f, numbers[2], true); p == nil || !p.Rough {
		t.Errorf("under new settings: %+v", p)
	}
}
