package manager

import (
	"slices"
	"strings"

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
		out = append(out, s.leftOver(n))
	}
	return out
}

// leftOver is a number that the close has left: all of it where the hall has told the
// day's numbers, else what its letter says.
func (s *Screen) leftOver(number string) wire.Queued {
	q := wire.Queued{Number: number, State: queue.Expired}
	for _, l := range s.view.Lines {
		if l.Prefix != "" && strings.Trim(strings.TrimPrefix(number, l.Prefix), "0123456789") == "" {
			q.Theme = l.Theme
		}
	}
	for _, t := range s.left {
		if t.Number == number {
			q.Class, q.Since = t.Class, t.Issued
			if len(t.Themes) > 0 {
				q.Theme = t.Themes[0]
			}
		}
	}
	return q
}
