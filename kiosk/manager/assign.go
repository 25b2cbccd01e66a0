package manager

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// openAssign lists the windows.
func (s *Screen) openAssign() {
	s.pickWindow(s.T("manager.assign_which"), func(wire.WindowRow) bool { return true }, s.openThemes)
}

// openThemes lets the manager mark which themes a window serves as its own and
// with which it helps out. A press on a theme leads from none to own, to help,
// to none.
func (s *Screen) openThemes(id string) {
	w := s.window(id)
	if w == nil {
		return
	}
	own, spill := slices.Clone(w.Own), slices.Clone(w.Spill)
	was := wire.Served{Own: slices.Clone(w.Own), Spill: slices.Clone(w.Spill)}
	label := w.Label
	var list *tui.Chooser
	list = s.Choose(s.T("manager.assign_title", "window", label), s.themeRows(own, spill), func(theme string) tea.Cmd {
		if theme == "confirm" {
			if len(own) == 0 {
				s.Say(tui.Warn, "manager.assign_none")
				return nil
			}
			return s.sendSeen("hall.assign", wire.AssignRequest{Window: id, Own: own, Spill: spill, Was: &was}, "manager.assigned", "window", label)
		}
		switch {
		case slices.Contains(own, theme):
			own = without(own, theme)
			spill = append(spill, theme)
		case slices.Contains(spill, theme):
			spill = without(spill, theme)
		default:
			own = append(own, theme)
		}
		list.Rows = s.themeRows(own, spill)
		return nil
	})
	list.More = []tui.Target{{ID: "confirm", Label: s.T("common.confirm"), Key: "enter", Look: tui.Primary}}
}

func without(themes []string, theme string) []string {
	return slices.DeleteFunc(themes, func(t string) bool { return t == theme })
}

func (s *Screen) themeRows(own, spill []string) []tui.Choice {
	var rows []tui.Choice
	for _, l := range s.view.Lines {
		mark := s.T("manager.serves_not")
		switch {
		case slices.Contains(own, l.Theme):
			mark = s.T("manager.serves_own")
		case slices.Contains(spill, l.Theme):
			mark = s.T("manager.serves_spill")
		}
		rows = append(rows, tui.Choice{ID: l.Theme, Label: "[" + mark + "] " + s.In(l.Name)})
	}
	return rows
}
