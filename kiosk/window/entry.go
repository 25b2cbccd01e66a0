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
	list.Airy = true
	if n := len(list.Rows); n > 0 && n < 8 {
		list.PerPage = max(4, n)
	}
	return list
}

// digitsMax is the longest text that is a mere number: minutes, a window.
const digitsMax = 8

// takesDigits reports whether a mere number is asked for. A PIN may have any
// character.
func takesDigits(e *tui.Entry) bool { return len(e.Letters) == 0 && e.Max <= digitsMax && !e.Secret }

// keypadMinus takes a minus that is no character: keypads have no Backspace and
// no Esc. It leads back where nothing has been typed, with which no text begins, and
// takes the last digit of a mere number away.
func (s *Screen) keypadMinus(text string) bool {
	e := s.Entry()
	if text != "-" || e == nil || !s.Typing() || e.Text != "" && !takesDigits(e) {
		return false
	}
	switch {
	case e.Text == "":
		s.Hush()
		s.Back()
	default:
		e.Tap("delete")
	}
	return true
}
