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
	// figure is what says it without words, in big letters: a time, or a mark.
	figure string
	style  tui.Style
	banner bool
	more   []said
}

// wholly is the state that leaves room for nothing else.
func (s *Screen) wholly() (state, bool) {
	day := s.board.Day
	switch {
	case day.Stopped != "":
		return state{said: s.stop(day.Stopped), figure: "!", style: tui.BadFill, more: []said{s.say("board.stopped_what")}}, true
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
	stale, what := s.say("board.stale", "time", s.clock(s.last)), s.say("board.stale_what")
	switch {
	case s.lost() || s.away:
		out = append(out, state{said: what, figure: "!", style: tui.WarnFill, more: []said{stale}})
	case s.cut:
		out = append(out, state{said: stale, style: tui.WarnFill, banner: true, more: []said{what}})
	}
	opens := s.opens()
	note := func(t said, figure string, more ...said) {
		out = append(out, state{said: t, figure: figure, style: tui.CardAccent, banner: true, more: more})
	}
	switch {
	case !day.Open:
		note(s.say("board.closed"), "", s.hours()...)
	case day.Phase == queue.PhaseLunch && opens != "":
		note(s.say("board.lunch_until", "time", opens), opens, s.say("board.valid"))
	case (day.Phase == queue.PhaseBefore || day.Phase == queue.PhaseIntake) && opens != "":
		note(s.say("board.opens", "time", opens), opens, s.hours()...)
	case day.Phase == queue.PhaseClosed:
		note(s.say("board.intake_over"), "")
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

// bannerRows is how high a state's banner is over the calls in r.
func (s *Screen) bannerRows(st state, r image.Rectangle) int {
	if _, h := s.largeBanner(st, r); h > 0 {
		return h + 3
	}
	n := len(st.lines(r.Dx() - 4))
	if r.Dy() >= 30 {
		n += 2
	}
	return n
}

// largeBanner is how large the words of a banner over r are; 0 if they are text.
func (s *Screen) largeBanner(st state, r image.Rectangle) (w, h int) {
	if r.Dy() < 8*wordRows {
		return 0, 0
	}
	return s.wordsFit(st.top, r.Dx()-4, wordRows)
}

// lines are the banner's text: in one line if it fits, else each language has
// its own.
func (st state) lines(width int) []string {
	if text := join(st.top, st.below); tui.Width(text) <= width {
		return []string{text}
	}
	lines := tui.WrapLines(st.top, width)
	if st.below != "" {
		lines = append(lines, tui.WrapLines(st.below, width)...)
	}
	return lines
}

func (s *Screen) drawBanner(c *tui.Canvas, r image.Rectangle, st state) {
	c.Fill(r, st.style)
	r = tui.Inset(r, 2, 0)
	if _, h := s.wordsFit(st.top, r.Dx(), wordRows); h > 0 && r.Dy() == h+3 {
		below := tui.CutBottom(&r, 1)
		tui.CutTop(&r, 1)
		s.drawWords(c, r, tui.Center, st.style, st.top, wordRows)
		c.Text(below, tui.Center, st.style|tui.Bold, st.below)
		return
	}
	lines := st.lines(r.Dx())
	tui.CutTop(&r, (r.Dy()-len(lines))/2)
	for i, text := range lines {
		c.Text(line(r, i), tui.Center, st.style|tui.Bold, text)
	}
}

// drawState says in the middle of r, and fills it: the figure, then each sentence
// in both languages, the first as large as it goes.
func (s *Screen) drawState(c *tui.Canvas, r image.Rectangle, st state) {
	c.Fill(r, st.style)
	r = tui.Inset(r, 2, 0)
	all := append([]said{st.said}, st.more...)
	heights := make([]int, len(all)) // of large words; 0 as text
	n := len(all) - 1
	for i, t := range all {
		want := wordRows
		if i == 0 {
			want += 4
		}
		if _, heights[i] = s.wordsFit(t.top, r.Dx(), min(want, (r.Dy()-n)/2)); heights[i] == 0 {
			n += len(tui.WrapLines(t.top, r.Dx()))
		}
		if n += heights[i] + len(tui.WrapLines(t.below, r.Dx())); heights[i] > 0 {
			n++
		}
	}
	dots := 0
	if st.figure != "" {
		for dots = min(28, (r.Dy()-n-4)*2); dots > 0 && bigWidth(st.figure, dots) > r.Dx(); {
			dots = smaller(dots)
		}
	}
	if dots >= leastDots {
		n += (dots+1)/2 + 2
	}
	tui.CutTop(&r, (r.Dy()-n)/2)
	if dots >= leastDots {
		drawBig(c, tui.CutTop(&r, (dots+1)/2), tui.Center, st.style, st.figure, dots)
		tui.CutTop(&r, 2)
	}
	for i, t := range all {
		bold := tui.Style(0)
		if i == 0 {
			bold = tui.Bold
		}
		if heights[i] > 0 {
			s.drawWords(c, tui.CutTop(&r, heights[i]), tui.Center, st.style, t.top, heights[i])
			tui.CutTop(&r, 1)
		} else {
			tui.CutTop(&r, c.Wrap(r, tui.Center, st.style|bold, t.top))
		}
		if t.below != "" {
			tui.CutTop(&r, c.Wrap(r, tui.Center, st.style|bold, t.below))
		}
		tui.CutTop(&r, 1)
	}
}
