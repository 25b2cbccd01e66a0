package manager

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// remark is one line below the tables; one with an ID can be touched.
type remark struct {
	id string
	tui.TextLine
}

// Rows of numbers that lead to the list of them.
const (
	rowMissed = "aside missed"
	rowHeld   = "aside held"
)

// remarks are what staff must look at, the most pressing first, then what else
// there is to know.
func (s *Screen) remarks() []remark {
	v := s.view
	var rs []remark
	row := func(id string, style tui.Style, text string) {
		rs = append(rs, remark{id, tui.TextLine{Style: style, Text: text}})
	}
	add := func(style tui.Style, text string) { row("", style, text) }
	for _, a := range s.sys.Alarms {
		add(tui.Bad|tui.Bold, "!! "+s.alarm(a))
	}
	waits := 0 // lines that wait too long
	var longest *wire.Line
	for i, l := range v.Lines {
		m := s.longestMinutes(l)
		if unserved(l) > 0 {
			add(tui.Bad|tui.Bold, "!! "+s.t("manager.no_window", "service", s.in(l.Name)))
		} else if m >= tooLongWait {
			waits++
			add(tui.Bad, mark(m)+" "+s.t("manager.long_wait", "service", s.in(l.Name), "minutes", m))
		}
		if m >= longWait && unserved(l) == 0 && (longest == nil || m > s.longestMinutes(*longest)) {
			longest = &v.Lines[i]
		}
	}
	if waits == 0 && longest != nil {
		m := s.longestMinutes(*longest)
		add(urgency(m), mark(m)+" "+s.t("manager.long_wait", "service", s.in(longest.Name), "minutes", m))
	}
	if len(rs) == 0 {
		add(tui.Good, s.t("manager.all_well"))
	}
	if len(v.Unserved) > 0 {
		add(tui.Warn, s.t("manager.unserved_list", "n", len(v.Unserved), "numbers", strings.Join(v.Unserved, " ")))
	}
	for _, l := range v.Lines {
		if l.Closed != nil && l.Closed.Code == queue.CodeIntakeClosed {
			add(tui.Warn, s.in(l.Name)+"  "+s.intake(l))
		}
	}
	for _, n := range v.Day.Notices {
		add(tui.Ink, s.t("manager.notice_is", "text", s.in(n.Text)))
	}
	if len(v.Missed) > 0 {
		row(rowMissed, tui.Ink, s.t("manager.missed_list", "numbers", numbers(v.Missed)))
	}
	if len(v.Held) > 0 {
		row(rowHeld, tui.Ink, s.t("manager.held_list", "numbers", numbers(v.Held)))
	}
	return rs
}

// alarm is an alarm in the manager's words, or, if it has none, in the hall's.
func (s *Screen) alarm(a wire.Error) string {
	if key := "manager.alarm." + a.Code; words.Has(key) {
		return s.t(key, "by", a.Params["by"])
	}
	text := a.Code + ": " + a.Msg
	if a.Hint != "" {
		text += " (" + a.Hint + ")"
	}
	return text
}

func numbers(qs []wire.Queued) string {
	var out []string
	for _, q := range qs {
		out = append(out, q.Number)
	}
	return strings.Join(out, " ")
}

func (s *Screen) asideHeight() int { return len(s.remarks()) + 1 }

// asideCells are where the remarks stand in r, as many as fit; above them is a
// rule, if there is room for one.
func (s *Screen) asideCells(r image.Rectangle) []image.Rectangle {
	if r.Dy() > 3 {
		tui.CutTop(&r, 1)
	}
	var cells []image.Rectangle
	for _, m := range s.remarks() {
		if r.Dy() <= 0 {
			break
		}
		cells = append(cells, tui.CutTop(&r, max(1, len(tui.WrapLines(m.Text, r.Dx())))))
	}
	return cells
}

// asideTargets are the rows that can be touched.
func (s *Screen) asideTargets(r image.Rectangle) []tui.Target {
	var ts []tui.Target
	rs := s.remarks()
	for i, cell := range s.asideCells(r) {
		if rs[i].id != "" {
			ts = append(ts, tui.Target{ID: rs[i].id, Rect: cell, Look: tui.Quiet})
		}
	}
	return ts
}

func (s *Screen) drawAside(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	if r.Dy() > 3 {
		c.HLine(r, tui.Muted)
	}
	rs := s.remarks()
	for i, cell := range s.asideCells(r) {
		style := rs[i].Style
		if t, ok := tui.Find(ts, rs[i].id); ok && t.Pressed {
			style |= tui.Reverse
		}
		c.Wrap(cell, tui.Left, style, rs[i].Text)
	}
}

// openMissed lists the missed numbers, openHeld those on hold. One of them leads
// to its history, and to what can be done with it there.
func (s *Screen) openMissed() {
	if len(s.view.Missed) == 0 {
		s.say(tui.Accent, "manager.none_missed")
		return
	}
	s.choose(s.t("manager.missed_which"), s.queuedRows(s.view.Missed), s.fetchHistory)
}

func (s *Screen) openHeld() {
	if len(s.view.Held) == 0 {
		s.say(tui.Accent, "manager.none_held")
		return
	}
	s.choose(s.t("manager.held_which"), s.queuedRows(s.view.Held), s.fetchHistory)
}

// queuedRows are numbers with what is known of them.
func (s *Screen) queuedRows(qs []wire.Queued) []tui.Choice {
	var rows []tui.Choice
	for _, q := range qs {
		note := s.themeName(q.Theme)
		if q.Hold != "" {
			note += "  " + s.t("common.held."+string(q.Hold))
		}
		rows = append(rows, tui.Choice{ID: q.Number, Label: q.Number, Note: note + "  " + s.t("common.minutes_ago", "n", s.minutes(q.Since))})
	}
	return rows
}
