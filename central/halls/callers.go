package halls

import (
	"net/netip"
	"sync"
	"time"
)

// Bad attempts from one address are few; beyond that the registry is not even asked,
// so that guessing tokens or keys costs the store nothing.
const (
	attempts       = 64 // at once
	attemptsRefill = 4  // per second
	maxCallers     = 4096
	loggedAttempts = 8 // the first of a series, and then those after a pause
)

// callers count bad attempts by address. The zero value is ready.
type callers struct {
	mu    sync.Mutex
	by    map[netip.Addr]bucket
	whole bucket // where there is no room for another address
	swept time.Time
	keys  map[string]string // that were let in, and the halls that they are of
}

// bucket is how many attempts were used up by then.
type bucket struct {
	used float64
	at   time.Time
}

func (b bucket) now(now time.Time) float64 { return b.left(now, attemptsRefill) }

// left is what is still used up where so many come back each second.
func (b bucket) left(now time.Time, refill float64) float64 {
	return max(0, b.used-now.Sub(b.at).Seconds()*refill)
}

// address is who calls: one machine, or a whole IPv6 network, as one customer has.
// remote is an address with or without its port.
func address(remote string) netip.Addr {
	ip, err := netip.ParseAddr(remote)
	if err != nil {
		a, err := netip.ParseAddrPort(remote)
		if err != nil {
			return netip.Addr{}
		}
		ip = a.Addr()
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.Addr()
		}
	}
	return ip
}

// strike counts a bad attempt; log is false when enough has been logged.
func (c *callers) strike(remote string, now time.Time) (log bool) {
	a := address(remote)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = map[netip.Addr]bucket{}
	}
	b, ok := c.by[a]
	// Whoever has many addresses must not have the list looked through each time.
	if !ok && len(c.by) >= maxCallers && now.Sub(c.swept) >= time.Second {
		c.swept = now
		for k, o := range c.by {
			if o.now(now) == 0 {
				delete(c.by, k)
			}
		}
	}
	if !ok && len(c.by) >= maxCallers {
		c.whole = bucket{min(attempts, c.whole.now(now)+1), now}
		return c.whole.used <= loggedAttempts
	}
	b = bucket{min(attempts, b.now(now)+1), now}
	c.by[a] = b
	return b.used <= loggedAttempts
}

// barred reports whether an address has used up its attempts.
func (c *callers) barred(remote string, now time.Time) bool {
	a := address(remote)
	c.mu.Lock()
	defer c.mu.Unlock()
	b, ok := c.by[a]
	if !ok && len(c.by) >= maxCallers {
		b = c.whole
	}
	return b.now(now) > attempts-1
}

// know notes a key that was let in, unknow one that was not.
func (c *callers) know(key, hall string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.keys == nil {
		c.keys = map[string]string{}
	}
	c.keys[key] = hall
}

func (c *callers) unknow(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.keys, key)
}

// known is the hall of a key that was let in before; it may have been revoked since.
func (c *callers) known(key string) (hall string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	hall, ok = c.keys[key]
	return hall, ok
}
