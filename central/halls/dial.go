package halls

import (
	"context"
	"net"
)

// dialer ends with its context.
type dialer struct{ ctx context.Context }

// Dial implements the library's dialer.
func (d dialer) Dial(network, addr string) (net.Conn, error) {
	n := net.Dialer{Timeout: dialTime}
	return n.DialContext(d.ctx, network, addr)
}
