package window

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// queueHeight is how many rows the lists would like to have.
func (s *Screen) queueHeight() int { return len(s.queueLines()) }

// drawQueue writes who waits, who is next, who is on hold and who was missed.
func (s *Screen) drawQueue(c *tui.Canvas, r image.Rectangle) {
	for _, l := range s.queueLines() {
		if r.Dy() <= 0 {
			return
		}
		row := tui.CutTop(&r, 1)
		left, right, _ := strings.Cut(l.text, "\t")
		if right != "" {
			at := tui.CutRight(&row, tui.Width(right)+1)
			c.Text(at, tui.Right, l.style, right)
		}
		c.Text(row, tui.Left, l.style, left)
	}
}

// queueLines are the lists in order of need; a tab parts what stands left from
// what stands right.
func (s *Screen) queueLines() []textLine {
	v := s.view
	var ls []textLine
	head := func(key string) { ls = append(ls, textLine{tui.Accent | tui.Bold, s.t(key)}) }
	if len(v.Next) > 0 {
		head("clerk.next_up")
		for _, q := range v.Next {
			ls = append(ls, textLine{tui.Ink, q.Number + "  " + s.queued(q) + "\t" + s.t("window.minutes", "n", s.minutes(q.Since))})
		}
	} else {
		ls = append(ls, textLine{tui.Muted, s.t("clerk.nobody_waits")})
	}
	head("clerk.own")
	for _, l := range v.Own {
		ls = append(ls, s.lineOf(l))
	}
	if len(v.Spill) > 0 {
		head("clerk.spill")
		for _, l := range v.Spill {
			ls = append(ls, s.lineOf(l))
		}
	}
	if len(v.Held) > 0 {
		head("clerk.held_list")
		for _, q := range v.Held {
			ls = append(ls, textLine{tui.Ink, q.Number + "  " + s.heldNote(q)})
		}
	}
	if len(v.Missed) > 0 {
		head("clerk.missed_list")
		for _, q := range v.Missed {
			ls = append(ls, textLine{tui.Ink, q.Number + "\t" + s.t("window.minutes_ago", "n", s.minutes(q.Since))})
		}
	}
	return ls
}

// lineOf is one theme's line: how many wait, and the longest wait.
func (s *Screen) lineOf(l wire.Line) textLine {
	text := s.in(l.Name) + "\t" + s.t("clerk.waiting", "n", l.Waiting)
	if l.Waiting > 0 && !l.Since.IsZero() {
		text += "  " + s.t("window.longest", "n", s.minutes(l.Since))
	}
	return textLine{tui.Ink, text}
}

// queued is what a list says of a waiting number.
func (s *Screen) queued(q wire.Queued) string {
	var out []string
	if q.Class != queue.Ordinary && q.Class != "" {
		out = append(out, s.t("common.class."+string(q.Class)))
	}
	for _, f := range q.Flags {
		out = append(out, s.worded("clerk.flag."+f, f))
	}
	return strings.Join(append(out, s.themeName(q.Theme)), " ")
}
