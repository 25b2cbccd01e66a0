package trust

import "net"

// Loopback reports whether a host, a name or an address without a port, is this machine
// only: what is sent there leaves it not, and needs no TLS.
func Loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
