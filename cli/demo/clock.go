package demo

import (
	"sync"
	"time"
)

// lull is for how long, really, time goes on without a beat.
const lull = time.Second

// Clock is hall time of a demonstration: it runs at a multiple of real time for as long
// as people live in it. Where they stand still, because the machine is busy with other
// things, or its lid is closed, or the process is stopped, time waits for them.
type Clock struct {
	pace float64
	real func() time.Duration

	mu   sync.Mutex // guards all below
	now  time.Time  // hall time at the last beat
	beat time.Duration
}

// NewClock is hall time that starts at start and runs pace times as fast as real time.
func NewClock(start time.Time, pace float64) *Clock {
	began := time.Now()
	return newClock(start, pace, func() time.Duration { return time.Since(began) })
}

func newClock(start time.Time, pace float64, real func() time.Duration) *Clock {
	return &Clock{pace: pace, real: real, now: start, beat: real()}
}

// Beat says that people go on.
func (c *Clock) Beat() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now, c.beat = c.at(), c.real()
}

// Now implements node.Clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at()
}

func (c *Clock) at() time.Time {
	passed := min(c.real()-c.beat, lull)
	return c.now.Add(time.Duration(float64(passed) * c.pace))
}

// After implements node.Clock. It is a moment at least, as time may wait.
func (c *Clock) After(t time.Time) time.Duration {
	left := t.Sub(c.Now())
	if left <= 0 {
		return 0
	}
	return max(time.Duration(float64(left)/c.pace), time.Millisecond)
}

// Jumped implements node.Clock.
func (c *Clock) Jumped() time.Duration { return 0 }

// Adopt implements node.Clock.
func (c *Clock) Adopt() (from, to time.Time) { now := c.Now(); return now, now }
