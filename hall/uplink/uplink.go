package uplink

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/wire"
)

// Uplink is a hall's link to its centre. It connects, and comes back after a loss,
// by itself until it is closed. Its methods may be called from any goroutine.
type Uplink struct {
	set      Settings
	scheme   scheme
	source   Source
	instance string
	status   *status

	line atomic.Pointer[line]

	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	wg     sync.WaitGroup

	mu      sync.Mutex // guards what follows
	nc      *nats.Conn
	session *session // while connected
	joined  chan struct{}

	commands *commands
	desire   *desire
	claims   *claims
	// fresh wakes the teller of how the hall is, once the centre has answered a hello.
	fresh chan struct{}
}

// session is the time between a connect and a loss.
type session struct {
	ctx context.Context
	end context.CancelCauseFunc
}

// Open starts the link, without waiting for the centre. It fails only for settings
// that cannot work. The source must outlive the link.
func Open(set Settings, source Source) (*Uplink, error) {
	scheme, err := set.check()
	if err != nil {
		return nil, err
	}
	u := &Uplink{
		set: set, scheme: scheme, source: source, instance: rand.Text(), status: newStatus(),
		joined: make(chan struct{}), fresh: make(chan struct{}, 1),
	}
	u.ctx, u.cancel = context.WithCancel(context.Background())
	u.commands, u.desire, u.claims = newCommands(u), newDesire(u), newClaims(u)
	opts, err := u.options()
	if err != nil {
		u.cancel()
		return nil, err
	}
	u.wg.Go(func() { u.connect(opts) })
	u.wg.Go(u.guard)
	u.wg.Go(u.run)
	u.wg.Go(u.tellLive)
	u.wg.Go(u.tell)
	u.wg.Go(u.commands.send)
	u.wg.Go(u.desire.run)
	u.wg.Go(u.claims.run)
	return u, nil
}

// State is how the link is now.
func (u *Uplink) State() State { return u.status.get(u.source.Last()) }

// StopCommands takes no more commands of the centre, and waits a moment for the
// answers to those that it has taken: the hall must still be running. Close does it
// too; a hall that is stopping does it first.
func (u *Uplink) StopCommands() { u.commands.stop(u.set.times.settle) }

// Close takes no more commands, gives a centre that answers a moment to hear what it
// does not have yet, and ends the link. The hall may have stopped, after StopCommands,
// but what it has committed must still be readable.
func (u *Uplink) Close() {
	u.StopCommands()
	u.lastWords()
	u.cancel()
	u.mu.Lock()
	nc := u.nc
	u.mu.Unlock()
	if nc != nil {
		nc.Close()
	}
	u.wg.Wait()
}

// lastWords waits until the centre has all, while it answers.
func (u *Uplink) lastWords() {
	most := time.NewTimer(u.set.times.settle)
	defer most.Stop()
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for u.ctx.Err() == nil {
		if st := u.State(); !st.Up || st.Behind == 0 && u.claims.idle() {
			return
		}
		select {
		case <-most.C:
			return
		case <-look.C:
		}
	}
}

// run talks with the centre whenever it is connected.
func (u *Uplink) run() {
	hints, stop := u.source.Commits()
	defer stop()
	t := &talk{u: u, hints: hints, size: wire.MaxSegmentBytes}
	failed := 0
	for {
		s := u.connected()
		if s == nil {
			return
		}
		taken := t.taken
		err := t.talk(s.ctx)
		if u.ctx.Err() != nil {
			return
		}
		var refused *refusal
		pause := time.Duration(0)
		switch {
		case errors.As(err, &refused):
			u.refuse(refused.err)
			pause, failed = u.set.times.refused, 0
		case s.ctx.Err() != nil: // the link was lost, and says why itself
			failed = 0
		default:
			u.down(err)
			if failed++; t.taken > taken {
				failed = 0 // it went well for a while: ask at once how far
			}
			pause = u.backoff(failed)
		}
		u.wait(pause, s)
	}
}

// wait pauses; a new session ends the pause, unless the hall was refused.
func (u *Uplink) wait(d time.Duration, s *session) {
	if d <= 0 {
		return
	}
	lost := s.ctx.Done()
	if u.State().Refused != nil {
		lost = nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-u.ctx.Done():
	case <-lost:
	}
}

// rest pauses; false is the end of the link.
func (u *Uplink) rest(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-u.ctx.Done():
		return false
	}
}

// backoff is a pause after so many failures in a row; the halls of a centre that
// has come back do not all come at once.
func (u *Uplink) backoff(failed int) time.Duration {
	if failed <= 0 {
		return 0
	}
	wait := min(u.set.times.pause<<min(failed-1, 8), u.set.times.pauseMost)
	return wait/2 + mrand.N(wait)
}

// refuse notes that the centre takes nothing from this hall.
func (u *Uplink) refuse(e *wire.Error) {
	if u.status.change(func(st *State) { st.Up, st.Refused, st.Why = false, e, e.Msg }) {
		u.set.Log.Error("uplink: the centre refuses this hall; the hall goes on by itself", "code", e.Code, "why", e.Msg, "hint", e.Hint, "params", e.Params)
	}
}

// down notes why the link does not work. What the centre refused for stays an alarm
// until it has answered otherwise.
func (u *Uplink) down(err error) {
	if u.ctx.Err() != nil {
		return
	}
	why := err.Error()
	if u.status.change(func(st *State) { st.Up, st.Why = false, why }) {
		u.set.Log.Warn("uplink: the centre is out of reach; the hall goes on by itself", "why", why)
	}
}

// good notes that the centre has answered a hello, and what it has.
func (u *Uplink) good(acked uint64) {
	if u.status.change(func(st *State) { st.Up, st.Refused, st.Why, st.Note, st.Acked = true, nil, "", nil, acked }) {
		u.set.Log.Info("uplink: the centre is there", "has", acked, "behind", u.State().Behind)
	}
	select {
	case u.fresh <- struct{}{}:
	default:
	}
	u.desire.hint()
	u.claims.hint()
}

// acked notes how far the centre is.
func (u *Uplink) acked(seq uint64) { u.status.change(func(st *State) { st.Acked = seq }) }

// connected waits for a session; nil is the end of the link.
func (u *Uplink) connected() *session {
	for {
		u.mu.Lock()
		s, joined := u.session, u.joined
		u.mu.Unlock()
		if s != nil && s.ctx.Err() == nil {
			return s
		}
		select {
		case <-u.ctx.Done():
			return nil
		case <-joined:
		}
	}
}

// begin starts a session on the connection, and lose ends it. The hall listens before
// it says hello: whoever at the centre sees that it is there reaches it. One that cannot
// listen, as its connection is gone again, begins with the next.
func (u *Uplink) begin(nc *nats.Conn) {
	if err := u.commands.listen(nc); err != nil {
		u.down(err)
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.nc = nc
	if u.session != nil {
		u.session.end(errors.New("connected anew"))
	}
	s := &session{}
	s.ctx, s.end = context.WithCancelCause(u.ctx)
	u.session = s
	close(u.joined)
	u.joined = make(chan struct{})
}

func (u *Uplink) lose(err error) {
	u.mu.Lock()
	if u.session != nil {
		u.session.end(err)
		u.session = nil
	}
	u.mu.Unlock()
	u.down(err)
}

// conn is the connection; nil before the first try has ended.
func (u *Uplink) conn() *nats.Conn {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.nc
}

// errNoConn is that of a talk without a connection, which cannot be.
var errNoConn = fmt.Errorf("uplink: %w", nats.ErrConnectionClosed)
