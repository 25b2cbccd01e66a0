package main

import (
	"slices"
	"sync"
	"time"
)

// times are how long each of many things took. Several may note at once.
type times struct {
	mu  sync.Mutex
	all []time.Duration
}

func (t *times) note(d time.Duration) {
	t.mu.Lock()
	t.all = append(t.all, d)
	t.mu.Unlock()
}

// add takes over what another one noted.
func (t *times) add(o *times) {
	o.mu.Lock()
	all := slices.Clone(o.all)
	o.mu.Unlock()
	t.mu.Lock()
	t.all = append(t.all, all...)
	t.mu.Unlock()
}

// spread is how times lie.
type spread struct {
	n                int
	p50, p99, latest time.Duration
}

func (t *times) spread() spread {
	t.mu.Lock()
	s := slices.Clone(t.all)
	t.mu.Unlock()
	if len(s) == 0 {
		return spread{}
	}
	slices.Sort(s)
	at := func(percent int) time.Duration { return s[min(len(s)*percent/100, len(s)-1)] }
	return spread{len(s), at(50), at(99), s[len(s)-1]}
}
