package view

import (
	"onewindow/queue"
	"onewindow/wire"
)

// Session is who is signed in at a desk.
func (v *Views) Session(d queue.Desk) wire.Session {
	s := wire.Session{Terminal: d.Terminal, Clerk: d.Clerk, Since: d.Since}
	if c := v.s.Clerk(d.Clerk); c != nil {
		s.Name, s.Rights = c.Name, c.Rights
	}
	return s
}
