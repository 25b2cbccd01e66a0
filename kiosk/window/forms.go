package window

import (
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
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

// openTransfer asks where the citizen is sent.
func (s *Screen) openTransfer() {
	number := s.about
	to := staff.Destinations{ByLabel: s.windowID}
	for _, th := range s.view.Themes {
		to.Themes = append(to.Themes, tui.Choice{ID: th.ID, Label: s.In(th.Name)})
	}
	for _, p := range s.view.Windows {
		to.Windows = append(to.Windows, tui.Choice{ID: p.Window, Label: s.T("common.window", "window", p.Label), Note: s.In(p.Zone)})
	}
	for _, c := range s.view.Colleagues {
		to.Clerks = append(to.Clerks, tui.Choice{ID: c.ID, Label: c.Name, Note: s.T("common.window", "window", c.Label)})
	}
	tall(s.ChooseDestination(number, s.view.Ticket.Theme, to, func(t queue.Target) tea.Cmd { return s.transfer(number, t) }))
}

func (s *Screen) transfer(number string, to queue.Target) tea.Cmd {
	return s.send("transfer", queue.Transfer{Number: number, To: to})
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
