package guide

import (
	tea "charm.land/bubbletea/v2"

	"onewindow/wire"
)

// ring rings the bell when somebody calls who did not call before. What the screen
// finds when it starts is no news.
func (s *Screen) ring(was, is []wire.HelpCall) tea.Cmd {
	known := map[string]bool{}
	for _, c := range was {
		known[c.ID] = true
	}
	for _, c := range is {
		if !known[c.ID] {
			return s.Ring()
		}
	}
	return nil
}
