package uplink

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"onewindow/trust"
	"onewindow/wire"
)

// errOtherCentre is the TLS error of a hall that met a server which is not its
// centre.
var errOtherCentre = errors.New("the server is not the centre that this hall has joined")

// options are those of the connection.
func (u *Uplink) options() ([]nats.Option, error) {
	kp, err := nkeys.FromSeed(u.set.Seed)
	if err != nil {
		return nil, fmt.Errorf("uplink: the hall's key: %w", err)
	}
	key, err := kp.PublicKey()
	if err != nil {
		return nil, fmt.Errorf("uplink: the hall's key: %w", err)
	}
	t := u.set.times
	opts := []nats.Option{
		nats.Name("hall " + u.set.Hall),
		nats.Nkey(key, kp.Sign),
		nats.CustomInboxPrefix(wire.HallInboxPrefix(u.set.Hall)),
		nats.RetryOnFailedConnect(true),
		nats.MaxReconnects(-1),
		nats.ReconnectBufSize(-1), // nothing is kept while the link is down
		nats.CustomReconnectDelay(u.again),
		nats.SetCustomDialer(u),
		nats.SkipHostLookup(), // the dialer looks names up, and can be stopped
		nats.Timeout(t.dial),
		nats.IgnoreAuthErrorAbort(),
		nats.IgnoreDiscoveredServers(),
		nats.PingInterval(t.ping),
		nats.MaxPingsOutstanding(2),
		nats.FlusherTimeout(t.silence()), // the guard of the line ends a stuck write sooner or with it
		nats.ConnectHandler(u.begin),
		nats.ReconnectHandler(u.begin),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) { u.lose(whyDown(err)) }),
		nats.ReconnectErrHandler(func(_ *nats.Conn, err error) { u.lose(whyDown(err)) }),
		nats.ErrorHandler(u.asyncError),
	}
	if u.scheme.secure {
		opts = append(opts, nats.Secure(trust.TLS(u.set.Pin, errOtherCentre, nil)))
	}
	if u.scheme.secure && !u.scheme.web { // on the web it comes first anyway
		opts = append(opts, nats.TLSHandshakeFirst())
	}
	return opts, nil
}

// connect makes the connection, which from then on lives until Close. The library's
// first round of tries keeps its caller waiting, which is why nobody else calls it.
func (u *Uplink) connect(opts []nats.Option) {
	nc, err := nats.Connect(strings.Join(u.set.URLs, ","), opts...)
	if err != nil { // options that the library does not take
		u.down(fmt.Errorf("connect: %w", err))
		u.set.Log.Error("uplink: the link cannot be opened", "err", err)
		return
	}
	u.mu.Lock()
	u.nc = nc
	u.mu.Unlock()
	if u.ctx.Err() != nil {
		nc.Close()
	}
}

// again is how long the library pauses before it tries to connect again. It reports
// tries that did not reach a server; why one came no further it keeps to itself until
// here.
func (u *Uplink) again(tries int) time.Duration {
	if nc := u.conn(); nc != nil {
		if err := nc.LastError(); err != nil {
			why := whyDown(err)
			if errors.Is(why, os.ErrDeadlineExceeded) {
				why = fmt.Errorf("the centre is reached, but the connection is not made within %v: the line is too slow, or lets only its beginning pass: %w", u.set.times.dial, err)
			}
			u.down(why)
		}
	}
	return u.backoff(max(tries, 1))
}

// Dial implements the library's dialer: the try ends with the link, and the line is
// guarded.
func (u *Uplink) Dial(network, addr string) (net.Conn, error) {
	d := net.Dialer{Timeout: u.set.times.dial}
	c, err := d.DialContext(u.ctx, network, addr)
	if err != nil {
		return nil, err
	}
	l := &line{Conn: c}
	l.note()
	u.line.Store(l)
	return l, nil
}

// line notes when something was last heard on it.
type line struct {
	net.Conn
	heard atomic.Int64 // Unix nanoseconds
}

func (l *line) note() { l.heard.Store(time.Now().UnixNano()) }

// Read implements net.Conn.
func (l *line) Read(b []byte) (int, error) {
	n, err := l.Conn.Read(b)
	if n > 0 {
		l.note()
	}
	return n, err
}

// guard closes a line on which nothing was heard for too long. The library looks for
// signs of life too, but waits in turn for a write that is stuck in the line.
func (u *Uplink) guard() {
	most := u.set.times.silence()
	t := time.NewTicker(u.set.times.ping / 8)
	defer t.Stop()
	for {
		select {
		case <-u.ctx.Done():
			return
		case <-t.C:
		}
		l := u.line.Load()
		if l != nil && time.Since(time.Unix(0, l.heard.Load())) > most && u.line.CompareAndSwap(l, nil) {
			_ = l.Close() // the library then reads an error, and connects anew
		}
	}
}

// ErrKeyRefused is why a hall has no link whose key the centre does not let in; it does
// not come back by itself.
var ErrKeyRefused = errors.New("the centre refuses this hall's key: it is not enrolled there, or was revoked; join the centre again")

// whyDown words the end of a connection, or of a try.
func whyDown(err error) error {
	switch {
	case err == nil:
		return errors.New("the connection was lost")
	case errors.Is(err, errOtherCentre):
		return errOtherCentre
	case refusesKey(err):
		return ErrKeyRefused
	case errors.Is(err, nats.ErrStaleConnection), errors.Is(err, net.ErrClosed): // the library or guard ended it
		return errors.New("the line to the centre went silent")
	}
	return err
}

// refusesKey reports whether the centre's server does not let the hall's key in.
func refusesKey(err error) bool {
	return errors.Is(err, nats.ErrAuthorization) || errors.Is(err, nats.ErrAuthExpired) || errors.Is(err, nats.ErrAuthRevoked)
}

// asyncError takes what the server or the library reports outside of any call.
func (u *Uplink) asyncError(_ *nats.Conn, sub *nats.Subscription, err error) {
	switch {
	case refusesKey(err): // a refusal of a key that was good before comes here
		u.down(whyDown(err))
	case errors.Is(err, nats.ErrPermissionViolation):
		u.set.Log.Error("uplink: the centre forbids it; it knows this key as another hall's, or is older than this hall", "err", err)
	case errors.Is(err, nats.ErrSlowConsumer) && sub != nil:
		u.set.Log.Warn("uplink: more commands came at once than the hall takes; some were dropped and are not answered", "subject", sub.Subject)
	default:
		u.set.Log.Warn("uplink: the connection reports", "err", err)
	}
}
