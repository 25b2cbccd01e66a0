package take

import (
	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// setLarge changes between the usual page and large text: strong colours, fewer
// and larger buttons, and a display that is told to draw larger.
func (s *Screen) setLarge(on bool) tea.Cmd {
	s.large, s.sheet = on, 0
	theme := s.set.Theme
	if on {
		theme = "contrast"
	}
	cmds := []tea.Cmd{tui.UseTheme(theme)}
	if s.set.Large != nil {
		cmds = append(cmds, s.set.Large(on))
	}
	return tea.Batch(cmds...)
}

// resetLook brings back the language and the size that every citizen finds. A call
// for staff by the one before is left to its button.
func (s *Screen) resetLook() tea.Cmd {
	s.lang, s.help.old = s.set.Lang, s.helping()
	if !s.large {
		return nil
	}
	return s.setLarge(false)
}
