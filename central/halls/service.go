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
	// maxLive is the same for how a hall is, and liveSoonest how soon one may
	// follow another; what comes sooner is dropped.
	maxLive     = 256 << 10
	liveSoonest = wire.LiveAtMost / 4
	// queueGroup is shared by all processes of a centre: each request goes to one.
	queueGroup = "centre"
	// strikeAgain is what a hello or a stale segment counts, because it costs the store
	// something: a sound hall says few of them, and a hundred a second are a flood.
	strikeAgain = 5
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
		s.wg.Go(s.work)
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

// work does jobs until there are none any more.
func (s *service) work() {
	for {
		j, done, ok := s.lanes.next()
		if !ok {
			return
		}
		s.do(j)
		done()
	}
}

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

func (s *service) hello(ctx context.Context, j job) {
	var h wire.Hello
	if e := read(j, &h, func() (int, string) { return h.V, h.Hall }); e != nil {
		s.refuse(j, door.StrikeRefused, e)
		return
	}
	if e := h.Check(); e != nil {
		s.refuse(j, door.StrikeRefused, e)
		return
	}
	s.strike(j.hall, strikeAgain)
	now := time.Now()
	v, former := s.speakers.hello(j, h.Instance, s.connOf(j.hall, j.msg.Reply), now)
	if former != 0 {
		s.log.Info("halls: a hall came back over a new line; the old one is cut", "hall", j.hall)
		s.cut(former)
	}
	switch v {
	case waits:
		return
	case refused:
		s.copied(j, now)
		return
	case retired:
		s.answer(j, wire.RefuseUp(wire.CodeHallUnknown))
		return
	}
	if st, ok := s.roll.get(j.hall); ok && st.Copy != nil && st.Copy.Instance == h.Instance {
		// The first program is gone, and what was the second is the hall now.
		s.roll.change(j.hall, func(st *State) { st.Copy = nil })
	}
	rep, err := s.ingest.Hello(ctx, h)
	if err != nil {
		rep = wire.HelloReply{Refused: s.asError("hello", j.hall, err)}
	}
	rep.V = wire.Version
	if rep.Refused == nil && !s.catching.begin(j.hall, rep.Seq, h.Seq, now) {
		// Its place in the list of states stays as it is: it is only a wait.
		s.answer(j, &wire.Error{Code: wire.CodeOverloaded, Msg: "many halls are catching up with the centre at this moment",
			Hint: "say hello again in a few seconds"})
		return
	}
	if rep.Refused != nil {
		s.log.Warn("halls: a hall is refused", "hall", j.hall, "code", rep.Refused.Code, "why", rep.Refused.Msg)
	} else {
		s.log.Info("halls: a hall said hello", "hall", j.hall, "epoch", h.Epoch, "seq", h.Seq, "behind", behind(h.Seq, rep.Seq), "version", h.Version)
	}
	s.roll.change(j.hall, func(st *State) {
		st.heard(now, s.roll.unseen)
		st.tells(h.At, now)
		st.Hello, st.Refused = h, rep.Refused
		if rep.Refused == nil {
			st.Acked = rep.Seq
		}
	})
	s.send(j, rep)
}

func behind(last, acked uint64) uint64 {
	if acked > last {
		return 0
	}
	return last - acked
}

// copied refuses a second program, and raises the alarm.
func (s *service) copied(j job, now time.Time) {
	e := wire.RefuseUp(wire.CodeHallTwice)
	c, ok := s.speakers.copy(j.hall, now)
	if ok {
		s.log.Error("halls: two programs speak for one hall; a copy of its machine is running, or its key was stolen. The second is refused, and no command is given to the hall",
			"hall", j.hall, "instance", c.instance)
		s.roll.change(j.hall, func(st *State) { st.Copy = &Copy{Instance: c.instance, From: s.fromOf(j.hall, c.conn), Seen: now} })
	}
	s.send(j, wire.HelloReply{V: wire.Version, Refused: e})
}

func (s *service) segment(ctx context.Context, j job) {
	var g wire.Segment
	e := read(j, &g, func() (int, string) { return g.V, g.Hall })
	if e == nil {
		e = checkSegment(g)
	}
	if e != nil {
		s.refuse(j, door.StrikeRefused, e)
		return
	}
	rep, err := s.ingest.Ingest(ctx, g)
	if err != nil {
		rep = wire.SegmentReply{Err: s.asError("segment", j.hall, err)}
	}
	rep.V = wire.Version
	now := time.Now()
	switch {
	case rep.Err == nil:
		s.catching.sent(j.hall, rep.Seq, now)
	case rep.Err.Code == wire.CodeStaleWatermark:
		s.strike(j.hall, strikeAgain)
	}
	s.roll.change(j.hall, func(st *State) {
		st.heard(now, s.roll.unseen)
		if rep.Err == nil {
			st.Acked = rep.Seq
		}
	})
	s.send(j, rep)
}

// live takes one message on up.<hall>.live.
func (s *service) live(m *nats.Msg) {
	hall, _, ok := wire.ParseUpSubject(m.Subject)
	if !ok || !s.enrolled(hall) {
		return
	}
	now := time.Now()
	if s.conduct.Barred(hall, now) {
		return
	}
	if st, ok := s.roll.get(hall); ok && now.Sub(st.LiveAt) < liveSoonest {
		s.bad(hall, door.StrikeRefused, "a hall tells how it is too often; it was dropped", "hall", hall)
		return
	}
	if n := len(m.Data); n > maxLive {
		s.bad(hall, door.StrikeGross, "how a hall is was too large and was dropped", "hall", hall, "bytes", n)
		return
	}
	var l wire.Live
	if e := read(job{hall: hall, what: "live", msg: m}, &l, func() (int, string) { return l.V, l.Hall }); e != nil {
		s.bad(hall, door.StrikeRefused, "how a hall is cannot be read and was dropped", "hall", hall, "why", e.Msg)
		return
	}
	if !s.speakers.lived(hall, l.Instance, now) {
		return // a copy, or the last words of a program that was replaced
	}
	s.roll.change(hall, func(st *State) {
		st.heard(now, s.roll.unseen)
		st.tells(l.At, now)
		st.Live, st.LiveAt = l, now
	})
}

// asError is what the hall learns of an error of the store.
func (s *service) asError(what, hall string, err error) *wire.Error {
	var w *wire.Error
	if errors.As(err, &w) {
		return w
	}
	s.log.Error("halls: the centre's store failed; the hall asks again", "hall", hall, "with", what, "err", err)
	return &wire.Error{Code: wire.CodeStorage, Msg: "the centre's store failed", Hint: "say hello again; see the centre's log"}
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
	err := drain(ctx, s.subs...)
	if lerr := s.lanes.close(ctx); lerr != nil {
		err = errors.Join(err, fmt.Errorf("halls: requests were left without an answer of the store: %w", lerr))
	}
	s.abandon() // ends what the store still does
	return err
}

// drain ends subscriptions, and waits until what they got was taken.
func drain(ctx context.Context, subs ...*nats.Subscription) error {
	var err error
	for _, sub := range subs {
		if sub == nil {
			continue
		}
		closed := sub.StatusChanged(nats.SubscriptionClosed)
		if derr := sub.Drain(); derr != nil {
			err = errors.Join(err, fmt.Errorf("halls: drain %s: %w", sub.Subject, derr))
			continue
		}
		select {
		case <-closed:
		case <-ctx.Done():
			err = errors.Join(err, fmt.Errorf("halls: drain %s: %w", sub.Subject, ctx.Err()))
		}
	}
	return err
}
