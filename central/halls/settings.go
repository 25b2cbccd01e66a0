package halls

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"time"

	"onewindow/trust"
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
	// URLs are its servers, tried in turn: tls://host:port, with the handshake first.
	URLs []string
	// Credentials is the file with the centre's user JWT and seed, or with its seed
	// alone; empty when the cluster wants none, which is for tests only.
	Credentials string
	// CA is a file of PEM certificates that the cluster's are signed by; empty means
	// the system's.
	CA string

	// Issuer is the file with the seed of the account key with which the centre signs
	// whom it lets in; empty leaves to the cluster who may connect. CA is needed with
	// it, because halls know the cluster by its authority.
	Issuer string
	// HallURLs are where halls reach the cluster, tls:// or wss://, at most
	// trust.MaxTokenAddrs; empty means URLs.
	HallURLs []string
	// System is the file with credentials of the cluster's system account, so that a
	// hall that was revoked is cut at once; empty lets its connection end with its
	// pass.
	System string
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
	hand   time.Duration // how long a newcomer may take to shake hands, and then to say who it is
	join   time.Duration // how long an enrolment connection may live
	ask    time.Duration // how long a question of a hall may wait, and its answer take
	pass   time.Duration // how long a hall's connection to a cluster may live
	strict float64       // how much more all that bars a hall counts than it does
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
	def(&p.hand, 10*time.Second)
	def(&p.join, 30*time.Second)
	def(&p.ask, askTime)
	def(&p.pass, 10*time.Minute)
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
func (c Cluster) check(registry Registry) error {
	if len(c.URLs) == 0 {
		return errors.New("halls: no address of the NATS cluster; set one in the configuration")
	}
	for _, text := range c.URLs {
		if err := c.checkURL(text, "nats", "tls"); err != nil {
			return err
		}
	}
	if c.Issuer == "" {
		return nil
	}
	for _, text := range c.HallURLs {
		if err := c.checkURL(text, "nats", "tls", "wss"); err != nil {
			return err
		}
	}
	switch {
	case registry == nil:
		return errors.New("halls: no registry of halls to decide by who may connect to the NATS cluster")
	case c.Credentials == "":
		return errors.New("halls: no credentials for the NATS cluster; who decides there must be known; set them in the configuration")
	case c.secure() && c.CA == "":
		return errors.New("halls: no authority of the NATS cluster, by which halls know it; set the file with its certificate in the configuration")
	case len(c.addrs()) > trust.MaxTokenAddrs:
		return fmt.Errorf("halls: %d addresses for halls, a token carries %d", len(c.addrs()), trust.MaxTokenAddrs)
	}
	return nil
}

// checkURL reports why halls or the centre cannot use an address of the cluster.
func (c Cluster) checkURL(text string, schemes ...string) error {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || !slices.Contains(schemes, u.Scheme) {
		return fmt.Errorf("halls: %q is no address of a NATS server; it is tls://host:port", text)
	}
	if u.Scheme == "nats" && !door.Loopback(u.Hostname()) {
		return fmt.Errorf("halls: %s without TLS: allowed on this machine only; use tls://", text)
	}
	if (u.Scheme == "nats") == c.secure() {
		return fmt.Errorf("halls: %s: all addresses of the NATS cluster are with TLS, or none is", text)
	}
	return nil
}
