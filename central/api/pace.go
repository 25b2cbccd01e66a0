package api

import (
	"math"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxPaces is how many limits are remembered at a time.
const maxPaces = 10000

// pace limits how often something may be done, for each of many keys. The zero value is
// not ready; see newPace.
type pace struct {
	now func() time.Time

	mu  sync.Mutex
	all map[string]*rate.Limiter
}

func newPace(now func() time.Time) *pace { return &pace{now: now, all: map[string]*rate.Limiter{}} }

// take takes one from the key's budget of so many a second, burst at once. If there is
// none, ok is false, and wait is after how many seconds there is one.
func (p *pace) take(key string, perSecond float64, burst int) (wait int, ok bool) {
	now := p.now()
	r := p.limiter(key, perSecond, burst, now).ReserveN(now, 1)
	delay := r.DelayFrom(now)
	if delay == 0 {
		return 0, true
	}
	r.CancelAt(now)
	return int(max(1, math.Ceil(delay.Seconds()))), false
}

// left reports whether the key has something left, and takes nothing.
func (p *pace) left(key string, perSecond float64, burst int) bool {
	now := p.now()
	return p.limiter(key, perSecond, burst, now).TokensAt(now) >= 1
}

func (p *pace) limiter(key string, perSecond float64, burst int, now time.Time) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.all[key]
	if l == nil {
		p.room(now)
		l = rate.NewLimiter(rate.Limit(perSecond), burst)
		p.all[key] = l
	}
	if l.Limit() != rate.Limit(perSecond) {
		l.SetLimitAt(now, rate.Limit(perSecond))
		l.SetBurstAt(now, burst)
	}
	return l
}

// room forgets budgets that are full again, and if that is not enough, any.
func (p *pace) room(now time.Time) {
	if len(p.all) < maxPaces {
		return
	}
	for key, l := range p.all {
		if l.TokensAt(now) >= float64(l.Burst()) {
			delete(p.all, key)
		}
	}
	for key := range p.all {
		if len(p.all) < maxPaces {
			return
		}
		delete(p.all, key)
	}
}

// neighbourhood is the address of a peer as failed attempts are counted: one address of
// version 4, and the 64 bits of a network of version 6, in which one machine has as many
// addresses as it wants.
func neighbourhood(remote string) string {
	a, err := netip.ParseAddr(remote)
	if err != nil {
		ap, err := netip.ParseAddrPort(remote)
		if err != nil {
			return remote
		}
		a = ap.Addr()
	}
	a = a.Unmap().WithZone("")
	if a.Is4() {
		return a.String()
	}
	p, err := a.Prefix(64)
	if err != nil {
		return a.String()
	}
	return p.String()
}
