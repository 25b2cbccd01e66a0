package manager

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// remark is one thing to know that is no alert; one with an ID can be touched.
type remark struct {
	id string
	tui.TextLine
	brief string // what stands there where the text would be cut; empty for its beginning
}

// Rows of numbers that lead to the list of them.
const (
	rowMissed = "aside missed"
	rowHeld   = "aside held"
	// rowAsked and a window's id lead to the window.
	rowAsked = "asked "
	// rowDevices leads to the page of devices.
	rowDevices = "aside devices"
)

// remarks are what staff have decided and must not forget, and who is put aside.
func (s *Screen) remarks() []remark {
	v := s.view
	var rs []remark
	row := func(id string, style tui.Style, text string) {
		rs = append(rs, remark{id: id, TextLine: tui.TextLine{Style: style, Text: text}})
	}
	sum := s.deviceWords()
	if sum.Style == tui.Warn {
		row(rowDevices, sum.Style, sum.Text)
	}
	if us := v.Unpapered; len(us) > 0 {
		var ns []string
		for _, u := range us {
			ns = append(ns, u.Number)
		}
		row("", tui.Warn, s.T("manager.unpapered_list", "n", len(us), "numbers", strings.Join(ns, " ")))
	}
	if len(v.Unserved) > 0 {
		row("", tui.Warn, s.T("manager.unserved_list", "n", len(v.Unserved), "numbers", strings.Join(v.Unserved, " ")))
	}
	for _, l := range v.Lines {
		if l.Closed != nil && l.Closed.Code == queue.CodeIntakeClosed {
			row("", tui.Warn, s.In(l.Name)+"  "+s.intake(l))
		}
		if l.Closed != nil && l.Closed.Code == queue.CodeFull {
			row("", tui.Warn, s.T("manager.full_line", "theme", s.In(l.Name)))
		}
	}
	for _, n := range v.Day.Notices {
		row("", tui.Ink, s.T("manager.notice_is", "text", s.In(n.Text)))
	}
	if len(v.Missed) > 0 {
		row(rowMissed, tui.Ink, s.T("manager.missed_list", "numbers", numbers(v.Missed)))
	}
	if len(v.Held) > 0 {
		row(rowHeld, tui.Ink, s.T("manager.held_list", "numbers", numbers(v.Held)))
	}
	if sum.Style == tui.Good {
		row(rowDevices, tui.Ink, sum.Text)
	}
	return append(rs, s.accuracyRemarks()...)
}

func numbers(qs []wire.Queued) string {
	var out []string
	for _, q := range qs {
		out = append(out, q.Number)
	}
	return strings.Join(out, " ")
}

// reminders are all remarks where alerts do not stand above them.
func (s *Screen) reminders() []remark { return append(s.wishes(), s.remarks()...) }

// noteCells are where the remarks stand in r under their heading, as many as
// fit.
func (s *Screen) noteCells(r image.Rectangle) []image.Rectangle {
	tui.CutTop(&r, 1)
	var cells []image.Rectangle
	for _, m := range s.reminders() {
		if r.Dy() <= 0 {
			break
		}
		cells = append(cells, tui.CutTop(&r, max(1, len(tui.WrapLines(m.Text, r.Dx())))))
	}
	return cells
}

func (s *Screen) layoutNotes(r image.Rectangle) []tui.Target {
	var ts []tui.Target
	rs := s.reminders()
	for i, at := range s.noteCells(r) {
		if rs[i].id != "" {
			ts = append(ts, tui.Target{ID: rs[i].id, Rect: at, Look: tui.Quiet})
		}
	}
	return ts
}

// drawNotes writes the remarks, and what raises an alert.
func (s *Screen) drawNotes(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	c.Fill(image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+1), tui.Head)
	c.Text(tui.Inset(r, 1, 0), tui.Left, tui.Head|tui.Bold, s.T("manager.notes"))
	rs := s.reminders()
	last := r.Min.Y + 1
	for i, at := range s.noteCells(r) {
		style := s.st(rs[i].Style)
		if t, ok := tui.Find(ts, rs[i].id); ok && rs[i].id != "" && t.Pressed {
			style |= tui.Reverse
		}
		c.Wrap(at, tui.Left, style, rs[i].Text)
		last = at.Max.Y
	}
	rest := image.Rect(r.Min.X, last, r.Max.X, r.Max.Y)
	if len(rs) == 0 {
		c.Text(tui.CutTop(&rest, 1), tui.Left, tui.Muted, s.T("manager.no_notes"))
	}
	if rest.Dy() < 3 {
		return
	}
	tui.CutTop(&rest, 1)
	t := s.thresholds()
	c.Wrap(rest, tui.Left, tui.Muted, s.T("manager.thresholds",
		"wait", int(t.WaitWarning)/60, "wait2", int(t.WaitCritical)/60, "load", t.LoadWarning, "load2", t.LoadCritical, "times", t.VisitTimes))
}
