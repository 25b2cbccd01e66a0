package door

import (
	"sync"
	"time"
)

// Somebody who sends what no sound program sends is cut and kept out for a while,
// because every request, good or bad, passes through one queue that all share. Each
// refused request counts in proportion to what it costs; the count runs down with
// time.
const (
	StrikeRefused = 1   // busy, forbidden, malformed
	StrikeGross   = 100 // larger than is read, or an answer asked for elsewhere
	strikesLost   = 500 // per second
	strikesLogged = 200 // above it refusals are no longer logged one by one
	strikesOut    = 2000
	// BarTime is how long somebody is kept out.
	BarTime = 10 * time.Second
)

// Conduct counts the strikes of each terminal or hall. The zero value is ready.
type Conduct struct {
	mu     sync.Mutex
	counts map[string]strikes
}

type strikes struct {
	n  float64
	at time.Time
	// barred is until when the terminal is kept out.
	barred time.Time
}

// Strike adds n strikes to who. log is false when enough has been logged
// about it; out is true when who is to be cut now.
func (c *Conduct) Strike(who string, n float64, now time.Time) (log, out bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.counts[who]
	s.n = max(0, s.n-now.Sub(s.at).Seconds()*strikesLost) + n
	s.at = now
	log = s.n <= strikesLogged
	if s.n > strikesOut && !now.Before(s.barred) {
		s.barred, s.n, out = now.Add(BarTime), 0, true
	}
	if c.counts == nil {
		c.counts = map[string]strikes{}
	}
	c.counts[who] = s
	return log, out
}

// Barred reports whether who is kept out.
func (c *Conduct) Barred(who string, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return now.Before(c.counts[who].barred)
}

// Forget drops the record of somebody who is gone.
func (c *Conduct) Forget(who string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.counts, who)
}
