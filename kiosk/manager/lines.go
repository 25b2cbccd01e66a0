package manager

import (
	"image"
	"strconv"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

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
	case width < 58:
		return append(cols[:3:3], cols[4:]...)
	}
	return cols
}

// drawLines writes the table of lines.
func (s *Screen) drawLines(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	cols := s.lineColumns(r.Dx())
	var rows []tui.TableRow
	for _, l := range s.view.Lines {
		longest := 0
		if l.Waiting > 0 {
			longest = s.minutes(l.Since)
		}
		style := urgency(longest)
		if l.Waiting > 0 && l.Windows == 0 {
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
			cells = append(cells[:3:3], cells[4:]...)
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
		return s.t("manager.intake_is_closed", "reason", l.Closed.Params["reason"])
	}
	return s.refusal(string(l.Closed.Code), l.Closed.Params, l.Closed.Until)
}
