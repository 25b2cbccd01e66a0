package take

import (
	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// drawResult shows the number as large as it goes, where to wait, how long, and
// what happens next.
func (s *Screen) drawResult(c *tui.Canvas, f frame) {
	s.drawNumber(c, f, s.t("kiosk.number"), s.resultLines(s.ticket))
}

// doneText is on the button that leaves the number, with the seconds left where
// there is room.
func (s *Screen) doneText(low bool) string {
	if low {
		return s.t("take.done")
	}
	return s.t("take.done_in", "n", s.left())
}

// styled is one line of text and how it is painted.
type styled struct {
	style tui.Style
	text  string
}

// drawNumber draws a title, a number as large as the lines below leave room
// for, and the lines.
func (s *Screen) drawNumber(c *tui.Canvas, f frame, title string, lines []styled) {
	r := tui.Inset(f.body, 2, 0)
	c.Text(tui.CutTop(&r, 1), tui.Center, tui.Ink, title)
	rows := 0
	for _, l := range lines {
		rows += len(tui.WrapLines(l.text, r.Dx()))
	}
	_, least := tui.DigitsSize(s.ticket.Number, 1)
	digits := tui.CutTop(&r, max(least, r.Dy()-rows))
	c.Digits(digits, tui.Center|tui.Middle, tui.Accent|tui.Bold, s.ticket.Number, 0)
	for _, l := range lines {
		para(c, &r, tui.Center, l.style, l.text)
	}
}

// resultLines are what the holder of a waiting number must know, the most
// important first.
func (s *Screen) resultLines(t wire.Ticket) []styled {
	out := []styled{{tui.Ink | tui.Bold, s.where(t)}, {tui.Ink | tui.Bold, s.ahead(t)}}
	line, ok := s.lineOf(t.Theme)
	if working, opens := s.working(); ok && s.unserved(line) {
		out[1].text = s.aheadUnserved(t)
	} else if working && !t.Before.IsZero() && t.Estimate.High > 0 {
		out = append(out, styled{tui.Ink, s.t("take.before", "time", words.Clock(s.local(t.Before)))})
	} else if opens != "" {
		out = append(out, styled{tui.Ink, s.t("take.opens", "time", opens)})
	}
	if t.Class == queue.Priority && s.page == pageResult {
		out = append(out, styled{tui.Ink, s.t("take.show_proof")})
	}
	if t.Legs > 1 {
		out = append(out, styled{tui.Ink, s.t("kiosk.legs", "n", t.Legs)})
	}
	if s.page == pageResult {
		out = append(out, styled{tui.Ink, s.t("take.note_it")})
	}
	return append(out, styled{tui.Muted, s.t("take.then")})
}

// where is the zone to wait in and the windows that will call.
func (s *Screen) where(t wire.Ticket) string {
	text := s.t("kiosk.wait_here")
	if len(t.Zones) > 0 {
		zones := ""
		for i, z := range t.Zones {
			if i > 0 {
				zones += s.t("take.or")
			}
			zones += s.in(z)
		}
		text = s.t("kiosk.wait_in", "zone", zones)
	}
	if len(t.Windows) > 0 {
		text += s.t("take.stop") + s.t("kiosk.windows", "windows", ranges(t.Windows))
	}
	return text
}

func (s *Screen) ahead(t wire.Ticket) string {
	if t.Estimate.Ahead == 0 {
		return s.t("kiosk.ahead_none")
	}
	text := s.t("kiosk.ahead", "n", t.Estimate.Ahead)
	if wait := s.wait(t.Estimate); wait != "" {
		text += s.t("take.stop") + s.t("kiosk.wait", "wait", wait)
	}
	return text
}

// aheadUnserved is ahead while no window serves the line.
func (s *Screen) aheadUnserved(t wire.Ticket) string {
	text := s.t("take.nobody")
	if t.Estimate.Ahead > 0 {
		text = s.t("kiosk.ahead", "n", t.Estimate.Ahead)
	}
	return text + s.t("take.comma") + s.t("common.no_window")
}

// drawFound shows where a number stands.
func (s *Screen) drawFound(c *tui.Canvas, f frame) {
	t := s.ticket
	var lines []styled
	switch t.State {
	case queue.Waiting:
		lines = s.resultLines(t)
	case queue.Called:
		lines = []styled{{tui.Accent | tui.Bold, s.t("take.go_to", "window", t.At.Label)}, {tui.Ink, s.in(t.At.Zone)}}
	case queue.Serving:
		lines = []styled{{tui.Ink | tui.Bold, s.t("take.served_at", "window", t.At.Label)}}
	case queue.Held:
		lines = []styled{{tui.Ink | tui.Bold, s.t("take.held")}}
	case queue.Missed:
		lines = []styled{{tui.Warn | tui.Bold, s.t("kiosk.missed_rule")}}
	default:
		lines = []styled{{tui.Warn | tui.Bold, s.t("take.over")}}
	}
	lines = append(lines, styled{tui.Muted, s.in(t.ThemeName)})
	s.drawNumber(c, f, s.t("common.ticket."+string(t.State)), lines)
}
