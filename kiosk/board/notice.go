package board

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
)

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
