package main

import (
	"fmt"
	"sync"
	"time"
)

// clock is the halls' time: it runs at a multiple of real time, and can be stopped, so
// that nothing happens by itself while the halls are compared with their centre.
type clock struct {
	pace float64

	mu      sync.Mutex
	at      time.Time // hall time at the real time since
	since   time.Time
	stopped bool
}

func newClock(start time.Time, pace float64) *clock {
	return &clock{pace: pace, at: start, since: time.Now()}
}

// Now implements node.Clock.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *clock) now() time.Time {
	if c.stopped {
		return c.at
	}
	return c.at.Add(time.Duration(float64(time.Since(c.since)) * c.pace))
}

// stopped clocks are looked at again after so long.
const again = 100 * time.Millisecond

// After implements node.Clock.
func (c *clock) After(t time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stopped {
		return again
	}
	return time.Duration(float64(t.Sub(c.now())) / c.pace)
}

// Jumped implements node.Clock.
func (c *clock) Jumped() time.Duration { return 0 }

// Adopt implements node.Clock.
func (c *clock) Adopt() (from, to time.Time) { now := c.Now(); return now, now }

// stop makes time stand still, run lets it go on.
func (c *clock) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.stopped = c.now(), true
}

func (c *clock) run() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.since, c.stopped = time.Now(), false
}

// timeOfDay writes a time of the day.
func timeOfDay(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
}
