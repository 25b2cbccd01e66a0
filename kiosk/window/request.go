package window

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// requestTime is how long the hall may take for an answer.
const requestTime = 5 * time.Second

// answeredMsg is the hall's answer to the one request under way.
type answeredMsg struct {
	verb string
	body any
	done wire.Done
	err  error
}

// send asks the hall for one thing. Until the answer the keys are dead. While
// the link is down nothing is sent: what the clerk wanted then must not happen
// later.
func (s *Screen) send(verb string, body any) tea.Cmd {
	s.says = message{}
	if s.cut {
		s.say(tui.Bad, "common.not_sent")
		return nil
	}
	s.busy, s.begun = "common.working", s.real
	switch verb {
	case "next", "call", "recall":
		s.busy = "window.calling"
	}
	desk := s.desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), requestTime)
		defer cancel()
		done, err := desk.Do(ctx, verb, body)
		return answeredMsg{verb, body, done, err}
	}
}

// answered shows the answer at once; the window's whole view follows by itself.
func (s *Screen) answered(m answeredMsg) {
	s.busy = ""
	if m.err != nil {
		s.refused(m.verb, m.err)
		return
	}
	if s.view == nil {
		return
	}
	was := s.view.State
	v := *s.view
	if m.done.State != "" && (v.State != m.done.State || !sameVisit(v.Ticket, m.done.Ticket)) {
		v.State, v.Ticket, v.Since = m.done.State, m.done.Ticket, s.now
		v.Undo, v.UndoUntil = "", time.Time{}
		s.view = &v
	}
	s.says = message{}
	switch {
	case (v.State == queue.Closed) != (was == queue.Closed), s.page != pageWork && s.page != pageSignIn:
		s.home()
	}
	if back, ok := m.body.(queue.Return); ok {
		s.say(tui.Good, "window.returned", "number", back.Number)
	}
	if m.verb == "next" && v.State == queue.Idle {
		s.says = message{style: tui.Accent, key: "window.nobody_waits"}
	}
}

func sameVisit(a, b *wire.Visit) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Number == b.Number && a.Called == b.Called && a.Leg == b.Leg
}

// refused says why nothing happened. A form stays open, so that what was typed
// can be corrected.
func (s *Screen) refused(verb string, err error) {
	var e *wire.Error
	if !errors.As(err, &e) {
		e = &wire.Error{Code: wire.CodeUnreachable, Msg: err.Error()}
	}
	switch {
	case e.Code == string(queue.CodeAnswerFirst):
		s.says = message{}
		s.goTo(pageAnswer)
		return
	case e.Code == string(queue.CodeOutcomeNeeded) && s.page == pageWork && s.number() != "":
		s.about = s.number()
		s.openFinish()
	case e.Code == wire.CodeWrongPIN:
		s.text.Text = ""
	case e.Code == wire.CodeUnreachable && verb != "signin":
		// Nobody knows whether it was done: no form may suggest to send it again.
		s.home()
	}
	s.refuse(e)
}
