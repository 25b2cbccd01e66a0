package board

import (
	"slices"
	"strings"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// said is a sentence in both languages; below may be empty.
type said struct{ top, below string }

func (s *Screen) say(key string, params ...any) said {
	return said{s.t(key, params...), s.second(key, params...)}
}

// state is what holds for the whole hall. It fills the place of the calls while
// there are none, and else, if it has a banner, stands over them.
type state struct {
	style  tui.Style
	banner said // empty if it stands over no calls
	pieces []piece
	short  []piece // what stands there instead where no figure can be large
}

// piece is a part of a state: a sentence, or a figure such as a time.
type piece struct {
	said
	figure string
}

// sentences are pieces without a figure.
func sentences(all ...said) []piece {
	var out []piece
	for _, t := range all {
		out = append(out, piece{said: t})
	}
	return out
}

// wholly is the state that leaves room for nothing else.
func (s *Screen) wholly() (state, bool) {
	day := s.board.Day
	switch {
	case day.Stopped != "":
		return s.stop(day.Stopped), true
	case !day.Open && len(s.rows) == 0 && !s.cut:
		return s.withHours(state{style: tui.Card}, s.shutNow()), true
	}
	return state{}, false
}

// stop is what an emergency stop says: after an alarm the first thing is to
// leave, else why nobody is called.
func (s *Screen) stop(reason string) state {
	first := sentences(s.say("board.stopped"), s.reason(reason))
	if reason == "fire" {
		first = sentences(s.say("board.leave"))
	}
	return state{style: tui.BadFill, pieces: append(first, sentences(s.say("board.stopped_follow"), s.say("board.stopped_valid"))...)}
}

// states are those that hold now, the gravest first; the last is that nobody is
// called.
func (s *Screen) states() []state {
	var out []state
	day := s.board.Day
	stale, what := s.say("board.stale", "time", s.clock(s.last)), sentences(s.say("board.stale_what"), s.say("board.stale_listen"))
	switch {
	case s.lost() || s.away:
		out = append(out, state{style: tui.WarnFill, pieces: append(what, piece{said: stale})})
	case s.cut:
		out = append(out, state{style: tui.WarnFill, banner: stale, pieces: append(what, piece{said: stale})})
	}
	opens := s.opens()
	note := func(banner said, pieces ...piece) {
		out = append(out, state{style: tui.CardAccent, banner: banner, pieces: pieces})
	}
	starts := piece{said: s.say("board.starts")}
	switch {
	case !day.Open || s.done():
		out = append(out, s.withHours(state{style: tui.CardAccent, banner: s.shutNow()}, s.shutNow()))
	case day.Phase == queue.PhaseLunch && opens != "":
		note(s.say("board.lunch_until", "time", opens), piece{said: s.say("board.lunch")}, piece{figure: opens}, starts, piece{said: s.say("board.valid")})
	case (day.Phase == queue.PhaseBefore || day.Phase == queue.PhaseIntake) && opens != "":
		note(s.say("board.opens", "time", opens), piece{figure: opens}, starts, piece{said: s.spans()})
	case day.Phase == queue.PhaseClosed:
		out = append(out, s.withHours(state{style: tui.CardAccent, banner: s.say("board.intake_over")}, s.say("board.no_more"), s.say("board.still_served")))
	}
	return append(out, state{style: tui.Card, pieces: sentences(s.say("board.none"), s.say("board.none_what"))})
}

// done reports whether everybody who took a number today was served or is being
// served, and no more numbers are given.
func (s *Screen) done() bool {
	open := func(c wire.Call) bool { return c.State == queue.Called || c.State == queue.Held }
	waits := func(l wire.Line) bool { return l.Waiting > 0 }
	return s.board.Day.Phase == queue.PhaseClosed && len(s.rows) == 0 &&
		!slices.ContainsFunc(s.board.Calls, open) && !slices.ContainsFunc(s.board.Lines, waits)
}

// shutNow says that the hall is closed: for today once the last hours of the day
// are over, or nobody waits.
func (s *Screen) shutNow() said {
	if now := s.local(s.now); s.board.Day.Open || s.opens() == "" && len(s.board.Day.Hours) > 0 && now.Format(time.DateOnly) == s.board.Day.Date {
		return s.say("board.over")
	}
	return s.say("board.closed")
}

// spans are when the hall is open, in a sentence.
func (s *Screen) spans() said {
	var all []string
	for _, h := range s.board.Day.Hours {
		all = append(all, h.Open.String()+"-"+h.Close.String())
	}
	return s.say("board.hours", "hours", strings.Join(all, "  "))
}

// withHours is a state that says those sentences and when the hall is open, if
// that is known: in figures, or in a sentence where they cannot be large.
func (s *Screen) withHours(st state, first ...said) state {
	st.pieces = sentences(first...)
	if len(s.board.Day.Hours) == 0 {
		return st
	}
	st.short = append(sentences(first...), piece{said: s.spans()})
	st.pieces = append(st.pieces, piece{said: s.say("board.hours_head")})
	for _, h := range s.board.Day.Hours {
		st.pieces = append(st.pieces, piece{figure: h.Open.String() + "-" + h.Close.String()})
	}
	return st
}
