package lan

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/trust/door"
	"onewindow/wire"
)

// maxOpen is how many requests one terminal may have open; more are refused
// with CodeOverloaded, so that a runaway terminal harms itself only.
const maxOpen = 256

// service takes requests, heartbeats and enrolments from the network.
type service struct {
	server  *Server
	handler Handler
	log     *slog.Logger
	conn    *nats.Conn
	subs    []*nats.Subscription

	mu       sync.Mutex
	open     map[string]int // requests without an answer, by terminal
	total    int
	idle     chan struct{} // closed when stopping and total is 0
	stopping bool
}

func newService(nc *nats.Conn, h Handler, s *Server) (*service, error) {
	sv := &service{server: s, handler: h, log: s.set.Log, conn: nc, open: map[string]int{}, idle: make(chan struct{})}
	for subject, take := range map[string]nats.MsgHandler{
		wire.SubjectRequests:   sv.request,
		wire.SubjectHeartbeats: sv.heartbeat,
		wire.SubjectJoin:       sv.join,
	} {
		sub, err := nc.Subscribe(subject, take)
		if err != nil {
			return nil, fmt.Errorf("lan: subscribe %s: %w", subject, err)
		}
		sv.subs = append(sv.subs, sub)
	}
	if err := nc.FlushTimeout(inTime); err != nil {
		return nil, fmt.Errorf("lan: subscribe: %w", err)
	}
	return sv, nil
}

// request takes one message on lan.req.<terminal>.<area>.<verb>.
func (sv *service) request(m *nats.Msg) {
	id, area, name, ok := wire.ParseReqSubject(m.Subject)
	if !ok {
		return
	}
	if !strings.HasPrefix(m.Reply, wire.InboxPrefix(id)+".") {
		// The hall may publish anywhere, so an answer to a subject of the
		// sender's choice would let a terminal speak in the hall's name. A
		// request that nobody waits for is not obeyed either.
		sv.bad(id, door.StrikeGross, "a request without a reply subject of its own was dropped", "subject", m.Subject, "reply", m.Reply)
		return
	}
	answer := sv.answerTo(m)
	from, ok := sv.server.roster.terminal(id)
	if !ok {
		answer(refusal(&wire.Error{Code: wire.CodeForbidden, Msg: "this terminal is not enrolled, or was revoked",
			Hint: "enrol it again"}))
		return
	}
	now := sv.server.set.Clock()
	sv.server.roster.heard(id, time.Now())
	verb, werr := wire.CheckVerb(from.Role, area, name)
	var req wire.Request
	var late *wire.Error
	if werr == nil {
		req, late, werr = wire.ReadRequest(verb, m.Data, now)
	}
	if werr == nil {
		werr = checkRank(sv.server.roster, from, verb, req)
	}
	if werr != nil {
		n := float64(door.StrikeRefused)
		if werr.Code == wire.CodeTooLarge {
			n = door.StrikeGross
		}
		sv.bad(id, n, "a request was refused", "subject", m.Subject, "code", werr.Code, "why", werr.Msg)
		answer(refusal(werr))
		return
	}
	done, werr := sv.begin(id)
	if werr != nil {
		sv.bad(id, door.StrikeRefused, "a request was refused", "subject", m.Subject, "code", werr.Code)
		answer(refusal(werr))
		return
	}
	var answered atomic.Bool
	reply := func(r wire.Reply) {
		if !answered.CompareAndSwap(false, true) {
			sv.log.Error("lan: a request was answered twice; the first answer counts", "subject", m.Subject, "rid", req.RID)
			return
		}
		if late != nil && !r.Dup {
			sv.bad(id, door.StrikeRefused, "a request was refused", "subject", m.Subject, "code", late.Code, "why", late.Msg)
		}
		answer(r)
		done()
	}
	if late != nil {
		sv.handler.Late(from, verb, req, late, reply)
		return
	}
	if verb.Query {
		// settle waits for it: it counts as open until it is answered.
		go sv.handler.Serve(from, verb, req, reply)
		return
	}
	sv.handler.Serve(from, verb, req, reply)
}

// bad notes what a sound terminal does not do, and cuts one that does it all the
// time.
func (sv *service) bad(id string, n float64, msg string, args ...any) {
	log, out := sv.server.guard.conduct.Strike(id, n*sv.server.set.strict, time.Now())
	if log {
		sv.log.Warn("lan: "+msg, args...)
	}
	if out {
		sv.log.Error("lan: a terminal floods the hall with bad requests; it is cut and kept out for a while. Look at the device, or revoke it",
			"terminal", id, "for", door.BarTime)
		sv.server.cut(id)
	}
}

// begin counts a request as open until done is called.
func (sv *service) begin(id string) (done func(), err *wire.Error) {
	sv.mu.Lock()
	defer sv.mu.Unlock()
	if sv.open[id] >= maxOpen {
		return nil, &wire.Error{Code: wire.CodeOverloaded, Msg: fmt.Sprintf("this terminal has %d requests open", maxOpen),
			Hint: "wait for answers before asking more"}
	}
	sv.open[id]++
	sv.total++
	return func() {
		sv.mu.Lock()
		defer sv.mu.Unlock()
		if sv.open[id]--; sv.open[id] == 0 {
			delete(sv.open, id)
		}
		sv.total--
		sv.rest()
	}, nil
}

// rest wakes settle; the caller holds mu.
func (sv *service) rest() {
	if sv.stopping && sv.total == 0 {
		select {
		case <-sv.idle:
		default:
			close(sv.idle)
		}
	}
}

func refusal(err *wire.Error) wire.Reply { return wire.Reply{V: wire.Version, Err: err} }

func (sv *service) answerTo(m *nats.Msg) func(wire.Reply) {
	return func(r wire.Reply) {
		r.V = wire.Version
		data, err := r.Encode()
		if err == nil && len(data) > maxPayload {
			err = fmt.Errorf("the answer has %d bytes, %d can be sent", len(data), maxPayload)
		}
		if err != nil {
			sv.log.Error("lan: answer cannot be sent", "subject", m.Subject, "err", err)
			data, _ = json.Marshal(refusal(&wire.Error{Code: wire.CodeInternal, Msg: "the hall has an answer that it cannot send",
				Hint: "ask for less at a time; see the hall's log"}))
		}
		if err := m.Respond(data); err != nil {
			// The terminal asks again with the same rid and gets this answer.
			sv.log.Warn("lan: answer not sent", "subject", m.Subject, "err", err)
		}
	}
}

func (sv *service) heartbeat(m *nats.Msg) {
	id := strings.TrimPrefix(m.Subject, wire.HeartbeatSubject(""))
	if _, ok := sv.server.roster.terminal(id); ok {
		sv.server.roster.heard(id, time.Now())
	}
}

func (sv *service) join(m *nats.Msg) {
	rep, err := sv.server.enrol.join(m.Data, m.Reply)
	if err != nil {
		sv.log.Warn("lan: enrolment refused", "err", err)
		if !strings.HasPrefix(m.Reply, wire.JoinInboxPrefix("")) {
			return
		}
		sv.answerTo(m)(refusal(asError(err)))
		return
	}
	data, err := json.Marshal(rep)
	if err != nil {
		sv.answerTo(m)(refusal(asError(err)))
		return
	}
	sv.answerTo(m)(wire.Reply{OK: true, Data: data})
}

// drain stops taking requests; see Server.StopRequests.
func (sv *service) drain(ctx context.Context) error {
	sv.mu.Lock()
	first := !sv.stopping
	sv.stopping = true
	sv.mu.Unlock()
	if !first {
		return nil
	}
	return door.Drain(ctx, "lan", sv.subs...)
}

// settle waits until every request that was handed over is answered.
func (sv *service) settle(ctx context.Context) error {
	sv.mu.Lock()
	sv.rest()
	sv.mu.Unlock()
	select {
	case <-sv.idle:
		return nil
	case <-ctx.Done():
		sv.mu.Lock()
		defer sv.mu.Unlock()
		return fmt.Errorf("lan: %d requests got no answer from the hall: %w", sv.total, ctx.Err())
	}
}

func asError(err error) *wire.Error {
	var w *wire.Error
	if errors.As(err, &w) {
		return w
	}
	return &wire.Error{Code: wire.CodeInternal, Msg: err.Error(), Hint: "see the hall's log"}
}
