package queue_test

import (
	"fmt"

	"onewindow/queue"
	"onewindow/queue/queuetest"

	"pgregory.net/rapid"
)

// publish lets the centre publish a part, newer or older than the one in force, or
// give it back.
func (m *machine) publish(t *rapid.T) {
	m.version++
	part := one(t, queue.Parts, "part")
	c := queue.TakePart{Part: part, Version: uint64(max(1, m.version-dice(t, 4, "older"))), Hash: fmt.Sprint("p", m.version)}
	switch part {
	case queue.PartRules:
		r := m.state.Settings.Rules
		r.ReturnAfter, r.Calls = dice(t, 5, "return after"), dice(t, 4, "calls") // no calls at all is refused
		c.Rules = &r
	case queue.PartCalendar:
		c.Calendar = &queue.Calendar{Days: map[string]bool{one(t, []string{"2026-11-28", "2026-11-29", "2026-11-30"}, "day"): rapid.Bool().Draw(t, "works")}}
	case queue.PartCatalogue:
		k := queuetest.Catalogue()
		k.Items[0].Minutes = dice(t, 30, "minutes") // no time at all is refused
		c.Catalogue = &k
	}
	if dice(t, 4, "release") == 0 {
		m.do(t, queue.ReleasePart{Part: part})
		return
	}
	m.do(t, c)
}
