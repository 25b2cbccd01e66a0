package guide

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// openMissed lists the missed numbers. Choosing one brings it back at once; the
// key beside it shows stories instead, for who asks first.
func (s *Screen) openMissed() {
	if len(s.hall.Missed) == 0 {
		s.Say(tui.Accent, "guide.none_missed")
		return
	}
	story := false
	var list *tui.Chooser
	list = s.Choose(s.T("guide.return_which"), s.queued(s.hall.Missed), func(id string) tea.Cmd {
		switch {
		case id == "story":
			story = !story
			list.Title = s.T("guide.return_which")
			if story {
				list.Title = s.T("guide.story_which")
			}
			list.More[0].Selected = story
			return nil
		case story:
			return s.tickets.Show(id)
		}
		return s.tickets.Return(id, func() tea.Cmd { s.Home(); return nil })
	})
	list.More = []tui.Target{{ID: "story", Key: "t", Label: s.T("guide.key.story")}}
}

// openHeld lists the numbers on hold; one of them leads to its story, and to what
// can be done with it there.
func (s *Screen) openHeld() {
	if len(s.hall.Held) == 0 {
		s.Say(tui.Accent, "guide.none_held")
		return
	}
	s.Choose(s.T("guide.held_which"), s.queued(s.hall.Held), s.tickets.Show)
}

// latest are numbers with the latest first: who comes to the desk has most likely
// just been missed.
func latest(qs []wire.Queued) []wire.Queued {
	qs = slices.Clone(qs)
	slices.SortStableFunc(qs, func(a, b wire.Queued) int { return b.Since.Compare(a.Since) })
	return qs
}

// queued are numbers with what is known of them.
func (s *Screen) queued(qs []wire.Queued) []tui.Choice {
	var rows []tui.Choice
	for _, q := range latest(qs) {
		note := s.Theme(q.Theme)
		if q.Hold != "" {
			note += "  " + s.heldAs(q)
		}
		rows = append(rows, tui.Choice{ID: q.Number, Label: q.Number, Note: note + "  " + s.ago(s.Minutes(q.Since))})
	}
	return rows
}

// openCalls lists the calls for help; choosing one says that somebody has come.
func (s *Screen) openCalls() {
	calls := s.hall.Helps
	if len(calls) == 0 {
		s.Say(tui.Accent, "guide.none_calls")
		return
	}
	var rows []tui.Choice
	for _, c := range calls {
		_, mark := staff.Urgency(c.Kind == queue.HelpPanic)
		rows = append(rows, tui.Choice{ID: c.ID, Label: mark + " " + s.Call(c), Note: s.ago(s.Minutes(c.At))})
	}
	s.Choose(s.T("guide.answer_which"), rows, func(id string) tea.Cmd {
		i := slices.IndexFunc(calls, func(c wire.HelpCall) bool { return c.ID == id })
		return s.session.Answer(calls[i], func() { s.hall.Helps = staff.Without(s.hall.Helps, id) })
	})
}

// openAlerts lists the alerts; choosing one says that it was seen.
func (s *Screen) openAlerts() {
	alerts := s.hall.Alerts
	var rows []tui.Choice
	for _, a := range alerts {
		_, mark := staff.Urgency(a.Level == queue.Critical)
		note := s.ago(s.Minutes(a.Since))
		if !a.Seen.IsZero() {
			note = s.T("guide.seen", "by", s.Actor(a.By))
		}
		rows = append(rows, tui.Choice{ID: a.ID, Label: mark + " " + s.Alert(a), Note: note})
	}
	s.Choose(s.T("guide.seen_which"), rows, func(id string) tea.Cmd {
		i := slices.IndexFunc(alerts, func(a queue.Alert) bool { return a.ID == id })
		return s.session.Acknowledge(alerts[i])
	})
}
