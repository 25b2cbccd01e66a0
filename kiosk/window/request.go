package window

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// send asks the hall for one thing. Until the answer the keys are dead, and while
// the link is down nothing is sent.
func (s *Screen) send(verb string, body any) tea.Cmd {
	working := ""
	switch verb {
	case "next", "call", "recall":
		working = "window.calling"
	}
	s.begun, s.refusedNow = s.ticked, false
	desk := s.desk
	return staff.Ask(&s.Talk, working,
		func(ctx context.Context) (wire.Done, error) { return desk.Do(ctx, verb, body) },
		func(done wire.Done, e *wire.Error) tea.Cmd {
			if e != nil {
				s.refused(verb, e)
			} else {
				s.answered(verb, body, done)
			}
			return nil
		})
}

// answered shows the answer at once; the window's whole view follows by itself.
func (s *Screen) answered(verb string, body any, done wire.Done) {
	if s.view == nil {
		return
	}
	was := s.view.State
	v := *s.view
	if done.State != "" && (v.State != done.State || !sameVisit(v.Ticket, done.Ticket)) {
		v.State, v.Ticket, v.Since = done.State, done.Ticket, s.Now()
		v.Undo, v.UndoUntil = "", time.Time{}
	}
	v.Reason, v.PauseAfter = pauseAfter(v, body)
	if _, ok := body.(queue.Reprint); ok && sameVisit(v.Ticket, done.Ticket) {
		v.Ticket = done.Ticket // with its paper
	}
	if a, ok := body.(queue.AnswerAsk); ok && v.Asked != nil {
		v.Asked, v.PauseAfter = answeredAsk(*v.Asked, a.Accept, &v)
	}
	s.view = &v
	s.Hush()
	if (v.State == queue.Closed) != (was == queue.Closed) || s.Top() != nil || s.own == pageAnswer {
		s.home()
	}
	if back, ok := body.(queue.Return); ok {
		s.Say(tui.Good, "window.returned", "number", back.Number)
	}
	if again, ok := body.(queue.Reprint); ok {
		s.reprinted(again.Number, done)
	}
	if verb == "next" && v.State == queue.Idle {
		s.Say(tui.Accent, "window.nobody_waits")
	}
}

// pauseAfter are why a window pauses and why it will, once it has done what was
// asked for: an answer says the state only.
func pauseAfter(v wire.Window, body any) (reason, later string) {
	reason, later = v.Reason, v.PauseAfter
	switch c := body.(type) {
	case queue.Pause:
		later = c.Reason
	case queue.Resume:
		later = ""
	}
	if v.State == queue.Paused && later != "" {
		return later, ""
	}
	return reason, later
}

// answeredAsk is what is left of a wish once it is answered, and the pause to come.
func answeredAsk(a queue.Ask, yes bool, v *wire.Window) (left *queue.Ask, later string) {
	switch {
	case !yes && v.PauseAfter == queue.PauseAsked:
		return nil, ""
	case !yes || v.State == queue.Paused:
		return nil, v.PauseAfter
	}
	a.Answer = queue.AnswerYes
	return &a, queue.PauseAsked
}

func sameVisit(a, b *wire.Visit) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Number == b.Number && a.Called == b.Called && a.Leg == b.Leg
}

// refused says why nothing happened. A form stays open, so that what was typed
// can be corrected.
func (s *Screen) refused(verb string, e *wire.Error) {
	switch {
	case e.Code == string(queue.CodeAnswerFirst):
		s.Hush()
		s.goTo(pageAnswer)
		return
	case e.Code == string(queue.CodeOutcomeNeeded) && s.working() && s.number() != "":
		s.about = s.number()
		s.openFinish()
	case verb == "signin" && s.Entry() != nil:
		s.Entry().Text = "" // a PIN is typed anew, whatever was wrong
	case staff.Unsure(e) && verb != "signin":
		// Nobody knows whether it was done: no form may suggest to send it again.
		s.home()
	}
	s.refuse(e)
}

// refuse shows a refusal; a state in which it no longer holds takes it away.
func (s *Screen) refuse(e *wire.Error) {
	s.Refuse(e)
	s.refusedNow = e.Code != wire.CodeUnreachable
}
