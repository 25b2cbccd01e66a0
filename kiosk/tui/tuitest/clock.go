package tuitest

import (
	"sync"
	"time"
)

// StartTime is what the clock shows at the start: a Wednesday, 09:05 in
// Shenzhen.
var StartTime = time.Date(2026, 11, 25, 9, 5, 0, 0, time.FixedZone("CST", 8*3600))

// Clock is a clock that moves only by Advance. It is a tui.Clock.
type Clock struct {
	mu     sync.Mutex
	now    time.Time
	alarms []alarm
	rung   int // alarms that have rung
}

type alarm struct {
	at time.Time
	ch chan time.Time
}

// NewClock makes a clock that shows StartTime.
func NewClock() *Clock { return &Clock{now: StartTime} }

// Now is the time shown.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// After returns a channel that gets the time when the clock has moved by d.
func (c *Clock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	c.alarms = append(c.alarms, alarm{c.now.Add(d), ch})
	c.ring()
	return ch
}

// Advance moves the clock and rings what is due.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.ring()
}

// rings is how many alarms have rung so far.
func (c *Clock) rings() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.rung
}

func (c *Clock) ring() {
	var rest []alarm
	for _, a := range c.alarms {
		if a.at.After(c.now) {
			rest = append(rest, a)
			continue
		}
		a.ch <- c.now
		c.rung++
	}
	c.alarms = rest
}
