package uplink

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/wire"
)

const (
	// maxOpen is how many commands of the centre may be open; more are refused.
	maxOpen = 64
	// maxWaiting and maxWaitingBytes bound those that have come and were not looked
	// at; more are dropped, and the centre gets no answer.
	maxWaiting      = 1024
	maxWaitingBytes = 4 << 20
)

// commands takes what the centre asks of the hall, and sends the answers.
type commands struct {
	u *Uplink
	// answers are sent by a goroutine of the link: the hall's writer calls reply,
	// and must not wait for a line. There is room for every open one.
	answers chan answer

	mu      sync.Mutex // guards what follows
	sub     *nats.Subscription
	open    int
	stopped bool
	idle    chan struct{} // closed when stopped and nothing is open
}

// answer is one on its way.
type answer struct {
	to    *nats.Msg
	reply wire.Reply
	done  func()
}

func newCommands(u *Uplink) *commands {
	return &commands{u: u, answers: make(chan answer, 2*maxOpen), idle: make(chan struct{})}
}

// listen hears the centre's commands on the connection, from then on also after it
// was lost and is back.
func (c *commands) listen(nc *nats.Conn) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stopped || c.sub != nil {
		return nil
	}
	sub, err := nc.Subscribe(wire.DownSubjects(c.u.set.Hall), c.take)
	if err != nil {
		return fmt.Errorf("subscribe to commands: %w", err)
	}
	if err := sub.SetPendingLimits(maxWaiting, maxWaitingBytes); err != nil {
		return errors.Join(fmt.Errorf("subscribe to commands: %w", err), sub.Unsubscribe())
	}
	c.sub = sub
	return nil
}

// take judges a command as the hall's network judges a terminal's request, and hands
// it to the hall.
func (c *commands) take(m *nats.Msg) {
	if m.Subject == wire.ChangedSubject(c.u.set.Hall) {
		c.u.desire.hint()
		return
	}
	if m.Reply == "" {
		return // nobody waits for it, so it is not obeyed
	}
	done, refused := c.begin()
	if refused != nil {
		c.refuse(m, refused)
		return
	}
	reply := func(r wire.Reply) { c.answers <- answer{m, r, done} }
	_, area, name, ok := wire.ParseDownSubject(m.Subject)
	if !ok {
		reply(wire.Reply{Err: &wire.Error{Code: wire.CodeUnknownVerb, Msg: m.Subject + " is no command", Hint: "see docs/wire.md"}})
		return
	}
	verb, refused := wire.CheckVerb(wire.RoleCentral, area, name)
	var req wire.Request
	var late *wire.Error
	if refused == nil {
		req, late, refused = wire.ReadRequest(verb, m.Data, c.u.source.Now())
	}
	switch {
	case refused != nil:
		c.u.set.Log.Warn("uplink: a command of the centre was refused", "subject", m.Subject, "code", refused.Code, "why", refused.Msg)
		reply(wire.Reply{Err: refused})
	case late != nil:
		c.u.source.LateCentre(verb, req, late, reply)
	case verb.Query:
		// A long look must not hold up a short command.
		go c.u.source.ServeCentre(verb, req, reply)
	default:
		c.u.source.ServeCentre(verb, req, reply)
	}
}

// begin counts a command as open until done is called.
func (c *commands) begin() (done func(), refused *wire.Error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.stopped:
		return nil, &wire.Error{Code: wire.CodeShuttingDown, Msg: "the hall is stopping", Hint: "try again in a moment"}
	case c.open >= maxOpen:
		return nil, &wire.Error{Code: wire.CodeOverloaded, Msg: fmt.Sprintf("the centre has %d commands open at this hall", maxOpen), Hint: "wait for answers before asking more"}
	}
	c.open++
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.open--; c.open == 0 && c.stopped {
			close(c.idle)
		}
	}, nil
}

// refuse answers what was not taken; where even that is too much, it is not
// answered: there must be room for the answers to what was.
func (c *commands) refuse(m *nats.Msg, e *wire.Error) {
	if len(c.answers) < maxOpen {
		c.answers <- answer{m, wire.Reply{Err: e}, func() {}}
	}
}

// send sends answers until the link closes.
func (c *commands) send() {
	for {
		select {
		case <-c.u.ctx.Done():
			return
		case a := <-c.answers:
			c.answer(a)
		}
	}
}

func (c *commands) answer(a answer) {
	defer a.done()
	a.reply.V = wire.Version
	data, err := a.reply.Encode()
	if nc := c.u.conn(); err == nil && nc != nil && int64(len(data)) > nc.MaxPayload() {
		err = fmt.Errorf("the answer has %d bytes, the centre takes %d", len(data), nc.MaxPayload())
	}
	if err != nil {
		c.u.set.Log.Error("uplink: an answer cannot be sent", "subject", a.to.Subject, "err", err)
		data, _ = json.Marshal(wire.Reply{V: wire.Version, Err: &wire.Error{Code: wire.CodeInternal, Msg: "the hall has an answer that it cannot send", Hint: "ask for less at a time; see the hall's log"}})
	}
	if err := a.to.Respond(data); err != nil {
		// The centre asks again with the same rid and gets this answer.
		c.u.set.Log.Warn("uplink: an answer was not sent", "subject", a.to.Subject, "err", err)
	}
}

// stop takes no more commands, and waits at most d for the answers to those taken.
func (c *commands) stop(d time.Duration) {
	c.mu.Lock()
	if c.stopped {
		c.mu.Unlock()
		return
	}
	c.stopped = true
	sub := c.sub
	if c.open == 0 {
		close(c.idle)
	}
	c.mu.Unlock()
	if sub != nil {
		_ = sub.Unsubscribe() // fails only where the connection is closed
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-c.idle:
		if nc := c.u.conn(); nc != nil && nc.IsConnected() {
			_ = nc.FlushTimeout(d) // what was answered leaves before the line closes
		}
	case <-t.C:
	}
}
