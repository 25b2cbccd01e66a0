package window

import (
	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// enter opens a form for a short text.
func (s *Screen) enter(e tui.Entry, take func(text string) tea.Cmd) {
	s.Enter(e, take)
}

// choose opens a list, the rows of which are the higher the fewer they are.
func (s *Screen) choose(title string, rows []tui.Choice, pick func(id string) tea.Cmd) *tui.Chooser {
	return tall(s.Choose(title, rows, pick))
}

// tall makes the rows of a list the higher the fewer they are.
func tall(list *tui.Chooser) *tui.Chooser {
	if n := len(list.Rows); n > 0 && n < 8 {
		list.PerPage = max(4, n)
	}
	return list
}

// digitsMax is the longest text that is a mere number: minutes, a window.
const digitsMax = 8

// keypadMinus takes a minus that is no character: keypads have no Backspace and
// no Esc. Where nothing but digits is asked for it takes the last one away, and
// leads back where there is none.
func (s *Screen) keypadMinus(text string) bool {
	e := s.Entry()
	if text != "-" || e == nil || !s.Typing() || len(e.Letters) > 0 || e.Max > digitsMax && !e.Secret {
		return false
	}
	switch {
	case e.Text == "":
		s.Hush()
		s.Back()
	case e.Secret: // a PIN may have any character
		return false
	default:
		e.Tap("delete")
	}
	return true
}
