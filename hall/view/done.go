package view

import (
	"onewindow/queue"
	"onewindow/wire"
)

// Done is the answer to what a window did.
func (v *Views) Done(w *queue.Window) wire.Done {
	d := wire.Done{Window: w.ID, State: w.State}
	if t := v.s.Ticket(w.Ticket); t != nil {
		visit := v.visit(t)
		d.Ticket = &visit
	}
	return d
}
