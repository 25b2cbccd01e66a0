package project

import (
	"slices"
	"time"

	"onewindow/queue"
)

// issued begins a visit.
func (s *State) issued(e *Event, q *queue.Ticket) bool {
	number := text(q.Number)
	if number == "" || len(q.Legs) == 0 {
		return false
	}
	if day := text(q.Day); day > s.hall.Day { // its opening is missing
		s.newDay(day, e.At, e.Seq-1)
	}
	t := &ticket{
		day: text(q.Day), number: number, first: e.Seq, legs: slices.Clone(q.Legs), class: text(string(q.Class)), source: text(string(q.Source)),
		language: text(string(q.Language)), issued: e.At, spans: make([]span, 0, 4),
	}
	if s.prints(e.Terminal) {
		t.paper = string(queue.PaperAsked)
	}
	old := s.tickets[number]
	if old != nil { // no hall gives a number twice on a day
		s.settle()
	}
	s.tickets[number] = t
	s.wait(e, t)
	return old == nil
}

// both finds the ticket and the window of an event.
func (s *State) both(number, id string) (*ticket, *window, bool) {
	t, w := s.tickets[number], s.window(id)
	return t, w, t != nil && w != nil
}

func (s *State) called(e *Event, v queue.TicketCalled) bool {
	t, w, ok := s.both(v.Number, v.Window)
	if !ok {
		return false
	}
	s.remember(e, w, t)
	t.window, t.clerk, t.reason, t.calls = w.ID, text(v.Clerk), text(string(v.Reason.Code)), 1
	s.step(e, t, queue.Called)
	t.last().Picked = v.Reason.Code == queue.ReasonPicked
	w.Number = t.number
	w.set(e, queue.Calling)
	s.touchWindow(w)
	return true
}

func (s *State) recalled(e *Event, v queue.TicketRecalled) bool {
	t, w, ok := s.both(v.Number, v.Window)
	if !ok {
		return false
	}
	w.undo = nil
	t.calls, t.rev = v.Call, e.Seq
	s.touch(t)
	return true
}

func (s *State) started(e *Event, v queue.TicketStarted) bool {
	t, w, ok := s.both(v.Number, v.Window)
	if !ok {
		return false
	}
	s.remember(e, w, t)
	s.step(e, t, queue.Serving)
	if n := len(t.spans); n > 1 && v.Since.Before(e.At) && !v.Since.Before(t.spans[n-2].From) {
		t.spans[n-2].To, t.spans[n-1].From = v.Since, v.Since
	}
	t.last().Inferred = v.Inferred
	w.set(e, queue.WindowServing)
	w.Since = milliseconds(t.last().From)
	s.touchWindow(w)
	return true
}

func (s *State) finished(e *Event, v queue.TicketFinished) bool {
	t, w, ok := s.both(v.Number, v.Window)
	if !ok {
		return false
	}
	s.remember(e, w, t)
	if t.leg < len(t.legs) {
		t.legs, t.written = slices.Clone(t.legs), ""
		t.legs[t.leg].Handled = v.Handled
	}
	if v.More && t.leg+1 < len(t.legs) {
		t.leg++
		s.wait(e, t)
	} else {
		s.step(e, t, queue.Done)
	}
	w.Served++
	s.rest(e, w)
	return true
}

func (s *State) missed(e *Event, v queue.TicketMissed) bool {
	t, w, ok := s.both(v.Number, v.Window)
	if !ok {
		return false
	}
	s.remember(e, w, t)
	t.misses++
	t.last().Missed = true
	if v.Final {
		t.why, t.endWindow = queue.WhyMissed, w.ID
		s.step(e, t, queue.Expired)
	} else {
		s.step(e, t, queue.Missed)
	}
	s.rest(e, w)
	return true
}

// back puts a ticket that was missed, held or called back in line. Theme is another
// one for its current leg, if not empty.
func (s *State) back(e *Event, number, theme string) bool {
	t := s.tickets[number]
	if t == nil {
		return false
	}
	if theme != "" && theme != t.at().Theme && t.leg < len(t.legs) {
		t.legs, t.written = slices.Clone(t.legs), ""
		t.legs[t.leg].Theme = theme
	}
	s.wait(e, t)
	return true
}

func (s *State) held(e *Event, v queue.TicketHeld) bool {
	t, w, ok := s.both(v.Number, v.Window)
	if !ok {
		return false
	}
	s.remember(e, w, t)
	s.step(e, t, queue.Held)
	s.rest(e, w)
	return true
}

func (s *State) takenBack(e *Event, v queue.TicketTakenBack) bool {
	t, w, ok := s.both(v.Number, v.Window)
	if !ok {
		return false
	}
	s.remember(e, w, t)
	t.window, t.clerk = w.ID, text(v.Clerk)
	s.step(e, t, queue.Serving)
	w.Number = t.number
	w.set(e, queue.WindowServing)
	s.touchWindow(w)
	return true
}

// acting is the window of an event that names one only when it was the one acting.
func (s *State) acting(id string) *window {
	if id == "" {
		return nil
	}
	return s.window(id)
}

func (s *State) transferred(e *Event, v queue.TicketTransferred) bool {
	t := s.tickets[v.Number]
	if t == nil {
		return false
	}
	w := s.acting(v.Window)
	if w != nil {
		s.remember(e, w, t)
	}
	s.back(e, v.Number, v.To.Theme)
	if w != nil && w.Number == t.number {
		s.rest(e, w)
	}
	return true
}

func (s *State) changedItems(e *Event, v queue.TicketChanged) bool {
	t := s.tickets[v.Number]
	if t == nil || len(v.Legs) == 0 || t.leg > len(t.legs) {
		return false
	}
	if w := s.acting(v.Window); w != nil {
		s.remember(e, w, t)
	}
	other := v.Legs[0].Theme != t.at().Theme
	t.legs, t.written = append(slices.Clone(t.legs[:t.leg]), v.Legs...), ""
	t.rev = e.Seq
	if other && t.state == string(queue.Waiting) {
		s.step(e, t, queue.Waiting)
	}
	s.touch(t)
	return true
}

func (s *State) released(e *Event, v queue.TicketReleased) bool {
	t := s.tickets[v.Number]
	if t == nil {
		return false
	}
	w := s.acting(v.Window)
	if w != nil {
		w.undo = nil
	}
	s.wait(e, t)
	if w != nil && w.Number == t.number {
		s.rest(e, w)
	}
	return true
}

func (s *State) ended(e *Event, number, id string, to queue.TicketState, why string) bool {
	t := s.tickets[number]
	if t == nil {
		return false
	}
	w := s.acting(id)
	if w != nil {
		s.remember(e, w, t)
	}
	t.why, t.endWindow = text(why), ""
	if w != nil {
		t.endWindow = w.ID
	}
	s.step(e, t, to)
	if w != nil && w.Number == t.number {
		s.rest(e, w)
	}
	return true
}

func (s *State) readmitted(e *Event, v queue.TicketReadmitted) bool {
	t := s.tickets[v.Number]
	if t == nil {
		return false
	}
	t.ended, t.endSeq, t.endWindow, t.why = time.Time{}, 0, "", ""
	if v.Missed {
		s.step(e, t, queue.Missed)
	} else {
		s.wait(e, t)
	}
	return true
}
