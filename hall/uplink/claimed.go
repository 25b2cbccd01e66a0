package uplink

import (
	"sync"
	"time"

	"onewindow/wire"
)

// maxClaimed is how many outcomes of claims are kept for the centre. Beyond it the
// oldest is forgotten; the centre lets a claim of which it hears nothing go by itself.
const maxClaimed = 1024

// claims tells the centre what became of claims, in order.
type claims struct {
	u    *Uplink
	wake chan struct{}

	mu      sync.Mutex // guards waiting
	waiting []*claimed
}

// claimed is one outcome that the centre does not know yet.
type claimed struct {
	wire.ClaimedRequest
	at time.Time
}

func newClaims(u *Uplink) *claims { return &claims{u: u, wake: make(chan struct{}, 1)} }

// Claimed tells the centre in the background what became of a claim. It waits for
// nothing: what the centre cannot be told now is kept in memory for ten minutes and
// told when it is back.
func (u *Uplink) Claimed(r wire.ClaimedRequest) {
	c := u.claims
	c.mu.Lock()
	c.waiting = append(c.waiting, &claimed{r, time.Now()})
	if over := len(c.waiting) - u.set.claims; over > 0 {
		clear(c.waiting[:over])
		c.waiting = c.waiting[over:]
	}
	c.mu.Unlock()
	c.hint()
}

// hint has run look again.
func (c *claims) hint() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// next is the oldest outcome that the centre still wants to know.
func (c *claims) next() *claimed {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.waiting) > 0 && time.Since(c.waiting[0].at) > c.u.set.times.claimKept {
		c.waiting[0] = nil
		c.waiting = c.waiting[1:]
	}
	if len(c.waiting) == 0 {
		return nil
	}
	return c.waiting[0]
}

// done forgets an outcome, if that was not done meanwhile.
func (c *claims) done(o *claimed) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.waiting) > 0 && c.waiting[0] == o {
		c.waiting[0] = nil
		c.waiting = c.waiting[1:]
	}
}

// idle reports whether there is nothing to tell.
func (c *claims) idle() bool { return c.next() == nil }

// run tells until the link closes.
func (c *claims) run() {
	failed := 0
	for {
		o := c.next()
		if o == nil || !c.u.State().Up {
			failed = 0
			select {
			case <-c.u.ctx.Done():
				return
			case <-c.wake:
			}
			continue
		}
		e := c.u.question(c.u.ctx, wire.AskClaimed, newRID(), o.ClaimedRequest, nil)
		if notReached(e) {
			failed++
			if !c.u.rest(c.u.backoff(failed)) {
				return
			}
			continue
		}
		if failed = 0; e != nil {
			c.u.set.Log.Warn("uplink: the centre does not take what became of a claim", "code", e.Code, "why", e.Msg)
		}
		c.done(o)
	}
}
