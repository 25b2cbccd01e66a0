package uplink

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"

	"onewindow/wire"
)

// maxAnswer bounds what is read of an answer: all parts that a centre publishes, each
// of the largest size, and what stands around them.
const maxAnswer = 3 << 20

// errNobody: the centre's server runs, and nobody behind it listens.
var errNobody = errors.New("the centre's service does not run")

// ask sends a request and reads the one answer into rep. It waits no longer than the
// centre may take, nor than ctx lasts.
func (u *Uplink) ask(ctx context.Context, subject string, data []byte, rep any) error {
	nc := u.conn()
	if nc == nil {
		return errNoConn
	}
	if most := nc.MaxPayload(); most > 0 && int64(len(data)) > most {
		return fmt.Errorf("%d bytes, and the centre takes %d; set its max_payload to 4 MiB", len(data), most)
	}
	within, cancel := context.WithTimeout(ctx, u.set.times.answer)
	defer cancel()
	m, err := nc.RequestWithContext(within, subject, data)
	switch {
	case errors.Is(err, nats.ErrNoResponders):
		return errNobody
	case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
		return errors.New("the centre does not answer")
	case err != nil:
		return err
	case len(m.Data) > maxAnswer:
		return fmt.Errorf("the centre's answer has %d bytes, and %d are read", len(m.Data), maxAnswer)
	}
	if err := json.Unmarshal(m.Data, rep); err != nil {
		return fmt.Errorf("the centre's answer cannot be read: %w", err)
	}
	return nil
}

// question asks the centre for what and reads the data of its answer into data; nil
// reads none. It is asked beside the segments, which do not wait for it, and it ends
// with the session. The error has CodeAway when the link is not up, when no answer
// came within ctx or the time that the centre may take, and when what came is none;
// any other code is the centre's own refusal.
func (u *Uplink) question(ctx context.Context, what, rid string, body, data any) *wire.Error {
	u.mu.Lock()
	s := u.session
	u.mu.Unlock()
	if st := u.State(); !st.Up || s == nil || s.ctx.Err() != nil {
		return away(cmp.Or(st.Why, "the connection was lost"))
	}
	raw, err := json.Marshal(body)
	if err == nil {
		raw, err = json.Marshal(wire.Request{V: wire.Version, RID: rid, Exp: u.source.Now().Add(wire.AskWithin), Data: raw})
	}
	if err != nil {
		return &wire.Error{Code: wire.CodeInternal, Msg: "the question cannot be written: " + err.Error()}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.ctx, cancel)()
	var rep wire.Reply
	if err := u.ask(ctx, wire.AskSubject(u.set.Hall, what), raw, &rep); err != nil {
		return away(err.Error())
	}
	switch {
	case rep.V != wire.Version:
		return wire.Unsupported(rep.V)
	case !rep.OK && rep.Err == nil:
		return away("the centre's answer says neither yes nor why not")
	case !rep.OK:
		return rep.Err
	case data == nil:
		return nil
	}
	if err := json.Unmarshal(rep.Data, data); err != nil {
		return away("the centre's answer cannot be read: " + err.Error())
	}
	return nil
}

// away says that the centre was not reached.
func away(why string) *wire.Error {
	return &wire.Error{Code: CodeAway, Msg: "the centre cannot be asked: " + why, Hint: "the hall goes on without it"}
}

// notReached reports whether asking again makes sense, because the centre did not
// answer or could not do it now.
func notReached(e *wire.Error) bool { return e != nil && (e.Code == CodeAway || e.Open()) }

// newRID names a question that nobody repeats.
func newRID() string { return rand.Text() }
