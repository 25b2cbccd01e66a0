package window

import (
	tea "charm.land/bubbletea/v2"

	"onewindow/queue"
)

// ring rings the terminal's bell when somebody arrives while the window is idle
// and nobody waited: the clerk may be looking elsewhere.
func (s *Screen) ring() tea.Cmd {
	was, known := s.waiters, s.counted
	s.waiters, s.counted = len(s.view.Next), true
	if !known || s.view.State != queue.Idle || was > 0 || s.waiters == 0 {
		return nil
	}
	return s.Ring()
}

// WindowTitle tells in a task bar what the clerk does not see behind another
// program: who is at the window, or how many wait.
func (s *Screen) WindowTitle() string {
	if s.view == nil || s.view.State == queue.Closed {
		return ""
	}
	n, _ := s.waiting()
	what := s.T("window.waiting", "n", n)
	switch {
	case s.Cut():
		what = s.T("common.cut")
	case s.view.Ticket != nil:
		what = s.view.Ticket.Number + " " + s.T("common.state."+string(s.view.State))
	}
	return what + " " + s.T("common.window", "window", s.view.Label)
}
