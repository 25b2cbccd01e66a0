package manager

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// requestTime is how long the hall may take for an answer.
const requestTime = 5 * time.Second

// answeredMsg is the hall's answer to the one request under way.
type answeredMsg struct {
	err  error
	done message
	// number is the ticket that was acted on, to be shown anew; "" if none.
	number string
}

// historyMsg is a number's history.
type historyMsg struct {
	reply wire.HistoryReply
	err   error
}

// reachable reports whether a request may be made, and says why not: what a
// manager wanted while the link was down must not happen later.
func (s *Screen) reachable() bool {
	s.says = message{}
	if s.cut {
		s.say(tui.Bad, "common.not_sent")
	}
	return !s.cut
}

// send asks the hall for one thing; key is what to say once it is done. Until
// the answer the keys are dead.
func (s *Screen) send(verb string, body any, key string, params ...any) tea.Cmd {
	return s.sendFor("", verb, body, key, params...)
}

// sendFor is send about one number, whose page is renewed after it.
func (s *Screen) sendFor(number, verb string, body any, key string, params ...any) tea.Cmd {
	if !s.reachable() {
		return nil
	}
	s.busy = true
	desk, done := s.desk, message{style: tui.Good, key: key, params: params}
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), requestTime)
		defer cancel()
		return answeredMsg{err: desk.Do(ctx, verb, body), done: done, number: number}
	}
}

// answered says what was done. After a refusal the form stays open; without an
// answer it closes, for nobody knows whether it was done.
func (s *Screen) answered(m answeredMsg) tea.Cmd {
	s.busy = false
	var e *wire.Error
	if m.err != nil {
		if !errors.As(m.err, &e) || e.Code == wire.CodeUnreachable {
			s.home()
		}
		s.refuse(m.err)
		return nil
	}
	s.home()
	var cmd tea.Cmd
	if m.number != "" {
		cmd = s.fetchHistory(m.number)
	}
	s.says = m.done
	return cmd
}

// fetchHistory asks for all that happened to a number.
func (s *Screen) fetchHistory(number string) tea.Cmd {
	if !s.reachable() {
		return nil
	}
	s.busy = true
	desk := s.desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), requestTime)
		defer cancel()
		reply, err := desk.History(ctx, number)
		return historyMsg{reply, err}
	}
}
