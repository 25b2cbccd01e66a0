package manager

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// askReason lets the manager choose a reason that citizens will read, or type
// one. A chosen one travels as its code, so that everybody reads it in their own
// language; a typed one as it is.
func (s *Screen) askReason(title string, codes []string, take func(reason string) tea.Cmd) {
	var rows []tui.Choice
	for _, code := range codes {
		rows = append(rows, tui.Choice{ID: code, Label: s.Talk.Stop(code)})
	}
	rows = append(rows, tui.Choice{ID: "type", Label: s.T("manager.type_reason")})
	s.Choose(title, rows, func(id string) tea.Cmd {
		if id != "type" {
			return take(id)
		}
		s.Enter(tui.Entry{Title: s.T("manager.reason"), Max: 40}, take)
		return nil
	})
}

// openIntake lists the lines.
func (s *Screen) openIntake() {
	var rows []tui.Choice
	for _, l := range s.view.Lines {
		rows = append(rows, tui.Choice{ID: l.Theme, Label: s.In(l.Name), Note: s.intake(l)})
	}
	s.Choose(s.T("manager.intake_which"), rows, func(id string) tea.Cmd {
		s.openLine(id)
		return nil
	})
}

var intakeReasons = []string{"staff_short", "system_down", "equipment", "event"}

// openLine offers to close the intake of a line, or to open it again.
func (s *Screen) openLine(theme string) {
	l := s.line(theme)
	if l == nil {
		return
	}
	name := s.In(l.Name)
	open := func() tea.Cmd {
		return s.send("hall.intake", queue.SetIntake{Theme: theme}, "manager.intake_opened", "service", name)
	}
	shut := func() tea.Cmd {
		s.askReason(s.T("manager.intake_why", "service", name), intakeReasons, func(reason string) tea.Cmd {
			return s.send("hall.intake", queue.SetIntake{Theme: theme, Closed: true, Reason: reason}, "manager.intake_closed", "service", name)
		})
		return nil
	}
	rows := []tui.Choice{{ID: "open", Label: s.T("manager.intake_open")}, {ID: "shut", Label: s.T("manager.intake_close")}}
	switch {
	case l.Closed == nil:
		rows = rows[1:]
	case l.Closed.Code == queue.CodeIntakeClosed:
		rows = rows[:1]
	}
	line := *l
	rows = append(rows, tui.Choice{ID: "quota", Label: s.T("manager.quota"), Note: s.given(line)})
	s.Choose(name+"  "+s.intake(*l), rows, func(id string) tea.Cmd {
		switch id {
		case "open":
			return open()
		case "quota":
			s.openQuota(line)
			return nil
		}
		return shut()
	})
}

// windowRows lists windows.
func (s *Screen) windowRows(take func(wire.WindowRow) bool) []tui.Choice {
	var rows []tui.Choice
	for _, w := range s.view.Windows {
		if take(w) {
			rows = append(rows, tui.Choice{ID: w.ID, Label: s.T("common.window", "window", w.Label), Note: s.windowState(w, true)})
		}
	}
	return rows
}

// pickWindow lists windows to choose one from, or to type its number: a large
// hall has many.
func (s *Screen) pickWindow(title string, take func(wire.WindowRow) bool, then func(id string)) {
	list := s.Choose(title, s.windowRows(take), func(id string) tea.Cmd {
		if id != "type" {
			then(id)
			return nil
		}
		s.typeWindow(take, then)
		return nil
	})
	list.More = []tui.Target{{ID: "type", Label: s.T("manager.key.type"), Key: "t tab"}}
}

// findWindow lets the number of a window be typed, and opens it.
func (s *Screen) findWindow() { s.typeWindow(func(wire.WindowRow) bool { return true }, s.openWindow) }

// typeWindow lets the number of a window be typed.
func (s *Screen) typeWindow(take func(wire.WindowRow) bool, then func(id string)) {
	s.Enter(tui.Entry{Title: s.T("manager.type_window"), Max: 8}, func(text string) tea.Cmd {
		for _, w := range s.view.Windows {
			if strings.EqualFold(w.Label, strings.TrimSpace(text)) && take(w) {
				then(w.ID)
				return nil
			}
		}
		s.Say(tui.Warn, "refusal.unknown_window")
		return nil
	})
	if !slices.ContainsFunc(s.view.Windows, func(w wire.WindowRow) bool { return strings.Trim(w.Label, "0123456789") != "" }) {
		s.Replace(digitsOnly{s.Top(), s})
	}
}

// digitsOnly is a form in which only digits can be typed.
type digitsOnly struct {
	staff.Page
	s *Screen
}

// Key takes digits, and says what is wanted instead of anything else.
func (d digitsOnly) Key(k tea.KeyPressMsg) tea.Cmd {
	if strings.Trim(k.Text, "0123456789") != "" {
		d.s.Say(tui.Warn, "manager.type_window")
		return nil
	}
	return d.Page.Key(k)
}

// openWindow offers what can be done with one window.
func (s *Screen) openWindow(id string) {
	w := s.window(id)
	if w == nil {
		return
	}
	rows := []tui.Choice{{ID: "assign", Label: s.T("manager.assign")}, {ID: "ask", Label: s.T("manager.ask_to." + string(s.askKind(*w)))}}
	if w.State != queue.Closed {
		rows = append(rows, tui.Choice{ID: "free", Label: s.T("manager.free")})
	}
	if w.Number != "" {
		rows = append(rows, tui.Choice{ID: "ticket", Label: s.T("manager.history_of", "number", w.Number)})
	}
	number := w.Number
	s.Choose(s.windowRow(*w, true), rows, func(what string) tea.Cmd {
		switch what {
		case "assign":
			s.openThemes(id)
		case "ask":
			s.askWindow(id)
		case "free":
			s.askFree(id)
		case "ticket":
			return s.tickets.Show(number)
		}
		return nil
	})
}

// openFree lists the windows that can be freed.
func (s *Screen) openFree() {
	s.pickWindow(s.T("manager.free_which"), func(w wire.WindowRow) bool { return w.State != queue.Closed }, s.askFree)
}

func (s *Screen) askFree(id string) {
	w := s.window(id)
	if w == nil {
		return
	}
	question := s.T("manager.free_idle_ask", "window", w.Label)
	if w.Number != "" {
		question = s.T("manager.free_ask", "window", w.Label, "number", w.Number)
	}
	label := w.Label
	s.Confirm(question, s.T("manager.free"), func() tea.Cmd {
		return s.send("hall.free", queue.Free{Window: id}, "manager.freed", "window", label)
	})
}

var stopReasons = []string{"fire", "power", "system_down", "equipment", "event"}

// Words to type before all calls stop, or go on: nobody types them by accident.
const (
	stopWord   = "STOP"
	resumeWord = "GO"
)

// openStop asks for the reason of an emergency stop and for the word; or for the
// word that ends it.
func (s *Screen) openStop() {
	if s.view.Day.Stopped != "" {
		s.typeWord(s.T("manager.resume_ask"), resumeWord, func() tea.Cmd {
			return s.send("hall.resume", queue.ResumeHall{}, "manager.resumed")
		})
		return
	}
	s.askReason(s.T("manager.stop_why"), stopReasons, func(reason string) tea.Cmd {
		s.typeWord(s.T("manager.stop_ask"), stopWord, func() tea.Cmd {
			return s.send("hall.stop", queue.StopHall{Reason: reason}, "manager.stop_done")
		})
		return nil
	})
}

func (s *Screen) typeWord(question, word string, do func() tea.Cmd) {
	s.Enter(tui.Entry{Title: question + " " + s.T("manager.type_word", "word", word), Max: 8, Letters: strings.Split(word, "")}, func(text string) tea.Cmd {
		if !strings.EqualFold(strings.TrimSpace(text), word) {
			s.Say(tui.Warn, "manager.type_word", "word", word)
			return nil
		}
		return do()
	})
}
