package manager

import (
	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// openAsk lists the windows, to ask one to open or to close.
func (s *Screen) openAsk() {
	s.pickWindow(s.T("manager.ask_which"), func(wire.WindowRow) bool { return true }, s.askWindow)
}

// askKind is what a window can be asked: to open when it is closed or paused,
// else to close.
func (s *Screen) askKind(w wire.WindowRow) queue.AskKind {
	if w.State == queue.Closed || w.State == queue.Paused {
		return queue.AskOpen
	}
	return queue.AskClose
}

// askWindow asks a window's clerk to open, for a service that needs help if one
// is chosen, or to close after the present citizen. The clerk decides.
func (s *Screen) askWindow(id string) {
	w := s.window(id)
	if w == nil {
		return
	}
	kind, label := s.askKind(*w), w.Label
	ask := func(theme string) tea.Cmd {
		return s.send("hall.ask", wire.AskRequest{Window: id, What: kind, Theme: theme}, "manager.asked_done", "window", label)
	}
	if kind == queue.AskClose {
		s.Confirm(s.T("manager.ask_close_ask", "window", label), s.T("manager.ask_to.close"), func() tea.Cmd { return ask("") })
		return
	}
	rows := []tui.Choice{{ID: "any", Label: s.T("manager.ask_any")}}
	for _, l := range s.view.Lines {
		if l.Waiting > 0 {
			rows = append(rows, tui.Choice{ID: "for " + l.Theme, Label: s.In(l.Name), Note: s.T("manager.waiting_n", "n", l.Waiting)})
		}
	}
	s.Choose(s.T("manager.ask_open_ask", "window", label), rows, func(row string) tea.Cmd {
		if row == "any" {
			return ask("")
		}
		return ask(row[len("for "):])
	})
}
