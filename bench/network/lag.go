package main

import (
	"context"
	"sync"
	"time"
)

// look is how often it is looked whether the centre has confirmed something; the
// latencies are exact to that.
const look = time.Millisecond

// follow notes for every commit of every hall how long it takes until the hall knows
// that the centre has it, durably, until ctx ends. That is from just after the commit,
// and with the way of the answer back.
func (f *fleet) follow(ctx context.Context, into *times) {
	var wg sync.WaitGroup
	all := make([]*behind, len(f.halls))
	for i, h := range f.halls {
		all[i] = &behind{h: h}
		wg.Go(func() { all[i].hear(ctx) })
	}
	tick := time.NewTicker(look)
	defer tick.Stop()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case now := <-tick.C:
			for _, b := range all {
				b.confirm(now, into)
			}
		}
	}
	wg.Wait()
}

// behind are the commits of a hall that the centre has not confirmed yet.
type behind struct {
	h  *hall
	mu sync.Mutex
	// open are the last events of commits, in order.
	open []commit
}

type commit struct {
	last uint64
	at   time.Time
}

// hear notes the hall's commits.
func (b *behind) hear(ctx context.Context) {
	hints, stop := b.h.node.Commits()
	defer stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-hints:
			now := time.Now()
			b.mu.Lock()
			b.open = append(b.open, commit{b.h.node.Last(), now})
			b.mu.Unlock()
		}
	}
}

// confirm takes those away that the centre has confirmed.
func (b *behind) confirm(now time.Time, into *times) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.open) == 0 {
		return
	}
	acked := b.h.link.State().Acked
	n := 0
	for n < len(b.open) && b.open[n].last <= acked {
		into.note(max(0, now.Sub(b.open[n].at)))
		n++
	}
	b.open = b.open[n:]
}
