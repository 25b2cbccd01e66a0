package manager

import (
	"image"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// tab is one of the pages that are always one key away.
type tab string

const (
	tabOverview  tab = "overview"
	tabWindows   tab = "windows"
	tabAlerts    tab = "alerts"
	tabTerminals tab = "terminals"
	tabTicket    tab = "ticket"
	tabSettings  tab = "settings"
	tabStaff     tab = "staff"
	tabReports   tab = "reports"
	tabChanges   tab = "changes"

	tabPlan    tab = "plan"    // behind tabReports, with no place of its own in the bar
	tabDevices tab = "devices" // behind tabTerminals, with no place of its own in the bar
)

// tabs stand in the order of their digits.
var tabs = []tab{tabOverview, tabWindows, tabAlerts, tabTerminals, tabTicket, tabSettings, tabStaff, tabReports, tabChanges}

// tabPrefix begins the IDs of the tabs' targets; signID is who is signed in.
const (
	tabPrefix = "tab "
	signID    = "sign"
)

// tabOf is the tab of a target's ID.
func tabOf(id string) (tab, bool) {
	name, ok := strings.CutPrefix(id, tabPrefix)
	return tab(name), ok
}

// openTab shows a tab, and asks at once for what it shows.
func (s *Screen) openTab(t tab) tea.Cmd {
	s.Hush()
	s.tab = t
	s.Home()
	return s.poll()
}

// tabLabel is what stands on a tab.
func (s *Screen) tabLabel(t tab, short bool) string {
	key := "manager.tab."
	if short {
		key = "manager.tab_short."
	}
	label := s.T(key + string(t))
	n := 0
	switch t {
	case tabAlerts:
		n = s.unseen()
	case tabTerminals:
		_, n, _ = s.deviceCounts()
		if short && n > 0 {
			return label + "!"
		}
	}
	if n > 0 {
		label += "(" + strconv.Itoa(n) + ")"
	}
	return label
}

// layoutTabs lays the tabs out in one row, who is signed in at its end. In a form
// the digits are the form's.
func (s *Screen) layoutTabs(r image.Rectangle) []tui.Target {
	r = tui.Inset(r, 1, 0)
	sign := s.signLabel(r.Dx() < 100)
	if s.tabsWidth()+tui.Width(sign)+2 > r.Dx() {
		sign = s.signLabel(true)
	}
	at := tui.CutRight(&r, tui.Width(sign)+2)
	labels := s.tabLabels(r.Dx())
	var ts []tui.Target
	for i, t := range tabs {
		if tui.Width(labels[i])+2 > r.Dx() {
			break // Help names the digits, which reach the others all the same
		}
		target := tui.Target{ID: tabPrefix + string(t), Rect: tui.CutLeft(&r, tui.Width(labels[i])+2), Label: labels[i], Selected: t == s.tab || t == tabTerminals && s.tab == tabDevices || t == tabReports && s.tab == tabPlan}
		if s.Top() == nil {
			target.Key = strconv.Itoa(i + 1)
		}
		ts = append(ts, target)
	}
	target := tui.Target{ID: signID, Rect: at, Label: sign}
	if s.Top() == nil {
		target.Key = "l"
	}
	return append(ts, target)
}

// leastTab is how many cells a tab's label has at least, so that a finger meets it.
const leastTab = 4

// tabLabels are the labels of all tabs, with their digits: in full if that fits in the
// width, else short, then without the space behind the digit, then cut from the longest
// on until each has its place.
func (s *Screen) tabLabels(width int) []string {
	labels := make([]string, len(tabs))
	all := func(short bool, between string) bool {
		left := width
		for i, t := range tabs {
			labels[i] = strconv.Itoa(i+1) + between + s.tabLabel(t, short)
			left -= tui.Width(labels[i]) + 2
		}
		return left >= 0
	}
	if all(false, " ") || all(true, " ") || all(true, "") {
		return labels
	}
	over := -width
	for _, l := range labels {
		over += tui.Width(l) + 2
	}
	for over > 0 {
		at, cut := -1, ""
		for i, l := range labels {
			runes := []rune(l)
			shorter := string(runes[:len(runes)-1])
			if tui.Width(shorter) >= leastTab && (at < 0 || tui.Width(l) > tui.Width(labels[at])) {
				at, cut = i, shorter
			}
		}
		if at < 0 {
			break
		}
		over -= tui.Width(labels[at]) - tui.Width(cut)
		labels[at] = cut
	}
	return labels
}

// tabsWidth is how wide all tabs are in full.
func (s *Screen) tabsWidth() int {
	w := 0
	for _, t := range tabs {
		w += tui.Width(s.tabLabel(t, false)) + 4
	}
	return w
}

// drawTabs paints the bar. The open tab is marked by brackets too.
func (s *Screen) drawTabs(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	c.Fill(r, tui.Head)
	for _, t := range ts {
		id, isTab := tabOf(t.ID)
		if !isTab && t.ID != signID {
			continue
		}
		style, label := tui.Head, " "+t.Label+" "
		switch {
		case t.ID == signID && !s.signed():
			style = tui.Warn | tui.OnHead
		case t.Selected:
			style, label = tui.PrimaryButton|tui.Bold, "["+t.Label+"]"
		case id == tabAlerts && s.urgent():
			style = tui.BadFill | tui.Bold
		}
		if t.Pressed {
			style |= tui.Reverse
		}
		c.Fill(t.Rect, style)
		c.Text(t.Rect, tui.Left, style, label)
	}
}
