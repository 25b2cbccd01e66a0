package queue

import (
	"slices"
	"time"
)

func (s *State) applyIssued(r *Record, e *TicketIssued) error {
	t := &e.Ticket
	if !s.serves(t.Legs) || t.Leg != 0 || int(t.Seq) != len(s.Tickets)+1 || s.numbers[t.Number] != nil || t.State != Waiting {
		return Refuse(CodeBadHistory, "a ticket that cannot be issued", "number", t.Number)
	}
	th := s.themes[t.Theme()]
	n := inSeries(t.Number, s.Settings.Themes[th].Prefix)
	if n == 0 {
		return Refuse(CodeBadHistory, "a number that is not of the ticket's theme", "number", t.Number)
	}
	c := new(Ticket)
	*c = *t
	c.First, c.Rev = r.Seq, r.Seq
	c.Terminal = r.By.Terminal
	c.Legs = append([]Leg(nil), t.Legs...)
	c.Periods = append(make([]Period, 0, 3), Period{State: Waiting, From: r.At, Seq: r.Seq})
	ts := &s.Themes[th]
	ts.Last = max(ts.Last, n)
	ts.Issued++
	if i := ts.Quota.slot(s.Settings.Hall.ClockAt(r.At)); i >= 0 {
		for len(ts.Slots) <= i {
			ts.Slots = append(ts.Slots, 0)
		}
		ts.Slots[i]++
	}
	s.Tickets = append(s.Tickets, c)
	s.numbers[c.Number] = c
	s.know(c)
	s.aim(c)
	s.enter(c)
	if slices.ContainsFunc(s.Devices, func(d Device) bool { return d.Terminal == c.Terminal && d.forPapers() }) {
		s.awaitPaper(r, c, 0, c.Terminal)
	}
	return nil
}

// serves reports whether the legs are some, each of a theme of the hall.
func (s *State) serves(legs []Leg) bool {
	for i := range legs {
		if _, ok := s.themes[legs[i].Theme]; !ok {
			return false
		}
	}
	return len(legs) > 0
}

func (s *State) applyCalled(r *Record, e TicketCalled) error {
	t, w, err := s.both(e.Number, e.Window, e.Type())
	if err != nil {
		return err
	}
	s.remember(r, w, t)
	if t.Rev != t.First { // else it has only been drawn, and was never called
		s.unmade(t.Number)
	}
	t.Window, t.Clerk, t.Reason = e.Window, e.Clerk, e.Reason
	t.Calls, t.LastCall, t.Returned, t.After = 1, r.At, false, 0
	t.Announced = time.Time{}
	s.step(r, t, Called)
	t.Target = Target{} // reached; a later wait is for any window of the theme
	s.Themes[t.theme].Calls++
	s.line.Called(int(t.theme))
	w.Ticket = t.Number
	s.set(r, w, Calling)
	s.made(CallMade{t.Number, w.ID, r.At, 1})
	return nil
}

func (s *State) applyRecalled(r *Record, e TicketRecalled) error {
	t, w, err := s.both(e.Number, e.Window, e.Type())
	if err != nil {
		return err
	}
	w.Undo = nil
	t.Calls, t.LastCall, t.Rev, w.Rev = e.Call, r.At, r.Seq, r.Seq
	t.Announced = time.Time{}
	s.unmade(t.Number)
	s.made(CallMade{t.Number, w.ID, r.At, e.Call})
	return nil
}

func (s *State) applyStarted(r *Record, e TicketStarted) error {
	t, w, err := s.both(e.Number, e.Window, e.Type())
	if err != nil {
		return err
	}
	s.remember(r, w, t)
	s.step(r, t, Serving)
	if n := len(t.Periods); e.Since.Before(r.At) && !e.Since.Before(t.Periods[n-2].From) {
		t.Periods[n-2].To, t.Periods[n-1].From = e.Since, e.Since
	}
	t.Periods[len(t.Periods)-1].Inferred = e.Inferred
	s.set(r, w, WindowServing)
	w.Since = t.Since()
	return nil
}

func (s *State) applyFinished(r *Record, e TicketFinished) error {
	t, w, err := s.both(e.Number, e.Window, e.Type())
	if err != nil {
		return err
	}
	if e.More != (t.Leg+1 < len(t.Legs)) {
		return Refuse(CodeBadHistory, "a finish that does not fit the ticket's legs", "number", t.Number)
	}
	s.remember(r, w, t)
	t.Legs[t.Leg].Handled = e.Handled
	defer s.learn(t, t.Leg)
	if e.More {
		t.Leg++
		s.wait(r, t)
	} else {
		s.step(r, t, Done)
	}
	w.Served++
	s.rest(r, w)
	return nil
}

func (s *State) applyMissed(r *Record, e TicketMissed) error {
	t, w, err := s.both(e.Number, e.Window, e.Type())
	if err != nil {
		return err
	}
	s.remember(r, w, t)
	t.Misses++
	if e.Final {
		t.Why = WhyMissed
		s.step(r, t, Expired)
	} else {
		s.step(r, t, Missed)
	}
	s.rest(r, w)
	return nil
}

func (s *State) applyReturned(r *Record, e TicketReturned) error {
	t, err := s.ticket(e.Number, e.Type())
	if err != nil {
		return err
	}
	t.Returned, t.After = true, e.After
	s.wait(r, t)
	return nil
}

func (s *State) applyHeld(r *Record, e TicketHeld) error {
	t, w, err := s.both(e.Number, e.Window, e.Type())
	if err != nil {
		return err
	}
	s.remember(r, w, t)
	h := e.Hold
	t.Hold = &h
	s.step(r, t, Held)
	s.wake(t)
	s.rest(r, w)
	return nil
}

func (s *State) applyTakenBack(r *Record, e TicketTakenBack) error {
	t, w, err := s.both(e.Number, e.Window, e.Type())
	if err != nil {
		return err
	}
	s.remember(r, w, t)
	t.Window, t.Clerk, t.Hold = e.Window, e.Clerk, nil
	s.unwake(t)
	s.step(r, t, Serving)
	w.Ticket = t.Number
	s.set(r, w, WindowServing)
	return nil
}

func (s *State) applyWoken(r *Record, e TicketWoken) error {
	t, err := s.ticket(e.Number, e.Type())
	if err != nil {
		return err
	}
	s.wait(r, t)
	return nil
}

// at is the window of an event that names one only when it was the one acting;
// nil if it names none.
func (s *State) at(r *Record, t *Ticket, window string) (*Window, error) {
	if window == "" {
		if t.State.AtWindow() {
			return nil, Refuse(CodeBadHistory, r.Event.Type()+" takes a ticket from a window without naming it", "number", t.Number)
		}
		return nil, nil
	}
	w := s.windows[window]
	if w == nil || w.State == Closed {
		return nil, Refuse(CodeBadHistory, r.Event.Type()+" at a window that is unknown or closed", "window", window)
	}
	if w.Ticket == t.Number {
		if !windowMayMove(r.Event.Type(), w.State) {
			return nil, Refuse(CodeBadHistory, r.Event.Type()+" at a window that is "+string(w.State), "window", window)
		}
	} else if t.State.AtWindow() {
		return nil, Refuse(CodeBadHistory, r.Event.Type()+" at another window than the ticket's", "number", t.Number)
	}
	return w, nil
}

func (s *State) applyTransferred(r *Record, e TicketTransferred) error {
	t, err := s.ticket(e.Number, e.Type())
	if err != nil {
		return err
	}
	w, err := s.at(r, t, e.Window)
	if err != nil {
		return err
	}
	if e.To.Theme != "" && s.Theme(e.To.Theme) == nil || e.To.Window != "" && s.windows[e.To.Window] == nil {
		return Refuse(CodeBadHistory, "a transfer to nowhere", "number", t.Number)
	}
	if w != nil {
		s.remember(r, w, t)
	}
	here := w != nil && w.Ticket == t.Number
	if e.To.Theme != "" && e.To.Theme != t.Theme() {
		t.stamp()
		legs := append([]Leg(nil), t.Legs...)
		legs[t.Leg].Theme = e.To.Theme
		t.Legs = legs
	}
	t.Target = Target{Window: e.To.Window, Clerk: e.To.Clerk}
	t.Returned, t.After = false, 0 // another line: the calls waited for are not counted there
	s.wait(r, t)
	if here {
		s.rest(r, w)
	}
	return nil
}

func (s *State) applyChanged(r *Record, e TicketChanged) error {
	t, err := s.ticket(e.Number, e.Type())
	if err != nil {
		return err
	}
	if !s.serves(e.Legs) {
		return Refuse(CodeBadHistory, "a change to no leg", "number", t.Number)
	}
	w := s.windows[e.Window]
	if e.Window != "" && (w == nil || w.State == Closed) || t.State.AtWindow() && t.Window != e.Window {
		return Refuse(CodeBadHistory, "a change by a window that does not have the ticket", "number", t.Number, "window", e.Window)
	}
	if w != nil {
		s.remember(r, w, t)
	}
	waits := t.State == Waiting
	if waits {
		s.leave(t)
	}
	if e.Legs[0].Theme != t.Theme() {
		t.Returned, t.After = false, 0 // as after a transfer
		t.stamp()
		if waits { // in another line from here on
			t.Periods[len(t.Periods)-1].To = r.At
			t.Periods = append(t.Periods, Period{State: Waiting, From: r.At, Leg: t.Leg, Seq: r.Seq, Sent: t.Target != Target{}})
		}
	}
	t.Legs = append(append([]Leg(nil), t.Legs[:t.Leg]...), e.Legs...)
	t.Rev = r.Seq
	s.aim(t)
	if waits {
		s.enter(t)
	}
	return nil
}

func (s *State) applyReleased(r *Record, e TicketReleased) error {
	t, err := s.ticket(e.Number, e.Type())
	if err != nil {
		return err
	}
	w, err := s.at(r, t, e.Window)
	if err != nil {
		return err
	}
	if w != nil {
		w.Undo = nil
	}
	here := w != nil && w.Ticket == t.Number
	t.Target = Target{}
	s.wait(r, t)
	if here {
		s.rest(r, w)
	}
	return nil
}

// Why a ticket ended unserved, where no clerk gave a reason.
const (
	WhyMissed   = "missed"     // missed as often as allowed
	WhyDayClose = "day_closed" // nobody served it before the day closed
)

func (s *State) applyEnded(r *Record, number, window, event string, to TicketState, why string) error {
	t, err := s.ticket(number, event)
	if err != nil {
		return err
	}
	w, err := s.at(r, t, window)
	if err != nil {
		return err
	}
	if w != nil {
		s.remember(r, w, t)
	}
	t.Why = why
	s.unwake(t)
	s.step(r, t, to)
	if w != nil && w.Ticket == t.Number {
		s.rest(r, w)
	}
	return nil
}
