package manager

import (
	"cmp"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
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
}

// alerts are all of them, the most pressing first: calls for help (the hall sends
// panics first), the hall's own faults, then what nobody has acknowledged, then the
// rest.
func (s *Screen) alerts() []alert {
	var as []alert
	for _, h := range s.view.Helps {
		a := alert{id: "help " + h.ID, light: amber, text: s.Call(h), since: h.At}
		if h.Kind == queue.HelpPanic {
			a.light = red
		}
		as = append(as, a)
	}
	for _, e := range s.sys.Alarms {
		as = append(as, alert{light: red, text: s.alarm(e)})
	}
	hall := slices.Clone(s.view.Alerts)
	slices.SortStableFunc(hall, func(a, b queue.Alert) int { return cmp.Compare(alertRank(a), alertRank(b)) })
	for _, h := range hall {
		a := alert{id: "alert " + h.ID, light: amber, text: s.Alert(h), since: h.Since}
		if h.Level == queue.Critical {
			a.light = red
		}
		if !h.Seen.IsZero() {
			a.seen = s.T("manager.seen_by", "who", s.Actor(h.By), "time", s.Clock(h.Seen))
		}
		as = append(as, a)
	}
	return as
}

// quietWord is what stands where there is no alert: that all is well, unless a line
// shows that it is not, of which the hall's alert comes a moment later.
func (s *Screen) quietWord() tui.TextLine {
	for _, l := range s.view.Lines {
		if unserved(l) > 0 || s.waitLight(s.longestMinutes(l)) > green {
			return tui.TextLine{Style: tui.Muted, Text: s.T("manager.no_alerts_yet")}
		}
	}
	return tui.TextLine{Style: tui.Good, Text: s.T("manager.all_well")}
}

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
	for _, a := range s.alerts() {
		if a.id != "" && a.seen == "" {
			return s.openAlert(a.id)
		}
	}
	s.Say(tui.Accent, "manager.nothing_unseen")
	return nil
}

// openAlert acts on a row: a call for help is answered after a question, because
// that ends it for everybody; an alert is acknowledged at once.
func (s *Screen) openAlert(id string) tea.Cmd {
	kind, name, _ := strings.Cut(id, " ")
	if kind == "help" {
		if i := slices.IndexFunc(s.view.Helps, func(h wire.HelpCall) bool { return h.ID == name }); i >= 0 {
			call := s.view.Helps[i]
			s.Confirm(s.Call(call)+"  "+s.T("manager.help_ask"), s.T("manager.help_yes"), func() tea.Cmd {
				return s.session.Answer(call, func() { s.view.Helps = staff.Without(s.view.Helps, name) })
			})
		}
		return nil
	}
	i := slices.IndexFunc(s.view.Alerts, func(a queue.Alert) bool { return a.ID == name })
	switch {
	case i < 0:
		return nil
	case !s.view.Alerts[i].Seen.IsZero():
		s.Say(tui.Accent, "manager.already_seen")
		return nil
	}
	return s.session.Acknowledge(s.view.Alerts[i])
}
