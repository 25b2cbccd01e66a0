package client

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	mrand "math/rand/v2"
	"net/http"
	"time"

	"onewindow/wire"
)

// Follower is told how the network is. Both are called by one goroutine, one after the
// other.
type Follower struct {
	// District is called with the newest state: at each contact, and after each change.
	// While it works, what comes meanwhile is passed over but for the newest.
	District func(wire.District)
	// Lost is called when there is no contact, after each try, with the reason: a
	// *wire.Error. It may be nil.
	Lost func(error)
}

// Follow tells f how the network is until ctx ends, and returns ctx's error. A lost
// contact is tried again for ever, with growing pauses; nothing of before is told
// again. A token that the centre refuses is tried every half a minute, because it may
// be made good there.
func (c *Client) Follow(ctx context.Context, f Follower) error {
	failed := 0
	for {
		told, err := c.stream(ctx, f.District)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if f.Lost != nil {
			f.Lost(err)
		}
		if failed++; told {
			failed = 1
		}
		pause := time.NewTimer(c.pause(failed, err))
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return ctx.Err()
		}
	}
}

// pause is how long to wait after so many failures; many screens that lost the centre
// together do not come back together.
func (c *Client) pause(failed int, err error) time.Duration {
	p := c.opts.paces
	wait := min(p.first<<min(failed-1, 10), p.most)
	if e, ok := asError(err); ok && (e.Code == wire.CodeTokenRefused || e.Code == wire.CodeForbidden) {
		wait = p.refused
	}
	return wait/2 + mrand.N(wait)
}

var errSilent = errors.New("the centre has said nothing for too long")

// stream reads one stream to its end; told says whether it brought a state.
func (c *Client) stream(ctx context.Context, tell func(wire.District)) (told bool, _ error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watch := time.AfterFunc(c.opts.paces.silent, func() { cancel(errSilent) })
	defer watch.Stop()
	resp, err := c.send(ctx, http.MethodGet, "/v1/district/events", nil, nil)
	if err != nil {
		return false, silent(ctx, err)
	}
	// What is read is handed on by way of a place for one, so that whoever draws slowly
	// gets the newest. The reader ends with ctx, and when its body is closed.
	newest := make(chan wire.District, 1)
	done := make(chan error, 1)
	go func() {
		done <- read(resp.Body, func() { watch.Reset(c.opts.paces.silent) }, func(d wire.District) {
			select {
			case <-newest:
			default:
			}
			newest <- d
		})
		close(newest)
	}()
	defer func() {
		_ = resp.Body.Close()
		for range newest { // until the reader has ended
		}
	}()
	for d := range newest {
		if ctx.Err() != nil {
			break
		}
		told = true
		tell(d)
	}
	if ctx.Err() != nil {
		return told, silent(ctx, ctx.Err())
	}
	if err = <-done; errors.Is(err, io.EOF) {
		return told, &wire.Error{Code: wire.CodeShuttingDown, Msg: "the centre has ended the stream", Hint: "it is asked again by itself"}
	}
	if _, ok := asError(err); ok {
		return told, err
	}
	return told, unreachable(http.MethodGet, err)
}

// silent gives an error its cause where it was the watch over the stream.
func silent(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); errors.Is(cause, errSilent) {
		return unreachable(http.MethodGet, errSilent)
	}
	return err
}

// read reads events until the stream ends, which is an error; alive is called at each
// sign of life.
func read(body io.Reader, alive func(), tell func(wire.District)) error {
	events := newEvents(body, alive)
	for {
		name, data, err := events.next()
		if err != nil {
			return err
		}
		if name != "district" {
			continue // of a newer centre
		}
		var d wire.District
		if err := json.Unmarshal(data, &d); err != nil {
			return &wire.Error{Code: wire.CodeBadRequest, Msg: "an event of the centre cannot be read: " + err.Error(), Hint: "update the older side"}
		}
		tell(d)
	}
}
