package node

import "sync"

// listeners get a hint after each commit with events. Hints that nobody has taken
// yet become one, so that nobody waits for a slow listener.
type listeners struct {
	mu  sync.Mutex // guards all
	all map[chan struct{}]bool
}

func (l *listeners) hint() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.all {
		select {
		case c <- struct{}{}:
		default: // it has not looked since the last one
		}
	}
}

func (l *listeners) add() (hints <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all == nil {
		l.all = map[chan struct{}]bool{}
	}
	l.all[c] = true
	return c, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.all, c)
	}
}
