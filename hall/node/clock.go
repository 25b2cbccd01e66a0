package node

import (
	"sync"
	"time"
)

// Clock is hall time. It never runs backwards.
type Clock interface {
	// Now is hall time.
	Now() time.Time
	// After is how long to wait, really, until hall time reaches t.
	After(t time.Time) time.Duration
	// Jumped is how far the wall clock has jumped away from hall time; 0 if hall
	// time follows it.
	Jumped() time.Duration
	// Adopt lets hall time follow the wall clock again, and reports from where to
	// where. Forward it follows at once; backward it runs at half pace until the
	// wall clock has caught up.
	Adopt() (from, to time.Time)
}

// maxJump is the largest step of the wall clock that hall time follows without
// being told to.
const maxJump = 2 * time.Minute

// wallClock is hall time on a real machine: the wall clock, guarded by the
// monotonic one.
type wallClock struct {
	read func() (wall time.Time, mono time.Duration)

	mu   sync.Mutex // guards all below
	wall time.Time
	mono time.Duration
	last time.Time     // the hall time given last
	skew time.Duration // hall time less wall clock
	jump time.Duration // what of skew came by jumps not yet adopted
}

// NewClock is hall time that continues after last, the time of the journal's
// newest event. A wall clock that stands more than two minutes before it counts
// as jumped.
func NewClock(last time.Time) Clock {
	start := time.Now()
	return newWallClock(last, func() (time.Time, time.Duration) {
		now := time.Now()
		return now.Round(0), now.Sub(start)
	})
}

func newWallClock(last time.Time, read func() (time.Time, time.Duration)) *wallClock {
	c := &wallClock{read: read, last: last}
	c.wall, c.mono = read()
	if back := last.Sub(c.wall); back > maxJump {
		c.skew, c.jump = back, -back
	}
	return c
}

// Now implements Clock.
func (c *wallClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *wallClock) now() time.Time {
	wall, mono := c.read()
	passed := mono - c.mono
	if jump := wall.Sub(c.wall) - passed; jump > maxJump || jump < -maxJump {
		c.skew -= jump
		c.jump += jump
	}
	c.wall, c.mono = wall, mono
	now := wall.Add(c.skew)
	if !now.After(c.last) {
		// Behind what was said already: go on at half pace until it fits.
		now = c.last.Add(passed / 2)
	}
	c.last = now
	return now
}

// After implements Clock.
func (c *wallClock) After(t time.Time) time.Duration { return t.Sub(c.Now()) }

// Jumped implements Clock.
func (c *wallClock) Jumped() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.jump
}

// Adopt implements Clock.
func (c *wallClock) Adopt() (from, to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	from = c.now()
	c.skew, c.jump = 0, 0
	return from, c.wall
}

// pacedClock is hall time of tests and measurements: it starts at a given moment and
// runs at a multiple of real time.
type pacedClock struct {
	start time.Time
	real  time.Time
	pace  float64
}

// NewPacedClock is hall time that starts at start and runs pace times as fast
// as real time.
func NewPacedClock(start time.Time, pace float64) Clock {
	return &pacedClock{start: start, real: time.Now(), pace: pace}
}

// Now implements Clock.
func (c *pacedClock) Now() time.Time {
	return c.start.Add(time.Duration(float64(time.Since(c.real)) * c.pace))
}

// After implements Clock.
func (c *pacedClock) After(t time.Time) time.Duration {
	return time.Duration(float64(t.Sub(c.Now())) / c.pace)
}

// Jumped implements Clock.
func (c *pacedClock) Jumped() time.Duration { return 0 }

// Adopt implements Clock.
func (c *pacedClock) Adopt() (from, to time.Time) { now := c.Now(); return now, now }
