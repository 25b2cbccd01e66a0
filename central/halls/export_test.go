package halls

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"onewindow/trust"
	"onewindow/wire"
)

// Limits and words that tests meet.
const (
	MaxSegment = maxSegment
	MaxPayload = maxPayload
	Attempts   = attempts
	// AttemptsRefill is how many of them come back in a second.
	AttemptsRefill = attemptsRefill
)

// ErrOtherCentre is what TLS says of a server that is not the centre.
var ErrOtherCentre = errOtherCentre

// Paces sets the paces that a test needs to be others; zero means as they are.
func (s *Settings) Paces(ping, stale, look, again, silent, join time.Duration) {
	s.paces = paces{ping: ping, stale: stale, look: look, again: again, silent: silent, join: join}
}

// Server is the embedded server.
func (h *Halls) Server() *server.Server { return h.nats }

// CA is the certificate of the authority of a centre with that data directory.
func CA(t testing.TB, dir string) []byte {
	t.Helper()
	ca, err := trust.OpenAuthority(filepath.Join(dir, "halls"), "", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return ca.Cert()
}

// OwnLine is a connection with the centre's own rights, to get past the server's
// permissions and meet the checks behind them.
func (h *Halls) OwnLine(opts ...nats.Option) (*nats.Conn, error) {
	return nats.Connect("", append(opts, nats.InProcessServer(h.nats), nats.UserInfo(ownUser, h.guard.secret), nats.Timeout(inTime))...)
}

// SetClock sets the clock of enrolment.
func (h *Halls) SetClock(now func() time.Time) { h.enrol.now = now }

// Waiting is how many requests wait for the store or are there.
func (h *Halls) Waiting() (jobs, bytes int) {
	h.service.lanes.mu.Lock()
	defer h.service.lanes.mu.Unlock()
	return h.service.lanes.jobs, h.service.lanes.bytes
}

// Left are the connections, challenges and lanes that are still known of.
func (h *Halls) Left() int {
	n := 0
	if h.conns != nil {
		ids, _ := h.conns.all()
		n += len(ids)
	}
	h.speakers.mu.Lock()
	n += len(h.speakers.challenges)
	h.speakers.mu.Unlock()
	h.service.lanes.mu.Lock()
	n += len(h.service.lanes.halls)
	h.service.lanes.mu.Unlock()
	return n
}

// Ask makes one enrolment connection and sends body.
var Ask = joining.Once

// TakeLive takes how a hall is as if it had come over the line, however soon after
// the last.
func (h *Halls) TakeLive(hall string, data []byte) {
	h.roll.change(hall, func(s *State) { s.LiveAt = time.Time{} })
	h.service.live(&nats.Msg{Subject: wire.LiveSubject(hall), Data: data})
}

// Strikes makes all that bars a hall count so many times as much.
func (s *Settings) Strikes(times float64) { s.paces.strict = times }

// Pass sets how long a hall's connection to a cluster may live.
func (s *Settings) Pass(d time.Duration) { s.paces.pass = d }

// Asking sets how long a question may wait, and its answer take.
func (s *Settings) Asking(d time.Duration) { s.paces.ask = d }

// Hand sets how long a newcomer may take to shake hands.
func (s *Settings) Hand(d time.Duration) { s.paces.hand = d }
