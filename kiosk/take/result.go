package take

import (
	"image"
	"slices"

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

// resultFrame parts the page of a number: the number, what to know, and its
// code.
type resultFrame struct{ title, number, text, code image.Rectangle }

func (s *Screen) resultFrame(f frame, rows int, code bool) resultFrame {
	body := f.body
	var r resultFrame
	w, h := 0, 0
	if code {
		w, h = codeSize(s.qrText())
	}
	switch {
	case w == 0 || f.low:
	case f.wide && h <= body.Dy() && w+44 <= body.Dx():
		r.code = tui.CutRight(&body, w+4)
		tui.CutRight(&body, 1)
	case f.tall && h+20 <= body.Dy() && w <= body.Dx():
		r.code = tui.CutBottom(&body, h*max(1, min(body.Dy()/3/h, body.Dx()/w)))
		tui.CutBottom(&body, 1)
	}
	if body.Dy() >= rows+2+numberRows {
		tui.CutTop(&body, 1)
	}
	_, least := tui.DigitsSize(s.ticket.Number, 1)
	_, most := tui.DigitsSize(s.ticket.Number, 1+tui.DigitsScale(s.ticket.Number, body.Dx()-2, 24))
	high := min(most+1, 24, max(least, body.Dy()-1-rows))
	if free := body.Dy() - 1 - high - rows; free > 6 { // a number as wide as the page leaves rows
		tui.CutTop(&body, free/3)
	}
	r.title = tui.CutTop(&body, 1)
	r.number = tui.Inset(tui.CutTop(&body, high), 1, 0)
	if spare := body.Dy() - rows; spare > 1 {
		tui.CutTop(&body, min(2, spare/2))
	}
	r.text = body
	if !f.low {
		r.text = tui.Inset(body, 1, 0)
	}
	return r
}

// drawResult shows the number as large as it goes, where to wait, how long, what
// happens next, and how its paper is.
func (s *Screen) drawResult(c *tui.Canvas, f frame) {
	lines := s.resultLines(s.ticket)
	if !f.low {
		lines = append(lines, s.steps()...)
	}
	code := !s.resultFrame(f, 0, true).code.Empty()
	paper := s.paperLines(code)
	if f.low {
		lines, paper = s.fitted(f, lines, paper)
	}
	s.drawNumber(c, f, s.t("take.number"), append(append(lines, styled{}), paper...), true)
}

// fitted leaves out what a low screen has no row for: what is to be done without the
// paper and where to wait must be seen.
func (s *Screen) fitted(f frame, lines, paper []styled) (seen, below []styled) {
	_, least := tui.DigitsSize(s.ticket.Number, 1)
	over := func() bool {
		return len(filledRows(slices.Concat(lines, paper), f.body.Dx())) > f.body.Dy()-1-least
	}
	if !over() {
		return lines, paper
	}
	air := func(l styled) bool { return l.text == "" }
	lines, paper = slices.DeleteFunc(lines, air), slices.DeleteFunc(paper, air)
	for over() && len(lines) > 2 {
		lines = lines[:len(lines)-1]
	}
	if over() {
		paper = paper[len(paper)-1:] // why there is none matters less
	}
	for over() && len(lines) > 1 {
		lines = lines[:len(lines)-1]
	}
	return lines, paper
}

// numberRows is how high a number is at least before the lines below it have air.
const numberRows = 6

// drawNumber draws a title, a number as large as the lines below leave room for,
// the lines and, if wanted, the code.
func (s *Screen) drawNumber(c *tui.Canvas, f frame, title string, lines []styled, code bool) {
	r := s.resultFrame(f, len(lines), code)
	rows := rowsOf(lines, r.text.Dx())
	for r = s.resultFrame(f, len(rows), code); r.number.Dy() < numberRows; r = s.resultFrame(f, len(rows), code) {
		i := slices.IndexFunc(rows, func(l styled) bool { return l.text == "" }) // the air goes from the top
		if i < 0 {
			break
		}
		rows = slices.Delete(rows, i, i+1)
	}
	if !r.code.Empty() {
		c.QR(r.code, s.qrText())
	}
	c.Text(r.title, tui.Center, tui.Ink, title)
	c.Digits(r.number, tui.Center|tui.Middle, tui.Accent|tui.Bold, s.ticket.Number, 0)
	drawRows(c, r.text, tui.Center, rows)
}

// resultLines are what the holder of a waiting number must know, the most
// important first.
func (s *Screen) resultLines(t wire.Ticket) []styled {
	where := s.where(t)
	if len(t.Windows) > 0 {
		where += s.t("take.comma") + s.t("take.windows", "windows", words.Ranges(t.Windows))
	}
	out := []styled{{}, {style: tui.Ink | tui.Bold, text: where}}
	ahead := styled{style: tui.Ink | tui.Bold, text: s.ahead(t)}
	line, ok := s.lineOf(t.Theme)
	_, opens := s.working()
	if ok && s.unserved(line) {
		ahead.text = s.aheadUnserved(t)
		out = append(out, ahead)
	} else {
		out = append(out, ahead)
		switch {
		case t.Later != "" && t.Estimate.High > 0:
			out = append(out, styled{style: tui.Warn, text: s.t("take.later." + string(t.Later))})
		case !t.Before.IsZero() && t.Estimate.High > 0:
			out = append(out, styled{style: tui.Ink, text: s.t("take.before", "time", words.Clock(s.local(t.Before)))})
		}
		if opens != "" {
			out = append(out, styled{style: tui.Ink, text: s.t("take.opens", "time", opens)})
		}
	}
	if t.Class == queue.Priority && s.page == pageResult {
		out = append(out, styled{style: tui.Ink, text: s.t("take.show_proof")})
	}
	if t.Legs > 1 {
		out = append(out, styled{style: tui.Ink, text: s.t("take.legs", "n", t.Legs)})
	}
	return out
}

// steps are what happens next.
func (s *Screen) steps() []styled {
	return []styled{{}, {style: tui.Muted, text: s.t("take.step_1")}, {style: tui.Muted, text: s.t("take.step_2")},
		{style: tui.Muted, text: s.t("take.step_3")}}
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
		lines = append(s.resultLines(t), styled{style: tui.Muted, text: s.t("take.then")})
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
	if p := t.Paper; p != nil && t.State.Live() && (p.State == queue.PaperUnprinted || p.State == queue.PaperUnconfirmed) {
		lines = append(lines, styled{style: tui.Muted, text: s.t("take.print_again")})
	}
	title := s.t("common.ticket." + string(t.State))
	if n := len(s.mine); n > 1 {
		title += s.t("take.comma") + s.t("take.which_of", "n", s.sheet+1, "all", n)
	}
	f, _ = s.foundFrame(f)
	s.drawNumber(c, f, title, lines, false)
}
