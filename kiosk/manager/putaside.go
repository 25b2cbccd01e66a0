package manager

import (
	"image"
	"slices"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// openMissed lists the missed numbers, openHeld those on hold. One of them leads
// to its history, and to what can be done with it there.
func (s *Screen) openMissed() {
	if len(s.view.Missed) == 0 {
		s.Say(tui.Accent, "manager.none_missed")
		return
	}
	s.Choose(s.T("manager.missed_which"), s.queuedRows(s.view.Missed), s.tickets.Show)
}

func (s *Screen) openHeld() {
	if len(s.view.Held) == 0 {
		s.Say(tui.Accent, "manager.none_held")
		return
	}
	s.Choose(s.T("manager.held_which"), s.queuedRows(s.view.Held), s.tickets.Show)
}

// queuedRows are numbers with what is known of them.
func (s *Screen) queuedRows(qs []wire.Queued) []tui.Choice {
	var rows []tui.Choice
	for _, q := range qs {
		note := s.Theme(q.Theme)
		if q.Hold != "" {
			note += "  " + s.T("common.held."+string(q.Hold))
		}
		rows = append(rows, tui.Choice{ID: q.Number, Label: q.Number, Note: note + "  " + s.T("common.minutes_ago", "n", s.Minutes(q.Since))})
	}
	return rows
}

// aside are the numbers that are not in a line: missed, on hold, and, after the
// close, left unserved.
func (s *Screen) aside() []wire.Queued {
	out := append(slices.Clone(s.view.Missed), s.view.Held...)
	for _, n := range s.view.Unserved {
		out = append(out, wire.Queued{Number: n, State: queue.Expired})
	}
	return out
}

func (s *Screen) asideColumns(width int) []tui.Column {
	cols := []tui.Column{
		{Head: " " + s.T("manager.col_number"), Width: 10}, {Head: s.T("manager.col_state"), Width: 12},
		{Head: s.T("manager.lines")}, {Head: s.T("manager.col_class"), Width: 10}, {Head: s.T("manager.col_since"), Width: 7, Align: tui.Right},
	}
	if width < 60 {
		return cols[:3]
	}
	return cols
}

// numbersAreas part the page of numbers: what it is for, and the numbers put
// aside.
func (s *Screen) numbersAreas(r image.Rectangle) (say, list image.Rectangle) {
	say = tui.CutTop(&r, min(3, max(1, r.Dy()/4)))
	return say, r
}

func (s *Screen) layoutNumbers(r image.Rectangle) []tui.Target {
	_, list := s.numbersAreas(r)
	qs := s.aside()
	top := shown(s.reached(len(qs)), len(qs), list.Dy()-1)
	var ts []tui.Target
	for i := top; i < len(qs); i++ {
		if at := tui.RowRect(list, s.asideColumns(list.Dx()), i-top); !at.Empty() {
			ts = append(ts, tui.Target{ID: "number " + qs[i].Number, Rect: at, Look: tui.Quiet})
		}
	}
	return ts
}

// drawNumbers says how to look a number up, and lists those put aside.
func (s *Screen) drawNumbers(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	say, list := s.numbersAreas(r)
	c.Wrap(say, tui.Left, s.st(tui.Accent|tui.Bold), s.T("manager.ticket_hint"))
	qs := s.aside()
	at := s.reached(len(qs))
	top := shown(at, len(qs), list.Dy()-1)
	cols := s.asideColumns(list.Dx())
	var rows []tui.TableRow
	for i := top; i < len(qs); i++ {
		q := qs[i]
		style := s.st(tui.Ink)
		if t, ok := tui.Find(ts, "number "+q.Number); i == at || ok && t.Pressed {
			style |= tui.Reverse
		}
		state := s.T("common.ticket." + string(q.State))
		if q.Hold != "" {
			state = s.T("common.held." + string(q.Hold))
		}
		class := ""
		if q.Class != "" {
			class = s.T("common.class." + string(q.Class))
		}
		rows = append(rows, tui.TableRow{Style: style, Cells: []string{" " + q.Number, state, s.Theme(q.Theme), class, s.Clock(q.Since)}[:len(cols)]})
	}
	c.Table(list, cols, rows)
	if len(qs) == 0 {
		tui.CutTop(&list, 2)
		c.Text(list, tui.Left, tui.Muted, " "+s.T("manager.none_aside"))
	}
}
