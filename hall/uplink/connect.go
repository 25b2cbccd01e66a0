package uplink

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
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
		nats.CustomReconnectDelay(func(tries int) time.Duration { return u.backoff(max(tries, 1)) }),
		nats.SetCustomDialer(dialer{u.ctx, t.dial}),
		nats.SkipHostLookup(), // the dialer looks names up, and can be stopped
		nats.Timeout(t.dial),
		nats.IgnoreAuthErrorAbort(),
		nats.IgnoreDiscoveredServers(),
		nats.PingInterval(t.ping),
		nats.MaxPingsOutstanding(2),
		nats.FlusherTimeout(2 * t.ping),
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
	if err := u.commands.listen(nc); err != nil {
		u.down(err)
		u.set.Log.Error("uplink: commands of the centre cannot be heard", "err", err)
	}
	if u.ctx.Err() != nil {
		nc.Close()
	}
}

// dialer ends with the link.
type dialer struct {
	ctx     context.Context
	timeout time.Duration
}

// Dial implements the library's dialer.
func (d dialer) Dial(network, addr string) (net.Conn, error) {
	n := net.Dialer{Timeout: d.timeout}
	return n.DialContext(d.ctx, network, addr)
}

// whyDown words the end of a connection, or of a try.
func whyDown(err error) error {
	switch {
	case err == nil:
		return errors.New("the connection was lost")
	case errors.Is(err, errOtherCentre):
		return errOtherCentre
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired), errors.Is(err, nats.ErrAuthRevoked):
		return errors.New("the centre refuses this hall's key: it is not enrolled there, or was revoked; join the centre again")
	case errors.Is(err, nats.ErrStaleConnection):
		return errors.New("the line to the centre went silent")
	}
	return err
}

// asyncError takes what the server or the library reports outside of any call.
func (u *Uplink) asyncError(_ *nats.Conn, sub *nats.Subscription, err error) {
	switch {
	case errors.Is(err, nats.ErrPermissionViolation):
		u.set.Log.Error("uplink: the centre forbids it; it knows this key as another hall's, or is older than this hall", "err", err)
	case errors.Is(err, nats.ErrSlowConsumer) && sub != nil:
		u.set.Log.Warn("uplink: more commands came at once than the hall takes; some were dropped and are not answered", "subject", sub.Subject)
	default:
		u.set.Log.Warn("uplink: the connection reports", "err", err)
	}
}
