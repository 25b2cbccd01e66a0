package queue

import (
	"slices"
	"time"
)

func (d *decision) issue(c Issue) *Refusal {
	legs, err := d.legs(c.Items, c.Theme)
	if err != nil {
		return err
	}
	class := c.Class
	switch class {
	case "":
		class = Ordinary
	case Ordinary:
	case Priority:
		if c.Ground != "" && !slices.Contains(Grounds, c.Ground) {
			return Refuse(CodeBadGround, "a ground is elderly, disabled, pregnant, soldier or infant", "ground", string(c.Ground))
		}
	case Appointment:
		if c.Slot.IsZero() || !writable(Stamp(c.Slot)) {
			return Refuse(CodeBadSlot, "an appointment needs its time")
		}
	default:
		return Refuse(CodeBadSlot, "class is ordinary, priority or appointment")
	}
	th := d.themes[legs[0].Theme]
	for i := range legs {
		if err := d.IntakeAt(legs[i].Theme, d.at); err != nil {
			return err
		}
	}
	if c.Citizen.Known() && !c.Agent.Mandated() {
		if err := d.mayHold(c.Citizen, legs); err != nil {
			return err
		}
	}
	t := Ticket{
		Day: d.Day.Date, Number: d.nextNumber(th), Seq: int32(len(d.Tickets) + 1),
		State: Waiting, Legs: legs, Source: c.Source, Class: class, Language: c.Language,
		Citizen: c.Citizen, Agent: c.Agent, Issued: d.at, Key: d.key(class, Stamp(c.Slot)),
	}
	t.Citizen.Other = ""
	if a := c.Agent; a != nil && a.For.Other != "" {
		bare := *a
		bare.For.Other = ""
		t.Agent = &bare
	}
	if class == Priority {
		t.Ground = c.Ground
	}
	if class == Appointment {
		t.Slot = Stamp(c.Slot)
	}
	d.emit(TicketIssued{t})
	return nil
}

// key is the time that counts for a ticket drawn now: its credit is taken off
// here, once and for all. An appointment counts from its slot if the citizen is
// on time; a late one counts as an ordinary number.
func (d *decision) key(class Class, slot time.Time) time.Time {
	r := &d.Settings.Rules
	switch class {
	case Priority:
		return d.at.Add(-r.PriorityCredit.Duration())
	case Appointment:
		if late := r.AppointmentLate.Duration(); d.at.Before(slot.Add(-late)) || d.at.After(slot.Add(late)) {
			return d.at
		}
		if k := slot.Add(-r.AppointmentLead.Duration()); k.Before(d.at) {
			return k
		}
	}
	return d.at
}

// legs groups items by theme, in the order in which the themes first appear.
func (d *decision) legs(items []string, theme string) ([]Leg, *Refusal) {
	if len(items) == 0 {
		if theme == "" {
			return nil, Refuse(CodeNoItem, "name an item or a theme")
		}
		if _, ok := d.themes[theme]; !ok {
			return nil, Refuse(CodeUnknownTheme, "ask for one of the hall's themes", "theme", theme)
		}
		return []Leg{{Theme: theme}}, nil
	}
	legs := make([]Leg, 0, 1)
	seen := make([]string, 0, 4)
	for _, code := range items {
		it := d.items[code]
		if it == nil {
			return nil, Refuse(CodeUnknownItem, "this hall does not serve that item; look it up in the catalogue", "item", code)
		}
		if slices.Contains(seen, code) {
			continue
		}
		seen = append(seen, code)
		i := slices.IndexFunc(legs, func(l Leg) bool { return l.Theme == it.Theme })
		if i < 0 {
			legs = append(legs, Leg{Theme: it.Theme})
			i = len(legs) - 1
		}
		legs[i].Items = append(legs[i].Items, code)
	}
	return legs, nil
}

func (d *decision) bringBack(c Return) *Refusal {
	if err := d.running(); err != nil {
		return err
	}
	t, err := d.findTicket(c.Number)
	if err != nil {
		return err
	}
	if t.State == Expired && t.Why == WhyMissed || t.State == Missed && t.Misses > d.Settings.Rules.Returns {
		return Refuse(CodeNoReturn, "missed as often as allowed; give a new number", "number", c.Number)
	}
	if t.State != Missed {
		return Refuse(CodeNotMissed, "the number is "+string(t.State), "number", c.Number, "state", string(t.State))
	}
	after := d.Themes[t.theme].Calls + d.Settings.Rules.ReturnAfter
	d.emit(TicketReturned{Number: t.Number, After: after})
	return nil
}

// acting finds the ticket that a desk or a window means. A window's own ticket
// is meant if it names none; only a window may touch a ticket that it serves.
func (d *decision) acting(window, number string) (*Ticket, *Refusal) {
	if window != "" {
		w, err := d.openWindow(window)
		if err != nil {
			return nil, err
		}
		if number == "" {
			number = w.Ticket
		}
		if number == "" {
			return nil, Refuse(CodeNobodyHere, "nobody is at the window; name a number", "window", window)
		}
	}
	t, err := d.liveTicket(number)
	if err != nil {
		return nil, err
	}
	if t.State.AtWindow() && t.Window != window {
		return nil, Refuse(CodeOtherWindow, "the number is at another window; its clerk must act, or a manager frees the window",
			"number", number, "window", t.Window)
	}
	return t, nil
}

func (d *decision) transfer(c Transfer) *Refusal {
	if err := d.running(); err != nil {
		return err
	}
	t, err := d.acting(c.Window, c.Number)
	if err != nil {
		return err
	}
	if !mayMove("ticket.transferred/1", t.State) {
		return Refuse(CodeNotWaiting, "bring the number back first", "number", t.Number, "state", string(t.State))
	}
	to := c.To
	switch {
	case to == Target{}:
		return Refuse(CodeBadTarget, "name a theme, a window or a clerk")
	case to.Window != "" && to.Clerk != "":
		return Refuse(CodeBadTarget, "name a window or a clerk, not both")
	}
	if to.Theme != "" && d.Theme(to.Theme) == nil {
		return Refuse(CodeUnknownTheme, "the hall has no such theme", "theme", to.Theme)
	}
	if to.Window != "" {
		w, err := d.openWindow(to.Window)
		if err != nil {
			return err
		}
		if w.ID == t.Window && t.State.AtWindow() {
			return Refuse(CodeBadTarget, "the number is at that window already", "window", w.ID)
		}
	}
	if to.Clerk != "" {
		if d.Clerk(to.Clerk) == nil {
			return Refuse(CodeUnknownClerk, "no such member of staff", "clerk", to.Clerk)
		}
		if d.windowOf(to.Clerk) == nil {
			return Refuse(CodeBadTarget, "the clerk is not signed in anywhere", "clerk", to.Clerk)
		}
	}
	d.emit(TicketTransferred{Number: t.Number, Window: c.Window, To: to})
	return nil
}

// windowOf is where a clerk is signed in, or nil.
func (s *State) windowOf(clerk string) *Window {
	for _, w := range s.Windows {
		if w.State != Closed && w.Clerk == clerk {
			return w
		}
	}
	return nil
}

func (d *decision) changeItems(c ChangeItems) *Refusal {
	t, err := d.acting(c.Window, c.Number)
	if err != nil {
		return err
	}
	if len(c.Items) == 0 {
		return Refuse(CodeNoItem, "name at least one item; to end the visit, cancel the number")
	}
	legs, err := d.legs(c.Items, "")
	if err != nil {
		return err
	}
	// Whoever is at a window goes on there with what the window may take; what it
	// may not follows as later legs.
	if t.State != Waiting && t.State != Missed {
		if i := slices.IndexFunc(legs, func(l Leg) bool { return l.Theme == t.Theme() }); i > 0 {
			l := legs[i]
			legs = append([]Leg{l}, slices.Delete(legs, i, i+1)...)
		} else if i < 0 {
			return Refuse(CodeNotReachable, "none of the items belongs to the theme being served; transfer the number instead",
				"number", t.Number, "theme", t.Theme())
		}
	}
	d.emit(TicketChanged{Number: t.Number, Window: c.Window, Legs: legs})
	return nil
}

func (d *decision) cancel(c Cancel) *Refusal {
	if c.Reason == "" {
		return Refuse(CodeReasonNeeded, "say why the number is cancelled")
	}
	t, err := d.acting(c.Window, c.Number)
	if err != nil {
		return err
	}
	if w := d.windows[c.Window]; w != nil && !d.May(w.Clerk, RightCancel) {
		return Refuse(CodeNoRight, "cancelling is a right of its own; ask a manager", "right", string(RightCancel))
	}
	d.emit(TicketCancelled{Number: t.Number, Window: c.Window, Reason: c.Reason})
	return nil
}
