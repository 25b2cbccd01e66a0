package manager

import (
	"maps"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue/report"
	"onewindow/wire"
)

// aim is the share, in percent, that shall lie in the range that was said, and that
// shall be called by the time on paper.
const aim = 80

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
		p.part, p.skip = partAccuracy, 0
	}
	return s.openTab(tabReports)
}

// accuracyWords say it of one day in plain words.
func (s *Screen) accuracyWords(a wire.Accuracy) string {
	day, sofar := s.accuracyDay(a)
	text := s.T("manager.accuracy_says", "day", day, "kept", a.Kept, "aim", aim) + s.bias(a.Bias) + s.T("manager.accuracy_off", "error", minutesOf(a.Error))
	if sofar {
		text += s.T("manager.accuracy_so_far")
	}
	return text
}

// accuracyBrief is the same where there is room for a few words only.
func (s *Screen) accuracyBrief(a wire.Accuracy) string {
	day, sofar := s.accuracyDay(a)
	if sofar {
		return s.T("manager.accuracy_brief_today", "kept", a.Kept, "aim", aim)
	}
	return s.T("manager.accuracy_brief", "day", day, "kept", a.Kept, "aim", aim)
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
		return s.T("manager.told_long", "minutes", minutesOf(seconds))
	case seconds <= -6:
		return s.T("manager.told_short", "minutes", minutesOf(-seconds))
	}
	return s.T("manager.told_right")
}

// accuracies are the promised waits against those that came: of the whole hall, of
// each line and of each day.
func (p *reportPage) accuracies(s *report.Span) reportTable {
	t := reportTable{empty: p.T("manager.report_nothing"), cols: []tui.Column{
		{Head: " " + p.T("manager.part.accuracy")}, p.number("told"), p.number("kept"), p.number("held"), p.number("error"), p.number("bias"),
	}}
	add := func(name string, a report.Accuracy) {
		if a.Called == 0 {
			return
		}
		style := tui.Ink
		if a.KeptShare() < 10*aim-50 || a.HeldShare() < 10*aim-50 {
			style = tui.Warn
		}
		bias := minutesOf(a.MeanBias())
		switch {
		case bias == "-0.0":
			bias = "0.0"
		case a.MeanBias() > 0 && bias != "0.0":
			bias = "+" + bias
		}
		t.rows = append(t.rows, tui.TableRow{Style: p.st(style), Cells: []string{
			" " + name, strconv.Itoa(a.Called), percent(a.KeptShare()), percent(a.HeldShare()), minutesOf(a.MeanError()), bias,
		}})
	}
	add(p.T("manager.accuracy_all"), s.All.Told)
	add(p.T("manager.accuracy_rough"), s.All.Rough)
	for _, id := range p.inOrder(s.Themes, p.lineOrder()) {
		add(p.Theme(id), s.Themes[id].Told)
	}
	if len(s.Dates) > 1 {
		for _, date := range slices.Sorted(maps.Keys(s.Dates)) {
			add(p.dayName(date), s.Dates[date].Told)
		}
	}
	return t
}
