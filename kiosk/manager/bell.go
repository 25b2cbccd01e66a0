package manager

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"onewindow/queue"
	"onewindow/wire"
)

// ring rings the terminal's bell when somebody in danger calls who did not call
// before: a manager looks elsewhere. What the screen finds when it starts is no news.
func (s *Screen) ring(was, is []wire.HelpCall) tea.Cmd {
	for _, c := range is {
		if c.Kind == queue.HelpPanic && !slices.ContainsFunc(was, func(o wire.HelpCall) bool { return o.ID == c.ID }) {
			return s.Ring()
		}
	}
	return nil
}
