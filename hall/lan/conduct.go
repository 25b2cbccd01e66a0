package lan

import (
	"sync"
	"time"
)

// A terminal that sends what no sound terminal sends is cut and kept out for a
// while, because every request, good or bad, passes through one queue that all
// terminals share. Each refused request counts in proportion to what it costs
// the hall; the count runs down with time.
const (
	strikeRefused = 1   // busy, forbidden, malformed
	strikeGross   = 100 // larger than the hall reads, or an answer asked for elsewhere
	strikesLost   = 500 // per second
	strikesLogged = 200 // above it refusals are no longer logged one by one
	strikesOut    = 2000
	barTime       = 10 * time.Second
)

// conduct counts the strikes of each terminal.
type conduct struct {
	mu     sync.Mutex
	counts map[string]strikes
}

type strikes struct {
	n  float64
	at time.Time
	// barred is until when the terminal is kept out.
	barred time.Time
}

// strike adds n strikes to terminal. log is false when enough has been logged
// about it; out is true when the terminal is to be cut now.
func (c *conduct) strike(terminal string, n float64, now time.Time) (log, out bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.counts[terminal]
	s.n = max(0, s.n-now.Sub(s.at).Seconds()*strikesLost) + n
	s.at = now
	log = s.n <= strikesLogged
	if s.n > strikesOut && !now.Before(s.barred) {
		s.barred, s.n, out = now.Add(barTime), 0, true
	}
	c.counts[terminal] = s
	return log, out
}

// barred reports whether terminal is kept out.
func (c *conduct) barred(terminal string, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return now.Before(c.counts[terminal].barred)
}

// forget drops the record of a terminal that is gone.
func (c *conduct) forget(terminal string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.counts, terminal)
}
