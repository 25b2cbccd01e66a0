package lan

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"onewindow/trust/door"
	"onewindow/wire"
)

// Handler is the hall node as the network sees it.
type Handler interface {
	// Serve answers one request of a terminal by calling reply exactly once,
	// from any goroutine, soon or later; further calls are ignored. Requests
	// that change something are handed over one after another in the order of
	// their arrival, so Serve must not wait for their outcome. Queries come on
	// goroutines of their own, several at a time. What the envelope, the role and
	// the rank of the terminal forbid was refused before.
	Serve(from wire.Terminal, verb wire.Verb, req wire.Request, reply func(wire.Reply))
	// Late is Serve for a request that came after its exp. It does nothing: the
	// answer is the one that the request had before, or else the refusal. Requests
	// that were handed over before it count as having been before.
	Late(from wire.Terminal, verb wire.Verb, req wire.Request, refusal *wire.Error, reply func(wire.Reply))
}

// Settings say how a hall's network is set up.
type Settings struct {
	// Host is the address to listen on; empty means every address.
	Host string
	// Port is the TCP port; 0 opens no port (in-process clients only), -1 takes
	// a free one.
	Port int
	// Hall is the hall's code, a subject token such as "440307-011-03".
	Hall string
	// Dir is the hall's data directory; the network keeps its certificates,
	// terminals and open tokens in <Dir>/lan and the admin identity in
	// <Dir>/admin.json.
	Dir string
	// NoTLS speaks in the clear. Allowed on a loopback Host only.
	NoTLS bool
	// Names are further DNS names and IP addresses at which terminals reach the
	// hall; they are put into the certificate and first into join tokens.
	Names []string
	// Clock is the hall's clock, by which requests expire; nil means time.Now.
	Clock func() time.Time
	// Log takes what operators should know; nil means none.
	Log *slog.Logger

	// strict is, in tests, how much more all that bars a terminal counts than it does.
	strict float64
}

func (s *Settings) complete() error {
	if !wire.ValidToken(s.Hall) {
		return fmt.Errorf("lan: hall code %q: want 1 to 64 of [A-Za-z0-9-]; set the hall's code in the configuration", s.Hall)
	}
	if s.Dir == "" {
		return errors.New("lan: no data directory; set it in the configuration")
	}
	if s.Port < -1 || s.Port > 65535 {
		return fmt.Errorf("lan: port %d: want 1 to 65535, 0 for none or -1 for a free one", s.Port)
	}
	if s.NoTLS && s.Port != 0 && !door.Loopback(s.Host) {
		return fmt.Errorf("lan: no-TLS on host %q: allowed on a loopback address only; remove it or listen on 127.0.0.1", s.Host)
	}
	if s.Clock == nil {
		s.Clock = time.Now
	}
	s.strict = max(s.strict, 1)
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	return nil
}

// hosts are the names at which other machines may reach the hall: the given
// names first, then the listening address or, when that is every address, the
// machine's own.
func (s *Settings) hosts() []string {
	hosts, err := door.Hosts(s.Host, s.Names)
	if err != nil {
		s.Log.Warn("lan: the machine's addresses cannot be read; set names in the configuration", "err", err)
	}
	return hosts
}

// localHost is where the hall's own machine reaches the server.
func (s *Settings) localHost() string {
	if door.Wildcard(s.Host) {
		return "127.0.0.1"
	}
	return s.Host
}

// certNames are all names for the server certificate. Terminals pin the hall's
// authority and do not look at them; other clients may.
func (s *Settings) certNames() []string { return door.CertNames(s.hosts()) }
