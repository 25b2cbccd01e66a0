package queue

import (
	"slices"
	"strconv"
)

// next finishes the citizen at the window, if one is being served, and calls
// the next. While one is being called it asks first whether that one came: a
// hurried key must not lose anybody.
func (d *decision) next(c Next) *Refusal {
	w, err := d.openWindow(c.Window)
	if err != nil {
		return err
	}
	switch w.State {
	case Paused:
		return Refuse(CodePaused, "resume the window first", "window", w.ID)
	case Calling:
		return Refuse(CodeAnswerFirst, "say first whether the called citizen came", "window", w.ID, "number", w.Ticket)
	}
	if err := d.running(); err != nil {
		return err
	}
	if w.State == Idle {
		d.pick(w)
		return nil
	}
	t := d.numbers[w.Ticket]
	if d.Settings.Rules.NeedOutcome {
		return Refuse(CodeOutcomeNeeded, "finish the citizen with the outcome of each item first", "number", t.Number)
	}
	more := t.Leg+1 < len(t.Legs)
	d.emit(TicketFinished{Number: t.Number, Window: w.ID, Handled: d.unstated(t), More: more})
	if w.PauseAfter != "" {
		return nil
	}
	if more {
		// The visit's next part stands in line when this window picks.
		lane, e := int(d.themes[t.Legs[t.Leg+1].Theme]), t.entry()
		d.line.Add(lane, e)
		defer d.line.Remove(lane, e)
	}
	d.pick(w)
	return nil
}

// pick calls whoever is next at the window, if anybody waits.
func (d *decision) pick(w *Window) {
	c, ok := Pick(d.line, w.reach)
	if !ok {
		return
	}
	t := d.Tickets[c.Seq-1]
	reason := Reason{Code: ReasonNextLeg}
	if t.State == Waiting {
		reason = d.reasonOf(t, c)
	}
	d.emit(TicketCalled{Number: t.Number, Window: w.ID, Clerk: w.Clerk, Reason: reason})
}

// unstated is what a citizen is taken to have had done when the clerk did not
// say: the items asked for, with no stated outcome.
func (d *decision) unstated(t *Ticket) []Handled {
	items := t.Legs[t.Leg].Items
	if len(items) == 0 {
		return nil
	}
	h := make([]Handled, len(items))
	for i, code := range items {
		h[i] = Handled{Item: code, Outcome: Unstated}
	}
	return h
}

func (d *decision) call(c Call) *Refusal {
	if err := d.running(); err != nil {
		return err
	}
	w, err := d.idle(c.Window)
	if err != nil {
		return err
	}
	if !d.May(w.Clerk, RightPick) {
		return Refuse(CodeNoRight, "calling a number out of turn is a right of its own", "right", string(RightPick))
	}
	t, err := d.liveTicket(c.Number)
	if err != nil {
		return err
	}
	if t.State != Waiting {
		return Refuse(CodeNotWaiting, "only a waiting number can be called", "number", t.Number, "state", string(t.State), "window", t.Window)
	}
	if !slices.Contains(w.Own, t.Theme()) && !slices.Contains(w.Spill, t.Theme()) {
		return Refuse(CodeNotReachable, "this window does not serve the number's theme", "number", t.Number, "theme", t.Theme())
	}
	if g := t.Target; g.Window != "" && g.Window != w.ID || g.Clerk != "" && g.Clerk != w.Clerk {
		return Refuse(CodeOtherWindow, "the number was sent to another window or clerk", "number", t.Number, "window", g.Window)
	}
	d.emit(TicketCalled{Number: t.Number, Window: w.ID, Clerk: w.Clerk, Reason: Reason{Code: ReasonPicked}})
	return nil
}

func (d *decision) recall(c Recall) *Refusal {
	w, t, err := d.calling(c.Window)
	if err != nil {
		return err
	}
	if err := d.running(); err != nil {
		return err
	}
	r := &d.Settings.Rules
	if t.Calls >= r.Calls {
		return Refuse(CodeCallsUsed, "all calls are used; say whether the citizen came", "number", t.Number)
	}
	if again := d.AgainAt(t); d.at.Before(again) {
		return Refuse(CodeTooSoon, "give the citizen time to walk", "number", t.Number).until(again)
	}
	d.emit(TicketRecalled{Number: t.Number, Window: w.ID, Call: t.Calls + 1})
	return nil
}

func (d *decision) start(c Start) *Refusal {
	w, t, err := d.calling(c.Window)
	if err != nil {
		return err
	}
	since := d.at
	if c.Inferred {
		since = t.LastCall
	}
	d.emit(TicketStarted{Number: t.Number, Window: w.ID, Since: since, Inferred: c.Inferred})
	return nil
}

// finish ends the current leg. A clerk who finishes somebody who is only being
// called has skipped the start; it is inferred.
func (d *decision) finish(c Finish) *Refusal {
	w, err := d.openWindow(c.Window)
	if err != nil {
		return err
	}
	if w.Ticket == "" {
		return Refuse(CodeNobodyHere, "nobody is at the window", "window", w.ID)
	}
	t := d.numbers[w.Ticket]
	asked := t.Legs[t.Leg].Items
	handled := c.Handled
	if len(handled) == 0 {
		if d.Settings.Rules.NeedOutcome {
			return Refuse(CodeOutcomeNeeded, "state the outcome of each item", "number", t.Number)
		}
		handled = d.unstated(t)
	}
	for _, h := range c.Handled {
		// What was asked for may have left the catalogue since.
		if d.items[h.Item] == nil && !slices.Contains(asked, h.Item) && (h.Item != "" || len(asked) > 0) {
			return Refuse(CodeUnknownItem, "this hall does not serve that item", "item", h.Item)
		}
		switch h.Outcome {
		case Accepted, ToCorrect, Refused, Enquiry:
		default:
			return Refuse(CodeBadOutcome, "an outcome is accepted, to_correct, refused or enquiry", "outcome", string(h.Outcome))
		}
	}
	if w.State == Calling {
		d.emit(TicketStarted{Number: t.Number, Window: w.ID, Since: t.LastCall, Inferred: true})
	}
	d.emit(TicketFinished{Number: t.Number, Window: w.ID, Handled: handled, More: t.Leg+1 < len(t.Legs)})
	return nil
}

func (d *decision) noShow(c NoShow) *Refusal {
	w, t, err := d.calling(c.Window)
	if err != nil {
		return err
	}
	r := &d.Settings.Rules
	again := d.AgainAt(t)
	if t.Calls < r.Calls {
		return Refuse(CodeCallsLeft, "call the number again before it is missed", "number", t.Number,
			"calls", strconv.Itoa(t.Calls), "of", strconv.Itoa(r.Calls)).until(again)
	}
	if d.at.Before(again) {
		return Refuse(CodeTooSoon, "give the citizen time to walk", "number", t.Number).until(again)
	}
	d.emit(TicketMissed{Number: t.Number, Window: w.ID, Final: t.Misses >= r.Returns})
	return nil
}

func (d *decision) hold(c HoldTicket) *Refusal {
	w, t, err := d.serving(c.Window)
	if err != nil {
		return err
	}
	h := Hold{Kind: c.Kind, Reason: c.Reason}
	switch c.Kind {
	case HoldAway, HoldHere:
	case HoldStep:
		if h.Until = Stamp(c.Until); !h.Until.After(d.at) || !writable(h.Until) {
			return Refuse(CodeBadHold, "say until when the citizen waits; it must lie ahead", "number", t.Number)
		}
	default:
		return Refuse(CodeBadHold, "a hold is away, here or step", "kind", string(c.Kind))
	}
	d.emit(TicketHeld{Number: t.Number, Window: w.ID, Hold: h})
	return nil
}

func (d *decision) takeBack(c TakeBack) *Refusal {
	if err := d.running(); err != nil {
		return err
	}
	w, err := d.idle(c.Window)
	if err != nil {
		return err
	}
	t, err := d.findTicket(c.Number)
	if err != nil {
		return err
	}
	if t.State != Held {
		return Refuse(CodeNotHeld, "the number is "+string(t.State), "number", t.Number, "state", string(t.State))
	}
	if t.Hold.Kind == HoldHere && t.Window != w.ID {
		return Refuse(CodeOtherWindow, "the papers are at another window; the citizen goes back there", "number", t.Number, "window", t.Window)
	}
	if t.Window != w.ID && !slices.Contains(w.Own, t.Theme()) && !slices.Contains(w.Spill, t.Theme()) {
		return Refuse(CodeNotReachable, "this window does not serve the number's theme", "number", t.Number, "theme", t.Theme())
	}
	d.emit(TicketTakenBack{Number: t.Number, Window: w.ID, Clerk: w.Clerk})
	return nil
}
