package foresee

import (
	"time"

	"onewindow/queue"
)

const (
	// KeepWithin is how long an answer waits for its promise to be in the hall's history.
	// A disk that takes longer has numbers given without a time.
	KeepWithin = 100 * time.Millisecond
	// keepAfter is for how long rough promises are gathered before they go to the writer
	// together: in a rush one commit each would stand in the way of the next citizen.
	keepAfter = 20 * time.Millisecond
)

// kept is a promise that is not in the hall's history yet. Whoever asks is answered once
// it is there, so that nobody is told a time that the hall would not know after a fall;
// but in a rush, when more come than are simulated, the rough ones are told at once.
type kept struct {
	number  string
	promise *queue.Promise

	// The rest is guarded by asks.mu.
	told    bool // it may be told before it is there
	late    bool // nobody waits for it any longer
	done    bool
	failed  bool
	waiters []func(*queue.Promise)
}

// promise begins to keep a promise; firm lets it be told only once it is kept.
func (a *asks) promise(x *standing, p *queue.Promise, firm bool) *kept {
	k := &kept{number: x.number, promise: p, told: !firm}
	if firm && x.then != nil {
		k.waiters = append(k.waiters, x.then)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.kept[x.number] = k
	return k
}

// join answers with a promise that is being kept, once that may be told.
func (a *asks) join(k *kept, then func(*queue.Promise)) {
	if then == nil {
		return
	}
	a.mu.Lock()
	answer, now := k.promise, k.told || k.done
	switch {
	case k.failed, k.late && !now:
		answer, now = nil, true
	case !now:
		k.waiters = append(k.waiters, then)
	}
	a.mu.Unlock()
	if now {
		then(answer)
	}
}

// commit gives promises to the writer at once; one commit takes them all.
func (f *Foresee) commit(all []*kept) {
	if len(all) == 0 {
		return
	}
	for _, k := range all {
		f.hall.Say(queue.PromiseWait{Number: k.number, Promise: *k.promise}, func(err error) { f.asks.settle(k, err, f) })
	}
	time.AfterFunc(f.set.keepWithin, func() {
		for _, k := range all {
			f.asks.giveUp(k)
		}
	})
}

// settle ends the keeping of a promise.
func (a *asks) settle(k *kept, err error, f *Foresee) {
	a.mu.Lock()
	k.done, k.failed = true, err != nil
	if a.kept[k.number] == k {
		delete(a.kept, k.number)
	}
	waiters, answer := k.waiters, k.promise
	k.waiters = nil
	a.mu.Unlock()
	if err != nil {
		answer = nil
		f.log.Warn("a promise was not noted", "number", k.number, "err", err)
	}
	for _, then := range waiters {
		then(answer)
	}
}

// giveUp answers those who have waited long enough for a promise with nothing.
func (a *asks) giveUp(k *kept) {
	a.mu.Lock()
	waiters := k.waiters
	k.waiters, k.late = nil, true
	a.mu.Unlock()
	for _, then := range waiters {
		then(nil)
	}
}

// keepAll gives the gathered promises to the writer.
func (f *Foresee) keepAll() {
	for _, k := range f.asks.keeping {
		f.hall.Say(queue.PromiseWait{Number: k.number, Promise: *k.promise}, func(err error) { f.asks.settle(k, err, f) })
	}
	f.asks.keeping = f.asks.keeping[:0]
}

// Told is what a number was told a moment ago that is not in the hall's history yet; nil
// if nothing.
func (f *Foresee) Told(number string) *queue.Promise {
	f.asks.mu.Lock()
	defer f.asks.mu.Unlock()
	if k := f.asks.kept[number]; k != nil && k.told {
		return k.promise
	}
	return nil
}
