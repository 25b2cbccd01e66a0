package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"onewindow/trust"
	"onewindow/wire"
)

const (
	// usualTime is how long an answer may take; the centre gives up on a hall after ten
	// seconds.
	usualTime = 20 * time.Second
	// maxAnswer is the largest answer that is read, in bytes, but for exports.
	maxAnswer = 32 << 20
	// maxRefusal is the same of a refusal.
	maxRefusal = 64 << 10
)

// Client asks one centre. Its methods may be called from any goroutine.
type Client struct {
	base  string
	token string
	opts  Options
	http  *http.Client
}

// New makes a client of the centre at address, such as "https://centre.example:8443",
// which holds the token. It connects to nobody; the error is of an address, a file or a
// token that cannot work.
func New(address, token string, opts Options) (*Client, error) {
	u, err := url.Parse(strings.TrimSuffix(strings.TrimSpace(address), "/"))
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, fmt.Errorf("client: %q is no address of a centre; it is https://host:port", address)
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("client: the address of the centre is https://host:port alone; give the token in its own setting")
	}
	if u.Scheme == "http" && !trust.Loopback(u.Hostname()) {
		return nil, fmt.Errorf("client: %s without TLS: a token is sent in the clear to this machine only; use https://", address)
	}
	token = strings.TrimSpace(token)
	if token == "" || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, errors.New("client: no token; make one with `onewindow central token` and give its file")
	}
	opts.complete()
	transport, err := opts.transport()
	if err != nil {
		return nil, err
	}
	return &Client{base: u.String(), token: token, opts: opts, http: &http.Client{
		Transport: transport,
		// An answer is the centre's own or none; a redirect would carry the token away.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Close gives up connections that are kept open.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// ask sends a request and reads its answer into answer, which may be nil. body is
// written as JSON unless it is nil.
func (c *Client) ask(ctx context.Context, method, path string, query url.Values, body, answer any) error {
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	resp, err := c.send(ctx, method, path, query, body)
	if err != nil {
		return err
	}
	defer drop(resp)
	if answer == nil {
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return unreachable(method, err)
	}
	if len(data) > maxAnswer {
		return &wire.Error{Code: wire.CodeTooLarge, Msg: "the answer of the centre is too large", Hint: "ask for less at a time"}
	}
	if err := json.Unmarshal(data, answer); err != nil {
		return notOurs(resp, err)
	}
	return nil
}

// send sends a request; the answer is a success, whose body the caller closes.
func (c *Client) send(ctx context.Context, method, path string, query url.Values, body any) (*http.Response, error) {
	resp, err := c.roundTrip(ctx, method, path, query, body)
	if err != nil || resp.StatusCode >= 200 && resp.StatusCode < 300 {
		return resp, err
	}
	defer drop(resp)
	return nil, refusal(resp)
}

// roundTrip sends a request; the answer is whatever came.
func (c *Client) roundTrip(ctx context.Context, method, path string, query url.Values, body any) (*http.Response, error) {
	var reader io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return nil, fmt.Errorf("client: write the request: %w", err)
		}
		reader = bytes.NewReader(b)
	}
	target := c.base + path
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, method, target, reader)
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("User-Agent", c.opts.Agent)
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, unreachable(method, err)
	}
	return resp, nil
}

// drop reads the rest of a short answer, so that its connection can be used again.
func drop(resp *http.Response) {
	_, _ = io.CopyN(io.Discard, resp.Body, 4<<10)
	_ = resp.Body.Close()
}

// refusal is why the centre refused.
func refusal(resp *http.Response) error {
	e := &wire.Error{}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxRefusal))
	if err == nil {
		err = json.Unmarshal(data, e)
	}
	if err != nil || e.Code == "" {
		return notOurs(resp, err)
	}
	return e
}

// notOurs is an answer that no centre gives, as of a proxy before it.
func notOurs(resp *http.Response, err error) error {
	why := "answered " + resp.Status
	if err != nil && resp.StatusCode >= 200 && resp.StatusCode < 300 {
		why += ", which cannot be read: " + err.Error()
	}
	return &wire.Error{Code: wire.CodeUnreachable, Msg: "what is at the centre's address " + why,
		Hint: "look whether the address is the centre's, and what stands before it", Params: map[string]string{"sent": "yes"}}
}

// unreachable is a request without an answer. What only asks has done nothing.
func unreachable(method string, err error) error {
	sent := "yes"
	var op *net.OpError
	if method == http.MethodGet || errors.As(err, &op) && op.Op == "dial" {
		sent = "no"
	}
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err // without the address, which is known
	}
	return &wire.Error{Code: wire.CodeUnreachable, Msg: "no answer from the centre: " + err.Error(),
		Hint: "look at the network between this machine and the centre, and at the centre's log", Params: map[string]string{"sent": sent}}
}

// asError is the refusal that an error is.
func asError(err error) (*wire.Error, bool) {
	var e *wire.Error
	ok := errors.As(err, &e)
	return e, ok
}
