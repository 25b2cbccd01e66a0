package lan

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/wire"
)

const (
	// tryTime is how long one try waits before the same request is sent again.
	tryTime = 1500 * time.Millisecond
	// pause stands between tries that were turned away at once.
	pause = 50 * time.Millisecond
	// maxPause is what the pause grows to while the hall says that it is busy.
	maxPause = 800 * time.Millisecond
	// graceTime is how long an answer is awaited beyond the request's expiry:
	// the hall may have begun with it at the last moment.
	graceTime = 500 * time.Millisecond
)

// exchange is one request with all its tries. They share one reply subject, so
// that a late answer to an early try counts.
type exchange struct {
	subject string
	answers chan *nats.Msg
	denied  chan struct{}
}

// Do asks the hall for area.verb with body and reads the answer into out; both
// may be nil. It makes the request's rid and expiry (Options.Expiry from now)
// before the first try, and tries again with the same rid when there is no
// answer, until the answer comes, the request expires or ctx ends. Nothing is
// queued while the link is down: a request that could not be sent before its
// expiry has no effect, then or later.
//
// A refusal is the hall's *wire.Error. Without an answer the error is a
// *wire.Error with CodeUnreachable, whose parameter "sent" is "no" when the
// hall certainly never got the request; if it is "yes", the outcome is unknown
// and DoRID with the same rid tells it. The end of ctx by cancellation is
// returned as such.
func (c *Client) Do(ctx context.Context, area, verb string, body, out any) error {
	return c.DoRID(ctx, NewRID(), area, verb, body, out)
}

// NewRID makes the name of a new request: the time in milliseconds, so that
// names grow and the hall's journal writes answers side by side, and 80 random
// bits.
func NewRID() string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(time.Now().UnixMilli())<<16)
	rand.Read(b[6:]) // never fails
	return ridEncoding.EncodeToString(b[:])
}

// ridEncoding keeps the order of what it writes.
var ridEncoding = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// DoRID is Do with the caller's rid. Repeating a rid returns the first answer.
func (c *Client) DoRID(ctx context.Context, rid, area, verb string, body, out any) error {
	rep, err := c.request(ctx, rid, area, verb, body)
	if err != nil {
		return err
	}
	if out == nil || len(rep.Data) == 0 {
		return nil
	}
	if err := json.Unmarshal(rep.Data, out); err != nil {
		return &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("the answer to %s.%s cannot be read: %v", area, verb, err),
			Hint: "update the terminal"}
	}
	return nil
}

// request returns the granted reply or the error of Do.
func (c *Client) request(ctx context.Context, rid, area, name string, body any) (wire.Reply, error) {
	var none wire.Reply
	verb, werr := wire.CheckVerb(c.id.Role, area, name)
	if werr != nil {
		return none, werr
	}
	req := wire.Request{V: wire.Version, RID: rid}
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return none, &wire.Error{Code: wire.CodeBadRequest, Msg: "the request cannot be written: " + err.Error()}
		}
		req.Data = data
	}
	asker := ctx
	ctx, cancel := context.WithTimeout(asker, c.opt.Expiry)
	defer cancel()
	// The expiry on the hall's clock follows from the time that is left here,
	// so that correcting the clock never prolongs a request.
	deadline, _ := ctx.Deadline()

	x, reply := c.begin(wire.ReqSubject(c.id.Terminal, area, name))
	defer c.end(reply)
	back := pause
	t := tries{client: c, asker: asker, limit: verb.Limit(), x: x, reply: reply, deadline: deadline}
	for {
		rep, err := t.try(ctx, req)
		if err != nil {
			return none, err
		}
		// A repeated answer is as old as it is, and right all the same.
		if !rep.Dup {
			if werr := c.admit(rep.Epoch); werr != nil {
				return none, werr
			}
		}
		c.link.heard(false, c.opt.Clock())
		if rep.OK {
			if !verb.Query {
				c.history.did(rep.Epoch, rep.Seq)
			}
			return rep, nil
		}
		werr := rep.Err
		if werr == nil {
			werr = &wire.Error{Code: wire.CodeInternal, Msg: "the hall refused without a reason"}
		}
		switch werr.Code {
		case wire.CodeExpired:
			// With time left here, the clocks differ. The hall did nothing.
			if t.corrected || !c.correct(werr) || time.Until(deadline) <= 0 {
				return none, werr
			}
			t.corrected = true
		case wire.CodeOverloaded, wire.CodeShuttingDown:
			// The hall did nothing now and says to try again.
			if !t.wait(ctx, back) {
				if t.lost {
					return t.giveUp(ctx)
				}
				return none, werr
			}
			back = min(2*back, maxPause)
		case wire.CodeUnreachable:
			// The hall does not know itself; once it has started anew it does.
			t.lost = true
			if !t.wait(ctx, back) {
				return t.giveUp(ctx)
			}
			back = min(2*back, maxPause)
		default:
			return none, werr
		}
	}
}

// correct takes the hall's clock from a refusal.
func (c *Client) correct(err *wire.Error) bool {
	now, perr := time.Parse(time.RFC3339Nano, err.Params[wire.ParamNow])
	if perr != nil {
		return false
	}
	c.learn(now)
	c.opt.Log.Warn("lan: this terminal's clock is wrong; the hall's is used", "hall", now, "terminal", c.opt.Clock())
	return true
}

func (c *Client) begin(subject string) (*exchange, string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.serial++
	reply := c.inbox + "." + strconv.FormatUint(c.serial, 36)
	x := &exchange{subject: subject, answers: make(chan *nats.Msg, 4), denied: make(chan struct{}, 1)}
	c.waiting[reply] = x
	return x, reply
}

func (c *Client) end(reply string) {
	c.mu.Lock()
	delete(c.waiting, reply)
	c.mu.Unlock()
}

// answered takes what comes to the client's inbox.
func (c *Client) answered(m *nats.Msg) {
	c.mu.Lock()
	x := c.waiting[m.Subject]
	c.mu.Unlock()
	if x == nil {
		return // the asker has gone
	}
	select {
	case x.answers <- m:
	default: // more answers than tries: the first ones tell it all
	}
}

// denied ends requests whose subject the server did not let pass. The server
// says it in a text only: `Permissions Violation for Publish to "<subject>"`.
func (c *Client) denied(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, x := range c.waiting {
		if strings.Contains(text, strconv.Quote(x.subject)) {
			select {
			case x.denied <- struct{}{}:
			default:
			}
		}
	}
}

// tries sends one request until a reply comes.
type tries struct {
	client    *Client
	asker     context.Context // without the request's own expiry
	limit     int             // of the request in bytes
	x         *exchange
	reply     string
	deadline  time.Time
	sent      bool
	lost      bool // a try went out of which nobody knows what became of it
	corrected bool
}

func (t *tries) try(ctx context.Context, req wire.Request) (wire.Reply, error) {
	c := t.client
	for {
		up, changed := c.link.connection()
		if !up {
			select {
			case <-changed:
				continue
			case <-ctx.Done():
				return t.giveUp(ctx)
			case <-c.ctx.Done():
				return t.giveUp(ctx)
			}
		}
		left := time.Until(t.deadline)
		if left <= 0 {
			return t.giveUp(ctx)
		}
		req.Exp = c.Now().Add(left).UTC()
		data, err := json.Marshal(req)
		if err != nil {
			return wire.Reply{}, &wire.Error{Code: wire.CodeBadRequest, Msg: "the request cannot be written: " + err.Error()}
		}
		if len(data) > t.limit {
			return wire.Reply{}, wire.TooLarge(len(data), t.limit)
		}
		if err := c.nc.PublishRequest(t.x.subject, t.reply, data); err != nil {
			if !t.wait(ctx, pause) {
				return t.giveUp(ctx)
			}
			continue
		}
		t.sent = true
		rep, ok, err := t.await(ctx, changed)
		if err != nil || ok {
			return rep, err
		}
	}
}

// await waits for the answer to one try; ok is false when it is time for the
// next.
func (t *tries) await(ctx context.Context, changed <-chan struct{}) (rep wire.Reply, ok bool, err error) {
	again := time.NewTimer(tryTime)
	defer again.Stop()
	for {
		select {
		case m := <-t.x.answers:
			if noResponders(m) {
				// The server runs, the hall is starting or stopping.
				if !t.wait(ctx, pause) {
					rep, err = t.giveUp(ctx)
				}
				return rep, false, err
			}
			if err := json.Unmarshal(m.Data, &rep); err != nil {
				return rep, false, &wire.Error{Code: wire.CodeBadRequest, Msg: "the hall's answer cannot be read: " + err.Error(), Hint: "update the terminal"}
			}
			if rep.V != wire.Version {
				return rep, false, wire.Unsupported(rep.V)
			}
			return rep, true, nil
		case <-t.x.denied:
			return rep, false, &wire.Error{Code: wire.CodeForbidden, Msg: "the hall does not let this terminal use " + t.x.subject,
				Hint: "enrol the terminal anew, or update the older side"}
		case <-again.C:
			t.lost = true
			return rep, false, nil
		case <-changed:
			t.lost = true
			return rep, false, nil
		case <-ctx.Done():
			rep, err = t.last(ctx)
			return rep, err == nil, err
		case <-t.client.ctx.Done():
			rep, err = t.giveUp(ctx)
			return rep, false, err
		}
	}
}

// last waits a little beyond the expiry for an answer that is under way.
func (t *tries) last(ctx context.Context) (wire.Reply, error) {
	grace := time.NewTimer(graceTime)
	defer grace.Stop()
	for {
		select {
		case m := <-t.x.answers:
			var rep wire.Reply
			if !noResponders(m) && json.Unmarshal(m.Data, &rep) == nil && rep.V == wire.Version {
				return rep, nil
			}
		case <-grace.C:
			return t.giveUp(ctx)
		case <-t.asker.Done():
			return t.giveUp(ctx)
		case <-t.client.ctx.Done():
			return t.giveUp(ctx)
		}
	}
}

// wait pauses between tries; false means that there is no time for another.
func (t *tries) wait(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
	case <-t.client.ctx.Done():
	}
	return false
}

func (t *tries) giveUp(ctx context.Context) (wire.Reply, error) {
	if err := ctx.Err(); errors.Is(err, context.Canceled) {
		return wire.Reply{}, err
	}
	why := t.client.link.get().Why
	if why == "" {
		why = "no answer came in time"
	}
	e := &wire.Error{Code: wire.CodeUnreachable, Msg: "the hall cannot be reached: " + why, Params: map[string]string{"sent": "no"},
		Hint: "nothing was done; check the network and the hall"}
	if t.sent {
		e.Params["sent"] = "yes"
		e.Hint = "it is not known whether it was done; look at the state before asking again"
	}
	return wire.Reply{}, e
}

func noResponders(m *nats.Msg) bool { return len(m.Data) == 0 && m.Header.Get("Status") == "503" }
