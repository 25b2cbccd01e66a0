package halls

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/trust/door"
	"onewindow/wire"
)

// Asks answers what halls ask of the centre besides hello and segments.
type Asks interface {
	// Ask answers a hall's question; what is one of wire.Asks. The request's form was
	// checked, and it comes from that hall; its data was not looked at. It is called
	// from several goroutines, for one hall too, and ctx ends when nobody waits for
	// the answer any more. Reply.V is set by the caller.
	Ask(ctx context.Context, hall, what string, req wire.Request) wire.Reply
}

const (
	// askTime is how long an answer may take, whatever the request's exp.
	askTime = 5 * time.Second
	// askWorkers is how many questions are answered at a time, over all halls.
	askWorkers = 8
	// askRoom is how many bytes of questions may wait.
	askRoom = 16 << 20
	// maxAnswer is the largest answer: a published document of the largest kind, and
	// what stands around it.
	maxAnswer = 3 << 20
)

// askLimits: a hall has many kiosks, each of which may ask at the same time; but it
// holds a part of the workers only.
var askLimits = limits{jobs: 32, bytes: 256 << 10, side: 2, whole: askRoom}

// noAsks answers for a centre that answers none.
type noAsks struct{}

func (noAsks) Ask(context.Context, string, string, wire.Request) wire.Reply {
	return wire.Reply{Err: &wire.Error{Code: wire.CodeUnknownVerb, Msg: "this centre answers no questions of halls", Hint: "the hall goes on without the answer"}}
}

// questions take what halls ask. They have lanes and workers of their own, so that
// no question holds up a hello or a segment.
type questions struct {
	asks    Asks
	within  time.Duration // askTime, but in tests
	service *service      // for conduct, and who may speak
	lanes   *lanes
	log     *slog.Logger

	ctx    context.Context // of the answers; ends when Close gives up
	cancel context.CancelFunc
	wg     sync.WaitGroup
	sub    *nats.Subscription
}

func newQuestions(asks Asks, within time.Duration, s *service, log *slog.Logger) *questions {
	if asks == nil {
		asks = noAsks{}
	}
	q := &questions{asks: asks, within: within, service: s, lanes: newLanes(askLimits), log: log}
	q.ctx, q.cancel = context.WithCancel(context.Background())
	return q
}

// listen begins to serve.
func (q *questions) listen(nc *nats.Conn) error {
	for range askWorkers {
		q.wg.Go(func() { q.lanes.work(q.do) })
	}
	sub, err := nc.QueueSubscribe(wire.SubjectAsks, queueGroup, q.take)
	if err == nil {
		err = sub.SetPendingLimits(-1, askRoom)
	}
	if err == nil {
		err = nc.FlushTimeout(inTime)
	}
	if err != nil {
		return fmt.Errorf("halls: subscribe %s: %w", wire.SubjectAsks, err)
	}
	q.sub = sub
	return nil
}

// take puts one question into its hall's lane. It never waits.
func (q *questions) take(m *nats.Msg) {
	hall, what, ok := wire.ParseAskSubject(m.Subject)
	if !ok {
		return
	}
	if !strings.HasPrefix(m.Reply, wire.HallInboxPrefix(hall)+".") {
		// As with a hello: the centre may publish anywhere.
		q.service.bad(hall, door.StrikeGross, "a question without a reply subject of its own was dropped", "subject", m.Subject, "reply", m.Reply)
		return
	}
	j := job{hall: hall, what: what, msg: m, came: time.Now()}
	if q.service.conduct.Barred(hall, j.came) {
		return // as with a hello
	}
	switch n := len(m.Data); {
	case n > wire.MaxRequest:
		e := wire.TooLarge(n, wire.MaxRequest)
		e.Msg = fmt.Sprintf("the question has %d bytes, the centre reads %d", n, wire.MaxRequest)
		q.refuse(j, door.StrikeGross, e)
		return
	case !slices.Contains(wire.Asks, what):
		q.refuse(j, door.StrikeRefused, &wire.Error{Code: wire.CodeUnknownVerb, Msg: fmt.Sprintf("the centre cannot be asked for %.64q", what), Hint: "update the older side"})
		return
	}
	switch err := q.lanes.put(j); {
	case errors.Is(err, errStopping):
		q.answer(j, declined(&wire.Error{Code: wire.CodeShuttingDown, Msg: err.Error(), Hint: "ask again in a moment"}))
	case errors.Is(err, errTooMany):
		q.refuse(j, door.StrikeRefused, &wire.Error{Code: wire.CodeOverloaded, Msg: err.Error(), Hint: "wait for answers before asking more"})
	case err != nil:
		q.answer(j, declined(&wire.Error{Code: wire.CodeOverloaded, Msg: "more questions are waiting than the centre can hold", Hint: "ask again in a few seconds"}))
	}
}

func (q *questions) do(j job) {
	now := time.Now()
	switch {
	case q.ctx.Err() != nil:
		q.answer(j, declined(&wire.Error{Code: wire.CodeShuttingDown, Msg: errStopping.Error(), Hint: "ask again in a moment"}))
		return
	case now.Sub(j.came) > q.within:
		q.answer(j, declined(&wire.Error{Code: wire.CodeOverloaded, Msg: "the question waited too long", Hint: "ask again in a few seconds"}))
		return
	case !q.service.known(q.ctx, j.hall):
		q.answer(j, declined(wire.RefuseUp(wire.CodeHallUnknown)))
		return
	}
	// The hall wrote exp by its own clock, which it tells all the time.
	clock := now
	if st, ok := q.service.roll.get(j.hall); ok && st.Clock.Abs() > clockSlack {
		clock = now.Add(st.Clock)
	}
	// What changes nothing that outlasts a minute may come late; a claim may not.
	req, late, e := wire.ReadRequest(wire.Verb{Name: j.what, Query: j.what != wire.AskClaim}, j.msg.Data, clock)
	if e == nil {
		e = late
	}
	if e != nil {
		q.refuse(j, door.StrikeRefused, e)
		return
	}
	within := q.within
	if !req.Exp.IsZero() {
		within = min(within, req.Exp.Sub(clock))
	}
	ctx, cancel := context.WithTimeout(q.ctx, within)
	defer cancel()
	r := q.asks.Ask(ctx, j.hall, j.what, req)
	if !r.OK && r.Err == nil {
		q.log.Error("halls: a question of a hall was left without an answer", "hall", j.hall, "what", j.what)
		r.Err = &wire.Error{Code: wire.CodeInternal, Msg: "the centre has no answer", Hint: "see the centre's log"}
	}
	n := q.answer(j, r)
	// Who has large documents sent all the time holds up the others.
	q.service.strike(j.hall, strikeAgain+float64(n)/strikeBytes)
}

func declined(e *wire.Error) wire.Reply { return wire.Reply{Err: e} }

// refuse answers what a sound hall does not ask, and remembers it.
func (q *questions) refuse(j job, n float64, e *wire.Error) {
	n += float64(len(j.msg.Data)) / strikeBytes
	q.service.bad(j.hall, n, "a question of a hall was refused", "subject", j.msg.Subject, "code", e.Code, "why", e.Msg)
	q.answer(j, declined(e))
}

// answer sends a reply, and returns its size.
func (q *questions) answer(j job, r wire.Reply) int {
	r.V = wire.Version
	data, err := r.Encode()
	if err == nil && len(data) > maxAnswer {
		err = fmt.Errorf("%d bytes, at most %d go to a hall", len(data), maxAnswer)
	}
	if err != nil {
		q.log.Error("halls: an answer to a hall cannot be written", "hall", j.hall, "what", j.what, "err", err)
		data, err = json.Marshal(wire.Reply{V: wire.Version, Err: &wire.Error{Code: wire.CodeInternal, Msg: "the centre's answer cannot be written", Hint: "see the centre's log"}})
	}
	if err == nil {
		err = j.msg.Respond(data)
	}
	if err != nil {
		// The hall asks again, or goes on without.
		q.log.Warn("halls: answer not sent", "subject", j.msg.Subject, "err", err)
	}
	return len(data)
}

// abandon refuses what is left and ends.
func (q *questions) abandon() {
	q.cancel()
	// The context has ended, so it does not wait; the workers finish the lanes.
	_ = q.lanes.close(q.ctx)
	q.wg.Wait()
}

// close takes no more questions, and lets those that were taken be answered, within
// ctx.
func (q *questions) close(ctx context.Context) error {
	err := door.Drain(ctx, "halls", q.sub)
	if lerr := q.lanes.close(ctx); lerr != nil {
		err = errors.Join(err, fmt.Errorf("halls: questions were left without an answer: %w", lerr))
	}
	q.abandon()
	return err
}
