package manager

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// quotaMost is the largest quota of a day that can be typed.
const quotaMost = 9999

// openQuota lets the day's quota of a line be typed; the quotas of time slots
// stay as they are.
func (s *Screen) openQuota(theme, name string) {
	var quota queue.Quota
	if s.settings != nil {
		for _, t := range s.settings.Themes {
			if t.ID == theme {
				quota = t.Quota
			}
		}
	}
	s.Enter(tui.Entry{Title: s.T("manager.quota_of", "service", name), Max: 4}, func(text string) tea.Cmd {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 0 || n > quotaMost {
			s.Say(tui.Warn, "manager.out_of_limits", "limits", "0-"+strconv.Itoa(quotaMost))
			return nil
		}
		quota.Day = n
		key := "manager.quota_set"
		if n == 0 {
			key = "manager.quota_none"
		}
		return s.send("hall.quota", queue.SetQuota{Theme: theme, Quota: quota}, key, "service", name, "n", n)
	})
}
