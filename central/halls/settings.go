package halls

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"onewindow/trust/door"
)

// Settings say how halls reach the centre.
type Settings struct {
	// Host is the address to listen on; empty means every address.
	Host string
	// Port is the TCP port for halls, WebPort the one for those that only the ports
	// of the web are open to (WebSocket); 0 opens none, -1 takes a free one. One of
	// them is needed.
	Port, WebPort int
	// Dir is the centre's data directory; the certificates lie in <Dir>/halls.
	Dir string
	// Names are further DNS names and IP addresses at which halls reach the centre;
	// they are put into the certificate and first into tokens.
	Names []string
	// NoTLS speaks in the clear. Allowed on a loopback Host only.
	NoTLS bool

	// Name is the centre's, for people.
	Name string
	// Workers is how many requests are at the store at a time; 0 means 8.
	Workers int
	// Waiting is how many bytes of requests may wait for the store, over all halls;
	// 0 means 256 MiB. More are refused as overloaded, and the halls ask again.
	Waiting int
	// Log takes what operators must know; nil means none.
	Log *slog.Logger

	paces paces
}

// Cluster is a NATS cluster that is not the centre's own.
type Cluster struct {
	// URLs are its servers, tried in turn.
	URLs []string
	// Credentials is the file with the centre's user JWT and seed; empty when the
	// cluster wants none, which is for tests only.
	Credentials string
	// CA is a file of PEM certificates that the cluster's are signed by; empty means
	// the system's.
	CA string
}

// paces are how long things may take; tests have their own.
type paces struct {
	ping   time.Duration // how often a hall's connection is asked for a sign of life
	stale  time.Duration // a request that waited longer is not done: its hall has given up
	store  time.Duration // how long the store may take for one
	look   time.Duration // how often connections that are gone are looked for
	again  time.Duration // how often the registry is asked whether all who are here still may
	silent time.Duration // where connections are not seen: a hall not heard for so long is gone
	prove  time.Duration // how long the first of two programs has to prove that it lives
	join   time.Duration // how long an enrolment connection may live
	strict float64       // how much more hellos and connections count than they do
}

func (p paces) complete() paces {
	def := func(d *time.Duration, to time.Duration) {
		if *d <= 0 {
			*d = to
		}
	}
	// A connection is cut when two pings went unanswered for an interval, and the
	// first of them may come two intervals after the last sign of life.
	def(&p.ping, 1500*time.Millisecond)
	def(&p.stale, 5*time.Second)
	def(&p.store, 30*time.Second)
	def(&p.look, 500*time.Millisecond)
	def(&p.again, 30*time.Second)
	def(&p.silent, 30*time.Second)
	def(&p.prove, 4*p.ping+500*time.Millisecond)
	def(&p.join, 30*time.Second)
	p.strict = max(p.strict, 1)
	return p
}

func (s *Settings) complete() {
	if s.Workers <= 0 {
		s.Workers = 8
	}
	if s.Waiting <= 0 {
		s.Waiting = 256 << 20
	}
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	s.paces = s.paces.complete()
}

// listens checks what Listen needs.
func (s *Settings) listens() error {
	if s.Dir == "" {
		return errors.New("halls: no data directory; set it in the configuration")
	}
	for _, p := range []int{s.Port, s.WebPort} {
		if p < -1 || p > 65535 {
			return fmt.Errorf("halls: port %d: want 1 to 65535, 0 for none or -1 for a free one", p)
		}
	}
	if s.Port == 0 && s.WebPort == 0 {
		return errors.New("halls: no port for halls to connect to; set one in the configuration")
	}
	if s.Port == s.WebPort && s.Port > 0 {
		return fmt.Errorf("halls: port %d cannot be for both TCP and WebSocket; choose two", s.Port)
	}
	if s.NoTLS && !door.Loopback(s.Host) {
		return fmt.Errorf("halls: no-TLS on host %q: allowed on a loopback address only; remove it or listen on 127.0.0.1", s.Host)
	}
	return nil
}

// check reports what cannot work.
func (c Cluster) check() error {
	if len(c.URLs) == 0 {
		return errors.New("halls: no address of the NATS cluster; set one in the configuration")
	}
	for _, text := range c.URLs {
		u, err := url.Parse(text)
		if err != nil || u.Hostname() == "" || u.Scheme != "nats" && u.Scheme != "tls" {
			return fmt.Errorf("halls: %q is no address of a NATS server; it is tls://host:port", text)
		}
		if u.Scheme == "nats" && !door.Loopback(u.Hostname()) {
			return fmt.Errorf("halls: %s without TLS: allowed on this machine only; use tls://", text)
		}
	}
	return nil
}
