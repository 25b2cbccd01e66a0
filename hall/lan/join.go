package lan

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"onewindow/trust"
	"onewindow/wire"
)

// joinWait is how long Join goes on trying.
const joinWait = 10 * time.Second

// Join enrols this device with a join token, under a key that it makes itself.
// name is for people. The identity is all that the device must keep. Errors
// are *wire.Error: CodeTokenRefused, CodeBadRequest (not a token),
// CodeForbidden (the server is not the token's hall), CodeUnreachable. It asks
// again with the same key while ctx allows, at most ten seconds.
func Join(ctx context.Context, token, name string) (Identity, error) {
	t, err := trust.ParseToken(token)
	if err != nil {
		return Identity{}, &wire.Error{Code: wire.CodeBadRequest, Msg: err.Error()}
	}
	if t.Hall != "" {
		return Identity{}, &wire.Error{Code: wire.CodeBadRequest, Msg: "this token lets hall " + t.Hall + " join a centre, it is not for a terminal",
			Hint: "ask the hall's manager for a token"}
	}
	if !t.TLS {
		if err := clearAllowed(t.URLs()); err != nil {
			return Identity{}, &wire.Error{Code: wire.CodeForbidden, Msg: err.Error()}
		}
	}
	kp, err := nkeys.CreateUser()
	if err != nil {
		return Identity{}, fmt.Errorf("lan: join: key: %w", err)
	}
	key, kerr := kp.PublicKey()
	seed, serr := kp.Seed()
	sig, err := kp.Sign([]byte("join:" + t.Name()))
	if err := errors.Join(kerr, serr, err); err != nil {
		return Identity{}, fmt.Errorf("lan: join: key: %w", err)
	}
	body, err := json.Marshal(wire.JoinRequest{V: wire.Version, Pass: t.Pass(), Key: key,
		Sig: base64.RawURLEncoding.EncodeToString(sig), Name: name})
	if err != nil {
		return Identity{}, fmt.Errorf("lan: join: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, joinWait)
	defer cancel()
	for {
		got, err := askAll(ctx, t, body)
		if err == nil {
			term := got.reply.Terminal
			return Identity{Hall: got.reply.Hall, Terminal: term.ID, Role: term.Role, Window: term.Window,
				URLs: trust.URLsOf(got.addrs, t.TLS), CA: got.ca, Seed: seed}, nil
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

// joined is what an enrolment gave.
type joined struct {
	reply wire.JoinReply
	ca    []byte
	addrs []string // the one that worked comes first
}

// askAll asks at all addresses of the token at once, because some of them may
// lead nowhere from here. The request is the same, so the hall gives one
// answer. A refusal by the hall tells more than a wrong hall, and that more than
// no answer.
func askAll(ctx context.Context, t trust.Token, body []byte) (joined, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type result struct {
		joined
		err error
	}
	results := make(chan result)
	var wg sync.WaitGroup
	for i, addr := range t.Addrs {
		wg.Go(func() {
			rep, ca, err := ask(ctx, t, addr, body)
			addrs := append([]string{addr}, slices.Delete(slices.Clone(t.Addrs), i, i+1)...)
			results <- result{joined{rep, ca, addrs}, err}
		})
	}
	var first *joined
	var worst error
	for range t.Addrs {
		r := <-results
		switch {
		case r.err == nil && first == nil:
			first = &r.joined
			cancel()
		case r.err != nil && rank(r.err) > rank(worst):
			worst = r.err
		}
	}
	wg.Wait()
	if first != nil {
		return *first, nil
	}
	return joined{}, worst
}

func rank(err error) int {
	var w *wire.Error
	switch {
	case err == nil:
		return 0
	case !errors.As(err, &w):
		return 1
	case w.Code == wire.CodeForbidden:
		return 2
	}
	return 3
}

// ask makes one enrolment connection and sends the request.
func ask(ctx context.Context, t trust.Token, addr string, body []byte) (rep wire.JoinReply, ca []byte, err error) {
	opts := []nats.Option{
		nats.UserInfo(joinUser, t.Pass()),
		nats.CustomInboxPrefix(wire.JoinInboxPrefix(t.Name())),
		nats.Timeout(dialTime),
		nats.SetCustomDialer(&reach{ctx: ctx, begun: true}),
		nats.SkipHostLookup(),
		nats.NoReconnect(),
		nats.IgnoreDiscoveredServers(),
	}
	if t.TLS {
		opts = append(opts, nats.TLSHandshakeFirst(), nats.Secure(pinnedTLS(t.Pin, func(c *x509.Certificate) { ca = c.Raw })))
	}
	nc, err := nats.Connect(trust.URLsOf([]string{addr}, t.TLS)[0], opts...)
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
