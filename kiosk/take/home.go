package take

import (
	"image"
	"slices"
	"strconv"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// closedFor is why the whole hall gives no number, nil if some line does or the
// lines have different reasons.
func (s *Screen) closedFor() *queue.Refusal {
	lines := s.menu.Lines
	if len(lines) == 0 || lines[0].Closed == nil {
		return nil
	}
	first := lines[0].Closed
	hallWide := []queue.Code{queue.CodeHallStopped, queue.CodeDayClosed, queue.CodeTooEarly, queue.CodeTooLate}
	if !slices.Contains(hallWide, first.Code) {
		return nil
	}
	for _, l := range lines {
		if l.Closed == nil || l.Closed.Code != first.Code {
			return nil
		}
	}
	return first
}

// usable reports whether home offers a choice.
func (s *Screen) usable() bool {
	return s.menu != nil && !s.cut && len(s.menu.Lines) > 0 && s.closedFor() == nil
}

// homeGrid is where the lines stand.
type homeGrid struct {
	prompt image.Rectangle
	cells  []image.Rectangle
	// first and count are the lines of this sheet; more is whether the last
	// cell turns to the next of sheets.
	first, count  int
	sheet, sheets int
	more          bool
}

func (s *Screen) homeGrid(f frame) homeGrid {
	body := f.body
	g := homeGrid{prompt: tui.CutTop(&body, 1)}
	n := len(s.menu.Lines)
	cols, minH := tui.Columns(body.Dx()), 4
	if body.Dy() > 24 {
		minH = 5
	}
	if body.Dy() < minH {
		minH = 3
	}
	body = tui.Inset(body, 1, 0)
	vgap := 0
	if body.Dy() >= 20 {
		vgap = 1
	}
	fit := func(n int) []image.Rectangle { return tui.Grid(body, n, cols, 1, vgap, minH, 9) }
	cells := fit(n)
	if s.contrast && cols > 1 { // wider buttons, if no line must go for them
		cols--
		if wide := fit(n); len(wide) == n {
			cells = wide
		} else {
			cols++
		}
	}
	if len(cells) > 9 {
		cells = cells[:9]
	}
	if len(cells) == n {
		g.cells, g.count, g.sheets = cells, n, 1
		return g
	}
	per := max(1, len(cells)-1)
	g.sheets = (n + per - 1) / per
	g.sheet = min(s.sheet, g.sheets-1)
	g.first = g.sheet * per
	g.count = min(per, n-g.first)
	g.cells, g.more = cells, true
	return g
}

func (s *Screen) layoutHome(f frame) []tui.Target {
	f, _ = s.noticeFrame(f)
	if !s.usable() {
		return nil
	}
	if s.visit.theme != "" {
		return s.layoutTheme(f)
	}
	g := s.homeGrid(f)
	var ts []tui.Target
	for i := range g.count {
		l, r := s.menu.Lines[g.first+i], g.cells[i]
		t := tui.Target{ID: "line/" + l.Theme, Rect: r, Key: strconv.Itoa(i + 1)}
		notes := s.waits(l)
		if l.Closed != nil {
			t.Closed, notes = true, s.shut(l.Closed)
		}
		t.Label = label(s.in(l.Name), notes, r.Dx(), r.Dy(), true)
		ts = append(ts, t)
	}
	if g.more {
		next := (g.sheet + 1) % g.sheets
		ts = append(ts, tui.Target{ID: "sheet/" + strconv.Itoa(next), Rect: g.cells[len(g.cells)-1], Key: "+",
			Label: s.t("take.more_lines") + "\n" + s.t("common.page", "page", g.sheet+1, "pages", g.sheets)})
	}
	return ts
}

func (s *Screen) drawHome(c *tui.Canvas, f frame) {
	f, notice := s.noticeFrame(f)
	s.drawNotice(c, notice)
	if !s.usable() {
		s.drawShut(c, f)
		return
	}
	if s.visit.theme != "" {
		s.drawTheme(c, f)
		return
	}
	prompt := s.t("kiosk.choose")
	if _, opens := s.working(); opens != "" {
		prompt += s.t("take.comma") + s.t("take.opens", "time", opens)
	}
	c.Text(tui.Inset(s.homeGrid(f).prompt, 1, 0), tui.Left, tui.Accent|tui.Bold, prompt)
}

func (s *Screen) tapHome(theme string) {
	if _, ok := s.lineOf(theme); ok {
		s.goTo(pageTheme)
		s.visit.theme = theme
	}
}

// drawShut is home when there is nothing to choose: why, and what to do.
func (s *Screen) drawShut(c *tui.Canvas, f frame) {
	r := tui.Inset(f.body, 2, 0)
	tui.CutTop(&r, r.Dy()/5)
	switch {
	case s.menu == nil:
		para(c, &r, tui.Center, tui.Accent|tui.Bold, s.t("take.connecting"))
		blank(&r)
		para(c, &r, tui.Center, tui.Ink, s.t("take.connecting_what"))
		return
	case s.cut:
		para(c, &r, tui.Center, tui.Bad|tui.Bold, s.t("kiosk.offline"))
		blank(&r)
		para(c, &r, tui.Center, tui.Ink, s.t("common.no_link"))
		return
	case len(s.menu.Lines) == 0:
		para(c, &r, tui.Center, tui.Warn|tui.Bold, s.t("kiosk.offline"))
		return
	}
	why := s.closedFor()
	para(c, &r, tui.Center, tui.Warn|tui.Bold, s.refusal(string(why.Code), why.Params, why.Until))
	blank(&r)
	if why.Code == queue.CodeHallStopped {
		para(c, &r, tui.Center, tui.Ink, s.t("take.stopped_what"))
		return
	}
	if hours := s.hours(); hours != "" {
		para(c, &r, tui.Center, tui.Ink, s.t("kiosk.hours", "hours", hours))
	}
	blank(&r)
	para(c, &r, tui.Center, tui.Ink, s.t("take.closed_what"))
}

// hours are the opening hours of the day.
func (s *Screen) hours() string {
	out := ""
	for i, h := range s.menu.Day.Hours {
		if i > 0 {
			out += s.t("take.comma")
		}
		out += h.Open.String() + "-" + h.Close.String()
	}
	return out
}

// standing is how a line stands, in a full sentence.
func (s *Screen) standing(l wire.Line) string {
	if l.Closed != nil {
		return s.refusal(string(l.Closed.Code), l.Closed.Params, l.Closed.Until)
	}
	text := s.waits(l)[0]
	if _, opens := s.working(); opens != "" {
		text += s.t("take.comma") + s.t("take.opens", "time", opens)
	}
	return text
}

// wait writes minutes of an estimate; "" if they mean nothing now.
func (s *Screen) wait(e queue.Estimate) string {
	if ok, _ := s.working(); !ok || e.High == 0 {
		return ""
	}
	return words.Wait(words.Lang(s.lang), e.Low, e.High)
}
