package guide

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/wire"
)

// bellPause is how long the bell is quiet after it rang.
const bellPause = 20 * time.Second

// ring rings the terminal's bell when somebody calls who did not call before: a
// guide talks with people and looks elsewhere. What the screen finds when it
// starts is no news.
func (s *Screen) ring(was, is []wire.HelpCall) tea.Cmd {
	known := map[string]bool{}
	for _, c := range was {
		known[c.ID] = true
	}
	for _, c := range is {
		if !known[c.ID] && s.ticked.Sub(s.rang) >= bellPause {
			s.rang = s.ticked
			return tea.Raw("\a")
		}
	}
	return nil
}
