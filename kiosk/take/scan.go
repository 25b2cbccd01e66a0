package take

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/queue"
	"onewindow/wire"
)

// TakesScans tells the shell to take a burst of keys for the scan of a device in
// keyboard mode, on every page: the number of a card must not be typed into what is
// searched for either.
func (s *Screen) TakesScans() bool { return true }

// scan takes what a scanner or a card reader in keyboard mode has read: the code of
// a number, or the number of a card.
func (s *Screen) scan(text string) tea.Cmd {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	id, err := queue.ParseIDNumber(text, s.local(s.set.Now()))
	if err == nil {
		return s.card(id)
	}
	if trouble := cardLike(text); trouble != "" {
		s.cardTrouble(trouble)
		return nil
	}
	if !s.attend() {
		return nil
	}
	number, why := s.numberIn(text)
	if s.page == pageSearch || s.page == pageList {
		if why == "not_ours" || strings.EqualFold(number, text) {
			s.typeBurst(text)
			return nil
		}
	}
	switch {
	case why != "":
		s.tellOf(note{code: why})
	case s.cut:
		s.tellOf(note{err: &wire.Error{Code: wire.CodeUnreachable}})
	default:
		return s.find(number, true)
	}
	return nil
}

// typeBurst searches for what came as fast as a scan and is no code, or a bare number,
// which may be that of an item: an input method types whole words at once.
func (s *Screen) typeBurst(text string) {
	if s.page == pageList {
		s.goTo(pageSearch)
	}
	for _, r := range text {
		s.typeQuery(string(r))
	}
}

// missedCode says why the code of a number leads nowhere.
func (s *Screen) missedCode(e *wire.Error) {
	if e.Code == string(queue.CodeUnknownNumber) {
		s.tellOf(note{code: "no_such"})
		return
	}
	s.tellOf(note{err: e})
}

// cardLike is what is wrong with the number of a card that the hall cannot use, ""
// if text is none: 18 characters that were misread, or the 15 of cards that are no
// more issued to residents, and of foreigners' cards before 2023.
func cardLike(text string) string {
	digits := func(t string) bool { return strings.Trim(t, "0123456789") == "" }
	switch {
	case len(text) == 18 && digits(text[:17]) && (digits(text[17:]) || strings.EqualFold(text[17:], "X")):
		return wire.CardUnreadable
	case len(text) == 15 && digits(text[3:]) && (digits(text[:3]) || letters(text[:3])):
		return wire.CardForeign
	}
	return ""
}

// letters reports whether text is Latin letters only.
func letters(text string) bool {
	return strings.Trim(strings.ToUpper(text), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// numberIn is the number that a code says, in each of the forms of wire.CodeOf; or
// why it says none of today's, as a note.
func (s *Screen) numberIn(text string) (number, why string) {
	link, day := s.set.TicketLink, s.menu.Day
	if link != "" && len(text) > len(link) && strings.EqualFold(text[:len(link)], link) {
		number, ok := numberOf(text[len(link):])
		if !ok {
			return "", "not_ours"
		}
		return number, ""
	}
	parts := strings.Fields(text)
	number, ok := numberOf(parts[len(parts)-1])
	switch {
	case !ok || len(parts) != 1 && len(parts) != 3:
		return "", "not_ours"
	case len(parts) == 1 && !s.ofThisHall(number):
		return "", "not_ours"
	case len(parts) == 1:
		return number, ""
	case !dateLike(parts[1]):
		return "", "not_ours"
	case !strings.EqualFold(parts[0], day.Hall):
		return "", "other_hall"
	case parts[1] != day.Date:
		return "", "other_day"
	}
	return number, ""
}

// numberOf reads a number as it stands on paper, letters and digits, and reports
// whether text is one.
func numberOf(text string) (number string, ok bool) {
	text = strings.ToUpper(text)
	prefix := strings.TrimRight(text, "0123456789")
	n := len(text) - len(prefix)
	return text, n > 0 && n <= maxDigits && prefix != "" && len(prefix) <= maxPrefix && letters(prefix)
}

// maxPrefix is how many letters a number begins with at most, see queue.Theme.
const maxPrefix = 3

// ofThisHall reports whether the hall's numbers begin so.
func (s *Screen) ofThisHall(number string) bool {
	prefix := strings.TrimRight(number, "0123456789")
	for _, p := range s.prefixes() {
		if strings.EqualFold(p, prefix) {
			return true
		}
	}
	return false
}

// dateLike reports whether text is written as a business day is.
func dateLike(text string) bool {
	return len(text) == len("2006-01-02") && text[4] == '-' && text[7] == '-' && strings.Trim(text, "0123456789-") == ""
}
