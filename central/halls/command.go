package halls

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/wire"
)

const (
	// CommandTime is how long a command is good when its caller does not say.
	CommandTime = 10 * time.Second
	// graceTime is how long an answer is awaited beyond the expiry: the hall may
	// have begun with it at the last moment.
	graceTime = 500 * time.Millisecond
	// maxCommands is how many commands may be open at one hall.
	maxCommands = 32
	// clockSlack is by how much clocks may differ before it is made good.
	clockSlack = time.Second
)

// Command is what the centre asks of a hall. The verbs are those for wire.RoleCentral.
type Command struct {
	Hall, Area, Verb string
	// RID names the command; its caller makes it before the first try and keeps it
	// for every other, so that one whose outcome is unknown can be asked for again.
	// Questions need none.
	RID string
	// Exp is when it loses its meaning, by the centre's clock; CommandTime from now
	// if zero, and at most wire.AnswerWithin from now.
	Exp time.Time
	// Data is the body; nil is none.
	Data any
}

// ParamSent is the parameter of wire.CodeUnreachable that says whether a command
// may have been done: "no", or "yes" when the outcome is unknown.
const ParamSent = "sent"

func unreachable(sent, msg, hint string) *wire.Error {
	return &wire.Error{Code: wire.CodeUnreachable, Msg: msg, Hint: hint, Params: map[string]string{ParamSent: sent}}
}

// commands sends commands and waits for answers.
type commands struct {
	conn *nats.Conn
	roll *roll
	// there says why no command may be given to a hall now; nil if one may.
	there func(hall string) *wire.Error

	mu   sync.Mutex
	open map[string]int
}

// Do asks a hall and waits for its answer: the hall's own engine decides, and a
// refusal by it is a Reply that is not OK. Without an answer the error is a
// *wire.Error: wire.CodeUnreachable, at once when the hall is not there, with
// ParamSent; wire.CodeHallTwice while two programs speak for the hall; or what is
// wrong with the command itself. The end of ctx by cancellation is returned as such;
// the outcome is unknown then. Nothing is kept for later or sent twice.
func (h *Halls) Do(ctx context.Context, c Command) (wire.Reply, error) { return h.commands.do(ctx, c) }

func (d *commands) do(ctx context.Context, c Command) (wire.Reply, error) {
	var none wire.Reply
	data, within, werr := d.request(c)
	if werr != nil {
		return none, werr
	}
	if werr := d.there(c.Hall); werr != nil {
		return none, werr
	}
	if !d.conn.IsConnected() {
		return none, lineDown()
	}
	if werr := d.begin(c.Hall); werr != nil {
		return none, werr
	}
	defer d.end(c.Hall)
	limited, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	m, err := d.conn.RequestWithContext(limited, wire.DownSubject(c.Hall, c.Area, c.Verb), data)
	switch {
	case errors.Is(err, nats.ErrNoResponders):
		return none, away(c.Hall)
	case errors.Is(err, nats.ErrReconnectBufExceeded):
		return none, lineDown()
	case err != nil && errors.Is(ctx.Err(), context.Canceled):
		return none, ctx.Err()
	case err != nil:
		return none, unreachable("yes", fmt.Sprintf("hall %s did not answer in time: %v", c.Hall, err),
			"whether it was done is unknown; ask again with the same rid")
	}
	var r wire.Reply
	if err := json.Unmarshal(m.Data, &r); err != nil || r.V != wire.Version || !r.OK && r.Err == nil {
		return none, unreachable("yes", fmt.Sprintf("the answer of hall %s cannot be read", c.Hall), "update the older side")
	}
	return r, nil
}

func lineDown() *wire.Error {
	return unreachable("no", "the centre's own line to its halls is down", "nothing was done; try again in a moment")
}

func away(hall string) *wire.Error {
	return unreachable("no", "hall "+hall+" is not there", "nothing was done; try again when it is back")
}

// request writes the command, checks it as the hall will, and says how long to wait.
func (d *commands) request(c Command) (data []byte, within time.Duration, _ *wire.Error) {
	if !wire.ValidToken(c.Hall) {
		return nil, 0, &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("%q is no hall's code", c.Hall), Hint: "1 to 64 of [A-Za-z0-9-]"}
	}
	verb, werr := wire.CheckVerb(wire.RoleCentral, c.Area, c.Verb)
	if werr != nil {
		return nil, 0, werr
	}
	now := time.Now()
	if c.Exp.IsZero() {
		c.Exp = now.Add(CommandTime)
	}
	if most := now.Add(wire.AnswerWithin); c.Exp.After(most) {
		c.Exp = most
	}
	req := wire.Request{V: wire.Version, RID: c.RID, Exp: c.Exp}
	if c.Data != nil {
		body, err := json.Marshal(c.Data)
		if err != nil {
			return nil, 0, &wire.Error{Code: wire.CodeBadRequest, Msg: "the command cannot be written: " + err.Error()}
		}
		req.Data = body
	}
	write := func() ([]byte, *wire.Error) {
		b, err := json.Marshal(req)
		if err != nil {
			return nil, &wire.Error{Code: wire.CodeBadRequest, Msg: "the command cannot be written: " + err.Error()}
		}
		return b, nil
	}
	if data, werr = write(); werr != nil {
		return nil, 0, werr
	}
	_, late, werr := wire.ReadRequest(verb, data, now)
	if werr == nil {
		werr = late
	}
	if werr != nil {
		return nil, 0, werr
	}
	// The hall decides by its own clock, which it tells all the time.
	if st, ok := d.roll.get(c.Hall); ok && st.Clock.Abs() > clockSlack {
		req.Exp = req.Exp.Add(st.Clock)
		if data, werr = write(); werr != nil {
			return nil, 0, werr
		}
	}
	return data, c.Exp.Sub(now) + graceTime, nil
}

// Changed tells halls, without asking for an answer, that what the centre wants of
// them has changed. It is a hint: a hall that it does not reach asks by itself.
func (h *Halls) Changed(list ...string) {
	for _, hall := range list {
		if !wire.ValidToken(hall) {
			continue
		}
		if err := h.commands.conn.Publish(wire.ChangedSubject(hall), nil); err != nil {
			h.set.Log.Warn("halls: a hall was not told that something has changed; it asks by itself", "hall", hall, "err", err)
			return // the line is down, for the others too
		}
	}
}

func (d *commands) begin(hall string) *wire.Error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.open[hall] >= maxCommands {
		return &wire.Error{Code: wire.CodeOverloaded, Msg: fmt.Sprintf("hall %s has %d commands open", hall, maxCommands),
			Hint: "wait for answers before asking more"}
	}
	d.open[hall]++
	return nil
}

func (d *commands) end(hall string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.open[hall]--; d.open[hall] == 0 {
		delete(d.open, hall)
	}
}
