package halls

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/trust/door"
	"onewindow/wire"
)

const (
	// maxLive is how many bytes of how a hall is are read, and liveSoonest how soon one
	// may follow another; what comes sooner is dropped.
	maxLive     = 256 << 10
	liveSoonest = wire.LiveAtMost / 4
	// strikeAgain is what a hello or a stale segment counts, because it costs the store
	// something: a sound hall says few of them, and a hundred a second are a flood.
	strikeAgain = 5
)

// hello takes a hall's greeting, and tells it from where on events are missing.
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

// segment gives events to the store, and tells the hall how far it has them.
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
