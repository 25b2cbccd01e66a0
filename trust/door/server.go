package door

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"onewindow/wire"
)

const (
	startTime = 10 * time.Second
	// InTime is how long an in-process connection may take on a starved machine.
	InTime = 15 * time.Second
)

// Start runs an embedded server with those options, and with TLS by conf unless it is
// nil. ready is called before anybody can connect, to take what the server itself makes,
// such as its own account objects. room begins the lines of the log and errors, which
// say what to do when a port is taken.
func Start(opts *server.Options, conf *tls.Config, log *slog.Logger, room string, ready func(*server.Server) error) error {
	opts.NoSigs, opts.DontListen, opts.AlwaysEnableNonce = true, opts.Port == 0, true
	// Without a port there is nobody to speak TLS with, and the server would wait
	// 50 ms for each in-process connection to begin with it.
	if conf != nil && opts.Port != 0 {
		opts.TLSConfig, opts.TLS, opts.TLSHandshakeFirst, opts.TLSTimeout = conf, true, true, opts.AuthTimeout
	}
	for _, p := range []int{opts.Port, opts.Websocket.Port} {
		if p <= 0 {
			continue
		}
		if err := tryPort(opts.Host, p); err != nil {
			return fmt.Errorf("%s: %w", room, err)
		}
	}
	srv, err := server.NewServer(opts)
	if err != nil {
		return fmt.Errorf("%s: server: %w", room, err)
	}
	said := newCarrier(log, room)
	srv.SetLoggerV2(said, false, false, false)
	if err := ready(srv); err != nil {
		srv.Shutdown()
		return fmt.Errorf("%s: server: %w", room, err)
	}
	srv.Start()
	if !srv.ReadyForConnections(startTime) {
		srv.Shutdown()
		srv.WaitForShutdown()
		why := "it did not start in " + startTime.String()
		if f := said.dead(); f != "" {
			why = f
		}
		return fmt.Errorf("%s: server: %s; choose another port in the configuration if it is taken", room, why)
	}
	return nil
}

// Permissions are what a connection may say and hear, as the server takes it.
func Permissions(p wire.Permissions) *server.Permissions {
	return &server.Permissions{
		Publish:   &server.SubjectPermission{Allow: p.Publish},
		Subscribe: &server.SubjectPermission{Allow: p.Subscribe},
	}
}

// Drain ends subscriptions, and waits within ctx until what they got was taken; nil
// ones are passed over. Errors begin with the name of the room.
func Drain(ctx context.Context, room string, subs ...*nats.Subscription) error {
	var err error
	for _, sub := range subs {
		if sub == nil {
			continue
		}
		closed := sub.StatusChanged(nats.SubscriptionClosed)
		if derr := sub.Drain(); derr != nil {
			err = errors.Join(err, fmt.Errorf("%s: drain %s: %w", room, sub.Subject, derr))
			continue
		}
		select {
		case <-closed:
		case <-ctx.Done():
			err = errors.Join(err, fmt.Errorf("%s: drain %s: %w", room, sub.Subject, ctx.Err()))
		}
	}
	return err
}

// OwnLine are the options of a connection that a process has to its own embedded
// server, or to what stands for it: owner is whose it is, name what it is for, said how
// the log calls it.
func OwnLine(owner, name, said string, log *slog.Logger) []nats.Option {
	return []nats.Option{
		nats.Name(owner + " " + name),
		nats.CustomInboxPrefix("_INBOX_" + owner),
		nats.MaxReconnects(-1),
		nats.ReconnectBufSize(-1), // nothing is kept while the line is down
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			log.Error(said, "line", name, "err", err)
		}),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				log.Error(said+" was cut; it comes back by itself", "line", name, "err", err)
			}
		}),
	}
}

// Inside are further options for a line within the process, with that user's secret.
func Inside(srv *server.Server, user, secret string) []nats.Option {
	return []nats.Option{
		nats.InProcessServer(srv),
		nats.UserInfo(user, secret),
		nats.Timeout(InTime),
		// The other end is in this process: be back at once.
		nats.CustomReconnectDelay(func(int) time.Duration { return 5 * time.Millisecond }),
	}
}
