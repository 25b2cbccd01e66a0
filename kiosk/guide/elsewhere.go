package guide

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// movable reports whether any hall may serve what the slip is for, so that it can be
// asked where that is quickest.
func (g *slip) movable() bool {
	return len(g.items) > 0 && !slices.ContainsFunc(g.items, func(it queue.Item) bool { return !it.AnyHall })
}

// askElsewhere asks in which other halls the items are served soonest, and lists them.
// The list is to be read out: whatever is picked leads back to the slip.
func (g *slip) askElsewhere() tea.Cmd {
	s, desk, codes := g.s, g.s.desk, g.codes()
	return staff.Ask(&s.Talk, "", func(ctx context.Context) (wire.QuickestReply, error) {
		return desk.Quickest(ctx, codes)
	}, func(r wire.QuickestReply, e *wire.Error) tea.Cmd {
		switch {
		case e != nil:
			s.Refuse(e)
		case len(r.Halls) == 0:
			s.Say(tui.Accent, "guide.nowhere_else")
		default:
			s.Choose(s.T("guide.elsewhere"), s.hallRows(r.Halls), func(string) tea.Cmd {
				s.Back()
				return nil
			})
		}
		return nil
	})
}

// hallRows are other halls with how it stands there.
func (s *Screen) hallRows(halls []wire.HallWait) []tui.Choice {
	var rows []tui.Choice
	for _, h := range halls {
		note := s.Waiting(wire.Line{Waiting: h.Waiting, Windows: h.Windows, Estimate: h.Estimate})
		if h.Near {
			note += s.T("guide.near")
		}
		rows = append(rows, tui.Choice{ID: h.Hall, Label: s.In(h.Name), Note: note})
	}
	return rows
}
