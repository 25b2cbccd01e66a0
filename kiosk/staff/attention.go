package staff

import (
	"slices"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// Alert is an alert in a sentence, with what it was when it was raised.
func (k *Talk) Alert(a queue.Alert) string {
	terminal := k.Terminal(a.Role, a.Name, a.Terminal)
	if a.Window != "" {
		terminal = strings.TrimSpace(k.AtWindow(a.Window) + " " + a.Name)
	}
	if a.Kind == queue.AlertDevice {
		return k.T("staff.alert.device", "terminal", k.terminalAt(place{a.Role, a.Name}, a.Terminal), "device", k.Device(a.What, a.Label), "fault", k.Fault(a.Fault))
	}
	return k.T("staff.alert."+string(a.Kind), "service", k.Theme(a.Theme), "window", k.Window(a.Window), "n", a.Value, "terminal", terminal)
}

// Terminal is what people call a terminal: what it is, by its role as wire.Role says
// it, and its name, or its id if it has none. A name in Chinese is one that people
// gave, and stands for itself; the name of a machine does not.
func (k *Talk) Terminal(role, name, id string) string {
	if name == "" {
		name = id
	}
	if strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return name
	}
	key := "staff.at." + role
	if !words.Has(key) {
		key = "staff.at.terminal"
	}
	return k.T("staff.at", "what", k.T(key), "name", name)
}

// Call says from where somebody is called, and how urgently: "urgent: window 3,
// Wang Fang".
func (k *Talk) Call(c wire.HelpCall) string {
	where := ""
	if c.Label != "" {
		where = strings.TrimSpace(k.T("common.window", "window", c.Label) + " " + c.Name)
	} else {
		where = k.Terminal("", c.Name, c.Terminal)
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

// Answer ends a call for staff: somebody has come. It says so and leads home; over is
// told, for the hall's next state may come a moment after its answer, and what has
// been answered is offered to nobody until then.
func (s *Session) Answer(c wire.HelpCall, over func()) tea.Cmd {
	what := s.pages.Call(c)
	return s.Act("help.answer", wire.HelpAnswer{ID: c.ID}, func() tea.Cmd {
		over()
		s.pages.Home()
		s.pages.Say(tui.Good, "staff.help_answered", "what", what)
		return nil
	})
}

// Acknowledge says that an alert was seen as pressing as it stands there, and leads
// home. One that has become more pressing meanwhile must be looked at again.
func (s *Session) Acknowledge(a queue.Alert) tea.Cmd {
	what := s.pages.Alert(a)
	return s.Act("hall.acknowledge", wire.AlertRequest{ID: a.ID, Level: a.Level}, func() tea.Cmd {
		s.pages.Home()
		s.pages.Say(tui.Good, "staff.alert_seen", "what", what)
		return nil
	})
}

// Without are the calls but for one of them.
func Without(calls []wire.HelpCall, id string) []wire.HelpCall {
	return slices.DeleteFunc(slices.Clone(calls), func(c wire.HelpCall) bool { return c.ID == id })
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
		return count + k.T("staff.comma") + k.Wait(l.Estimate)
	}
	return count
}
