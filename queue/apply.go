package queue

import (
	"slices"
	"time"
)

// Apply folds the next record into the state. It fails, with CodeBadHistory and
// without a change, on a record that is not the next one, that goes back in
// time, or that breaks the tables of transitions: such a history was not made
// by Decide, or is damaged.
func Apply(s *State, r Record) error {
	if r.Seq != s.Seq+1 {
		return Refuse(CodeBadHistory, "events must follow each other without a gap")
	}
	if r.At.Before(s.At) {
		return Refuse(CodeBadHistory, "hall time never runs backwards")
	}
	if past := s.trendPast(r.At); past > 0 {
		// What the steps found is how things were before the record.
		if err := s.applyAfter(past, &r); err != nil {
			return err
		}
	} else if err := s.apply(&r); err != nil {
		return err
	}
	s.Seq, s.At = r.Seq, r.At
	return nil
}

// applyAfter applies a record that comes after so many steps of the trends. A
// record that is refused must leave no trace, so that it is applied first, and what
// it changes of the waiting is left out of the steps.
func (s *State) applyAfter(past int, r *Record) error {
	waited := s.waitingNow()
	date := s.Day.Date
	if err := s.apply(r); err != nil {
		return err
	}
	if s.Day.Date == date {
		s.countTrend(past, waited)
	}
	return nil
}

// apply dispatches by type of event.
func (s *State) apply(r *Record) error {
	switch e := r.Event.(type) {
	case TicketIssued:
		return s.applyIssued(r, &e)
	case TicketCalled:
		return s.applyCalled(r, e)
	case TicketRecalled:
		return s.applyRecalled(r, e)
	case TicketStarted:
		return s.applyStarted(r, e)
	case TicketFinished:
		return s.applyFinished(r, e)
	case TicketMissed:
		return s.applyMissed(r, e)
	case TicketReturned:
		return s.applyReturned(r, e)
	case TicketHeld:
		return s.applyHeld(r, e)
	case TicketTakenBack:
		return s.applyTakenBack(r, e)
	case TicketWoken:
		return s.applyWoken(r, e)
	case TicketTransferred:
		return s.applyTransferred(r, e)
	case TicketChanged:
		return s.applyChanged(r, e)
	case TicketReleased:
		return s.applyReleased(r, e)
	case TicketCancelled:
		return s.applyEnded(r, e.Number, e.Window, e.Type(), Cancelled, e.Reason)
	case TicketExpired:
		return s.applyEnded(r, e.Number, e.Window, e.Type(), Expired, e.Why)
	case TicketReadmitted:
		return s.applyReadmitted(r, e)
	case TicketReprinted:
		return s.applyReprinted(r, e)
	case TicketPaper:
		return s.applyPaper(r, e)
	case TicketAnnounced:
		return s.applyAnnounced(r, e)
	case TicketPromised:
		return s.applyPromised(e)
	case WindowOpened:
		return s.applyOpened(r, e)
	case WindowClosed:
		return s.applyClosed(r, e)
	case WindowPaused:
		return s.applyPaused(r, e)
	case WindowPausing:
		return s.applyPausing(r, e)
	case WindowResumed:
		return s.applyResumed(r, e)
	case WindowAssigned:
		return s.applyAssigned(r, e)
	case WindowUndone:
		return s.applyUndone(r, e)
	case WindowAsked:
		return s.applyAsked(r, e)
	case WindowReplied:
		return s.applyReplied(r, e)
	case WindowAnswered:
		return s.applyAnswered(r, e)
	default:
		return s.applyHall(r)
	}
}

// ticket finds the ticket of an event and checks the table.
func (s *State) ticket(number, event string) (*Ticket, error) {
	t := s.numbers[number]
	if t == nil {
		return nil, Refuse(CodeBadHistory, event+" for an unknown number", "number", number)
	}
	if !mayMove(event, t.State) {
		return nil, Refuse(CodeBadHistory, event+" for a ticket that is "+string(t.State), "number", number)
	}
	return t, nil
}

// window finds the window of an event and checks the table.
func (s *State) window(id, event string) (*Window, error) {
	w := s.windows[id]
	if w == nil {
		return nil, Refuse(CodeBadHistory, event+" for an unknown window", "window", id)
	}
	if !windowMayMove(event, w.State) {
		return nil, Refuse(CodeBadHistory, event+" at a window that is "+string(w.State), "window", id)
	}
	return w, nil
}

// both finds the ticket and the window of an event.
func (s *State) both(number, window, event string) (t *Ticket, w *Window, err error) {
	if t, err = s.ticket(number, event); err != nil {
		return nil, nil, err
	}
	if w, err = s.window(window, event); err != nil {
		return nil, nil, err
	}
	if t.State.AtWindow() && w.Ticket != number {
		return nil, nil, Refuse(CodeBadHistory, event+" at another window than the ticket's", "number", number, "window", window)
	}
	return t, w, nil
}

// step ends the current span of the ticket and begins the one of its new state.
func (s *State) step(r *Record, t *Ticket, to TicketState) {
	if t.State == Waiting && to != Waiting {
		s.leave(t)
	}
	if n := len(t.Periods); n > 0 && t.Periods[n-1].To.IsZero() {
		t.Periods[n-1].To = r.At
	}
	t.State, t.Rev = to, r.Seq
	if !to.Live() {
		t.Ended = r.At
		s.forget(t)
		return
	}
	p := Period{State: to, From: r.At, Leg: t.Leg, Seq: r.Seq, Sent: to == Waiting && t.Target != Target{}}
	if to == Called {
		p.Reason = t.Reason.Code
	}
	if to == Called || to == Serving || to == Held {
		p.Window, p.Clerk = t.Window, t.Clerk
	}
	t.Periods = append(t.Periods, p)
}

// wait puts the ticket back in line, in the old place.
func (s *State) wait(r *Record, t *Ticket) {
	was := t.State
	if was == Waiting {
		s.leave(t)
	}
	t.Window, t.Clerk, t.Calls, t.LastCall, t.Hold = "", "", 0, time.Time{}, nil
	t.Announced = time.Time{}
	s.unwake(t)
	s.step(r, t, Waiting)
	s.aim(t)
	s.enter(t)
}

// wake keeps the time at which a held ticket wakes up, if it has one, in order
// of drawing.
func (s *State) wake(t *Ticket) {
	if t.State != Held || t.Hold == nil || t.Hold.Until.IsZero() {
		return
	}
	i := len(s.wakes)
	for i > 0 && s.wakes[i-1].Seq > t.Seq {
		i--
	}
	s.wakes = slices.Insert(s.wakes, i, t)
}

// unwake forgets the time at which a held ticket wakes up.
func (s *State) unwake(t *Ticket) {
	for i, o := range s.wakes {
		if o == t {
			s.wakes = append(s.wakes[:i], s.wakes[i+1:]...)
			return
		}
	}
}

// set moves a window to a state.
func (s *State) set(r *Record, w *Window, to WindowState) {
	w.count(r.At)
	s.shift(r, w, to)
	w.State, w.Since, w.Rev = to, r.At, r.Seq
	if w.Asked != nil && w.Asked.done(to) {
		w.Asked = nil
	}
}

// rest leaves the window without a citizen: idle, or paused where the clerk had
// asked for it.
func (s *State) rest(r *Record, w *Window) {
	w.Ticket = ""
	s.set(r, w, Idle)
	if w.PauseAfter != "" {
		w.Reason, w.PauseAfter = w.PauseAfter, ""
		s.set(r, w, Paused)
	}
}

// remember keeps what the event is about to change, for undo. Only requests can
// be taken back; what happens without a cause has nobody to take it back.
func (s *State) remember(r *Record, w *Window, ts ...*Ticket) {
	if r.Cause == "" {
		w.Undo = nil
		return
	}
	m := w.Undo
	if m == nil || m.Cause != r.Cause {
		before := *w
		before.Undo = nil
		m = &Memento{Cause: r.Cause, At: r.At, Window: before}
		w.Undo = m
	}
	m.Action = r.Event.Type()
	m.Rev, w.Rev = r.Seq, r.Seq
next:
	for _, t := range ts {
		for i, o := range m.Tickets {
			if o.Number == t.Number {
				m.Revs[i] = r.Seq
				continue next
			}
		}
		m.Tickets = append(m.Tickets, t.copyDeep())
		m.Revs = append(m.Revs, r.Seq)
	}
}
