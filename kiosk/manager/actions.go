package manager

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// action is one thing that a manager does from the overview.
type action struct{ id, key string }

// actions are all of them, in the order of their keys on the screen.
var actions = []action{
	{"intake", "i"}, {"assign", "a"}, {"free", "f"}, {"notice", "n"}, {"ticket", "t"}, {"day", "d"}, {"stop", "s"},
}

// overviewKeys are the keys of the overview, not yet laid out.
func (s *Screen) overviewKeys() []tui.Target {
	var ts []tui.Target
	for _, a := range actions {
		t := tui.Target{ID: a.id, Key: a.key, Label: s.t("manager.key." + a.id)}
		switch {
		case a.id == "stop" && s.view.Day.Stopped != "":
			t.Label, t.Look = s.t("manager.resume"), tui.Primary
		case a.id == "stop":
			t.Look = tui.Danger
		case a.id == "day" && !s.view.Day.Open:
			t.Label, t.Look = s.t("manager.open_day"), tui.Primary
		}
		ts = append(ts, t)
	}
	return ts
}

// layoutOverview lays out the keys, and the rows of the tables: a line leads to
// its intake, a window to what can be done with it.
func (s *Screen) layoutOverview(f frame) []tui.Target {
	ts := layoutKeys(f.keys, s.overviewKeys())
	a := s.areas(f)
	from, cells := s.windowCells(a.windows)
	for i, r := range cells {
		ts = append(ts, tui.Target{ID: "win " + s.view.Windows[from+i].ID, Rect: r, Look: tui.Quiet})
	}
	columns := s.lineColumns(a.lines.Dx())
	_, lines := s.shownLines(a.lines)
	s.fit = len(lines) // a key that turns the page does not know the screen's size
	for i, l := range lines {
		if r := tui.RowRect(a.lines, columns, i); !r.Empty() {
			ts = append(ts, tui.Target{ID: "line " + l.Theme, Rect: r, Look: tui.Quiet})
		}
	}
	return append(ts, s.asideTargets(a.aside)...)
}

// rowKeys open the lists that have no button of their own.
var rowKeys = []action{{rowMissed, "m"}, {rowHeld, "h"}}

// act opens the dialog of an action.
func (s *Screen) act(id string) tea.Cmd {
	s.says = message{}
	switch id {
	case "intake":
		s.openIntake()
	case "assign":
		s.openAssign()
	case "free":
		s.openFree()
	case "stop":
		s.openStop()
	case "notice":
		s.openNotices()
	case "day":
		s.openDay()
	case "ticket":
		s.openTicket()
	case rowMissed:
		s.openMissed()
	case rowHeld:
		s.openHeld()
	default:
		if theme, ok := strings.CutPrefix(id, "line "); ok {
			s.openLine(theme)
		}
		if window, ok := strings.CutPrefix(id, "win "); ok {
			s.openWindow(window)
		}
	}
	return nil
}

// Help lists the keys.
func (s *Screen) Help() []string {
	lines := []string{s.t("common.help")}
	for _, a := range slices.Concat(actions, rowKeys) {
		lines = append(lines, strings.ToUpper(a.key)+"   "+s.t("manager.does."+strings.TrimPrefix(a.id, "aside ")))
	}
	return append(lines, s.t("manager.help_more"))
}
