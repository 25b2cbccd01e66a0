package window

import (
	"image"
	"slices"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// drawQueue writes who waits, who is next, who is on hold and who was missed, in
// one pane or, where it lies below the visit, in two columns.
func (s *Screen) drawQueue(c *tui.Canvas, r image.Rectangle, columns int) {
	for i, cell := range tui.Row(r, columns, 3) {
		s.drawSplit(c, cell, s.column(i, columns))
	}
}

// queueHeight is how many rows the lists would like to have.
func (s *Screen) queueHeight(columns int) int {
	h := 0
	for i := range columns {
		h = max(h, len(s.column(i, columns)))
	}
	return h
}

// column is what stands in a column: all, or people left and lines right.
func (s *Screen) column(i, columns int) []tui.TextLine {
	switch {
	case columns == 1:
		return slices.Concat(s.nextLines(), s.themeLines(), s.heldLines(), s.missedLines())
	case i == 0:
		return slices.Concat(s.nextLines(), s.heldLines())
	}
	return slices.Concat(s.themeLines(), s.missedLines())
}

// drawSplit writes lines of which a tab parts what stands left from what stands
// right.
func (s *Screen) drawSplit(c *tui.Canvas, r image.Rectangle, lines []tui.TextLine) {
	for _, l := range lines {
		if r.Dy() <= 0 {
			return
		}
		row := tui.CutTop(&r, 1)
		left, right, _ := strings.Cut(l.Text, "\t")
		if right != "" {
			at := tui.CutRight(&row, tui.Width(right)+1)
			c.Text(at, tui.Right, l.Style, right)
		}
		c.Text(row, tui.Left, l.Style, left)
	}
}

func (s *Screen) heading(key string) tui.TextLine {
	return tui.TextLine{Style: tui.Accent | tui.Bold, Text: s.t(key)}
}

// nextLines are those whom the window would call.
func (s *Screen) nextLines() []tui.TextLine {
	if len(s.view.Next) == 0 {
		return []tui.TextLine{{Style: tui.Muted, Text: s.t("window.nobody_waits")}}
	}
	ls := []tui.TextLine{s.heading("window.next_up")}
	for _, q := range s.view.Next {
		ls = append(ls, tui.TextLine{Style: tui.Ink, Text: q.Number + "  " + s.queued(q) + "\t" + s.t("window.minutes", "n", s.minutes(q.Since))})
	}
	return ls
}

// themeLines are the lines that the window serves and helps out with.
func (s *Screen) themeLines() []tui.TextLine {
	ls := []tui.TextLine{s.heading("window.own")}
	for _, l := range s.view.Own {
		ls = append(ls, s.lineOf(l))
	}
	if len(s.view.Spill) > 0 {
		ls = append(ls, s.heading("window.spill"))
	}
	for _, l := range s.view.Spill {
		ls = append(ls, s.lineOf(l))
	}
	return ls
}

func (s *Screen) heldLines() []tui.TextLine {
	if len(s.view.Held) == 0 {
		return nil
	}
	ls := []tui.TextLine{s.heading("window.held_list")}
	for _, q := range s.view.Held {
		ls = append(ls, tui.TextLine{Style: tui.Ink, Text: q.Number + "  " + s.heldNote(q)})
	}
	return ls
}

func (s *Screen) missedLines() []tui.TextLine {
	if len(s.view.Missed) == 0 {
		return nil
	}
	ls := []tui.TextLine{s.heading("window.missed_list")}
	for _, q := range s.view.Missed {
		ls = append(ls, tui.TextLine{Style: tui.Ink, Text: q.Number + "\t" + s.t("common.minutes_ago", "n", s.minutes(q.Since))})
	}
	return ls
}

// lineOf is one theme's line: how many wait, and the longest wait.
func (s *Screen) lineOf(l wire.Line) tui.TextLine {
	text := s.in(l.Name) + "\t" + s.t("window.waiting", "n", l.Waiting)
	if l.Waiting > 0 && !l.Since.IsZero() {
		text += "  " + s.t("window.longest", "n", s.minutes(l.Since))
	}
	return tui.TextLine{Style: tui.Ink, Text: text}
}

// queued is what a list says of a waiting number.
func (s *Screen) queued(q wire.Queued) string {
	var out []string
	if q.Class != queue.Ordinary && q.Class != "" {
		out = append(out, s.t("common.class."+string(q.Class)))
	}
	for _, f := range q.Flags {
		out = append(out, s.worded("window.flag."+f, f))
	}
	return strings.Join(append(out, s.themeName(q.Theme)), " ")
}
