package door

import (
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"

	"onewindow/trust"
)

// Loopback reports whether host is this machine only.
func Loopback(host string) bool { return trust.Loopback(host) }

// Wildcard reports whether host is every address.
func Wildcard(host string) bool {
	ip := net.ParseIP(host)
	return host == "" || ip != nil && ip.IsUnspecified()
}

// Hosts are the names at which other machines may reach one that listens at host:
// the given names first, then host or, when that is every address, the machine's
// own. There is always one. The error says that the machine's own cannot be read;
// the names that are known come with it.
func Hosts(host string, names []string) ([]string, error) {
	hosts := slices.Clone(names)
	add := func(h string) {
		if !slices.Contains(hosts, h) {
			hosts = append(hosts, h)
		}
	}
	if !Wildcard(host) {
		add(host)
		return hosts, nil
	}
	addrs, err := net.InterfaceAddrs()
	// IPv4 first: halls use it, and it keeps join tokens short.
	for _, four := range []bool{true, false} {
		for _, a := range addrs {
			n, ok := a.(*net.IPNet)
			if ok && (n.IP.To4() != nil) == four && !n.IP.IsLoopback() && !n.IP.IsLinkLocalUnicast() {
				add(n.IP.String())
			}
		}
	}
	if len(hosts) == 0 {
		add("127.0.0.1")
	}
	return hosts, err
}

// CertNames are hosts and the names that a machine has for itself, as a certificate
// can hold them.
func CertNames(hosts []string) []string {
	names := slices.Clone(hosts)
	own := []string{"localhost", "127.0.0.1", "::1"}
	if h, err := os.Hostname(); err == nil && h != "" {
		own = append(own, h)
	}
	for _, n := range own {
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	// A certificate holds ASCII names only; a machine may have others.
	names = slices.DeleteFunc(names, func(n string) bool {
		return strings.ContainsFunc(n, func(r rune) bool { return r <= ' ' || r > '~' })
	})
	slices.Sort(names)
	return names
}

// tryPort tells at once, and in plain words, that a port is taken; an embedded
// server would only say that it is not ready.
func tryPort(host string, port int) error {
	l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return fmt.Errorf("%w; stop the other program or choose another port in the configuration", err)
	}
	return l.Close()
}
