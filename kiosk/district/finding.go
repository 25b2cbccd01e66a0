package district

import (
	"slices"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// textMost is how many characters can be looked for.
const textMost = 24

// find begins to take what is typed.
func (s *Screen) find() {
	s.finding = true
	s.step++
}

// typed takes a key of somebody who looks for a hall; ok is false for one that is no
// text.
func (s *Screen) typed(k tea.KeyPressMsg) (ok bool) {
	text := s.table.kept.text
	switch {
	case k.String() == "backspace":
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	case k.Text != "" && utf8.RuneCountInString(text+k.Text) <= textMost:
		text += k.Text
	default:
		return k.Text != ""
	}
	s.table.kept.text = text
	s.arrange()
	return true
}

// endFinding leaves what was found.
func (s *Screen) endFinding() {
	s.finding = false
	s.step++
}

// dropFinding shows all again.
func (s *Screen) dropFinding() {
	s.table.kept.text = ""
	s.endFinding()
	s.arrange()
}

// clear takes every filter away.
func (s *Screen) clear() {
	s.table.kept = kept{}
	s.arrange()
}

// levels are those that the table is filtered by, one after the other.
var levels = []queue.Level{"", queue.LevelDistrict, queue.LevelStreet, queue.LevelCommunity, queue.LevelPark}

// nextLevel shows the halls of the next level of which there are any.
func (s *Screen) nextLevel() {
	at := slices.Index(levels, s.table.kept.level)
	for i := 1; i <= len(levels); i++ {
		l := levels[(at+i)%len(levels)]
		if l == "" || s.hasLevel(l) {
			s.table.kept.level = l
			break
		}
	}
	s.arrange()
}

func (s *Screen) hasLevel(l queue.Level) bool {
	for i := range s.state.Halls {
		if s.state.Halls[i].Level == l {
			return true
		}
	}
	return false
}

// allStreets is the ID of the choice of no street.
const allStreets = "*"

// openStreets lets a street be chosen.
func (s *Screen) openStreets() {
	rows := []tui.Choice{{ID: allStreets, Label: s.t("district.all_streets"), Note: s.t("district.halls", "n", len(s.state.Halls))}}
	at := 0
	for _, a := range s.streets {
		if a.key == "" {
			continue
		}
		if a.key == s.table.kept.street {
			at = len(rows)
		}
		rows = append(rows, tui.Choice{ID: a.key, Label: a.name.In(s.lang), Note: s.t("district.halls", "n", a.sum.Halls)})
	}
	s.choose(&tui.Chooser{Title: s.t("district.which_street"), Rows: rows, At: at}, s.choseStreet)
}

// choseStreet shows the halls of a street only.
func (s *Screen) choseStreet(id string) tea.Cmd {
	if id == allStreets {
		id = ""
	}
	s.table.kept.street = id
	s.arrange()
	return nil
}

// listLabels are the words of a list.
func (s *Screen) listLabels() tui.ChooserLabels {
	return tui.ChooserLabels{
		Back: s.t("common.back"), Earlier: s.t("common.earlier"), Later: s.t("common.later"), Empty: s.t("common.list_empty"),
		Page: func(page, pages int) string { return s.t("common.page", "page", page, "pages", pages) },
	}
}

// streetName is a street's name in the screen's language.
func (s *Screen) streetName(key string) string {
	for _, a := range s.streets {
		if a.key == key {
			return a.name.In(s.lang)
		}
	}
	return key
}
