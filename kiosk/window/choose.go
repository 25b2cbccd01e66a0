package window

import (
	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// choose opens a list. Its rows are those of the moment: what the clerk reads is
// what a key picks. Nothing is chosen yet: Enter, the key of "next", must not
// choose by accident.
func (s *Screen) choose(title string, rows []tui.Choice, pick func(id string) tea.Cmd) {
	s.list, s.pick = tui.Chooser{Title: title, Rows: rows, At: -1}, pick
	s.goTo(pageChoose)
}

// tapList acts on a target of a list.
func (s *Screen) tapList(id string) tea.Cmd {
	if s.list.Tap(id) {
		return nil
	}
	s.says = message{}
	if id == "back" {
		s.home()
		return nil
	}
	return s.pick(id)
}

// listLabels are the words of every list.
func (s *Screen) listLabels() tui.ChooserLabels {
	return tui.ChooserLabels{
		Back: s.t("common.back"), Earlier: s.t("common.earlier"), Later: s.t("common.later"), Empty: s.t("common.list_empty"),
		Page: func(page, pages int) string { return s.t("common.page", "page", page, "pages", pages) },
	}
}

// enter opens a form for a short text; take gets it once it is confirmed.
func (s *Screen) enter(e tui.Entry, take func(text string) tea.Cmd) {
	s.text, s.typed = e, take
	s.goTo(pageEnter)
}

// tapEntry acts on a key of that form.
func (s *Screen) tapEntry(id string) tea.Cmd {
	if id == "confirm" && s.text.Text == "" {
		s.say(tui.Warn, "common.type_first")
		return nil
	}
	s.says = message{}
	switch id {
	case "back":
		s.home()
	case "confirm":
		return s.typed(s.text.Text)
	default:
		s.text.Tap(id)
	}
	return nil
}

func (s *Screen) entryLabels() tui.EntryLabels {
	return tui.EntryLabels{Delete: s.t("common.delete"), Confirm: s.t("common.confirm"), Back: s.t("common.back")}
}

// typeKey takes a character. Keypads have no Backspace and no Esc: where nothing
// but digits is asked for, minus takes the last one away, and leads back where
// there is none.
func (s *Screen) typeKey(text string) tea.Cmd {
	digits := s.text.Secret || len(s.text.Letters) == 0 && s.text.Max <= digitsMax
	switch {
	case text == "-" && digits && s.text.Text == "":
		return s.tapEntry("back")
	case text == "-" && digits && !s.text.Secret: // a PIN may have any character
		return s.tapEntry("delete")
	}
	s.text.Type(text)
	return nil
}

// digitsMax is the longest text that is a mere number: minutes, a window.
const digitsMax = 8
