package queue_test

import (
	"time"

	"onewindow/queue"

	"pgregory.net/rapid"
)

// watchAlerts is what the hall does every few seconds. Twice at one moment it has
// nothing more to say.
func (m *machine) watchAlerts(t *rapid.T) {
	rs, err := queue.Execute(m.state, m.now, queue.Actor{}, "", queue.WatchAlerts{})
	if err != nil {
		if m.state.Configured() {
			t.Fatalf("alerts: %v", err)
		}
		return
	}
	if len(rs) == 0 {
		return
	}
	m.note(t, rs)
	if again := queue.Watch(m.state, later(m.state.At, m.now), nil); len(again) > 0 {
		t.Fatalf("after %+v the alerts change once more: %+v", rs, again)
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// staff is what concerns the staff rather than a citizen.
func (m *machine) staff(t *rapid.T) {
	terminal := one(t, []string{"kiosk-1", "window-1", "guide-1", "manager-1"}, "terminal")
	switch dice(t, 8, "staff") {
	case 0:
		window := ""
		if terminal == "window-1" {
			window = "1"
		}
		m.do(t, queue.CallHelp{Kind: one(t, []queue.HelpKind{queue.HelpStaff, queue.HelpPanic}, "kind"), Terminal: terminal, Window: window})
	case 1:
		id := "0"
		if n := len(m.state.Helps); n > 0 {
			id = m.state.Helps[dice(t, n, "help")].ID
		}
		m.do(t, queue.AnswerHelp{ID: id, Terminal: one(t, []string{"", "kiosk-1"}, "of")})
	case 2:
		m.do(t, queue.OpenDesk{Terminal: terminal, Clerk: "c" + m.window(t)})
	case 3:
		m.do(t, queue.CloseDesk{Terminal: terminal})
	case 4, 5:
		w := m.window(t)
		m.do(t, queue.AskWindow{Window: w, What: one(t, []queue.AskKind{queue.AskOpen, queue.AskClose}, "what")})
	case 6:
		m.do(t, queue.AnswerAsk{Window: m.window(t), Accept: dice(t, 3, "accept") > 0})
	case 7:
		m.do(t, queue.WatchAlerts{})
		if n := len(m.state.Alerts); n > 0 {
			m.do(t, queue.AcknowledgeAlert{ID: m.state.Alerts[dice(t, n, "alert")].ID})
		}
	}
}
