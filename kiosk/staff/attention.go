package staff

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// Alert is an alert in a sentence.
func (k *Talk) Alert(a queue.Alert) string {
	return k.T("staff.alert."+string(a.Kind), "service", k.Theme(a.Theme), "window", k.Window(a.Window), "n", a.Value)
}

// Call says from where somebody is called, and how urgently: "urgent: window 3,
// Wang Fang".
func (k *Talk) Call(c wire.HelpCall) string {
	where := c.Name
	if c.Label != "" {
		where = strings.TrimSpace(k.T("common.window", "window", c.Label) + " " + c.Name)
	}
	if where == "" {
		where = c.Terminal
	}
	return k.T("staff.help."+string(c.Kind), "where", where)
}

// Urgency styles a call or an alert: what must be looked at now, what soon. Words
// and marks say it too.
func Urgency(urgent bool) (style tui.Style, mark string) {
	if urgent {
		return tui.Bad, "!!"
	}
	return tui.Warn, "!"
}

// Answer ends a call for staff: somebody has come. It says so and leads home.
func (s *Session) Answer(c wire.HelpCall) tea.Cmd {
	return s.Act("help.answer", wire.HelpAnswer{ID: c.ID}, func() tea.Cmd {
		s.pages.Home()
		s.pages.Say(tui.Good, "staff.help_answered")
		return nil
	})
}

// Acknowledge says that an alert was seen, and leads home.
func (s *Session) Acknowledge(a queue.Alert) tea.Cmd {
	return s.Act("hall.acknowledge", wire.AlertRequest{ID: a.ID}, func() tea.Cmd {
		s.pages.Home()
		s.pages.Say(tui.Good, "staff.alert_seen")
		return nil
	})
}

// Waiting says how a line stands: how many wait and how long it takes, or that no
// window serves it.
func (k *Talk) Waiting(l wire.Line) string {
	count := k.T("staff.nobody_waits")
	if l.Waiting > 0 {
		count = k.T("staff.waiting", "n", l.Waiting)
	}
	switch {
	case l.Windows == 0:
		return count + k.T("staff.comma") + k.T("common.no_window")
	case l.Estimate.High > 0:
		return count + k.T("staff.comma") + words.Wait(words.Lang(k.lang), l.Estimate.Low, l.Estimate.High)
	}
	return count
}
