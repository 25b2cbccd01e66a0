package join

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/trust"
	"onewindow/wire"
)

// Way is how one kind of machine asks; R is what it is granted.
type Way[R any] struct {
	// Whom is who is asked, for people: "hall", "centre".
	Whom string
	// Subject is where a wire.JoinRequest is taken.
	Subject string
	// Wait is how long Ask goes on trying, Dial how long one try may take to reach an
	// address, and then to be answered.
	Wait, Dial time.Duration
	// Stranger is told of a server that is not the token's, Refused of one that does
	// not let the token in; both must be set.
	Stranger, Refused *wire.Error
	// Again reports whether a refusal may be another a moment later; nil is never.
	Again func(*wire.Error) bool
	// Check says what is wrong with what was granted; nil is nothing, ever.
	Check func(R) *wire.Error
}

// Granted is what a newcomer has to keep.
type Granted[R any] struct {
	Reply R
	// URLs are where the other is, all of one kind, the one that worked first.
	URLs []string
	// CA is the certificate of the other's authority in DER; nil in the clear.
	CA []byte
	// Seed is the private NKey, a secret.
	Seed []byte
}

// pause is how long Ask waits before it tries again.
const pause = 250 * time.Millisecond

// Ask asks with a token to be let in under a new key; name is for people. It asks again
// with the same key while ctx and Wait allow. Errors are *wire.Error, with
// CodeUnreachable when nobody answered, but when this machine can make no key.
func (w Way[R]) Ask(ctx context.Context, t trust.Token, name string) (Granted[R], error) {
	seed, body, err := request(t, name)
	if err != nil {
		return Granted[R]{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, w.Wait)
	defer cancel()
	for {
		got, err := w.askAll(ctx, t, body)
		if err == nil {
			got.Seed = seed
			return got, nil
		}
		var refusal *wire.Error
		if errors.As(err, &refusal) && (w.Again == nil || !w.Again(refusal)) {
			return Granted[R]{}, refusal
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return Granted[R]{}, &wire.Error{Code: wire.CodeUnreachable, Msg: "the " + w.Whom + " could not be reached: " + err.Error(),
				Hint: "check the network, and that the " + w.Whom + " is running at " + strings.Join(t.Addrs, ", ")}
		}
	}
}

// askAll asks at all addresses of the token at once, because some of them may lead
// nowhere from here. The request is the same, so there is one answer. A refusal tells
// more than another server, and that more than no answer.
func (w Way[R]) askAll(ctx context.Context, t trust.Token, body []byte) (Granted[R], error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type result struct {
		Granted[R]
		err error
	}
	urls := t.URLs()
	results := make(chan result, len(urls))
	var wg sync.WaitGroup
	for _, u := range urls {
		wg.Go(func() {
			rep, ca, err := w.Once(ctx, t, u, body)
			results <- result{Granted[R]{Reply: rep, CA: ca, URLs: sameKind(u, urls)}, err}
		})
	}
	var first *Granted[R]
	var worst error
	for range urls {
		r := <-results
		switch {
		case r.err == nil && first == nil:
			first = &r.Granted
			cancel()
		case r.err != nil && rank(r.err) > rank(worst):
			worst = r.err
		}
	}
	wg.Wait()
	if first != nil {
		return *first, nil
	}
	return Granted[R]{}, worst
}

// sameKind puts the URL that worked first, and behind it the others with its scheme.
func sameKind(good string, urls []string) []string {
	scheme, _, _ := strings.Cut(good, ":")
	list := []string{good}
	for _, u := range urls {
		if u != good && strings.HasPrefix(u, scheme+":") {
			list = append(list, u)
		}
	}
	return list
}

// rank is how much an error tells.
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

// Once makes one connection to url and sends body, a wire.JoinRequest. ca is the
// certificate of the authority that was met.
func (w Way[R]) Once(ctx context.Context, t trust.Token, url string, body []byte) (rep R, ca []byte, err error) {
	opts := []nats.Option{
		nats.UserInfo(User, t.Pass()),
		nats.CustomInboxPrefix(wire.JoinInboxPrefix(t.Name())),
		nats.Timeout(w.Dial),
		nats.NoReconnect(),
		nats.IgnoreDiscoveredServers(),
		nats.SetCustomDialer(dialer{ctx, w.Dial}),
		nats.SkipHostLookup(), // the dialer looks names up, and can be stopped
	}
	if t.TLS {
		opts = append(opts, nats.Secure(trust.TLS(t.Pin, w.Stranger, func(c *x509.Certificate) { ca = c.Raw })))
		if !strings.HasPrefix(url, "wss:") { // on the web it comes first anyway
			opts = append(opts, nats.TLSHandshakeFirst())
		}
	}
	nc, err := nats.Connect(url, opts...)
	switch {
	case errors.Is(err, w.Stranger):
		return rep, nil, w.Stranger
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired):
		return rep, nil, w.Refused
	case err != nil:
		return rep, nil, err
	}
	defer nc.Close()
	ctx, cancel := context.WithTimeout(ctx, w.Dial)
	defer cancel()
	m, err := nc.RequestWithContext(ctx, w.Subject, body)
	if err != nil {
		return rep, nil, err
	}
	var r wire.Reply
	if err := json.Unmarshal(m.Data, &r); err != nil {
		return rep, nil, err
	}
	if !r.OK {
		if r.Err == nil {
			r.Err = &wire.Error{Code: wire.CodeInternal, Msg: "the " + w.Whom + " refused without a reason"}
		}
		return rep, nil, r.Err
	}
	if err := json.Unmarshal(r.Data, &rep); err != nil {
		return rep, nil, err
	}
	if w.Check != nil {
		if bad := w.Check(rep); bad != nil {
			return rep, nil, bad
		}
	}
	return rep, ca, nil
}

// dialer and its connections end with its context, however silent the other side is.
type dialer struct {
	ctx  context.Context
	time time.Duration
}

// Dial implements the library's dialer.
func (d dialer) Dial(network, addr string) (net.Conn, error) {
	n := net.Dialer{Timeout: d.time}
	c, err := n.DialContext(d.ctx, network, addr)
	if err == nil {
		context.AfterFunc(d.ctx, func() { _ = c.Close() })
	}
	return c, err
}
