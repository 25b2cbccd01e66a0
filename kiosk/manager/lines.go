package manager

import (
	"cmp"
	"image"
	"slices"
	"strconv"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// shownLines are the lines that fit in r under their heading, from the one with
// the index from. Where not all fit, the worst come first: those with nobody to
// serve them, then those who wait longest. Scrolling never leaves rows empty.
func (p *overviewPage) shownLines(r image.Rectangle) (from int, lines []wire.Line) {
	fit := max(0, r.Dy()-1)
	if len(p.view.Lines) <= fit {
		return 0, p.view.Lines
	}
	worst := slices.Clone(p.view.Lines)
	slices.SortStableFunc(worst, func(a, b wire.Line) int {
		return cmp.Or(cmp.Compare(unserved(b), unserved(a)), cmp.Compare(p.longestMinutes(b), p.longestMinutes(a)), cmp.Compare(b.Waiting, a.Waiting))
	})
	from = max(0, min(p.above, len(worst)-fit))
	return from, worst[from : from+fit]
}

// unserved is 1 for a line in which people wait and no window is open, else 0.
func unserved(l wire.Line) int {
	if l.Waiting > 0 && l.Windows == 0 {
		return 1
	}
	return 0
}

// longestMinutes is how long the first of a line has waited, in whole minutes.
func (s *Screen) longestMinutes(l wire.Line) int {
	if l.Waiting == 0 {
		return 0
	}
	return s.Minutes(l.Since)
}

// scrollLines shows the next or the last page of lines, where not all fit; keys
// are those of tea.KeyPressMsg.
func (p *overviewPage) scrollLines(key string) {
	_, lines := p.shownLines(p.areas(p.body()).lines)
	page := max(1, len(lines))
	switch key {
	case "pgdown":
		p.above = max(0, min(p.above+page, len(p.view.Lines)-page))
	case "pgup":
		p.above = max(p.above-page, 0)
	case "home":
		p.above = 0
	}
}

// linesHead is the heading of the lines; it says how many there are above and
// below those shown.
func (p *overviewPage) linesHead(from, shown int) string {
	below := len(p.view.Lines) - from - shown
	switch {
	case from > 0:
		return p.T("manager.lines_scrolled", "above", from, "below", below)
	case below > 0:
		return p.T("manager.lines_below", "below", below)
	}
	return p.T("manager.lines")
}

// sparkWidth is how wide the day's course is beside the lines: what the words
// leave, or nothing where there is no room, or before the hall has told of any.
func (p *overviewPage) sparkWidth(r image.Rectangle) int {
	width := r.Dx()
	if width < 70 || p.view.Trends.Step == 0 {
		return 0
	}
	need := 2
	if len(p.view.Lines) >= r.Dy() {
		need = 24 // the heading says how many lines there are above and below
	}
	for _, l := range p.view.Lines {
		need = max(need, 3+tui.Width(l.Prefix+" "+p.In(l.Name)))
	}
	for _, c := range p.lineColumns(width) {
		need += c.Width + 1
	}
	return max(sparkLeast, min(sparkMost, width-need))
}

// The day's course has at least so many cells beside the lines, and at most.
const (
	sparkLeast = 12
	sparkMost  = 60
)

// lineColumns are the columns of the table of lines, the day's course left out.
func (p *overviewPage) lineColumns(width int) []tui.Column {
	estimate, intake := 8, 6
	for _, l := range p.view.Lines {
		estimate, intake = max(estimate, tui.Width(p.estimate(l))), max(intake, tui.Width(p.intakeShort(l)))
	}
	cols := []tui.Column{
		{Head: " " + p.T("manager.lines")},
		{Head: p.T("manager.col_waiting"), Width: 5, Align: tui.Right},
		{Head: p.T("manager.col_longest"), Width: 8, Align: tui.Right},
		{Head: p.T("manager.estimate"), Width: estimate, Align: tui.Right},
		{Head: p.T("manager.col_windows"), Width: 4, Align: tui.Right},
		{Head: p.T("manager.col_intake"), Width: intake},
	}
	switch {
	case width < 48: // who is closed, and why, stands among the remarks too
		return append(cols[:3:3], cols[4])
	case width < 58:
		return append(cols[:3:3], cols[4:]...)
	}
	return cols
}

// lineAreas part the table of lines from the day's course beside it.
func (p *overviewPage) lineAreas(r image.Rectangle) (table, spark image.Rectangle) {
	spark = tui.CutRight(&r, p.sparkWidth(r))
	return r, spark
}

// layoutLines are the rows of the lines.
func (p *overviewPage) layoutLines(r image.Rectangle) []tui.Target {
	table, _ := p.lineAreas(r)
	columns := p.lineColumns(r.Dx())
	_, lines := p.shownLines(r)
	var ts []tui.Target
	for i, l := range lines {
		if at := tui.RowRect(table, columns, i); !at.Empty() {
			at.Max.X = r.Max.X
			ts = append(ts, tui.Target{ID: "line " + l.Theme, Rect: at, Look: tui.Quiet})
		}
	}
	return ts
}

// drawLines writes the table of lines with the day's course of each.
func (p *overviewPage) drawLines(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	table, spark := p.lineAreas(r)
	cols := p.lineColumns(r.Dx())
	from, lines := p.shownLines(r)
	cols[0].Head = " " + p.linesHead(from, len(lines))
	var rows []tui.TableRow
	for _, l := range lines {
		rows = append(rows, p.lineRow(l, len(cols), ts))
	}
	c.Table(table, cols, rows)
	if spark.Empty() {
		return
	}
	top := tui.CutTop(&spark, 1)
	c.Fill(top, tui.Head)
	top = tui.Inset(top, 1, 0)
	c.Text(tui.CutRight(&top, tui.Width(p.T("manager.peak"))), tui.Right, tui.Head, p.T("manager.peak"))
	tui.CutRight(&top, 1)
	c.Text(top, tui.Left, tui.Head, p.T("manager.trend", "time", p.Clock(p.view.Trends.From)))
	for i, l := range lines {
		row := tui.CutTop(&spark, 1)
		ground := rows[i].Style
		if i%2 == 1 && len(lines) > 2 {
			ground |= tui.OnZebra
		}
		c.Fill(row, ground)
		p.drawTrend(c, tui.Inset(row, 1, 0), l, ground)
	}
}

// drawTrend writes how many waited through the day, up to now, and the most that
// did.
func (p *overviewPage) drawTrend(c *tui.Canvas, r image.Rectangle, l wire.Line, ground tui.Style) {
	values := append(slices.Clone(p.view.Trends.Themes[l.Theme]), l.Waiting)
	peak := tui.CutRight(&r, 4)
	c.Text(peak, tui.Right, ground, strconv.Itoa(slices.Max(values)))
	style := tui.Accent | ground&^0xff
	if ground&0xff != 0 { // the whole row has a light
		style = ground
	}
	c.Sparkline(r, p.st(style), squeeze(values, r.Dx()))
}

// squeeze makes values fit into n columns, each the most of its stretch; few
// values have several columns each.
func squeeze(values []int, n int) []int {
	if n <= 0 || len(values) == 0 {
		return nil
	}
	if wide := n / len(values); wide > 0 {
		var out []int
		for _, v := range values {
			out = append(out, slices.Repeat([]int{v}, min(wide, 4))...)
		}
		return out
	}
	out := make([]int, n)
	for i := range out {
		out[i] = slices.Max(values[i*len(values)/n : max(i*len(values)/n+1, (i+1)*len(values)/n)])
	}
	return out
}

func (p *overviewPage) lineRow(l wire.Line, cols int, ts []tui.Target) tui.TableRow {
	longest := p.longestMinutes(l)
	style := p.waitLight(longest).ink()
	if style == tui.Good {
		style = tui.Ink
	}
	if unserved(l) > 0 {
		style = tui.Bad
	}
	style = p.st(style)
	if t, ok := tui.Find(ts, "line "+l.Theme); ok && t.Pressed {
		style |= tui.Reverse
	}
	cells := []string{
		" " + l.Prefix + " " + p.In(l.Name), strconv.Itoa(l.Waiting), p.longest(l, longest), p.estimate(l),
		strconv.Itoa(l.Windows), p.intakeShort(l),
	}
	if cols < len(cells) {
		cells = append(cells[:3:3], cells[4:4+cols-3]...)
	}
	return tui.TableRow{Cells: cells, Style: style}
}

// waitLight is how a wait in minutes stands beside the hall's thresholds.
func (s *Screen) waitLight(minutes int) light {
	r := s.thresholds()
	return lightOf(minutes*60, int(r.WaitWarning), int(r.WaitCritical))
}

func (s *Screen) longest(l wire.Line, minutes int) string {
	if l.Waiting == 0 {
		return "-"
	}
	return s.T("manager.minutes", "minutes", minutes) + s.waitLight(minutes).mark()
}

// estimate is the wait of a number drawn now; the heading says that it is one.
func (s *Screen) estimate(l wire.Line) string {
	if l.Windows == 0 {
		return s.T("manager.unknown_wait")
	}
	e := l.Estimate
	switch {
	case e.High == 0 && l.Waiting > 0: // people wait, and nobody can say how long
		return "-"
	case e.High == 0:
		return s.Wait(e)
	}
	return s.T("manager.minutes", "minutes", words.WaitSpan(e.Low, e.High, e.Rough))
}

// intakeShort says whether numbers are given in a word or two; the line's own
// page says why not.
func (s *Screen) intakeShort(l wire.Line) string {
	if l.Closed == nil {
		return s.T("manager.intake_is_open")
	}
	if l.Closed.Code == queue.CodeDayClosed && s.dayIsOver() {
		return s.T("manager.shut.too_late")
	}
	return s.Worded("manager.shut."+string(l.Closed.Code), string(l.Closed.Code))
}

// intake says whether numbers are given, and if not, why.
func (s *Screen) intake(l wire.Line) string {
	if l.Closed == nil {
		return s.T("manager.intake_is_open")
	}
	if l.Closed.Code == queue.CodeIntakeClosed {
		return s.T("manager.intake_is_closed", "reason", s.Talk.Stop(l.Closed.Params["reason"]))
	}
	return s.Refusal(string(l.Closed.Code), l.Closed.Params, l.Closed.Until)
}
