package guide

import (
	tea "charm.land/bubbletea/v2"

	"onewindow/wire"
)

// ring rings the bell when somebody calls who did not call before, and when the hall
// is stopped. What the screen finds when it starts is no news.
func (s *Screen) ring(was, is wire.Hall) tea.Cmd {
	if is.Day.Stopped != "" && was.Day.Stopped == "" {
		return s.Ring()
	}
	known := map[string]bool{}
	for _, c := range was.Helps {
		known[c.ID] = true
	}
	for _, c := range is.Helps {
		if !known[c.ID] {
			return s.Ring()
		}
	}
	return nil
}
