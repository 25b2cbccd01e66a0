package take

import (
	"image"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// showResult starts the time that the number stays on the screen.
func (s *Screen) showResult() {
	s.steady = false
	s.After("steady", steadyTime)
	s.stay()
}

// stay lets the number stand as long as its paper needs.
func (s *Screen) stay() {
	d := resultTime
	if s.paperState() == wire.Printed {
		d = printedTime
	}
	s.ends = s.real.Add(d)
	s.After("result", d)
}

// qrText is what the code of a number says: the address of its page, or what
// anybody needs who reads it.
func (s *Screen) qrText() string {
	t := s.ticket
	if s.set.TicketLink != "" {
		return s.set.TicketLink + t.Number
	}
	if s.menu == nil {
		return t.Number
	}
	return s.menu.Day.Hall + " " + t.Day + " " + t.Number
}

// resultFrame parts the page of a number: the number, what to know, and its
// code.
type resultFrame struct{ number, text, code image.Rectangle }

func (s *Screen) resultFrame(f frame, code int) resultFrame {
	body := f.body
	var r resultFrame
	h := (code + 1) / 2
	switch {
	case code == 0 || f.low:
	case f.wide && h <= body.Dy() && code+50 <= body.Dx():
		r.code = tui.Centred(tui.CutRight(&body, code+2), code, h)
		r.code = r.code.Add(image.Pt(0, body.Min.Y-r.code.Min.Y))
		tui.CutRight(&body, 1)
	case f.tall && h+20 <= body.Dy() && code <= body.Dx():
		r.code = tui.Centred(tui.CutBottom(&body, h), code, h)
		tui.CutBottom(&body, 1)
	}
	r.number, r.text = body, body
	return r
}

func (s *Screen) layoutResult(frame) []tui.Target { return nil }

// drawResult shows the number as large as it goes, where to wait, how long, what
// happens next, and how its paper is.
func (s *Screen) drawResult(c *tui.Canvas, f frame) {
	s.drawNumber(c, f, s.t("take.number"), append(s.resultLines(s.ticket), s.paperLine()), true)
}

// drawNumber draws a title, a number as large as the lines below leave room for,
// the lines and, if wanted, the code.
func (s *Screen) drawNumber(c *tui.Canvas, f frame, title string, lines []styled, code bool) {
	size := 0
	if code {
		size = codeSize(s.qrText())
	}
	r := s.resultFrame(f, size)
	if !r.code.Empty() {
		drawCode(c, r.code, s.qrText())
	}
	at := r.text
	c.Text(tui.CutTop(&at, 1), tui.Center, tui.Ink, title)
	rows := rowsOf(lines, at.Dx())
	_, least := tui.DigitsSize(s.ticket.Number, 1)
	room := max(least, at.Dy()-len(rows))
	digits := tui.CutTop(&at, min(room, 24))
	c.Digits(digits, tui.Center|tui.Middle, tui.Accent|tui.Bold, s.ticket.Number, 0)
	if spare := at.Dy() - len(rows); spare > 1 {
		tui.CutTop(&at, min(2, spare/2))
	}
	drawRows(c, at, tui.Center, rows)
}

// resultLines are what the holder of a waiting number must know, the most
// important first.
func (s *Screen) resultLines(t wire.Ticket) []styled {
	out := []styled{{style: tui.Ink | tui.Bold, text: s.where(t)}}
	if len(t.Windows) > 0 {
		out = append(out, styled{style: tui.Ink | tui.Bold, text: s.t("take.windows", "windows", ranges(t.Windows))})
	}
	ahead := styled{style: tui.Ink | tui.Bold, text: s.ahead(t)}
	line, ok := s.lineOf(t.Theme)
	if working, opens := s.working(); ok && s.unserved(line) {
		ahead.text = s.aheadUnserved(t)
		out = append(out, ahead)
	} else {
		out = append(out, ahead)
		switch {
		case working && !t.Before.IsZero() && t.Estimate.High > 0:
			out = append(out, styled{style: tui.Ink, text: s.t("take.before", "time", words.Clock(s.local(t.Before)))})
		case opens != "":
			out = append(out, styled{style: tui.Ink, text: s.t("take.opens", "time", opens)})
		}
	}
	if t.Class == queue.Priority && s.page == pageResult {
		out = append(out, styled{style: tui.Ink, text: s.t("take.show_proof")})
	}
	if t.Legs > 1 {
		out = append(out, styled{style: tui.Ink, text: s.t("take.legs", "n", t.Legs)})
	}
	if s.page != pageResult {
		return append(out, styled{style: tui.Muted, text: s.t("take.then")})
	}
	return append(out, styled{style: tui.Muted, text: s.t("take.step_1")}, styled{style: tui.Muted, text: s.t("take.step_2")},
		styled{style: tui.Muted, text: s.t("take.step_3")})
}

// where is the zone to wait in.
func (s *Screen) where(t wire.Ticket) string {
	if len(t.Zones) == 0 {
		return s.t("take.wait_here")
	}
	zones := ""
	for i, z := range t.Zones {
		if i > 0 {
			zones += s.t("take.or")
		}
		zones += s.in(z)
	}
	return s.t("take.wait_in", "zone", zones)
}

func (s *Screen) ahead(t wire.Ticket) string {
	if t.Estimate.Ahead == 0 {
		return s.t("take.ahead_none")
	}
	text := s.t("take.ahead", "n", t.Estimate.Ahead)
	if wait := s.wait(t.Estimate); wait != "" {
		text += s.t("take.comma") + wait
	}
	return text
}

// aheadUnserved is ahead while no window serves the line.
func (s *Screen) aheadUnserved(t wire.Ticket) string {
	text := s.t("take.nobody")
	if t.Estimate.Ahead > 0 {
		text = s.t("take.ahead", "n", t.Estimate.Ahead)
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
		lines = []styled{{style: tui.Accent | tui.Bold, text: s.t("take.go_to", "window", t.At.Label)}, {style: tui.Ink, text: s.in(t.At.Zone)}}
	case queue.Serving:
		lines = []styled{{style: tui.Ink | tui.Bold, text: s.t("take.served_at", "window", t.At.Label)}}
	case queue.Held:
		lines = []styled{{style: tui.Ink | tui.Bold, text: s.t("take.held")}}
	case queue.Missed:
		lines = []styled{{style: tui.Warn | tui.Bold, text: s.t("take.missed_rule")}}
	default:
		lines = []styled{{style: tui.Warn | tui.Bold, text: s.t("take.over")}}
	}
	lines = append(lines, styled{style: tui.Muted, text: s.in(t.ThemeName)})
	s.drawNumber(c, f, s.t("common.ticket."+string(t.State)), lines, false)
}
