package view

import (
	"slices"

	"onewindow/queue"
	"onewindow/wire"
)

// Ticket is a ticket as its holder or a guide sees it.
func (v *Views) Ticket(t *queue.Ticket) wire.Ticket {
	w := v.Bare(t)
	if t.State == queue.Waiting {
		w.Estimate, w.Before = v.wait(t)
		w.Later = v.later(t)
	}
	return w
}

// Bare is the same without what is foreseen of its wait, which may take time to say.
func (v *Views) Bare(t *queue.Ticket) wire.Ticket {
	w := wire.Ticket{
		Number: t.Number, Day: t.Day, State: t.State, Class: t.Class, Theme: t.Theme(),
		Items: v.items(t), Leg: t.Leg + 1, Legs: len(t.Legs), Issued: t.Issued, Reason: t.Reason,
		Language: t.Language, Copies: t.Copies, Paper: v.paper(t),
	}
	if th := v.s.Theme(t.Theme()); th != nil {
		w.ThemeName = th.Name
	}
	if len(t.Legs) > 1 {
		for _, l := range t.Legs {
			name := queue.Text{ZhHans: l.Theme}
			if th := v.s.Theme(l.Theme); th != nil {
				name = th.Name
			}
			w.Route = append(w.Route, name)
		}
	}
	if t.State == queue.Waiting {
		w.Estimate.Ahead = v.s.Ahead(t)
	}
	if t.State == queue.Held && t.Hold != nil {
		w.Hold, w.HoldUntil = t.Hold.Kind, t.Hold.Until
	}
	if ts := v.s.ThemeState(t.Theme()); ts != nil && t.State == queue.Waiting && t.Returned {
		w.CallsBefore = max(0, t.After-ts.Calls)
	}
	w.MayReturn = t.State == queue.Missed && t.Misses <= v.s.Settings.Rules.Returns
	if t.Window != "" && t.State.Live() {
		w.At = v.place(t.Window)
	}
	var zones []string
	for _, win := range v.s.Windows {
		if !slices.Contains(win.Own, t.Theme()) {
			continue
		}
		p := v.s.Plan(win)
		w.Windows = append(w.Windows, p.Label)
		if p.Zone != "" && !slices.Contains(zones, p.Zone) {
			zones = append(zones, p.Zone)
			w.Zones = append(w.Zones, v.zone(p.Zone))
		}
	}
	return w
}

// items are the names of what the current leg is for.
func (v *Views) items(t *queue.Ticket) []queue.Text {
	var names []queue.Text
	for _, code := range t.Legs[t.Leg].Items {
		if it := v.s.Item(code); it != nil {
			names = append(names, it.Name)
		}
	}
	return names
}

// queued is a ticket as one row of a list.
func (v *Views) queued(t *queue.Ticket) wire.Queued {
	q := wire.Queued{Number: t.Number, Theme: t.Theme(), State: t.State, Class: t.Class, Since: t.Issued}
	if t.Target != (queue.Target{}) {
		q.Flags = append(q.Flags, "sent")
	}
	if t.Returned {
		q.Flags = append(q.Flags, "returned")
	}
	if t.Leg > 0 {
		q.Flags = append(q.Flags, "leg")
	}
	if t.State == queue.Held || t.State == queue.Missed {
		q.Since = t.Since()
	}
	if t.Hold != nil {
		q.Hold, q.Until = t.Hold.Kind, t.Hold.Until
	}
	return q
}
