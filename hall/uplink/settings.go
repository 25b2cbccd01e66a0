package uplink

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/nats-io/nkeys"

	"onewindow/trust"
	"onewindow/wire"
)

// Settings are how a hall reaches its centre.
type Settings struct {
	// Hall is the hall's code at the centre, of [A-Za-z0-9-].
	Hall string
	// URLs are where the centre is, tried in turn: "tls://host:port", or, where only
	// the web's ports are let through, "wss://host[:port][/path]"; all of one kind.
	// "nats://" and "ws://", in the clear, only on this machine.
	URLs []string
	// Seed is the hall's private NKey at the centre.
	Seed []byte
	// Pin is that of the centre's authority. It is needed but for URLs in the clear.
	Pin trust.Pin
	// Log takes what operators must know; nil is none.
	Log *slog.Logger
	// State, if not nil, is called from one goroutine of the link when State has
	// changed but for its counts, and every ten seconds while it has a Note. It may
	// take its time, but must not close the link.
	State func(State)

	times  times
	claims int // how many outcomes of claims are kept; 0 is maxClaimed
}

// times are the link's paces; tests have their own.
type times struct {
	dial       time.Duration // one try to connect
	ping       time.Duration // how often the centre's server is asked for a sign of life
	answer     time.Duration // how long the centre may take to answer
	pause      time.Duration // first pause after what went wrong, or before connecting again; grows to pauseMost
	pauseMost  time.Duration
	refused    time.Duration // until a refused hall asks again
	away       time.Duration // how long the link may be down without a note
	liveAtMost time.Duration
	liveAtLast time.Duration
	settle     time.Duration // how long Close waits for answers to commands, and for the centre to have all

	desired       time.Duration // how often the centre is asked what it wants, and until what was refused is tried again
	desiredAgain  time.Duration // the same when that did not work
	desiredAtMost time.Duration // how soon one question for it may follow another
	claimKept     time.Duration // how long the outcome of a claim is kept
}

// silence is how long nothing may be heard on a line: three signs of life.
func (t times) silence() time.Duration { return 3 * t.ping }

func (t times) complete() times {
	def := func(d *time.Duration, to time.Duration) {
		if *d <= 0 {
			*d = to
		}
	}
	def(&t.dial, 5*time.Second)
	// The third unanswered one ends the link, so that two of them cost less than six
	// seconds.
	def(&t.ping, 1900*time.Millisecond)
	def(&t.answer, 5*time.Second)
	def(&t.pause, 500*time.Millisecond)
	def(&t.pauseMost, 5*time.Second)
	def(&t.refused, 30*time.Second)
	def(&t.away, time.Minute)
	def(&t.liveAtMost, wire.LiveAtMost)
	def(&t.liveAtLast, wire.LiveAtLeast)
	def(&t.settle, 3*time.Second)
	def(&t.desired, 10*time.Minute)
	def(&t.desiredAgain, time.Minute)
	def(&t.desiredAtMost, 2*time.Second)
	def(&t.claimKept, 10*time.Minute)
	return t
}

// scheme of all URLs of a link.
type scheme struct{ web, secure bool }

var schemes = map[string]scheme{"tls": {false, true}, "nats": {false, false}, "wss": {true, true}, "ws": {true, false}}

// check completes the settings and reports what cannot work.
func (s *Settings) check() (scheme, error) {
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	s.times = s.times.complete()
	if s.claims <= 0 {
		s.claims = maxClaimed
	}
	if !wire.ValidToken(s.Hall) {
		return scheme{}, fmt.Errorf("uplink: the hall's code %q cannot stand in a subject; use letters, digits and hyphens", s.Hall)
	}
	if _, err := nkeys.FromSeed(s.Seed); err != nil {
		return scheme{}, fmt.Errorf("uplink: the hall's key: %w; join the centre again", err)
	}
	all, err := checkURLs(s.URLs)
	if err == nil && all.secure && s.Pin == (trust.Pin{}) {
		err = errors.New("the pin of the centre's authority is missing; join the centre again")
	}
	if err != nil {
		return scheme{}, fmt.Errorf("uplink: %w", err)
	}
	return all, nil
}

// CheckURLs reports what is wrong with the addresses of a centre, for whoever has
// written them; nil is nothing.
func CheckURLs(urls []string) error {
	_, err := checkURLs(urls)
	return err
}

func checkURLs(urls []string) (all scheme, err error) {
	if len(urls) == 0 {
		return scheme{}, errors.New("no address of the centre; join the centre again")
	}
	for i, text := range urls {
		u, err := url.Parse(text)
		if err != nil {
			return scheme{}, fmt.Errorf("the centre's address: %w", err)
		}
		sch, ok := schemes[u.Scheme]
		switch {
		case !ok || u.Hostname() == "" || strings.Contains(text, ","):
			return scheme{}, fmt.Errorf("%q is no address of a centre; it is tls://host:port or wss://host", text)
		case i > 0 && sch != all:
			return scheme{}, fmt.Errorf("%s and %s are of two kinds; use addresses of one", urls[0], text)
		case !sch.secure && !trust.Loopback(u.Hostname()):
			return scheme{}, fmt.Errorf("%s without TLS: allowed on this machine only; use tls:// or wss://", text)
		}
		all = sch
	}
	return all, nil
}
