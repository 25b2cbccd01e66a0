package manager

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// action is one thing that a manager does, by a key.
type action struct {
	// id is the target's, and ends the keys of its words: "manager.key." on the
	// key, "manager.does." in the help.
	id, key string
	do      func() tea.Cmd
	// signed says that only somebody signed in may begin it.
	signed bool
	// alone says that it needs nothing of the hall.
	alone bool
	// label stands on the key instead of its own words; look is how it is drawn,
	// and idle that there is nothing to do.
	label string
	look  tui.Look
	idle  bool
}

// everywhere are the actions that work on every tab but where its page has
// another use for their keys; where they have no button, the help lists them.
func (s *Screen) everywhere() []action {
	ack := action{id: "ack", key: "k", do: s.acknowledge, idle: s.unseen() == 0}
	if s.view != nil && len(s.view.Helps) > 0 {
		ack.label, ack.look = s.T("manager.key.help"), tui.Primary
	}
	day := action{id: "day", key: "d", do: opens(s.openDay), signed: true}
	if d := s.Day(); !d.Open {
		day.label, day.look = s.T("manager.key.open_day"), tui.Primary
		switch over := s.dayIsOver(); {
		case over && d.MayReopen:
			day.label = s.T("manager.key.reopen_day")
		case over: // over; it says when the next one begins
			day.look, day.idle = tui.Plain, true
		}
	}
	stop := action{id: "stop", key: "s", do: opens(s.openStop), signed: true, look: tui.Danger}
	if s.Day().Stopped != "" {
		stop.label, stop.look = s.T("manager.key.resume"), tui.Primary
	}
	return []action{
		{id: "ticket", key: "t", do: opens(s.tickets.LookUp)},
		{id: "why", key: "w", do: opens(func() { s.tickets.AskWhy("") })},
		ack,
		{id: "missed", key: "m", do: opens(s.openMissed)},
		{id: "held", key: "h", do: opens(s.openHeld)},
		{id: "intake", key: "i", do: opens(s.openIntake), signed: true},
		{id: "assign", key: "a", do: opens(s.openAssign), signed: true},
		{id: "ask", key: "o", do: opens(s.openAsk), signed: true},
		{id: "free", key: "f", do: opens(s.openFree), signed: true},
		{id: "notice", key: "n", do: opens(s.openNotices), signed: true},
		{id: "devices", key: "v", do: func() tea.Cmd { return s.openTab(tabDevices) }, alone: true},
		{id: "accuracy", key: "c", do: s.openAccuracy, alone: true},
		{id: "export", key: "e", do: s.export, signed: true},
		day, stop,
	}
}

// opens is an action that opens something.
func opens(f func()) func() tea.Cmd {
	return func() tea.Cmd { f(); return nil }
}

// common are some of the actions that work everywhere.
func (s *Screen) common(ids ...string) []action {
	var out []action
	all := s.everywhere()
	for _, id := range ids {
		for _, a := range all {
			if a.id == id {
				out = append(out, a)
			}
		}
	}
	return out
}

// actions are those of the open page, then those that work everywhere and whose
// key and name the page has no other use for.
func (s *Screen) actions() []action {
	out := s.page().keys()
	taken := map[string]bool{}
	for _, a := range out {
		taken[a.key], taken[a.id] = true, true
	}
	for _, a := range s.everywhere() {
		if !taken[a.key] && !taken[a.id] {
			out = append(out, a)
		}
	}
	return out
}

// pageKeys are the keys of the open page, not yet laid out.
func (s *Screen) pageKeys() []tui.Target {
	var ts []tui.Target
	for _, a := range s.page().keys() {
		t := tui.Target{ID: a.id, Key: a.key, Label: a.label, Look: a.look}
		if t.Label == "" {
			t.Label = s.T("manager.key." + a.id)
		}
		if a.key == "enter" {
			t.Label = s.T("manager.enter_key") + "  " + t.Label
		}
		t.Closed = a.idle || s.Cut() && !a.alone // it says why when it is pressed
		ts = append(ts, t)
	}
	return ts
}

// pageKey takes a key that is no target's on the page of a tab.
func (s *Screen) pageKey(key string) tea.Cmd {
	if i, err := strconv.Atoi(key); err == nil && i >= 1 && i <= len(tabs) {
		return s.openTab(tabs[i-1]) // of a tab for which the bar has no room
	}
	for _, a := range s.actions() {
		if strings.EqualFold(key, a.key) {
			return s.act(a.id)
		}
	}
	switch {
	case key == "esc" && s.tab != tabOverview:
		return s.openTab(tabOverview)
	case key == "enter":
		return s.page().enter()
	}
	s.page().walk(key)
	return nil
}

// act begins an action, or opens the row that was touched.
func (s *Screen) act(id string) tea.Cmd {
	s.Hush()
	for _, a := range s.actions() {
		if a.id != id {
			continue
		}
		if a.signed {
			return s.begin(a.do)
		}
		return a.do()
	}
	kind, name, _ := strings.Cut(id, " ")
	return s.page().touch(kind, name)
}

// touch opens a row that several pages have: a line, a window, an alert, a list of
// numbers put aside.
func (s *Screen) touch(kind, name string) tea.Cmd {
	switch kind {
	case "line":
		s.openLine(name)
	case "win":
		s.openWindow(name)
	case "alert", "help":
		return s.openAlert(kind + " " + name)
	case "told":
		return s.openAccuracy()
	case "asked":
		s.openWindow(name)
	case acceptID, refuseID:
		return s.answerAdvice(name, kind == acceptID)
	case "aside":
		return s.act(name)
	case "more":
		return s.openTab(tabAlerts)
	}
	return nil
}

// Help lists the keys of the open page, those that work everywhere, and what the
// marks mean.
func (s *Screen) Help() []string {
	lines := []string{s.T("manager.help_title", "page", s.tabLabel(s.tab, false)), s.T("manager.help_tabs")}
	for _, a := range s.actions() {
		lines = append(lines, pad(keyName(a.key), 6)+s.T("manager.does."+a.id))
	}
	if s.tab == tabOverview && s.view != nil && len(s.openAdvice()) > 0 {
		lines = append(lines, pad(keyName(acceptKey), 6)+s.T("manager.does.accept"), pad(keyName(refuseKey), 6)+s.T("manager.does.refuse"))
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
