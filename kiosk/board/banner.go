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

// banner is what everybody in the hall must know.
type banner struct {
	said
	style tui.Style
	grave bool // with space around it on every screen
}

func (b banner) rows(tall bool, width int) int {
	n := b.text(width - 4)
	if tall || b.grave {
		n += 2
	}
	return n
}

// text is how many rows the sentences take.
func (b banner) text(width int) int {
	n := len(tui.WrapLines(b.top, width))
	if b.below != "" {
		n += len(tui.WrapLines(b.below, width))
	}
	return n
}

// banners are those that hold now, the gravest first.
func (s *Screen) banners() []banner {
	var out []banner
	day := s.board.Day
	if day.Stopped != "" {
		out = append(out, banner{s.stopped(day.Stopped), tui.BadFill, true})
	}
	if s.cut {
		out = append(out, banner{s.say("board.stale", "time", s.clock(s.last)), tui.WarnFill, false})
	}
	opens := s.opens()
	switch {
	case !day.Open:
		out = append(out, banner{s.say("board.closed"), tui.CardAccent, false})
	case day.Phase == queue.PhaseLunch && opens != "":
		out = append(out, banner{s.say("board.lunch_until", "time", opens), tui.CardAccent, false})
	case (day.Phase == queue.PhaseBefore || day.Phase == queue.PhaseIntake) && opens != "":
		out = append(out, banner{s.say("board.opens", "time", opens), tui.CardAccent, false})
	case day.Phase == queue.PhaseClosed:
		out = append(out, banner{s.say("board.intake_over"), tui.CardAccent, false})
	}
	return out
}

func (s *Screen) drawBanner(c *tui.Canvas, r image.Rectangle, b banner) {
	c.Fill(r, b.style)
	r = tui.Inset(r, 2, 0)
	tui.CutTop(&r, (r.Dy()-b.text(r.Dx()))/2)
	tui.CutTop(&r, c.Wrap(r, tui.Center, b.style|tui.Bold, b.top))
	c.Wrap(r, tui.Center, b.style, b.below)
}

// notices are those of the hall that still hold; without any, what always does.
func (s *Screen) notices() []said {
	var out []said
	for _, n := range s.board.Day.Notices {
		if n.Until.IsZero() || n.Until.After(s.now) {
			out = append(out, said{oneLine(s.in(n.Text)), oneLine(s.below(n.Text))})
		}
	}
	if len(out) == 0 {
		out = append(out, s.say("board.missed_rule"))
	}
	return out
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// drawNotice shows one notice after the other.
func (s *Screen) drawNotice(c *tui.Canvas, r image.Rectangle) {
	c.Fill(r, tui.Card)
	r = tui.Inset(r, 2, 0)
	if r.Dy() >= 4 {
		tui.CutTop(&r, 1)
	}
	all := s.notices()
	n := all[s.notice%len(all)]
	tui.CutTop(&r, c.Wrap(r, tui.Left, tui.Card|tui.Bold, n.top))
	c.Wrap(r, tui.Left, tui.Card, n.below)
}
