package staff_test

import (
	"strings"
	"testing"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

func TestARangeThatHasShiftedLaterSaysWhyAndNoLongerTheTimeThatWasTold(t *testing.T) {
	for lang, want := range map[queue.Lang]map[queue.Later]string{
		queue.ZhHans: {"": "很可能", queue.LaterWindow: "会比取号时说的晚：有窗口关了"},
		queue.En:     {"": "very likely", queue.LaterPriority: "Later than was told: priority groups go first", queue.LaterLonger: "Later than was told: those ahead take longer than usual"},
	} {
		k := staff.NewTalk(lang, nil)
		for why, say := range want {
			var lines []string
			for _, l := range k.Standing(wire.Ticket{State: queue.Waiting, Windows: []string{"1"}, Estimate: queue.Estimate{Ahead: 3, Low: 12, High: 28}, Before: tuitest.StartTime, Later: why}) {
				lines = append(lines, l.Text)
			}
			text := strings.Join(lines, "\n")
			if !strings.Contains(text, say) || (why != "") == strings.Contains(text, want[""]) {
				t.Errorf("%s, later because of %q: %s", lang, why, text)
			}
		}
	}
}
