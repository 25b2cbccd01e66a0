package node

import (
	"encoding/json"
	"time"

	"onewindow/hall/view"
	"onewindow/queue"
	"onewindow/wire"
)

// deskJob makes the commands by which staff sign in and out at a guide's or
// manager's terminal.
func (n *Node) deskJob(j *job, from wire.Terminal, name string, data json.RawMessage) *wire.Error {
	switch name {
	case "signin":
		r, err := read[wire.DeskRequest](data)
		if err == nil {
			err = n.checkPIN(from, r.Clerk, r.PIN)
		}
		if err != nil {
			return err
		}
		j.command = queue.OpenDesk{Terminal: from.ID, Clerk: r.Clerk}
		j.answer = func(s *queue.State, now time.Time, _ []queue.Record) any {
			if d := s.Desk(from.ID); d != nil {
				return view.Of(s, now).Session(*d)
			}
			return nil
		}
	case "signout":
		j.command = queue.CloseDesk{Terminal: from.ID}
	}
	return nil
}

// helpJob makes the commands of calls for staff. Kiosks and windows withdraw only
// their own.
func helpJob(j *job, from wire.Terminal, name string, data json.RawMessage) *wire.Error {
	switch name {
	case "call":
		r, err := read[wire.HelpRequest](data)
		if err != nil {
			return err
		}
		j.command = queue.CallHelp{Kind: r.Kind, Terminal: from.ID, Window: from.Window}
		j.at = from.Window
		j.answer = func(s *queue.State, _ time.Time, _ []queue.Record) any {
			if h := s.Help(from.ID, r.Kind); h != nil {
				return *h
			}
			return nil
		}
	case "answer":
		r, err := read[wire.HelpAnswer](data)
		if err != nil {
			return err
		}
		c := queue.AnswerHelp{ID: r.ID}
		if from.Role == wire.RoleKiosk || from.Role == wire.RoleWindow {
			c.Terminal = from.ID
		}
		j.command, j.at = c, from.Window
	}
	return nil
}

// authorise says why a desk may not do what it asks, and else who does it; the
// state is the one on which the job is decided.
func (n *Node) authorise(j *job) *queue.Refusal {
	if !j.signed {
		if d := n.state.Desk(j.terminal); d != nil {
			j.by.Clerk = d.Clerk
		}
		return nil
	}
	clerk, err := n.state.Authorise(j.terminal, j.right)
	j.by.Clerk = clerk
	return err
}

// maySay is the same for what does not pass the writer, because it is no part of
// the hall's history: it is judged by what the hall last answered.
func (n *Node) maySay(from wire.Terminal, verb wire.Verb) *wire.Error {
	if !verb.Signed(from.Role) {
		return nil
	}
	var refused *queue.Refusal
	n.follow.read(func(s *queue.State, _ time.Time) { _, refused = s.Authorise(from.ID, verb.Right) })
	if refused != nil {
		return wireError(refused)
	}
	return nil
}
