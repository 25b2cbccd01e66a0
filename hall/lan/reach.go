package lan

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

// dialTime is how long one try to reach one address may take.
const dialTime = 3 * time.Second

// errNotBegun ends the library's own first round of tries, which would keep the
// caller waiting; the rounds that follow run beside it.
var errNotBegun = errors.New("not connected yet")

// reach chooses the address to try, and when. The address that worked last
// comes at every other try, so that others which lead nowhere from here do not
// delay a return.
type reach struct {
	ctx context.Context // ends with the client

	mu    sync.Mutex
	begun bool
	good  string
	tries int
	next  int
}

// Dial implements the library's dialer.
func (r *reach) Dial(network, addr string) (net.Conn, error) {
	r.mu.Lock()
	begun := r.begun
	r.mu.Unlock()
	if !begun {
		return nil, errNotBegun
	}
	d := net.Dialer{Timeout: dialTime}
	return d.DialContext(r.ctx, network, addr)
}

// choose implements the library's choice of a server after a failure.
func (r *reach) choose(servers []nats.Server, _ nats.ServerInfo) (*nats.Server, time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	wait := reconnectDelay(r.tries)
	if !r.begun {
		r.begun, wait = true, 0
	}
	r.tries++
	if r.tries%2 == 1 {
		for i := range servers {
			if servers[i].URL.Host == r.good {
				return &servers[i], wait
			}
		}
	}
	r.next++
	return &servers[(r.next-1)%len(servers)], wait
}

// worked notes the address, "host:port", of a good connection.
func (r *reach) worked(addr string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.good, r.tries = addr, 0
}

// reconnectDelay spreads the terminals of a hall that has come back. With the
// largest wait all are there within a second.
func reconnectDelay(tries int) time.Duration {
	wait := 50 * time.Millisecond << min(tries, 3)
	return wait/2 + rand.N(wait)
}
