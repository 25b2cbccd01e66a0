package lan

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"onewindow/wire"
)

const (
	dialTime = 3 * time.Second
	joinWait = 10 * time.Second
)

// Join enrols this device with a join token, under a key that it makes itself.
// name is for people. The identity is all that the device must keep. Errors
// are *wire.Error: CodeTokenRefused, CodeBadRequest (not a token),
// CodeForbidden (the server is not the token's hall), CodeUnreachable. It asks
// again with the same key while ctx allows, at most ten seconds.
func Join(ctx context.Context, token, name string) (Identity, error) {
	t, err := parseToken(token)
	if err != nil {
		return Identity{}, &wire.Error{Code: wire.CodeBadRequest, Msg: err.Error()}
	}
	if !t.TLS {
		if err := clearAllowed(t.urls()); err != nil {
			return Identity{}, &wire.Error{Code: wire.CodeForbidden, Msg: err.Error()}
		}
	}
	kp, err := nkeys.CreateUser()
	if err != nil {
		return Identity{}, fmt.Errorf("lan: join: key: %w", err)
	}
	key, kerr := kp.PublicKey()
	seed, serr := kp.Seed()
	sig, err := kp.Sign([]byte("join:" + t.id()))
	if err := errors.Join(kerr, serr, err); err != nil {
		return Identity{}, fmt.Errorf("lan: join: key: %w", err)
	}
	body, err := json.Marshal(wire.JoinRequest{V: wire.Version, Pass: t.pass(), Key: key,
		Sig: base64.RawURLEncoding.EncodeToString(sig), Name: name})
	if err != nil {
		return Identity{}, fmt.Errorf("lan: join: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, joinWait)
	defer cancel()
	for {
		rep, ca, err := ask(ctx, t, body)
		if err == nil {
			return Identity{Hall: rep.Hall, Terminal: rep.Terminal.ID, Role: rep.Terminal.Role, Window: rep.Terminal.Window,
				URLs: t.urls(), CA: ca, Seed: seed}, nil
		}
		var w *wire.Error
		if errors.As(err, &w) {
			return Identity{}, w
		}
		select {
		case <-time.After(250 * time.Millisecond):
		case <-ctx.Done():
			return Identity{}, &wire.Error{Code: wire.CodeUnreachable, Msg: "the hall could not be reached: " + err.Error(),
				Hint: "check the network, and that the hall is running at " + strings.Join(t.Addrs, ", ")}
		}
	}
}

// ask makes one enrolment connection and sends the request.
func ask(ctx context.Context, t joinToken, body []byte) (rep wire.JoinReply, ca []byte, err error) {
	opts := []nats.Option{
		nats.UserInfo(joinUser, t.pass()),
		nats.CustomInboxPrefix(wire.JoinInboxPrefix(t.id())),
		nats.Timeout(dialTime),
		nats.NoReconnect(),
		nats.IgnoreDiscoveredServers(),
	}
	if t.TLS {
		opts = append(opts, nats.TLSHandshakeFirst(), nats.Secure(pinnedTLS(t.Pin, func(c *x509.Certificate) { ca = c.Raw })))
	}
	nc, err := nats.Connect(strings.Join(t.urls(), ","), opts...)
	if err != nil {
		return rep, nil, refusedBy(err)
	}
	defer nc.Close()
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	m, err := nc.RequestWithContext(ctx, wire.SubjectJoin, body)
	if err != nil {
		return rep, nil, err
	}
	var r wire.Reply
	if err := json.Unmarshal(m.Data, &r); err != nil {
		return rep, nil, err
	}
	if !r.OK {
		if r.Err == nil {
			r.Err = &wire.Error{Code: wire.CodeInternal, Msg: "the hall refused without a reason"}
		}
		return rep, nil, r.Err
	}
	return rep, ca, json.Unmarshal(r.Data, &rep)
}

// refusedBy turns what trying again cannot mend into a *wire.Error.
func refusedBy(err error) error {
	switch {
	case errors.Is(err, errOtherHall):
		return &wire.Error{Code: wire.CodeForbidden, Msg: errOtherHall.Error(),
			Hint: "check the hall's address; if the hall was set up anew, enrol with a new token"}
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired):
		return errTokenRefused
	}
	return err
}
