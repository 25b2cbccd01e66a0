package node

import (
	"sync"
	"time"
)

// guesses slows down whoever tries PINs at a terminal: after maxWrong wrong
// ones it must wait.
type guesses struct {
	mu    sync.Mutex // guards wrong
	wrong map[string]tries
}

type tries struct {
	n     int
	until time.Time
}

const (
	maxWrong = 5
	lockTime = 30 * time.Second
)

func (g *guesses) locked(terminal string, now time.Time) (until time.Time, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	t := g.wrong[terminal]
	return t.until, now.Before(t.until)
}

func (g *guesses) failed(terminal string, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.wrong == nil {
		g.wrong = map[string]tries{}
	}
	t := g.wrong[terminal]
	if t.n++; t.n >= maxWrong {
		t = tries{until: now.Add(lockTime)}
	}
	g.wrong[terminal] = t
}

func (g *guesses) passed(terminal string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.wrong, terminal)
}
