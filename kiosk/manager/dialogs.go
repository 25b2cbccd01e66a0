package manager

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// ask opens a question that is answered by one deliberate choice.
func (s *Screen) ask(question, yes string, do func() tea.Cmd) {
	s.choose(question, []tui.Choice{{ID: "yes", Label: yes}}, func(string) tea.Cmd { return do() })
}

// askReason lets the manager choose a reason that citizens will read, or type
// one. A chosen one travels as its code, so that everybody reads it in their own
// language; a typed one as it is.
func (s *Screen) askReason(title string, codes []string, take func(reason string) tea.Cmd) {
	var rows []tui.Choice
	for _, code := range codes {
		rows = append(rows, tui.Choice{ID: code, Label: s.stop(code)})
	}
	rows = append(rows, tui.Choice{ID: "type", Label: s.t("manager.type_reason")})
	s.choose(title, rows, func(id string) tea.Cmd {
		if id != "type" {
			return take(id)
		}
		s.enter(tui.Entry{Title: s.t("manager.reason"), Max: 40}, take)
		return nil
	})
}

// openIntake lists the lines.
func (s *Screen) openIntake() {
	var rows []tui.Choice
	for _, l := range s.view.Lines {
		rows = append(rows, tui.Choice{ID: l.Theme, Label: s.in(l.Name), Note: s.intake(l)})
	}
	s.choose(s.t("manager.intake_which"), rows, func(id string) tea.Cmd {
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
	name := s.in(l.Name)
	open := func() tea.Cmd {
		return s.send("hall.intake", queue.SetIntake{Theme: theme}, "manager.intake_opened", "service", name)
	}
	shut := func() tea.Cmd {
		s.askReason(s.t("manager.intake_why", "service", name), intakeReasons, func(reason string) tea.Cmd {
			return s.send("hall.intake", queue.SetIntake{Theme: theme, Closed: true, Reason: reason}, "manager.intake_closed", "service", name)
		})
		return nil
	}
	rows := []tui.Choice{{ID: "open", Label: s.t("manager.intake_open")}, {ID: "shut", Label: s.t("manager.intake_close")}}
	switch {
	case l.Closed == nil:
		rows = rows[1:]
	case l.Closed.Code == queue.CodeIntakeClosed:
		rows = rows[:1]
	}
	s.choose(name+"  "+s.intake(*l), rows, func(id string) tea.Cmd {
		if id == "open" {
			return open()
		}
		return shut()
	})
}

// windowRows lists windows.
func (s *Screen) windowRows(take func(wire.WindowRow) bool) []tui.Choice {
	var rows []tui.Choice
	for _, w := range s.view.Windows {
		if take(w) {
			rows = append(rows, tui.Choice{ID: w.ID, Label: s.t("common.window", "window", w.Label), Note: s.windowState(w, true)})
		}
	}
	return rows
}

// pickWindow lists windows to choose one from, or to type its number: a large
// hall has many.
func (s *Screen) pickWindow(title string, take func(wire.WindowRow) bool, then func(id string)) {
	s.choose(title, s.windowRows(take), func(id string) tea.Cmd {
		if id != "type" {
			then(id)
			return nil
		}
		s.enter(tui.Entry{Title: s.t("manager.type_window"), Max: 8}, func(text string) tea.Cmd {
			for _, w := range s.view.Windows {
				if strings.EqualFold(w.Label, strings.TrimSpace(text)) && take(w) {
					then(w.ID)
					return nil
				}
			}
			s.say(tui.Warn, "refusal.unknown_window")
			return nil
		})
		return nil
	})
	s.list.More = []tui.Target{{ID: "type", Label: s.t("manager.key.type"), Key: "t tab"}}
}

// openWindow offers what can be done with one window.
func (s *Screen) openWindow(id string) {
	w := s.window(id)
	if w == nil {
		return
	}
	rows := []tui.Choice{{ID: "assign", Label: s.t("manager.assign")}}
	if w.State != queue.Closed {
		rows = append(rows, tui.Choice{ID: "free", Label: s.t("manager.free")})
	}
	if w.Number != "" {
		rows = append(rows, tui.Choice{ID: "ticket", Label: s.t("manager.history_of", "number", w.Number)})
	}
	number := w.Number
	s.choose(s.windowRow(*w, true), rows, func(what string) tea.Cmd {
		switch what {
		case "assign":
			s.openThemes(id)
		case "free":
			s.askFree(id)
		case "ticket":
			return s.fetchHistory(number)
		}
		return nil
	})
}

// openFree lists the windows that can be freed.
func (s *Screen) openFree() {
	s.pickWindow(s.t("manager.free_which"), func(w wire.WindowRow) bool { return w.State != queue.Closed }, s.askFree)
}

func (s *Screen) askFree(id string) {
	w := s.window(id)
	if w == nil {
		return
	}
	question := s.t("manager.free_idle_ask", "window", w.Label)
	if w.Number != "" {
		question = s.t("manager.free_ask", "window", w.Label, "number", w.Number)
	}
	label := w.Label
	s.ask(question, s.t("manager.free"), func() tea.Cmd {
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
		s.typeWord(s.t("manager.resume_ask"), resumeWord, func() tea.Cmd {
			return s.send("hall.resume", queue.ResumeHall{}, "manager.resumed")
		})
		return
	}
	s.askReason(s.t("manager.stop_why"), stopReasons, func(reason string) tea.Cmd {
		s.typeWord(s.t("manager.stop_ask"), stopWord, func() tea.Cmd {
			return s.send("hall.stop", queue.StopHall{Reason: reason}, "manager.stop_done")
		})
		return nil
	})
}

func (s *Screen) typeWord(question, word string, do func() tea.Cmd) {
	s.enter(tui.Entry{Title: question + " " + s.t("manager.type_word", "word", word), Max: 8, Letters: strings.Split(word, "")}, func(text string) tea.Cmd {
		if !strings.EqualFold(strings.TrimSpace(text), word) {
			s.say(tui.Warn, "manager.type_word", "word", word)
			return nil
		}
		return do()
	})
}

// openNotices lists the notices, to take one away or add one.
func (s *Screen) openNotices() {
	rows := []tui.Choice{{ID: "new", Label: s.t("manager.notice_new")}}
	for _, n := range s.view.Day.Notices {
		rows = append(rows, tui.Choice{ID: "id " + n.ID, Label: s.t("manager.notice_clear"), Note: s.in(n.Text)})
	}
	s.choose(s.t("manager.notice"), rows, func(id string) tea.Cmd {
		if old, ok := strings.CutPrefix(id, "id "); ok {
			return s.send("hall.notice", queue.SetNotice{ID: old}, "manager.notice_cleared")
		}
		s.enter(tui.Entry{Title: s.t("manager.notice_text"), Max: 120}, s.setNotice)
		return nil
	})
}

// setNotice shows a notice in the language in which it was typed; screens in
// other languages show it as it is.
func (s *Screen) setNotice(text string) tea.Cmd {
	var t queue.Text
	switch s.set.Lang {
	case queue.En:
		t.En = text
	case queue.ZhHant:
		t.ZhHant = text
	default:
		t.ZhHans = text
	}
	id := "m" + strconv.FormatInt(s.now.UnixMilli(), 36)
	return s.send("hall.notice", queue.SetNotice{ID: id, Text: t}, "manager.notice_shown")
}

// openDay asks whether to open or close the business day.
func (s *Screen) openDay() {
	d := s.view.Day
	if !d.Open {
		date := words.Date(words.Lang(s.set.Lang), s.local(s.now))
		s.ask(s.t("manager.open_day_ask", "date", date), s.t("manager.open_day"), func() tea.Cmd {
			return s.send("hall.openday", wire.OpenDayRequest{}, "manager.day_opened")
		})
		return
	}
	f := s.view.Figures
	s.ask(s.t("manager.close_day_ask", "n", f.Waiting), s.t("manager.close_day"), func() tea.Cmd {
		return s.send("hall.closeday", queue.CloseDay{}, "manager.day_closed")
	})
}
