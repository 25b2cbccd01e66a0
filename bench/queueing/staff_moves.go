package main

import (
	"fmt"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait"
)

// moves count the windows that are opened and closed after the first decision of a day.
type moves struct {
	opened, closed int
	// back are those of them that take back a move of the same window that is no more
	// than an hour old.
	back int
	// shape are those of them that the plan of the evening before makes at that moment
	// too, one up or down in the same line.
	shape int
	// keys are how often there was something to decide: a theme at a moment, however
	// many of its windows were moved.
	keys int
}

func (m *moves) join(o *moves) {
	m.opened, m.closed, m.back = m.opened+o.opened, m.closed+o.closed, m.back+o.back
	m.shape, m.keys = m.shape+o.shape, m.keys+o.keys
}

// movers follows the windows of a day.
type movers struct {
	*moves
	last []time.Time // when a window was moved
}

// moved notes what became of the windows by a decision; the first of a day only opens
// the hall.
func (m *movers) moved(now time.Time, was, is []bool, first bool) {
	for w, on := range is {
		if on == was[w] {
			continue
		}
		if !first {
			if on {
				m.opened++
			} else {
				m.closed++
			}
			if now.Sub(m.last[w]) <= time.Hour {
				m.back++
			}
		}
		m.last[w] = now
	}
}

// follow notes how many of the moves of a moment, in how many windows more or fewer each
// theme has, are in the plan.
func (m *moves) follow(more map[string]int, plan *wait.Plan, at queue.Clock) {
	has := func(theme string, to bool) int {
		for _, row := range plan.Rows {
			if row.Theme == theme && (to && row.From == at || !to && row.To == at) {
				return row.Windows
			}
		}
		return 0
	}
	for theme, n := range more {
		by := has(theme, true) - has(theme, false)
		m.shape += max(0, min(n, by), min(-n, -by))
	}
}

func (m *moves) ask(said []saying, first bool) {
	themes := map[string]bool{}
	for _, a := range said {
		themes[a.Theme] = true
	}
	if !first {
		m.keys += len(themes)
	}
}

func (m *moves) gates(days int, seeds string) []gate {
	a := func(n int) float64 { return float64(n) / float64(days) }
	return []gate{
		shown(delivered+": windows opened and closed a day", "-", fmt.Sprintf("%.0f, %.0f", a(m.opened), a(m.closed)), seeds),
		shown(delivered+": of them taken back within an hour", "-", fmt.Sprintf("%.0f", a(m.back)), seeds),
		shown(delivered+": of them also planned the evening before", "-", fmt.Sprintf("%.0f", a(m.shape)), seeds),
		shown(delivered+": themes to decide on a day, in 9 themes and 17 half hours", "-", fmt.Sprintf("%.0f", a(m.keys)), seeds),
	}
}
