package window

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/queue"
)

// bellPause is how long the bell is quiet after it rang.
const bellPause = 20 * time.Second

// ring rings the terminal's bell when somebody arrives while the window is idle
// and nobody waited: the clerk may be looking elsewhere.
func (s *Screen) ring() tea.Cmd {
	was, known := s.waiters, s.counted
	s.waiters, s.counted = len(s.view.Next), true
	if !known || s.view.State != queue.Idle || was > 0 || s.waiters == 0 || s.ticked.Sub(s.rang) < bellPause {
		return nil
	}
	s.rang = s.ticked
	return tea.Raw("\a")
}
