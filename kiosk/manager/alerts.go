package manager

import (
	"cmp"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// alert is one row of what a manager must know of.
type alert struct {
	// id is the target's: "alert <id>", "help <id>", or "" of one that nobody
	// needs to answer here.
	id    string
	light light
	text  string
	since time.Time
	// seen says that it was acknowledged, and by whom.
	seen string
	// value is where the row's subject is: a window, or "".
	window string
	// theme is the line concerned, or "".
	theme string
}

// alerts are all of them, the most pressing first: calls for help (the hall sends
// panics first), the hall's own faults, terminals that are silent, then what
// nobody has acknowledged, then the rest.
func (s *Screen) alerts() []alert {
	var as []alert
	for _, h := range s.view.Helps {
		a := alert{id: "help " + h.ID, light: amber, text: s.helpText(h), since: h.At, window: h.Window}
		if h.Kind == queue.HelpPanic {
			a.light = red
		}
		as = append(as, a)
	}
	for _, e := range s.sys.Alarms {
		as = append(as, alert{light: red, text: s.alarm(e)})
	}
	if silent := s.silent(); len(silent) > 0 {
		as = append(as, alert{id: "alert " + terminalsAlert, light: amber, text: s.T("manager.alert.terminals", "n", len(silent), "names", strings.Join(silent, " "))})
	}
	hall := slices.Clone(s.view.Alerts)
	slices.SortStableFunc(hall, func(a, b queue.Alert) int { return cmp.Compare(alertRank(a), alertRank(b)) })
	for _, h := range hall {
		a := alert{id: "alert " + h.ID, light: amber, text: s.alertText(h), since: h.Since, window: h.Window, theme: h.Theme}
		if h.Level == queue.Critical {
			a.light = red
		}
		if !h.Seen.IsZero() {
			a.seen = s.T("manager.seen_by", "who", s.actor(h.By), "time", s.Clock(h.Seen))
		}
		as = append(as, a)
	}
	return as
}

// terminalsAlert is the row of silent terminals; it leads to their page.
const terminalsAlert = "terminals"

func alertRank(a queue.Alert) int {
	rank := 0
	if !a.Seen.IsZero() {
		rank = 2
	}
	if a.Level != queue.Critical {
		rank++
	}
	return rank
}

// unseen counts what nobody has answered or acknowledged yet.
func (s *Screen) unseen() int {
	if s.view == nil {
		return 0
	}
	n := len(s.view.Helps)
	for _, a := range s.view.Alerts {
		if a.Seen.IsZero() {
			n++
		}
	}
	return n
}

// urgent reports whether somebody is called, or something critical is unseen.
func (s *Screen) urgent() bool {
	if s.view == nil {
		return false
	}
	return len(s.view.Helps) > 0 || slices.ContainsFunc(s.view.Alerts, func(a queue.Alert) bool {
		return a.Level == queue.Critical && a.Seen.IsZero()
	})
}

// alertText is an alert in words, with how it stands now where that is known.
func (s *Screen) alertText(a queue.Alert) string {
	n := a.Value
	l, w := s.line(a.Theme), s.window(a.Window)
	switch {
	case a.Kind == queue.AlertWait && l != nil && l.Waiting > 0:
		n = s.longestMinutes(*l)
	case a.Kind == queue.AlertUnserved && l != nil:
		n = l.Waiting
	case a.Kind == queue.AlertLoad && l != nil && l.Windows > 0:
		n = l.Waiting / l.Windows
	case a.Kind == queue.AlertVisit && w != nil && w.State == queue.WindowServing:
		n = s.Minutes(w.Since)
	}
	what := s.Theme(a.Theme)
	if a.Window != "" {
		what = s.T("common.window", "window", s.Window(a.Window))
	}
	key := "manager.alert." + string(a.Kind)
	if !words.Has(key) {
		return what + " " + string(a.Kind)
	}
	return s.T(key, "what", what, "n", n)
}

// helpText says who calls, and where.
func (s *Screen) helpText(h wire.HelpCall) string {
	var where []string
	if h.Label != "" {
		where = append(where, s.T("common.window", "window", h.Label))
	}
	name := h.Name
	if name == "" && h.Label == "" {
		name = h.Terminal
		for _, t := range s.terminals {
			if t.ID == h.Terminal {
				name = s.terminalName(t)
			}
		}
	}
	where = append(where, compact([]string{name})...)
	return s.T("manager.help."+string(h.Kind), "where", strings.Join(where, " "))
}

// alarm is an alarm in the manager's words, or, if it has none, in the hall's.
func (s *Screen) alarm(a wire.Error) string {
	if key := "manager.alarm." + a.Code; words.Has(key) {
		return s.T(key, "by", a.Params["by"])
	}
	text := a.Code + ": " + a.Msg
	if a.Hint != "" {
		text += " (" + a.Hint + ")"
	}
	return text
}

// acknowledge answers the most pressing call or alert that is still open.
func (s *Screen) acknowledge() tea.Cmd {
	if len(s.view.Helps) > 0 {
		return s.openAlert("help " + s.view.Helps[0].ID)
	}
	for _, a := range s.alerts() {
		if strings.HasPrefix(a.id, "alert ") && a.seen == "" && a.id != "alert "+terminalsAlert {
			return s.openAlert(a.id)
		}
	}
	s.Say(tui.Accent, "manager.nothing_unseen")
	return nil
}

// openAlert acts on a row: a call for help is answered after a question, because
// that ends it for everybody; an alert is acknowledged at once.
func (s *Screen) openAlert(id string) tea.Cmd {
	if id == "alert "+terminalsAlert {
		return s.openTab(tabTerminals)
	}
	if help, ok := strings.CutPrefix(id, "help "); ok {
		i := slices.IndexFunc(s.view.Helps, func(h wire.HelpCall) bool { return h.ID == help })
		if i < 0 {
			return nil
		}
		text := s.helpText(s.view.Helps[i])
		s.Confirm(text+"  "+s.T("manager.help_ask"), s.T("manager.help_yes"), func() tea.Cmd {
			return s.send("help.answer", wire.HelpAnswer{ID: help}, "manager.help_answered", "what", text)
		})
		return nil
	}
	name := strings.TrimPrefix(id, "alert ")
	i := slices.IndexFunc(s.view.Alerts, func(a queue.Alert) bool { return a.ID == name })
	switch {
	case i < 0:
		return nil
	case !s.view.Alerts[i].Seen.IsZero():
		s.Say(tui.Accent, "manager.already_seen")
		return nil
	}
	return s.send("hall.acknowledge", wire.AlertRequest{ID: name}, "manager.acknowledged", "what", s.alertText(s.view.Alerts[i]))
}
