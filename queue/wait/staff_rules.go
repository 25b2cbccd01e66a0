package wait

import (
	"time"

	"onewindow/queue"
)

// Staffing are the rules by which windows are advised. See DefaultStaffing.
type Staffing struct {
	// Target is the wait that counts, and Every how long what is decided now holds:
	// judged are those who wait now and have not yet waited for Target, and those who
	// draw a number within Every.
	Target, Every time.Duration
	// Level is the share of them that should be called within Target, whatever it costs.
	// A window is opened where fewer will be, and closed only where without it Level and
	// Slack more still are.
	Level, Slack float64
	// Gain is how many people a window must be worth beyond that: one is opened where with
	// it so many more will be called within Target, and closed only where without it fewer
	// than Loss will not. So windows are where they help most people, and a theme to which
	// few come is not left alone. Between the two nothing moves. A Gain of 0 asks for
	// Level alone.
	Gain, Loss float64
	// Ahead is for how long a window that closes must not be missed: it closes only where
	// also of all who come within that time Level and Slack more are called within Target,
	// and fewer than Missed that without it will not. So a window that is needed again
	// soon stays. An Ahead of 0 asks for nothing beyond Every; so does the formula.
	Ahead  time.Duration
	Missed float64
	// Margin is by how much of a share an opening must help to be worth advising.
	Margin float64
	// Sooner and SoonerShare are for a theme of which fewer than Level are called within
	// Target whatever is opened: there a window is worth opening, too, by which those
	// judged wait shorter on average, by Sooner and by that share of what they wait. A
	// Sooner of 0 asks for shares alone.
	Sooner      time.Duration
	SoonerShare float64
	// Stay is for how long a window that has opened is not advised to close.
	Stay time.Duration
	// Plays is how many courses of the hall are played for each number of windows when
	// it is decided, and Told how many others what is told is taken from. A Told of 0
	// tells of those by which it was decided, which are a little too good to be true.
	Plays, Told int
	// Heard, if there is one, is told of every advice that was played by which shares of
	// Told courses it speaks, in order.
	Heard func(a *queue.Advice, shares []float64)
	// Lunch is when, and AtLunch of a theme's windows which share, rounded up, may be
	// open at most; 0 is no bound. In a hall whose sessions leave a gap it is the plan
	// that says who is at lunch.
	Lunch   queue.Session
	AtLunch float64
}

// DefaultStaffing are the rules of a hall that sets nothing else. Level to Loss
// were chosen by simulation, on other days than those they were then measured on.
func DefaultStaffing() Staffing {
	return Staffing{
		Target: 15 * time.Minute, Every: 30 * time.Minute,
		Level: 0.75, Slack: 0.03, Gain: 1.7, Loss: 0.65, Ahead: time.Hour, Missed: 1,
		Margin: 0.02, Sooner: time.Minute, SoonerShare: 0.02, Stay: 30 * time.Minute, Plays: 40, Told: 60,
	}
}

const (
	// endsSoon is how long before the hall closes no window is advised to close any
	// more: everybody goes soon.
	endsSoon = 15 * time.Minute
	// shortBreak is for how long a paused window is taken to come back by itself; one
	// that is paused for longer may be asked to.
	shortBreak = 20 * time.Minute
	// asking is for how long a clerk's answer is waited for, and nothing else advised
	// for the window's themes.
	asking = 3 * time.Minute
	// backlog is how many of a theme's line the formula takes to be no backlog.
	backlog = 2
)
