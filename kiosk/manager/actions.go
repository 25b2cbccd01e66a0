package manager

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// action is one thing that a manager does, by a key.
type action struct{ id, key string }

// actionsOn are the actions of each tab, in the order of their keys on the
// screen.
var actionsOn = map[tab][]action{
	tabOverview: {{"ack", "k"}, {"intake", "i"}, {"assign", "a"}, {"ask", "o"}, {"free", "f"}, {"notice", "n"}, {"export", "e"}, {"day", "d"}, {"stop", "s"}},
	tabWindows:  {{"open", "enter"}, {"assign", "a"}, {"ask", "o"}, {"free", "f"}, {"story", "t"}, {"find", "g"}},
	tabAlerts:   {{"ack", "k"}, {"missed", "m"}, {"held", "h"}, {"intake", "i"}, {"notice", "n"}},
	tabTicket:   {{"ticket", "t"}, {"why", "w"}, {"missed", "m"}, {"held", "h"}},
	tabSettings: {{"edit", "enter"}},
	tabStaff:    {{"open", "enter"}, {"new", "n"}, {"name", "c"}, {"rights", "r"}, {"pin", "p"}, {"remove", "x"}},
}

// everywhere are keys that work on every tab but where it has another use for
// them; they have no button of their own there.
var everywhere = []action{{"ticket", "t"}, {"ack", "k"}, {"missed", "m"}, {"held", "h"}, {"intake", "i"}, {"assign", "a"}, {"ask", "o"}, {"free", "f"}, {"notice", "n"}, {"export", "e"}, {"day", "d"}, {"stop", "s"}}

// tabKeys are the keys of the open tab, not yet laid out.
func (s *Screen) tabKeys() []tui.Target {
	var ts []tui.Target
	for _, a := range actionsOn[s.tab] {
		t := tui.Target{ID: a.id, Key: a.key, Label: s.T("manager.key." + a.id)}
		if a.key == "enter" {
			t.Label = s.T("manager.enter_key") + "  " + t.Label
		}
		switch {
		case a.id == "stop" && s.view.Day.Stopped != "":
			t.Label, t.Look = s.T("manager.resume"), tui.Primary
		case a.id == "stop" || a.id == "remove":
			t.Look = tui.Danger
		case a.id == "day" && !s.view.Day.Open:
			t.Label, t.Look = s.T("manager.open_day"), tui.Primary
		case a.id == "ack" && len(s.view.Helps) > 0:
			t.Label, t.Look = s.T("manager.key.help"), tui.Primary
		case a.id == "ack":
			t.Closed = s.unseen() == 0
		case a.key == "enter" || s.tab == tabTicket && a.id == "ticket":
			t.Look = tui.Primary
		}
		if s.Cut() && a.id != "open" && a.id != "find" {
			t.Closed = true // it says why when it is pressed
		}
		ts = append(ts, t)
	}
	return ts
}

// tabKey takes a key that is no target's on a tab.
func (s *Screen) tabKey(key string) tea.Cmd {
	if i, err := strconv.Atoi(key); err == nil && i >= 1 && i <= len(tabs) {
		return s.openTab(tabs[i-1]) // of a tab for which the bar has no room
	}
	for _, a := range everywhere {
		if strings.EqualFold(key, a.key) {
			return s.act(a.id)
		}
	}
	if s.tab == tabOverview {
		s.scrollGrid(key)
		s.scrollLines(key)
		return nil
	}
	if key == "esc" {
		return s.openTab(tabOverview)
	}
	if key == "enter" && (s.tab == tabAlerts || s.tab == tabTicket) {
		return s.enterRow()
	}
	s.walk(key)
	return nil
}

// changing are the actions that only somebody signed in may begin.
var changing = map[string]bool{
	"intake": true, "assign": true, "ask": true, "free": true, "notice": true, "day": true, "stop": true, "export": true,
	"new": true, "name": true, "rights": true, "pin": true, "remove": true,
}

// act begins an action, or opens what was touched.
func (s *Screen) act(id string) tea.Cmd {
	s.Hush()
	if !changing[id] {
		return s.do(id)
	}
	return s.begin(func() tea.Cmd { return s.do(id) })
}

func (s *Screen) do(id string) tea.Cmd {
	switch id {
	case "ack":
		return s.ackHere()
	case "intake":
		s.openIntake()
	case "assign":
		s.onWindow(s.openAssign, s.openThemes)
	case "ask":
		s.onWindow(s.openAsk, s.askWindow)
	case "free":
		s.onWindow(s.openFree, s.askFree)
	case "stop":
		s.openStop()
	case "notice":
		s.openNotices()
	case "day":
		s.openDay()
	case "export":
		return s.export()
	case "ticket":
		s.tickets.LookUp()
	case "why":
		s.tickets.AskWhy("")
	case "story":
		if w := s.chosen(); w != nil && w.Number != "" {
			return s.tickets.Show(w.Number)
		}
		s.Say(tui.Accent, "manager.nobody_there")
	case "find":
		s.findWindow()
	case "edit":
		return s.openRule(ruleFields[s.reached(len(ruleFields))].key)
	case "open":
		s.openReached()
	case "missed", rowMissed:
		s.openMissed()
	case "held", rowHeld:
		s.openHeld()
	case "new", "name", "rights", "pin", "remove":
		return s.actOnClerk(id)
	default:
		return s.touch(id)
	}
	return nil
}

// touch opens what a row is about.
func (s *Screen) touch(id string) tea.Cmd {
	kind, name, _ := strings.Cut(id, " ")
	switch kind {
	case "line":
		s.openLine(name)
	case "win":
		s.openWindow(name)
	case "alert", "help":
		return s.openAlert(id)
	case "rule":
		return s.openRule(name)
	case "clerk":
		s.openClerk(name)
	case "more":
		return s.openTab(tabAlerts)
	case "number":
		return s.tickets.Show(name)
	}
	return nil
}

// enterRow acts on the row that was reached.
func (s *Screen) enterRow() tea.Cmd {
	if s.tab == tabTicket {
		if qs := s.aside(); len(qs) > 0 {
			return s.tickets.Show(qs[s.reached(len(qs))].Number)
		}
		return nil
	}
	if as := s.alerts(); len(as) > 0 {
		return s.act(as[s.reached(len(as))].id)
	}
	return nil
}

// ackHere acknowledges the row that was reached on the page of alerts, and
// elsewhere the most pressing one.
func (s *Screen) ackHere() tea.Cmd {
	as := s.alerts()
	if s.tab == tabAlerts && len(as) > 0 && s.at[tabAlerts] > 0 {
		return s.openAlert(as[s.reached(len(as))].id)
	}
	return s.acknowledge()
}

// onWindow acts on the window that was reached on the page of windows; elsewhere
// one is chosen first.
func (s *Screen) onWindow(choose func(), act func(id string)) {
	if w := s.chosen(); s.tab == tabWindows && w != nil {
		act(w.ID)
		return
	}
	choose()
}

// openReached opens the row that was reached.
func (s *Screen) openReached() {
	switch s.tab {
	case tabWindows:
		if w := s.chosen(); w != nil {
			s.openWindow(w.ID)
		}
	case tabStaff:
		if c := s.reachedClerk(); c != nil {
			s.openClerk(c.ID)
		}
	}
}

// Help lists the keys of the open tab, those that work everywhere, and what the
// marks mean.
func (s *Screen) Help() []string {
	lines := []string{s.T("manager.help_title", "page", s.tabLabel(s.tab, false)), s.T("manager.help_tabs")}
	seen := map[string]bool{}
	as := append(append([]action(nil), actionsOn[s.tab]...), everywhere...)
	for _, a := range as {
		if !seen[a.key] && !seen[a.id] {
			lines = append(lines, pad(keyName(a.key), 6)+s.T("manager.does."+a.id))
		}
		seen[a.key], seen[a.id] = true, true
	}
	lines = append(lines, pad("L", 6)+s.T("manager.does.sign"))
	return append(lines, s.T("manager.help_marks"), s.T("manager.help_more"))
}

func keyName(key string) string {
	if key == "enter" {
		return "Enter"
	}
	return strings.ToUpper(key)
}

func pad(text string, w int) string { return text + strings.Repeat(" ", max(1, w-tui.Width(text))) }
