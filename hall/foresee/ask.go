package foresee

import (
	"sync"
	"sync/atomic"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait"
)

const (
	// AnswerWithin is how long somebody who draws a number is kept by its estimate, from
	// the question on.
	AnswerWithin = 20 * time.Millisecond
	// askRate is how many numbers a second are simulated one by one, and askBurst how
	// many at once; what comes faster is answered from the newest outlook. The busiest
	// hall of the network gives a number in five seconds.
	askRate  = 10
	askBurst = 20
)

// ask is the question how long a number will wait.
type ask struct {
	number string
	// keep has the answer kept as the number's promise; again is only for what it was
	// promised.
	keep, again bool
	// then takes the answer, nil if there is none.
	then func(*queue.Promise)
	at   time.Time
}

func (a *ask) answer(p *queue.Promise) {
	if a.then != nil {
		a.then(p)
	}
}

// asks are the open questions, and what was promised and is not in the history yet.
type asks struct {
	kick chan struct{}

	mu     sync.Mutex // guards all up to kept
	closed bool
	list   []ask
	kept   map[string]*kept // by number

	// owned by answer
	budget  budget
	keeping []*kept     // to be kept together
	rolling atomic.Bool // a simulation is running, maybe for somebody who waits no longer
	desk    desk        // owned by who has set rolling
	// owned by answer: when the simulation began, and whether it was logged that it does
	// not end.
	began    time.Time
	bemoaned bool
}

// bemoan logs once that a simulation does not end, if it runs longer than any does.
func (a *asks) bemoan(f *Foresee) {
	if a.bemoaned || time.Since(a.began) < f.set.longest {
		return
	}
	a.bemoaned = true
	f.log.Error("a simulation does not end; formulas stand in until it does, or the hall is started again", "at", "ticket", "after", f.set.longest)
}

func (a *asks) open() {
	a.kick = make(chan struct{}, 1)
	a.kept = map[string]*kept{}
	a.budget = budget{left: askBurst}
}

// Ask has the wait of a number foreseen. then, which may be nil, gets it as it is told
// to people, on another goroutine, and must wait for nothing; nil if nothing can be said,
// because the number does not wait or nobody will call it. keep has it kept as the
// number's promise, and gets that again where there is one; without keep too while the
// number has the place and the time for which it was made. Ask waits for nothing.
func (f *Foresee) Ask(number string, keep bool, then func(*queue.Promise)) {
	f.ask(ask{number: number, keep: keep, then: then})
}

// Again is Ask for a number whose answer was given before: then gets what it was
// promised, and nothing where that is not known any more. Another wait would
// contradict what may stand on a paper.
func (f *Foresee) Again(number string, then func(*queue.Promise)) {
	f.ask(ask{number: number, keep: true, again: true, then: then})
}

func (f *Foresee) ask(x ask) {
	x.at = time.Now()
	f.asks.mu.Lock()
	closed := f.asks.closed
	if !closed {
		f.asks.list = append(f.asks.list, x)
	}
	f.asks.mu.Unlock()
	if closed {
		x.answer(nil)
		return
	}
	select {
	case f.asks.kick <- struct{}{}:
	default: // it was said already
	}
}

// answer answers until it is stopped, and then all that was asked before.
func (f *Foresee) answer() {
	keep := time.NewTimer(time.Hour)
	defer keep.Stop()
	for {
		select {
		case <-f.quit:
			f.answerAll()
			f.keepAll()
			return
		case <-f.asks.kick:
			had := len(f.asks.keeping)
			f.answerAll()
			if had == 0 && len(f.asks.keeping) > 0 {
				keep.Reset(keepAfter)
			}
		case <-keep.C:
			f.keepAll()
		}
	}
}

// shut lets nothing be asked any more, and answers what nobody has.
func (a *asks) shut() {
	a.mu.Lock()
	list := a.list
	a.list, a.closed = nil, true
	a.mu.Unlock()
	for i := range list {
		list[i].answer(nil)
	}
}

// glance is a look at the hall for those who ask at one moment.
type glance struct {
	now time.Time
	all []standing
	// known is what is known for the settings that the hall has; lessons tells that it was
	// learned for them, and is not only what a new hall knows.
	known   *Known
	lessons bool
	// hall is what a simulation or the formula needs, nil if there is to be neither, and
	// formula is made of it once.
	hall    *wait.Hall
	formula *wait.Formula
}

func (f *Foresee) answerAll() {
	list, open := f.asks.take()
	if len(list) == 0 {
		return
	}
	tokens := len(list)
	if !f.set.Unhurried {
		tokens = f.asks.budget.take(len(list), time.Now())
	}
	g := f.glance(list, tokens)
	var firm []*kept
	for i := range g.all {
		x := &g.all[i]
		k := open[x.number]
		switch {
		case x.promise != nil:
			x.answer(x.promise)
		case k != nil && (x.keep || x.first && k.promise.By().After(g.now)):
			f.asks.join(k, x.then)
		case x.again || !x.open:
			x.answer(nil)
		default:
			p := promised(f.rangeOf(g, x, i < tokens), g.now)
			if p == nil || !x.keep {
				x.answer(p)
				continue
			}
			k := f.asks.promise(x, p, i < tokens)
			open[x.number] = k // it may have been asked twice at once
			if i < tokens {
				firm = append(firm, k)
			} else {
				f.asks.keeping = append(f.asks.keeping, k)
				x.answer(p)
			}
		}
	}
	f.commit(firm)
}

// glance looks at the hall, with all that simulations need if there may be any.
func (f *Foresee) glance(list []ask, tokens int) *glance {
	g := &glance{known: f.known.Load()}
	f.hall.Read(func(s *queue.State, at time.Time) {
		g.now = at
		for _, a := range list {
			g.all = append(g.all, stand(s, at, a))
		}
		if tokens == 0 && f.forecast.Load() != nil || !s.Configured() || waiting(s) > f.set.crowd {
			return
		}
		f.guarded("look", func() {
			g.lessons = g.known.of(s)
			if !g.lessons {
				g.known = &Known{Known: wait.Learn(s.Settings, s.Catalogue, nil)}
			}
			g.hall = wait.Look(s, at)
		})
	})
	return g
}

// take takes the open questions, and what their numbers were promised before the hall is
// looked at: what is no longer kept afterwards is in the history that is seen then.
func (a *asks) take() (list []ask, all map[string]*kept) {
	a.mu.Lock()
	defer a.mu.Unlock()
	list, a.list = a.list, nil
	all = map[string]*kept{}
	for i := range list {
		if k := a.kept[list[i].number]; k != nil {
			all[k.number] = k
		}
	}
	return list, all
}

// standing is a question and how its number stands.
type standing struct {
	ask
	theme   string
	ahead   int
	first   bool // it waits where it was drawn
	open    bool // it waits, and may be foreseen
	promise *queue.Promise
}

func stand(s *queue.State, now time.Time, a ask) standing {
	x := standing{ask: a}
	t := s.Ticket(a.number)
	switch {
	case t == nil:
	case t.Promise != nil && (a.keep || t.FirstPlace() && t.Promise.By().After(now)):
		x.promise = t.Promise
	case t.State == queue.Waiting:
		x.first = t.FirstPlace()
		x.theme, x.ahead, x.open = t.Theme(), s.Ahead(t), true
	}
	return x
}

// rangeOf foresees one number: by a simulation if it may have one and that is ready in
// time, by formula if the hall was looked at, and as the newest outlook has it if that is
// late too. Before anything was learned for the hall's settings every range is rough.
func (f *Foresee) rangeOf(g *glance, x *standing, simulate bool) (r wait.Range) {
	r.Never = true
	until := x.at.Add(f.set.within)
	fc := f.forecast.Load()
	if g.hall != nil && simulate && g.lessons {
		if r, ok := f.simulated(g.known, g.hall, x.number, until); ok {
			return r
		}
	}
	if g.hall != nil && (fc == nil || time.Now().Before(until)) {
		ok := f.guarded("rough", func() {
			if g.formula == nil {
				g.formula = wait.NewFormula(g.known.Known, g.hall)
			}
			r, _ = g.formula.Ticket(x.number)
		})
		if ok {
			return r
		}
	}
	if fc != nil {
		if o, ok := fc.Themes[x.theme]; ok {
			r = o.Range
			r.Ahead, r.Rough = x.ahead, true // it does not know who has come since
		}
	}
	return r
}

// simulated is the range of one number by simulation, unless that is not ready by
// until, or another is still running.
func (f *Foresee) simulated(known *Known, look *wait.Hall, number string, until time.Time) (r wait.Range, ok bool) {
	left := time.Until(until)
	if left <= 0 {
		return r, false
	}
	if !f.asks.rolling.CompareAndSwap(false, true) {
		f.asks.bemoan(f)
		return r, false
	}
	f.asks.began, f.asks.bemoaned = time.Now(), false
	type rolled struct {
		r  wait.Range
		ok bool
	}
	done := make(chan rolled, 1)
	go func() { // not waited for when the hall stops: it may not end
		var x rolled
		f.guarded("ticket", func() { x.r, x.ok = f.set.simulate(f.asks.desk.estimator(known, f.set.Seed), look, number) })
		f.asks.rolling.Store(false)
		done <- x
	}()
	timer := time.NewTimer(left)
	defer timer.Stop()
	select {
	case x := <-done:
		return x.r, x.ok
	case <-timer.C:
		return r, false
	}
}

// promised is a range as a promise made now; nil if nobody will call.
func promised(r wait.Range, now time.Time) *queue.Promise {
	if p, ok := r.Promise(now); ok {
		return &p
	}
	return nil
}
