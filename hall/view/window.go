package view

import (
	"slices"
	"strings"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// upcoming is how many of the next citizens a clerk sees.
const upcoming = 3

// Window is what the clerk of a window sees.
func (v *Views) Window(w *queue.Window) wire.Window {
	p, rules := v.s.Plan(w), v.s.Settings.Rules
	o := wire.Window{
		Day: v.Day(), ID: w.ID, Label: p.Label, State: w.State, Since: w.Since, Clerk: w.Clerk, Reason: w.Reason,
		PauseAfter: w.PauseAfter, Served: w.Served, Themes: v.s.Settings.Themes, NeedOutcome: rules.NeedOutcome,
		Help: v.helpAt(w.ID),
	}
	if w.Asked != nil && w.Asked.Answer != queue.AnswerNo {
		o.Asked = w.Asked
	}
	if w.State == queue.Closed {
		o.Staff = v.members()
	}
	if c := v.s.Clerk(w.Clerk); c != nil {
		o.Name, o.Rights = c.Name, c.Rights
	}
	for _, th := range w.Own {
		if l, ok := v.line(th); ok {
			o.Own = append(o.Own, l)
		}
	}
	for _, th := range w.Spill {
		if l, ok := v.line(th); ok {
			o.Spill = append(o.Spill, l)
		}
	}
	if t := v.s.Ticket(w.Ticket); t != nil {
		visit := v.visit(t)
		o.Ticket = &visit
	}
	for _, t := range v.s.NextAt(w, upcoming) {
		o.Next = append(o.Next, v.queued(t))
	}
	if w.State != queue.Closed {
		o.Held, o.Missed = v.aside(w)
	}
	if until := v.s.UndoUntil(w); until.After(v.now) {
		o.Undo, _, _ = strings.Cut(w.Undo.Action, "/")
		o.UndoUntil = until
	}
	for _, other := range v.s.Windows {
		if other.ID != w.ID && other.State != queue.Closed {
			o.Windows = append(o.Windows, v.place(other.ID))
			if c := v.s.Clerk(other.Clerk); c != nil {
				o.Colleagues = append(o.Colleagues, wire.Colleague{Member: wire.Member{ID: c.ID, Name: c.Name}, Label: v.s.Plan(other).Label})
			}
		}
	}
	return o
}

// aside are the numbers on hold that may come back to the window, and the
// missed ones of its themes.
func (v *Views) aside(w *queue.Window) (held, missed []wire.Queued) {
	for _, t := range v.put() {
		switch t.State {
		case queue.Held:
			if t.Window == w.ID || t.Hold.Kind != queue.HoldHere && slices.Contains(w.Own, t.Theme()) {
				held = append(held, v.queued(t))
			}
		case queue.Missed:
			if t.Window == w.ID || slices.Contains(w.Own, t.Theme()) {
				missed = append(missed, v.queued(t))
			}
		}
	}
	return held, missed
}

// put are all tickets put aside, held or missed; the same for every window.
func (v *Views) put() []*queue.Ticket {
	if v.looked {
		return v.away
	}
	v.looked = true
	v.s.Live(func(t *queue.Ticket) bool {
		if t.State == queue.Held || t.State == queue.Missed {
			v.away = append(v.away, t)
		}
		return true
	})
	return v.away
}

// visit is the citizen at a window.
func (v *Views) visit(t *queue.Ticket) wire.Visit {
	rules := v.s.Settings.Rules
	o := wire.Visit{
		Ticket: v.Ticket(t), Last4: t.Citizen.Last4, Ground: t.Ground, Waited: int(t.Spent(queue.Waiting, v.now) / time.Second),
		Called: t.Calls, Calls: rules.Calls,
	}
	if t.Agent != nil {
		o.Agent, o.For4 = t.Agent.Document, t.Agent.For.Last4
		if o.Agent == "" {
			o.Agent = "-"
		}
	}
	o.Amber, o.Red = v.usual(t)
	for _, code := range t.Legs[t.Leg].Items {
		if it := v.s.Item(code); it != nil {
			o.Wanted = append(o.Wanted, *it)
		}
	}
	for _, leg := range t.Legs[t.Leg+1:] {
		o.Later = append(o.Later, v.leg(leg))
	}
	if t.State == queue.Called {
		o.Announced = t.Announced
		if by := v.s.HeardAt(t); t.Announced.IsZero() && by.After(t.LastCall) {
			o.VoiceBy = by
		}
		again := v.s.AgainAt(t)
		if t.Calls < rules.Calls {
			o.RecallAt = again
		} else {
			o.MissedAt = again
		}
	}
	return o
}

// usual are the lengths in seconds from which a visit is long, and very long.
func (v *Views) usual(t *queue.Ticket) (amber, red int) {
	p75, p95 := queue.Usual(v.s, t)
	return int(p75 / time.Second), int(p95 / time.Second)
}

// leg is a part of a visit that is still to come.
func (v *Views) leg(l queue.Leg) wire.Leg {
	o := wire.Leg{Theme: l.Theme}
	if th := v.s.Theme(l.Theme); th != nil {
		o.ThemeName = th.Name
	}
	for _, code := range l.Items {
		if it := v.s.Item(code); it != nil {
			o.Items, o.Codes = append(o.Items, it.Name), append(o.Codes, code)
		}
	}
	return o
}
