package board

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// said is a sentence in both languages; below may be empty.
type said struct{ top, below string }

func (s *Screen) say(key string, params ...any) said {
	return said{s.t(key, params...), s.second(key, params...)}
}

// state is what holds for the whole hall. It fills the place of the calls while
// there are none, and else, if it is a banner, stands over them.
type state struct {
	said
	style  tui.Style
	banner bool
	more   []said
}

// wholly is the state that leaves room for nothing else.
func (s *Screen) wholly() (state, bool) {
	day := s.board.Day
	switch {
	case day.Stopped != "":
		return state{said: s.stop(day.Stopped), style: tui.BadFill, more: []said{s.say("board.stopped_what")}}, true
	case !day.Open && len(s.rows) == 0 && !s.cut:
		return state{said: s.say("board.closed"), style: tui.Card, more: s.hours()}, true
	}
	return state{}, false
}

// states are those that hold now, the gravest first; the last is that nobody is
// called.
func (s *Screen) states() []state {
	var out []state
	day := s.board.Day
	if s.cut || s.away {
		out = append(out, state{said: s.say("board.stale", "time", s.clock(s.last)), style: tui.WarnFill, banner: true,
			more: []said{s.say("board.stale_what")}})
	}
	opens := s.opens()
	note := func(t said, more ...said) {
		out = append(out, state{said: t, style: tui.CardAccent, banner: true, more: more})
	}
	switch {
	case !day.Open:
		note(s.say("board.closed"), s.hours()...)
	case day.Phase == queue.PhaseLunch && opens != "":
		note(s.say("board.lunch_until", "time", opens), s.say("board.valid"))
	case (day.Phase == queue.PhaseBefore || day.Phase == queue.PhaseIntake) && opens != "":
		note(s.say("board.opens", "time", opens), s.hours()...)
	case day.Phase == queue.PhaseClosed:
		note(s.say("board.intake_over"))
	}
	return append(out, state{said: s.say("board.none"), style: tui.Card, more: []said{s.say("board.none_what")}})
}

// hours are when the hall is open today; nothing if that is not known.
func (s *Screen) hours() []said {
	var spans []string
	for _, h := range s.board.Day.Hours {
		spans = append(spans, h.Open.String()+"-"+h.Close.String())
	}
	if len(spans) == 0 {
		return nil
	}
	return []said{s.say("board.hours", "hours", strings.Join(spans, "  "))}
}

// rows is how high the state's banner is.
func (st state) rows(r image.Rectangle) int {
	n := 1
	if tui.Width(join(st.top, st.below)) > r.Dx()-4 {
		n = len(tui.WrapLines(st.top, r.Dx()-4)) + len(tui.WrapLines(st.below, r.Dx()-4))
	}
	if r.Dy() >= 30 {
		n += 2
	}
	return n
}

func (s *Screen) drawBanner(c *tui.Canvas, r image.Rectangle, st state) {
	c.Fill(r, st.style)
	if r.Dy() >= 3 {
		r = tui.Inset(r, 0, 1)
	}
	r = tui.Inset(r, 2, 0)
	if text := join(st.top, st.below); tui.Width(text) <= r.Dx() {
		c.Text(r, tui.Center, st.style|tui.Bold, text)
		return
	}
	tui.CutTop(&r, c.Wrap(r, tui.Center, st.style|tui.Bold, st.top))
	c.Wrap(r, tui.Center, st.style, st.below)
}

// drawState says in the middle of r, and fills it.
func (s *Screen) drawState(c *tui.Canvas, r image.Rectangle, st state) {
	c.Fill(r, st.style)
	r = tui.Inset(r, 2, 0)
	all := append([]said{st.said}, st.more...)
	n := len(all) - 1
	for _, t := range all {
		n += len(tui.WrapLines(t.top, r.Dx())) + len(tui.WrapLines(t.below, r.Dx()))
	}
	tui.CutTop(&r, (r.Dy()-n)/2)
	for i, t := range all {
		bold := tui.Style(0)
		if i == 0 {
			bold = tui.Bold
		}
		for _, text := range []string{t.top, t.below} {
			if text != "" {
				tui.CutTop(&r, c.Wrap(r, tui.Center, st.style|bold, text))
			}
		}
		tui.CutTop(&r, 1)
	}
}
