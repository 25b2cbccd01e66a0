package manager

import (
	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/figures"
	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// rowAccuracy and a date lead to the figures of promised waits.
const rowAccuracy = "told "

// accuracyRemarks say how good the promises on paper were, today and on the day
// before.
func (s *Screen) accuracyRemarks() []remark {
	var rs []remark
	for _, a := range s.view.Accuracy {
		rs = append(rs, remark{rowAccuracy + a.Date, tui.TextLine{Style: tui.Ink, Text: s.accuracyWords(a)}, s.accuracyBrief(a)})
	}
	return rs
}

// openAccuracy shows them beside those of the day's lines.
func (s *Screen) openAccuracy() tea.Cmd {
	if p, ok := s.pages[tabReports].(*reportPage); ok {
		p.sheet.Open(figures.Accuracy)
	}
	return s.openTab(tabReports)
}

// accuracyWords say it of one day in plain words.
func (s *Screen) accuracyWords(a wire.Accuracy) string {
	day, sofar := s.accuracyDay(a)
	text := s.T("manager.accuracy_says", "day", day, "kept", a.Kept, "aim", figures.Aim) + s.bias(a.Bias) + s.T("manager.accuracy_off", "error", figures.Minutes(a.Error))
	if sofar {
		text += s.T("manager.accuracy_so_far")
	}
	return text
}

// accuracyBrief is the same where there is room for a few words only.
func (s *Screen) accuracyBrief(a wire.Accuracy) string {
	day, sofar := s.accuracyDay(a)
	if sofar {
		return s.T("manager.accuracy_brief_today", "kept", a.Kept, "aim", figures.Aim)
	}
	return s.T("manager.accuracy_brief", "day", day, "kept", a.Kept, "aim", figures.Aim)
}

// accuracyDay names the day, and says whether it still runs, so that only a part of
// its promises has been put to the test.
func (s *Screen) accuracyDay(a wire.Accuracy) (name string, sofar bool) {
	switch {
	case a.Date != s.view.Day.Date:
		return a.Date[max(0, len(a.Date)-len("01-02")):], false
	case s.view.Day.Open:
		return s.T("manager.today_so_far"), true
	}
	return s.T("manager.today"), false
}

// bias says whether waits were told too long or too short.
func (s *Screen) bias(seconds int) string {
	switch {
	case seconds >= 6:
		return s.T("manager.told_long", "minutes", figures.Minutes(seconds))
	case seconds <= -6:
		return s.T("manager.told_short", "minutes", figures.Minutes(-seconds))
	}
	return s.T("manager.told_right")
}
