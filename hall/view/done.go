package view

import (
	"onewindow/queue"
	"onewindow/wire"
)

// Done is the answer to what a window did. Unlike the window's own view it is
// kept in the journal, and so says nothing of who the citizen is.
func (v *Views) Done(w *queue.Window) wire.Done {
	d := wire.Done{Window: w.ID, State: w.State}
	if t := v.s.Ticket(w.Ticket); t != nil {
		visit := v.visit(t)
		visit.Last4, visit.For4 = "", ""
		d.Ticket = &visit
	}
	return d
}
