package district

import (
	"image"
	"slices"
	"strconv"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// tab is one of the pages that are always one key away.
type tab string

const (
	tabOverview tab = "overview"
	tabHalls    tab = "halls"
	tabAlerts   tab = "alerts"
	tabReports  tab = "reports"
)

// tabs stand in the order of their digits.
var tabs = []tab{tabOverview, tabHalls, tabAlerts, tabReports}

// tabPrefix begins the IDs of the tabs' targets; langID turns to the next language.
const (
	tabPrefix = "tab "
	langID    = "lang"
)

// tabOf is the tab of a target's ID.
func tabOf(id string) (tab, bool) {
	name, ok := strings.CutPrefix(id, tabPrefix)
	return tab(name), ok
}

// inBar reports whether a target stands at the end of the bar of tabs.
func inBar(id string) bool { return id == langID || id == tui.HelpID }

// tabLabel is what stands on a tab; in short without how many there are.
func (s *Screen) tabLabel(t tab, short bool) string {
	label := s.t("district.tab." + string(t))
	n := 0
	switch t {
	case tabHalls:
		n = len(s.state.Halls)
	case tabAlerts:
		n = len(s.state.Alerts)
	}
	if n > 0 && !short {
		label += "(" + strconv.Itoa(n) + ")"
	}
	return label
}

// languages are those that the screen turns through.
var languages = []queue.Lang{queue.ZhHans, queue.ZhHant, queue.En}

// otherLanguage is the next of them.
func (s *Screen) otherLanguage() queue.Lang {
	return languages[(slices.Index(languages, s.lang)+1)%len(languages)]
}

// layoutTabs lays the tabs out in one row, language and help at its end.
func (s *Screen) layoutTabs(r image.Rectangle) []tui.Target {
	r = tui.Inset(r, 1, 0)
	var ts []tui.Target
	end := func(id, key, label string) {
		ts = append(ts, tui.Target{ID: id, Key: key, Label: label, Rect: tui.CutRight(&r, tui.Width(label)+2)})
	}
	end(tui.HelpID, "?", "? "+s.t("district.help"))
	end(langID, "l", "L "+s.t("common.language."+string(s.otherLanguage())))
	width := 0
	for _, t := range tabs {
		width += tui.Width(s.tabLabel(t, false)) + 4
	}
	short := width > r.Dx()
	for i, t := range tabs {
		digit := strconv.Itoa(i + 1)
		label := digit + " " + s.tabLabel(t, short)
		target := tui.Target{ID: tabPrefix + string(t), Rect: tui.CutLeft(&r, tui.Width(label)+2), Label: label, Selected: t == s.tab}
		if s.chooser == nil { // whose rows have the digits
			target.Key = digit
		}
		if target.Rect.Dx() == tui.Width(label)+2 { // help names the digits, which reach the others
			ts = append(ts, target)
		}
	}
	return ts
}

// drawTabs paints the bar. The open tab is marked by brackets too.
func (s *Screen) drawTabs(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	c.Fill(r, tui.Head)
	for _, t := range ts {
		id, isTab := tabOf(t.ID)
		if !isTab && !inBar(t.ID) {
			continue
		}
		style, label := tui.Head, " "+t.Label+" "
		switch {
		case t.Selected:
			style, label = tui.PrimaryButton|tui.Bold, "["+t.Label+"]"
		case id == tabAlerts && s.urgent():
			style = s.st(tui.BadFill | tui.Bold)
		}
		if t.Pressed {
			style |= tui.Reverse
		}
		c.Fill(t.Rect, style)
		c.Text(t.Rect, tui.Left, style, label)
	}
}

// urgent reports whether an alert wants somebody to act.
func (s *Screen) urgent() bool {
	return slices.ContainsFunc(s.state.Alerts, func(a wire.HallAlert) bool { return a.Level == queue.Critical })
}
