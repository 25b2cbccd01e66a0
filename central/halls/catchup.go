package halls

import (
	"sync"
	"time"
)

const (
	// farBehind is from how many events on a hall counts as catching up: it will send
	// full segments one after another.
	farBehind = 64
	// maxCatching is how many halls may catch up at a time. After an outage of the
	// centre all halls have a backlog at once; each has one segment on its way, and
	// what is on its way must fit into the line from the server to the service.
	maxCatching = 64
	// catchingIdle is how long one that sends nothing keeps its place.
	catchingIdle = 5 * time.Second
)

// catching are the halls that catch up now. The zero value is ready.
type catching struct {
	mu    sync.Mutex
	halls map[string]catchUp
}

type catchUp struct {
	to   uint64 // the event up to which it is behind
	last time.Time
}

// begin gives a hall that is behind by so many events its place; false means that
// there is none now.
func (c *catching) begin(hall string, acked, last uint64, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if behind(last, acked) < farBehind {
		delete(c.halls, hall)
		return true
	}
	if c.halls == nil {
		c.halls = map[string]catchUp{}
	}
	if _, ok := c.halls[hall]; !ok && len(c.halls) >= maxCatching {
		for h, u := range c.halls {
			if now.Sub(u.last) > catchingIdle {
				delete(c.halls, h)
			}
		}
		if len(c.halls) >= maxCatching {
			return false
		}
	}
	c.halls[hall] = catchUp{last, now}
	return true
}

// sent notes how far a hall is.
func (c *catching) sent(hall string, acked uint64, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	u, ok := c.halls[hall]
	switch {
	case !ok:
	case acked >= u.to:
		delete(c.halls, hall)
	default:
		c.halls[hall] = catchUp{u.to, now}
	}
}
