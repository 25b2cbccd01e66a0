package halls

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"onewindow/trust"
	"onewindow/trust/door"
	"onewindow/wire"
)

const (
	// joinWait is how long Join goes on trying, dialTime how long one try may take.
	joinWait = 15 * time.Second
	dialTime = 5 * time.Second
)

// Joined is what a machine that has joined as a hall keeps. It holds a secret, the
// Seed.
type Joined struct {
	// Hall is the code for which the machine speaks, Centre the centre's name.
	Hall   string `json:"hall"`
	Centre string `json:"centre,omitempty"`
	// URLs are where the centre is, all of one kind, the one that worked first.
	URLs []string `json:"urls"`
	// CA is the certificate of the centre's authority in DER; empty in the clear.
	CA []byte `json:"ca,omitempty"`
	// Seed is the hall's private NKey at the centre.
	Seed []byte `json:"seed"`
}

// Pin is that of the centre's authority; zero in the clear.
func (j Joined) Pin() (trust.Pin, error) {
	if len(j.CA) == 0 {
		return trust.Pin{}, nil
	}
	ca, err := x509.ParseCertificate(j.CA)
	if err != nil {
		return trust.Pin{}, fmt.Errorf("halls: the centre's certificate: %w; join the centre again", err)
	}
	return trust.PinOf(ca), nil
}

var errOtherCentre = errors.New("the server is not the centre that the token is of")

// Join is a hall's side of enrolment: with a token, this machine becomes the one
// that speaks for the token's hall at the centre, under a key that it makes itself.
// name is of the machine, for people. Errors are *wire.Error: CodeBadRequest (not a
// hall's token), CodeTokenRefused, CodeForbidden (the server is not the token's
// centre), CodeUnreachable. It asks again with the same key while ctx allows, at
// most fifteen seconds.
func Join(ctx context.Context, token, name string) (Joined, error) {
	var none Joined
	t, err := trust.ParseToken(token)
	switch {
	case err != nil:
		return none, &wire.Error{Code: wire.CodeBadRequest, Msg: err.Error()}
	case t.Hall == "":
		return none, &wire.Error{Code: wire.CodeBadRequest, Msg: "this token is for a terminal of a hall, not for a hall",
			Hint: "ask the centre's administrator for a hall's token; it begins with " + trust.MarkHall}
	case !t.TLS && !ownMachine(t.URLs()):
		return none, &wire.Error{Code: wire.CodeForbidden, Msg: "the centre speaks in the clear over a network", Hint: "run the centre with TLS"}
	}
	kp, err := nkeys.CreateUser()
	if err != nil {
		return none, fmt.Errorf("halls: join: key: %w", err)
	}
	key, kerr := kp.PublicKey()
	seed, serr := kp.Seed()
	sig, err := kp.Sign([]byte("join:" + t.Name()))
	if err := errors.Join(kerr, serr, err); err != nil {
		return none, fmt.Errorf("halls: join: key: %w", err)
	}
	body, err := json.Marshal(wire.JoinRequest{V: wire.Version, Pass: t.Pass(), Key: key,
		Sig: base64.RawURLEncoding.EncodeToString(sig), Name: name})
	if err != nil {
		return none, fmt.Errorf("halls: join: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, joinWait)
	defer cancel()
	for {
		got, err := askAll(ctx, t, body)
		if err == nil {
			got.Seed = seed
			return got, nil
		}
		var w *wire.Error
		if errors.As(err, &w) && w.Code != wire.CodeStorage {
			return none, w
		}
		select {
		case <-time.After(250 * time.Millisecond):
		case <-ctx.Done():
			return none, &wire.Error{Code: wire.CodeUnreachable, Msg: "the centre could not be reached: " + err.Error(),
				Hint: "check the network, and that the centre is running at " + strings.Join(t.Addrs, ", ")}
		}
	}
}

func ownMachine(urls []string) bool {
	for _, text := range urls {
		if u, err := url.Parse(text); err != nil || !door.Loopback(u.Hostname()) {
			return false
		}
	}
	return true
}

// askAll asks at all addresses of the token at once, because some of them may lead
// nowhere from here. The request is the same, so the centre gives one answer. A
// refusal by the centre tells more than another server, and that more than no
// answer.
func askAll(ctx context.Context, t trust.Token, body []byte) (Joined, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type result struct {
		Joined
		err error
	}
	urls := t.URLs()
	results := make(chan result, len(urls))
	var wg sync.WaitGroup
	for _, u := range urls {
		wg.Go(func() {
			rep, ca, err := ask(ctx, t, u, body)
			results <- result{Joined{Hall: rep.Hall, Centre: rep.Centre, CA: ca, URLs: sameKind(u, urls)}, err}
		})
	}
	var first *Joined
	var worst error
	for range urls {
		r := <-results
		switch {
		case r.err == nil && first == nil:
			first = &r.Joined
			cancel()
		case r.err != nil && rank(r.err) > rank(worst):
			worst = r.err
		}
	}
	wg.Wait()
	if first != nil {
		return *first, nil
	}
	return Joined{}, worst
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
func ask(ctx context.Context, t trust.Token, addr string, body []byte) (rep wire.HallJoinReply, ca []byte, err error) {
	opts := []nats.Option{
		nats.UserInfo(joinUser, t.Pass()),
		nats.CustomInboxPrefix(wire.JoinInboxPrefix(t.Name())),
		nats.Timeout(dialTime),
		nats.NoReconnect(),
		nats.IgnoreDiscoveredServers(),
		nats.SetCustomDialer(dialer{ctx}),
		nats.SkipHostLookup(), // the dialer looks names up, and can be stopped
	}
	if t.TLS {
		opts = append(opts, nats.Secure(trust.TLS(t.Pin, errOtherCentre, func(c *x509.Certificate) { ca = c.Raw })))
		if !strings.HasPrefix(addr, "wss:") { // on the web it comes first anyway
			opts = append(opts, nats.TLSHandshakeFirst())
		}
	}
	nc, err := nats.Connect(addr, opts...)
	switch {
	case errors.Is(err, errOtherCentre):
		return rep, nil, &wire.Error{Code: wire.CodeForbidden, Msg: errOtherCentre.Error(),
			Hint: "check the centre's address; if the centre was set up anew, ask for a new token"}
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired):
		return rep, nil, errTokenRefused
	case err != nil:
		return rep, nil, err
	}
	defer nc.Close()
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	m, err := nc.RequestWithContext(ctx, wire.SubjectHallJoin, body)
	if err != nil {
		return rep, nil, err
	}
	var r wire.Reply
	if err := json.Unmarshal(m.Data, &r); err != nil {
		return rep, nil, err
	}
	if !r.OK {
		if r.Err == nil {
			r.Err = &wire.Error{Code: wire.CodeInternal, Msg: "the centre refused without a reason"}
		}
		return rep, nil, r.Err
	}
	if err := json.Unmarshal(r.Data, &rep); err != nil {
		return rep, nil, err
	}
	if rep.Hall != t.Hall {
		return rep, nil, &wire.Error{Code: wire.CodeInternal, Msg: fmt.Sprintf("the centre enrolled hall %q for the token of %q", rep.Hall, t.Hall)}
	}
	return rep, ca, nil
}
