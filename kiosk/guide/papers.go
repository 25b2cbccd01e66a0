package guide

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// printersCard are the printers of kiosks and desks that need somebody, with what to
// do there; alerts are the ids of the alerts that it says instead of their own card.
// A printer whose terminal is silent is left to the alert of that.
func (s *Screen) printersCard() (card asideCard, alerts map[string]bool) {
	alerts = map[string]bool{}
	var ds []queue.Device
	for _, d := range s.hall.Devices {
		if d.Kind != queue.DevicePrinter || d.Role != string(wire.RoleKiosk) && d.Role != string(wire.RoleGuide) {
			continue
		}
		if c := staff.ConditionOf(d, s.heard(d.Terminal)); c == staff.Faulty || c == staff.PaperLow {
			ds = append(ds, d)
		}
	}
	slices.SortStableFunc(ds, func(a, b queue.Device) int { return b.Fault.Gravity() - a.Fault.Gravity() })
	for _, d := range ds {
		row := asideRow{left: "! " + s.printerWords(d), right: s.T("staff.minutes", "minutes", s.Minutes(d.Since)), style: tui.Warn}
		if id := string(queue.AlertDevice) + "/" + d.Terminal + "/" + d.ID; s.alert(id) != nil {
			alerts[id] = true
			row.id = "alert " + id
			urgent := s.alert(id).Level == queue.Critical
			style, mark := staff.Urgency(urgent)
			row.left, row.style = mark+" "+s.printerWords(d), style
		}
		card.rows = append(card.rows, row)
	}
	card.title = s.T("guide.printers", "n", len(ds))
	return card, alerts
}

// printerWords say what is the matter with a printer and what to do.
func (s *Screen) printerWords(d queue.Device) string {
	key := "guide.printer." + string(d.Fault)
	switch {
	case d.Fault == "":
		key = "guide.printer.low"
	case !words.Has(key):
		key = "guide.printer.error"
	}
	return s.T(key, "kiosk", s.TerminalOf(d.Terminal))
}

// heard reports whether a terminal is heard, as far as the hall tells.
func (s *Screen) heard(terminal string) bool {
	return !slices.ContainsFunc(s.hall.Alerts, func(a queue.Alert) bool { return a.Kind == queue.AlertTerminal && a.Terminal == terminal })
}

// alert is the alert of that id, or nil.
func (s *Screen) alert(id string) *queue.Alert {
	i := slices.IndexFunc(s.hall.Alerts, func(a queue.Alert) bool { return a.ID == id })
	if i < 0 {
		return nil
	}
	return &s.hall.Alerts[i]
}

// papersCard are the numbers without a paper that is certain.
func (s *Screen) papersCard() asideCard {
	card := asideCard{title: s.T("guide.unpapered", "n", len(s.hall.Unpapered))}
	for _, u := range s.hall.Unpapered {
		card.rows = append(card.rows, asideRow{"number " + u.Number, u.Number + " " + s.lacksShort(u.Paper), s.T("staff.minutes", "minutes", s.Minutes(u.Paper.At)), tui.Warn})
	}
	return card
}

// lacks says why a number has no paper that is certain, and where it should be.
func (s *Screen) lacks(p wire.TicketPaper) string {
	reason, printer := s.PaperReason(p.Reason), s.Printer(p.Printer, p.Name)
	if p.State == queue.PaperUnconfirmed {
		return s.T("guide.lacks.unconfirmed", "reason", reason, "printer", printer)
	}
	return s.T("guide.lacks.unprinted", "reason", reason, "printer", printer)
}

// lacksShort is lacks in as few words as a card has room for.
func (s *Screen) lacksShort(p wire.TicketPaper) string {
	why := s.PaperReason(p.Reason)
	if p.State == queue.PaperUnconfirmed || why == "" {
		why = s.T("guide.lacks_short." + string(p.State))
	}
	return strings.TrimSpace(why + " " + s.Printer(p.Printer, p.Name))
}

// papersLabel is what the key of papers does: where only one number lacks its paper,
// that is printed at once.
func (s *Screen) papersLabel() string {
	if us := s.hall.Unpapered; len(us) == 1 {
		return s.T("guide.key.paper_of", "number", us[0].Number)
	}
	return s.T("guide.key.papers")
}

// callHint says how numbers are called in this hall: with a voice, or without.
func (s *Screen) callHint() string {
	if slices.ContainsFunc(s.hall.Devices, func(d queue.Device) bool {
		return d.Kind == queue.DeviceVoice && staff.ConditionOf(d, s.heard(d.Terminal)) == staff.Works
	}) {
		return s.T("guide.given_hint_voice")
	}
	return s.T("guide.given_hint")
}

// reprint prints the paper of a number again, and leads home.
func (s *Screen) reprint(number string) tea.Cmd {
	return s.tickets.Reprint(number, func() tea.Cmd { s.Home(); return nil })
}

// openPapers prints the one paper that is lacking, or asks which one.
func (s *Screen) openPapers() tea.Cmd {
	us := s.hall.Unpapered
	switch len(us) {
	case 0:
		s.Say(tui.Accent, "guide.none_unpapered")
		return nil
	case 1:
		return s.reprint(us[0].Number)
	}
	var rows []tui.Choice
	for _, u := range us {
		rows = append(rows, tui.Choice{ID: u.Number, Label: u.Number, Note: s.lacks(u.Paper) + "  " + s.ago(s.Minutes(u.Paper.At))})
	}
	s.Choose(s.T("guide.reprint_which"), rows, s.reprint)
	return nil
}

// printed says how far the paper of a number is that this desk's own printer prints;
// empty if it does not.
func (s *Screen) printed(number string) tui.TextLine {
	p := s.print
	if p.Number != number || number == "" {
		return tui.TextLine{}
	}
	style := tui.Warn | tui.Bold
	switch p.State {
	case wire.Printing:
		style = tui.Accent
	case wire.Printed:
		style = tui.Good
	case wire.Unprinted, wire.Unconfirmed:
	default:
		return tui.TextLine{}
	}
	return tui.TextLine{Style: style, Text: s.T("guide.print."+string(p.State), "reason", s.PaperReason(queue.PaperReason(p.Fault)))}
}
