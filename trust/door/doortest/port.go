// Package doortest helps tests that open a door.
package doortest

import (
	"math/rand/v2"
	"net"
	"strconv"
	"sync/atomic"
	"testing"
)

// Ports are counted through below those that systems give to outgoing connections,
// from a place that differs between two programs of tests that run at the same time.
const (
	first = 10000
	past  = 32000
)

var ports atomic.Uint32

func init() { ports.Store(rand.Uint32N(past - first)) }

// Port is a port of the loopback address that nobody listens on and no other test of
// this program is given. A server that ends finds it free when it comes back: were it
// one of those for outgoing connections, such a connection could have it meanwhile,
// even one of a client that looks for the server.
func Port(t testing.TB) int {
	t.Helper()
	for range 1000 {
		port := first + int(ports.Add(1)%(past-first))
		if l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err == nil {
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			return port
		}
	}
	t.Fatal("no port is free")
	return 0
}
