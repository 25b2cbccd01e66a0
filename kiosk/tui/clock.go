package tui

import "time"

// Clock is where the shell takes time from. Tests use a clock that they move
// themselves.
type Clock interface {
	Now() time.Time
	// After returns a channel that gets one value once d has passed.
	After(d time.Duration) <-chan time.Time
}

// wallClock is the machine's clock.
type wallClock struct{}

func (wallClock) Now() time.Time                         { return time.Now() }
func (wallClock) After(d time.Duration) <-chan time.Time { return time.After(d) }
