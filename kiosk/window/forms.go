package window

import (
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// pauseReasons are what clerks choose from. What travels is the code; whoever shows
// it has the words.
var pauseReasons = []string{"lunch", "break", "meeting", "fault", "errand"}

// openPause asks why the window pauses, and, with a citizen at the window, says
// that it will only afterwards.
func (s *Screen) openPause() {
	after := s.view.State == queue.Calling || s.view.State == queue.WindowServing
	title := s.T("window.pause_reason")
	if after {
		title += s.T("window.after_this")
	}
	var rows []tui.Choice
	for _, code := range pauseReasons {
		rows = append(rows, tui.Choice{ID: code, Label: s.T("common.pause." + code)})
	}
	s.choose(title, rows, func(id string) tea.Cmd {
		return s.send("pause", queue.Pause{Reason: id, After: after})
	})
}

// openCancel asks why the citizen's number is cancelled.
func (s *Screen) openCancel() {
	number := s.about
	tall(s.ChooseCancel(number, func(reason string) tea.Cmd {
		return s.send("cancel", queue.Cancel{Number: number, Reason: reason})
	}))
}

// holdKinds are the three ways to put a citizen on hold.
var holdKinds = []queue.HoldKind{queue.HoldAway, queue.HoldHere, queue.HoldStep}

// openHold asks how the citizen is put on hold.
func (s *Screen) openHold() {
	s.about = s.number()
	var rows []tui.Choice
	for _, k := range holdKinds {
		rows = append(rows, tui.Choice{ID: string(k), Label: s.T("common.hold." + string(k))})
	}
	s.choose(s.T("window.hold_kind"), rows, func(id string) tea.Cmd {
		kind := queue.HoldKind(id)
		if kind != queue.HoldStep {
			return s.send("hold", queue.HoldTicket{Kind: kind})
		}
		s.enter(tui.Entry{Title: s.T("window.hold_minutes"), Max: 3}, s.holdFor)
		return nil
	})
}

func (s *Screen) holdFor(text string) tea.Cmd {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 480 {
		s.Say(tui.Warn, "window.bad_minutes")
		return nil
	}
	return s.send("hold", queue.HoldTicket{Kind: queue.HoldStep, Until: s.Now().Add(time.Duration(n) * time.Minute)})
}

// openHeld lists the numbers on hold that may be taken back here.
func (s *Screen) openHeld() {
	if len(s.view.Held) == 0 {
		s.Say(tui.Accent, "window.none_held")
		return
	}
	var rows []tui.Choice
	for _, q := range s.view.Held {
		rows = append(rows, tui.Choice{ID: q.Number, Label: q.Number, Note: s.heldNote(q)})
	}
	s.choose(s.T("window.take_back_which"), rows, func(id string) tea.Cmd {
		return s.send("takeback", queue.TakeBack{Number: id})
	})
}

// openMissed lists the missed numbers that may be brought back.
func (s *Screen) openMissed() {
	if len(s.view.Missed) == 0 {
		s.Say(tui.Accent, "window.none_missed")
		return
	}
	var rows []tui.Choice
	for _, q := range s.view.Missed {
		rows = append(rows, tui.Choice{ID: q.Number, Label: q.Number,
			Note: s.Theme(q.Theme) + "  " + s.T("common.minutes_ago", "n", s.Minutes(q.Since))})
	}
	list := s.choose(s.T("window.return_which"), rows, func(id string) tea.Cmd {
		return s.send("return", queue.Return{Number: id})
	})
	list.PerPage = 6 // its key is 7
}

// openCall asks for a number to be called out of turn.
func (s *Screen) openCall() {
	s.enter(tui.Entry{Title: s.T("common.enter_number"), Max: 12, Letters: s.Letters()}, func(text string) tea.Cmd {
		return s.send("call", queue.Call{Number: strings.ToUpper(strings.TrimSpace(text))})
	})
}

// openTransfer lists where the citizen can be sent. A window's number can be
// typed, and the clerks have a list of their own: a large hall has many.
func (s *Screen) openTransfer() {
	number := s.about
	var rows []tui.Choice
	to := map[string]queue.Target{}
	add := func(id, label, note string, t queue.Target) {
		rows = append(rows, tui.Choice{ID: id, Label: label, Note: note})
		to[id] = t
	}
	for _, th := range s.view.Themes {
		note := ""
		if th.ID == s.view.Ticket.Theme {
			note = s.T("window.own_line")
		}
		add("theme "+th.ID, s.T("window.to_theme", "theme", s.In(th.Name)), note, queue.Target{Theme: th.ID})
	}
	for _, p := range s.view.Windows {
		add("window "+p.Window, s.T("common.window", "window", p.Label), s.In(p.Zone), queue.Target{Window: p.Window})
	}
	list := s.choose(s.T("common.transfer_to")+"  "+number, rows, func(id string) tea.Cmd {
		switch id {
		case "window":
			s.enter(tui.Entry{Title: s.T("window.enter_window"), Max: 8}, func(label string) tea.Cmd {
				return s.transfer(number, queue.Target{Window: s.windowID(label)})
			})
		case "clerk":
			s.openColleagues(number)
		default:
			return s.transfer(number, to[id])
		}
		return nil
	})
	list.More = []tui.Target{
		{ID: "window", Key: "w .", Label: s.T("window.to_window")}, {ID: "clerk", Key: "c *", Label: s.T("window.to_clerk")},
	}
}

func (s *Screen) transfer(number string, to queue.Target) tea.Cmd {
	return s.send("transfer", queue.Transfer{Number: number, To: to})
}

// openColleagues lists the clerks who are signed in elsewhere.
func (s *Screen) openColleagues(number string) {
	if len(s.view.Colleagues) == 0 {
		s.Say(tui.Warn, "window.no_colleague")
		return
	}
	var rows []tui.Choice
	for _, c := range s.view.Colleagues {
		rows = append(rows, tui.Choice{ID: c.ID, Label: c.Name, Note: s.T("common.window", "window", c.Label)})
	}
	s.choose(s.T("window.to_which_clerk", "number", number), rows, func(clerk string) tea.Cmd {
		return s.transfer(number, queue.Target{Clerk: clerk})
	})
}

// windowID is the window over which a label stands; the label itself if there
// is none, which the hall then refuses.
func (s *Screen) windowID(label string) string {
	label = strings.TrimSpace(label)
	for _, p := range s.view.Windows {
		if strings.EqualFold(p.Label, label) {
			return p.Window
		}
	}
	return label
}

// openSignOut asks once more: whoever is sent to this window, or has left papers
// here, goes back into the line.
func (s *Screen) openSignOut() {
	rows := []tui.Choice{{ID: "signout", Label: s.T("window.signout_yes")}}
	s.choose(s.T("window.signout_ask", "n", s.view.Served), rows, func(string) tea.Cmd {
		return s.send("signout", queue.SignOut{})
	})
}
