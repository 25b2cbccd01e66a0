package foresee

import (
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait"
)

const (
	// AnswerWithin is how long somebody who draws a number is kept by its estimate.
	AnswerWithin = 20 * time.Millisecond
	// keepAfter is for how long promises are gathered before they go to the writer
	// together: one commit each would stand in the way of the next citizen.
	keepAfter = 20 * time.Millisecond
	// askRate is how many numbers a second are simulated one by one, and askBurst how
	// many at once; what comes faster is answered from the newest outlook. The busiest
	// hall of the network gives a number in five seconds.
	askRate  = 10
	askBurst = 20
)

// ask is the question how long a number will wait.
type ask struct {
	number string
	// keep has the answer kept as the number's promise.
	keep bool
	// then takes the answer, nil if there is none.
	then func(*queue.Promise)
}

// asks are the open questions, and what was promised and is not in the history yet.
type asks struct {
	kick chan struct{}

	mu     sync.Mutex // guards all up to told
	closed bool
	list   []ask
	told   map[string]*queue.Promise // by number

	// owned by answer
	budget  budget
	keeping []queue.PromiseWait // to be kept together
	rolling atomic.Bool         // a simulation is running, maybe for somebody who waits no longer
	desk    desk                // owned by who has set rolling
}

func (a *asks) open() {
	a.kick = make(chan struct{}, 1)
	a.told = map[string]*queue.Promise{}
	a.budget = budget{left: askBurst}
}

// Ask has the wait of a number foreseen. then, which may be nil, gets it as it is told
// to people, on another goroutine; nil if nothing can be said, because the number does
// not wait or nobody will call it. keep has it kept as the number's promise, and gets
// that again where there is one; without keep too while the number has the place and the
// time for which it was made. Ask waits for nothing.
func (f *Foresee) Ask(number string, keep bool, then func(*queue.Promise)) {
	f.asks.mu.Lock()
	closed := f.asks.closed
	if !closed {
		f.asks.list = append(f.asks.list, ask{number, keep, then})
	}
	f.asks.mu.Unlock()
	if closed {
		if then != nil {
			then(nil)
		}
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
	for _, x := range list {
		if x.then != nil {
			x.then(nil)
		}
	}
}

func (f *Foresee) answerAll() {
	list, told := f.asks.take()
	if len(list) == 0 {
		return
	}
	until := time.Now().Add(f.set.within)
	known := f.known.Load()
	var standing []standing
	var look *wait.Hall
	var now time.Time
	tokens := f.asks.budget.take(len(list), time.Now())
	f.hall.Read(func(s *queue.State, at time.Time) {
		now = at
		for _, a := range list {
			standing = append(standing, f.stand(s, at, a))
		}
		if (tokens > 0 || f.forecast.Load() == nil) && s.Configured() && waiting(s) <= mostWaiting {
			f.guarded("look", func() {
				if known == nil { // nothing has been read yet
					known = &Known{Known: wait.Learn(s.Settings, s.Catalogue, nil)}
				}
				look = wait.Look(s, at)
			})
		}
	})
	for i := range standing {
		x := &standing[i]
		if p := told[x.number]; x.answer == nil && p != nil && (x.keep || x.first && p.By().After(now)) {
			x.answer = p
		}
		if x.answer == nil && x.open {
			x.answer = promised(f.rangeOf(x, known, look, i < tokens, until), now)
			if x.keep && x.answer != nil {
				told[x.number] = x.answer // it may have been asked twice at once
				f.keep(x.number, x.answer)
			}
		}
		if x.then != nil {
			x.then(x.answer)
		}
	}
}

// take takes the open questions, and what was promised before the hall is looked at: what
// leaves told afterwards is in the history that is seen then.
func (a *asks) take() (list []ask, told map[string]*queue.Promise) {
	a.mu.Lock()
	defer a.mu.Unlock()
	list, a.list = a.list, nil
	return list, maps.Clone(a.told)
}

// standing is a question and how its number stands.
type standing struct {
	ask
	theme  string
	ahead  int
	first  bool // it waits where it was drawn
	open   bool // it waits, and may be foreseen
	answer *queue.Promise
}

func (f *Foresee) stand(s *queue.State, now time.Time, a ask) standing {
	x := standing{ask: a}
	t := s.Ticket(a.number)
	switch {
	case t == nil:
	case t.Promise != nil && (a.keep || t.FirstPlace() && t.Promise.By().After(now)):
		x.answer = t.Promise
	case t.State == queue.Waiting:
		x.first = t.FirstPlace()
		x.theme, x.ahead, x.open = t.Theme(), s.Ahead(t), true
	}
	return x
}

// rangeOf foresees one number: by a simulation if it may have one and that is ready in
// time, by formula if the hall was looked at, and else as the newest outlook has it.
func (f *Foresee) rangeOf(x *standing, known *Known, look *wait.Hall, simulate bool, until time.Time) (r wait.Range) {
	r.Never = true
	if look != nil {
		if simulate {
			if r, ok := f.simulated(known, look, x.number, until); ok {
				return r
			}
		}
		if f.guarded("rough", func() { r, _ = wait.RoughTicket(known.Known, look, x.number) }) {
			return r
		}
	}
	if fc := f.forecast.Load(); fc != nil {
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
	if left <= 0 || !f.asks.rolling.CompareAndSwap(false, true) {
		return r, false
	}
	type rolled struct {
		r  wait.Range
		ok bool
	}
	done := make(chan rolled, 1)
	f.all.Go(func() {
		var x rolled
		f.guarded("ticket", func() { x.r, x.ok = f.asks.desk.estimator(known, f.set.Seed).Ticket(look, number) })
		f.asks.rolling.Store(false)
		done <- x
	})
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

// Told is what a number was promised that is not in the hall's history yet; nil if
// nothing.
func (f *Foresee) Told(number string) *queue.Promise {
	f.asks.mu.Lock()
	defer f.asks.mu.Unlock()
	return f.asks.told[number]
}

// keep has a promise written into the hall's history soon. It is told again from here
// until it is there.
func (f *Foresee) keep(number string, p *queue.Promise) {
	f.asks.mu.Lock()
	f.asks.told[number] = p
	f.asks.mu.Unlock()
	f.asks.keeping = append(f.asks.keeping, queue.PromiseWait{Number: number, Promise: *p})
}

// keepAll gives the gathered promises to the writer.
func (f *Foresee) keepAll() {
	for _, c := range f.asks.keeping {
		f.hall.Say(c, func(err error) {
			f.asks.mu.Lock()
			delete(f.asks.told, c.Number)
			f.asks.mu.Unlock()
			if err != nil {
				f.log.Debug("a promise was not noted", "number", c.Number, "err", err)
			}
		})
	}
	f.asks.keeping = f.asks.keeping[:0]
}

// budget says how many simulations may be made.
type budget struct {
	left float64
	at   time.Time
}

// take takes up to n of what is there.
func (b *budget) take(n int, now time.Time) int {
	if !b.at.IsZero() {
		b.left = min(askBurst, b.left+now.Sub(b.at).Seconds()*askRate)
	}
	b.at = now
	got := min(n, int(b.left))
	b.left -= float64(got)
	return got
}

// desk is an estimator for who is at it; an estimator serves one at a time.
type desk struct {
	e     *wait.Estimator
	known *Known
}

func (d *desk) estimator(k *Known, seed uint64) *wait.Estimator {
	if d.e == nil || d.known != k {
		d.e, d.known = wait.New(k.Known, seed), k
	}
	return d.e
}
