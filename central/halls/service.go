package halls

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/trust/door"
	"onewindow/wire"
)

const (
	// maxHello and maxSegment are how many bytes of each are read. A segment has
	// wire.MaxSegmentBytes of events, or one event, of which the largest bring a
	// document of wire.MaxDocument.
	maxHello   = 64 << 10
	maxSegment = 3 << 20
	// queueGroup is shared by all processes of a centre: each request goes to one.
	queueGroup = "centre"
	// strikeBytes is how many refused bytes count as one refused request.
	strikeBytes = 20 << 10
	// room is how many bytes wait in the library between the line and us.
	room = 64 << 20
)

// service takes what halls tell.
type service struct {
	ingest   Ingest
	roll     *roll
	speakers *speakers
	conduct  *door.Conduct
	lanes    *lanes
	catching catching
	paces    paces
	log      *slog.Logger
	// connOf finds the connection that waits for an answer; 0 when it is gone, and
	// always with a cluster.
	connOf func(hall, reply string) uint64
	// fromOf is the address of a connection; "" if it is not known.
	fromOf func(hall string, id uint64) string
	// cut ends connections: one, or all of a hall.
	cut     func(id uint64)
	cutHall func(hall string)
	// enrolled reports whether the hall may speak, which one that was revoked since
	// it spoke may not. known is the same for those who may wait for the answer.
	enrolled func(hall string) bool
	known    func(ctx context.Context, hall string) bool

	ctx    context.Context // of the store; ends when Close gives up
	cancel context.CancelFunc
	wg     sync.WaitGroup
	subs   []*nats.Subscription
}

// listen begins to serve: requests on one connection, how halls are on another, so
// that one is not held up by the other.
func (s *service) listen(requests, lives *nats.Conn, workers int) error {
	for range workers {
		s.wg.Go(func() { s.lanes.work(s.do) })
	}
	for subject, take := range map[string]nats.MsgHandler{wire.SubjectHellos: s.take, wire.SubjectSegments: s.take} {
		sub, err := requests.QueueSubscribe(subject, queueGroup, take)
		if err == nil {
			err = sub.SetPendingLimits(-1, room)
		}
		if err != nil {
			return fmt.Errorf("halls: subscribe %s: %w", subject, err)
		}
		s.subs = append(s.subs, sub)
	}
	sub, err := lives.Subscribe(wire.SubjectLives, s.live)
	if err == nil {
		err = sub.SetPendingLimits(-1, room/2)
	}
	if err != nil {
		return fmt.Errorf("halls: subscribe %s: %w", wire.SubjectLives, err)
	}
	s.subs = append(s.subs, sub)
	for _, nc := range []*nats.Conn{requests, lives} {
		if err := nc.FlushTimeout(inTime); err != nil {
			return fmt.Errorf("halls: subscribe: %w", err)
		}
	}
	return nil
}

// take puts one message on up.<hall>.hello or up.<hall>.ev into its lane. It never
// waits.
func (s *service) take(m *nats.Msg) {
	hall, what, ok := wire.ParseUpSubject(m.Subject)
	if !ok {
		return
	}
	if !strings.HasPrefix(m.Reply, wire.HallInboxPrefix(hall)+".") {
		// The centre may publish anywhere, so an answer to a subject of the sender's
		// choice would let a hall speak in the centre's name.
		s.bad(hall, door.StrikeGross, "a request without a reply subject of its own was dropped", "subject", m.Subject, "reply", m.Reply)
		return
	}
	j := job{hall: hall, what: what, msg: m, came: time.Now()}
	if s.conduct.Barred(hall, j.came) {
		return // it is being cut, or stays in a cluster and is not listened to
	}
	limit := maxSegment
	if what == "hello" {
		limit = maxHello
	}
	if n := len(m.Data); n > limit {
		e := wire.TooLarge(n, limit)
		e.Msg = fmt.Sprintf("the %s has %d bytes, the centre reads %d", names[what], n, limit)
		s.refuse(j, door.StrikeGross, e)
		return
	}
	switch err := s.lanes.put(j); {
	case errors.Is(err, errStopping):
		s.answer(j, &wire.Error{Code: wire.CodeShuttingDown, Msg: err.Error(), Hint: "say hello again in a moment"})
	case errors.Is(err, errTooMany):
		s.refuse(j, door.StrikeRefused, &wire.Error{Code: wire.CodeOverloaded, Msg: err.Error(), Hint: "wait for the answer before sending more"})
	case err != nil:
		s.answer(j, &wire.Error{Code: wire.CodeOverloaded, Msg: err.Error(), Hint: "say hello again in a few seconds"})
	}
}

var names = map[string]string{"hello": "hello", "ev": "segment"}

func (s *service) do(j job) {
	if s.ctx.Err() != nil {
		s.answer(j, &wire.Error{Code: wire.CodeShuttingDown, Msg: errStopping.Error(), Hint: "say hello again in a moment"})
		return
	}
	if time.Since(j.came) > s.paces.stale {
		s.answer(j, &wire.Error{Code: wire.CodeOverloaded, Msg: "the centre's store is slow; the request waited too long and was not done",
			Hint: "say hello again in a few seconds"})
		return
	}
	ctx, cancel := context.WithTimeout(s.ctx, s.paces.store)
	defer cancel()
	if !s.known(ctx, j.hall) {
		s.answer(j, wire.RefuseUp(wire.CodeHallUnknown))
		return
	}
	if j.what == "hello" {
		s.hello(ctx, j)
	} else {
		s.segment(ctx, j)
	}
}

// refuse answers what a sound hall does not say, and remembers it: more the more
// it was.
func (s *service) refuse(j job, n float64, e *wire.Error) {
	n += float64(len(j.msg.Data)) / strikeBytes
	s.bad(j.hall, n, "a request of a hall was refused", "subject", j.msg.Subject, "code", e.Code, "why", e.Msg)
	s.answer(j, e)
}

// answer refuses a job.
func (s *service) answer(j job, e *wire.Error) {
	if j.what == "hello" {
		s.send(j, wire.HelloReply{V: wire.Version, Refused: e})
		return
	}
	s.send(j, wire.SegmentReply{V: wire.Version, Err: e})
}

func (s *service) send(j job, rep any) {
	data, err := json.Marshal(rep)
	if err == nil {
		err = j.msg.Respond(data)
	}
	if err != nil {
		// The hall says hello again.
		s.log.Warn("halls: answer not sent", "subject", j.msg.Subject, "err", err)
	}
}

// bad notes what a sound hall does not do, and cuts one that does it all the time.
func (s *service) bad(hall string, n float64, msg string, args ...any) {
	if s.strike(hall, n) {
		s.log.Warn("halls: "+msg, args...)
	}
}

// strike counts; log is false when enough was logged about the hall.
func (s *service) strike(hall string, n float64) (log bool) {
	log, out := s.conduct.Strike(hall, n*s.paces.strict, time.Now())
	if out {
		s.log.Error("halls: a hall floods the centre with bad messages; it is cut and kept out for a while. Look at the hall, or revoke it",
			"hall", hall, "for", door.BarTime)
		s.cutHall(hall)
	}
	return log
}

// abandon refuses what is left and ends.
func (s *service) abandon() {
	s.cancel()
	// The context has ended, so it does not wait; the workers finish the lanes.
	_ = s.lanes.close(s.ctx)
	s.wg.Wait()
}

// close takes nothing more, lets the store finish what was taken, within ctx, and
// answers it. The error says what was left undone.
func (s *service) close(ctx context.Context) error {
	err := door.Drain(ctx, "halls", s.subs...)
	if lerr := s.lanes.close(ctx); lerr != nil {
		err = errors.Join(err, fmt.Errorf("halls: requests were left without an answer of the store: %w", lerr))
	}
	s.abandon() // ends what the store still does
	return err
}
