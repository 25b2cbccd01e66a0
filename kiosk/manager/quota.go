package manager

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// quotaMost is the largest quota of a day that can be typed.
const quotaMost = 9999

// openQuota lets the day's quota of a line be typed; the quotas of time slots
// stay as they are in force.
func (s *Screen) openQuota(l wire.Line) {
	name := s.In(l.Name)
	s.Enter(tui.Entry{Title: s.T("manager.quota_of", "service", name) + "  " + s.given(l), Max: 4}, func(text string) tea.Cmd {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 0 || n > quotaMost {
			s.Say(tui.Warn, "manager.out_of_limits", "limits", "0-"+strconv.Itoa(quotaMost))
			return nil
		}
		key := "manager.quota_set"
		if n == 0 {
			key = "manager.quota_none"
		}
		return s.send("hall.quota", queue.SetQuota{Theme: l.Theme, Quota: queue.Quota{Day: n}}, key, "service", name, "n", n)
	})
}

// given says how many numbers of a line were given today, and of how many.
func (s *Screen) given(l wire.Line) string {
	of := ""
	if l.Quota.Day > 0 {
		of = strconv.Itoa(l.Quota.Day)
	}
	return s.T("manager.given", "n", l.Given, "of", of)
}
