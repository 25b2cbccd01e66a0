package queue

import "time"

func (d *decision) signIn(c SignIn) *Refusal {
	w, err := d.findWindow(c.Window)
	if err != nil {
		return err
	}
	if d.Clerk(c.Clerk) == nil {
		return Refuse(CodeUnknownClerk, "no such member of staff", "clerk", c.Clerk)
	}
	if !d.Day.Open {
		return Refuse(CodeDayClosed, "the business day is not open").until(d.reopens(d.at))
	}
	if w.State != Closed {
		if w.Clerk == c.Clerk {
			return nil
		}
		return Refuse(CodeWindowTaken, "another clerk is signed in here; sign out first", "window", w.ID, "clerk", w.Clerk)
	}
	if o := d.windowOf(c.Clerk); o != nil {
		return Refuse(CodeClerkBusy, "sign out at the other window first", "clerk", c.Clerk, "window", o.ID)
	}
	d.emit(WindowOpened{Window: w.ID, Clerk: c.Clerk})
	return nil
}

func (d *decision) signOut(c SignOut) *Refusal {
	w, err := d.findWindow(c.Window)
	if err != nil || w.State == Closed {
		return err
	}
	if w.Ticket != "" {
		return Refuse(CodeBusy, "finish with the citizen at the window first", "window", w.ID, "number", w.Ticket)
	}
	d.shut(w, "")
	return nil
}

// shut closes a window and lets go of all who were sent to it or to its clerk,
// or who must come back to it: nobody may wait for a window that is closed.
func (d *decision) shut(w *Window, why string) {
	d.Live(func(t *Ticket) bool {
		g := t.Target
		sent := t.State == Waiting && (g.Window == w.ID || g.Clerk != "" && g.Clerk == w.Clerk)
		bound := t.State == Held && t.Hold.Kind == HoldHere && t.Window == w.ID
		if sent || bound {
			d.emit(TicketReleased{Number: t.Number, Why: "window_closed"})
		}
		return true
	})
	d.emit(WindowClosed{Window: w.ID, Why: why})
}

func (d *decision) pause(c Pause) *Refusal {
	if c.Reason == "" {
		return Refuse(CodeReasonNeeded, "say why the window pauses")
	}
	w, err := d.openWindow(c.Window)
	if err != nil {
		return err
	}
	switch w.State {
	case Paused:
		if w.Reason != c.Reason {
			d.emit(WindowResumed{Window: w.ID})
			d.emit(WindowPaused{Window: w.ID, Reason: c.Reason})
		}
	case Idle:
		d.emit(WindowPaused{Window: w.ID, Reason: c.Reason})
	default:
		if !c.After {
			return Refuse(CodeBusy, "a citizen is at the window; pause after this one", "window", w.ID, "number", w.Ticket)
		}
		if w.PauseAfter != c.Reason {
			d.emit(WindowPausing{Window: w.ID, Reason: c.Reason})
		}
	}
	return nil
}

func (d *decision) resume(c Resume) *Refusal {
	w, err := d.openWindow(c.Window)
	if err != nil {
		return err
	}
	switch {
	case w.State == Paused:
		d.emit(WindowResumed{Window: w.ID})
	case w.PauseAfter != "":
		d.emit(WindowPausing{Window: w.ID})
	default:
		return Refuse(CodeNotPaused, "the window is not paused", "window", w.ID)
	}
	return nil
}

// undo takes back the last action, as long as nobody has built on it.
func (d *decision) undo(c Undo) *Refusal {
	w, err := d.openWindow(c.Window)
	if err != nil {
		return err
	}
	if err := d.mayUndo(w); err != nil {
		return err
	}
	m := w.Undo
	if within := d.Settings.Rules.UndoWithin.Duration(); d.at.Sub(m.At) > within {
		return Refuse(CodeNoUndo, "too late; an action can be taken back for "+within.String(), "window", w.ID)
	}
	e := WindowUndone{Window: w.ID, Action: m.Action, State: m.Window.State}
	for _, before := range m.Tickets {
		if d.gone(before) {
			return Refuse(CodeNoUndo, "the window to which the number would go back has closed", "window", w.ID, "number", before.Number)
		}
		e.Tickets = append(e.Tickets, UndoneTicket{Number: before.Number, State: before.State, Window: before.Window})
	}
	d.emit(e)
	return nil
}

// mayUndo says why nothing at the window can be taken back; nil if it can.
func (s *State) mayUndo(w *Window) *Refusal {
	m := w.Undo
	if m == nil {
		return Refuse(CodeNoUndo, "nothing to take back here", "window", w.ID)
	}
	if w.Rev != m.Rev {
		return Refuse(CodeNoUndo, "the window has moved on since", "window", w.ID)
	}
	for i, before := range m.Tickets {
		if t := s.numbers[before.Number]; t == nil || t.Rev != m.Revs[i] {
			return Refuse(CodeNoUndo, "the number has moved on since", "window", w.ID, "number", before.Number)
		}
	}
	return nil
}

// gone reports whether a ticket as it was before depends on a window, or on a
// clerk, that has closed since: it would wait there for ever.
func (s *State) gone(before *Ticket) bool {
	id := before.Target.Window
	if before.State == Held && before.Hold.Kind == HoldHere {
		id = before.Window
	}
	w := s.windows[id]
	return id != "" && (w == nil || w.State == Closed) || before.Target.Clerk != "" && s.windowOf(before.Target.Clerk) == nil
}

// UndoUntil is until when the last action at the window can be taken back; zero
// if there is none.
func (s *State) UndoUntil(w *Window) time.Time {
	if s.mayUndo(w) != nil {
		return time.Time{}
	}
	return w.Undo.At.Add(s.Settings.Rules.UndoWithin.Duration())
}
