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
func (s *Screen) shownLines(r image.Rectangle) (from int, lines []wire.Line) {
	fit := max(0, r.Dy()-1)
	if len(s.view.Lines) <= fit {
		return 0, s.view.Lines
	}
	worst := slices.Clone(s.view.Lines)
	slices.SortStableFunc(worst, func(a, b wire.Line) int {
		return cmp.Or(cmp.Compare(unserved(b), unserved(a)), cmp.Compare(s.longestMinutes(b), s.longestMinutes(a)), cmp.Compare(b.Waiting, a.Waiting))
	})
	from = max(0, min(s.above, len(worst)-fit))
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
	return s.minutes(l.Since)
}

// scrollLines shows the next or the last page of lines, where not all fit; keys
// are those of tea.KeyPressMsg.
func (s *Screen) scrollLines(key string) {
	page := max(1, s.fit)
	switch key {
	case "pgdown":
		s.above = max(0, min(s.above+page, len(s.view.Lines)-page))
	case "pgup":
		s.above = max(s.above-page, 0)
	case "home":
		s.above = 0
	}
}

// linesHead is the heading of the lines; it says how many there are above and
// below those shown.
func (s *Screen) linesHead(from, shown int) string {
	below := len(s.view.Lines) - from - shown
	switch {
	case from > 0:
		return s.t("manager.lines_scrolled", "above", from, "below", below)
	case below > 0:
		return s.t("manager.lines_below", "below", below)
	}
	return s.t("manager.lines")
}

// lineColumns are the columns of the table of lines.
func (s *Screen) lineColumns(width int) []tui.Column {
	cols := []tui.Column{
		{Head: s.t("manager.lines")},
		{Head: s.t("manager.col_waiting"), Width: 5, Align: tui.Right},
		{Head: s.t("manager.col_longest"), Width: 10, Align: tui.Right},
		{Head: s.t("manager.estimate"), Width: 15, Align: tui.Right},
		{Head: s.t("manager.col_windows"), Width: 5, Align: tui.Right},
		{Head: s.t("manager.col_intake"), Width: 10},
	}
	switch {
	case width >= 90:
		cols[5].Width = 28
	case width < 48: // who is closed, and why, stands among the remarks too
		return append(cols[:3:3], cols[4])
	case width < 58:
		return append(cols[:3:3], cols[4:]...)
	}
	return cols
}

// drawLines writes the table of lines.
func (s *Screen) drawLines(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	cols := s.lineColumns(r.Dx())
	from, lines := s.shownLines(r)
	cols[0].Head = s.linesHead(from, len(lines))
	var rows []tui.TableRow
	for _, l := range lines {
		longest := s.longestMinutes(l)
		style := urgency(longest)
		if unserved(l) > 0 {
			style = tui.Bad
		}
		if t, ok := tui.Find(ts, "line "+l.Theme); ok && t.Pressed {
			style |= tui.Reverse
		}
		cells := []string{
			l.Prefix + " " + s.in(l.Name), strconv.Itoa(l.Waiting), s.longest(l, longest), s.estimate(l),
			strconv.Itoa(l.Windows), s.intake(l),
		}
		if len(cols) < len(cells) {
			cells = append(cells[:3:3], cells[4:4+len(cols)-3]...)
		}
		rows = append(rows, tui.TableRow{Cells: cells, Style: style})
	}
	c.Table(r, cols, rows)
}

func (s *Screen) longest(l wire.Line, minutes int) string {
	if l.Waiting == 0 {
		return "-"
	}
	return s.t("manager.minutes", "minutes", minutes) + mark(minutes)
}

// estimate is the wait of a number drawn now.
func (s *Screen) estimate(l wire.Line) string {
	if l.Windows == 0 && l.Waiting > 0 {
		return s.t("manager.unknown_wait")
	}
	return words.Wait(words.Lang(s.set.Lang), l.Estimate.Low, l.Estimate.High)
}

// intake says whether numbers are given, and if not, why.
func (s *Screen) intake(l wire.Line) string {
	if l.Closed == nil {
		return s.t("manager.intake_is_open")
	}
	if l.Closed.Code == queue.CodeIntakeClosed {
		return s.t("manager.intake_is_closed", "reason", s.stop(l.Closed.Params["reason"]))
	}
	return s.refusal(string(l.Closed.Code), l.Closed.Params, l.Closed.Until)
}
