package staff

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// openMove lists where a number can go: a line, a window, a clerk.
func (g *ticketPage) openMove() {
	t, p := g.t, g.t.pages
	number := g.reply.Ticket.Number
	var rows []tui.Choice
	to := map[string]queue.Target{}
	add := func(id, label, note string, target queue.Target) {
		rows = append(rows, tui.Choice{ID: id, Label: label, Note: note})
		to[id] = target
	}
	for _, l := range t.hall.Lines {
		note := ""
		if l.Theme == g.reply.Ticket.Theme {
			note = p.T("staff.own_line")
		}
		add("theme "+l.Theme, p.T("staff.to_theme", "theme", p.In(l.Name)), note, queue.Target{Theme: l.Theme})
	}
	for _, w := range t.hall.Windows {
		if w.State != queue.Closed {
			add("window "+w.ID, p.AtWindow(w.ID), w.Name, queue.Target{Window: w.ID})
		}
	}
	list := p.Choose(p.T("common.transfer_to")+"  "+number, rows, func(id string) tea.Cmd {
		if id == "clerk" {
			g.openClerks()
			return nil
		}
		return g.move(to[id])
	})
	list.More = []tui.Target{{ID: "clerk", Key: "c", Label: p.T("staff.to_clerk")}}
}

// openClerks lists the clerks who are signed in at a window.
func (g *ticketPage) openClerks() {
	t, p := g.t, g.t.pages
	var rows []tui.Choice
	for _, w := range t.hall.Windows {
		if w.Clerk != "" {
			rows = append(rows, tui.Choice{ID: w.Clerk, Label: p.Person(w.Clerk), Note: p.AtWindow(w.ID)})
		}
	}
	p.Choose(p.T("staff.to_which_clerk", "number", g.reply.Ticket.Number), rows, func(clerk string) tea.Cmd {
		return g.move(queue.Target{Clerk: clerk})
	})
}

func (g *ticketPage) move(to queue.Target) tea.Cmd {
	number := g.reply.Ticket.Number
	return g.t.act(number, "ticket.transfer", queue.Transfer{Number: number, To: to}, g.shownAgain, "staff.moved")
}

// shownAgain leads back to the page from the lists over it, and renews it.
func (g *ticketPage) shownAgain() tea.Cmd {
	g.t.pages.downTo(g)
	return g.renew()
}

// cancelReasons are what people choose from; the code travels.
var cancelReasons = []string{"left", "asked", "twice", "wrong", "other"}

// ChooseCancel asks why a number is cancelled; pick gets the code of the reason.
func (p *Pages) ChooseCancel(number string, pick func(reason string) tea.Cmd) *tui.Chooser {
	var rows []tui.Choice
	for _, code := range cancelReasons {
		rows = append(rows, tui.Choice{ID: code, Label: p.T("common.cancel." + code)})
	}
	return p.Choose(p.T("common.cancel_why", "number", number), rows, pick)
}

// openCancel asks why a number is cancelled.
func (g *ticketPage) openCancel() {
	p, number := g.t.pages, g.reply.Ticket.Number
	p.ChooseCancel(number, func(reason string) tea.Cmd {
		return g.t.act(number, "ticket.cancel", queue.Cancel{Number: number, Reason: reason}, g.shownAgain, "staff.cancelled")
	})
}

// openChange chooses the items that the citizen now wants.
func (g *ticketPage) openChange() tea.Cmd {
	number := g.reply.Ticket.Number
	return g.t.ChooseItems(g.t.pages.T("staff.items_of", "number", number), g.reply.Ticket.Theme, g.codes(), func(codes []string) tea.Cmd {
		return g.t.act(number, "ticket.change", queue.ChangeItems{Number: number, Items: codes}, g.shownAgain, "staff.changed")
	})
}

// codes are the items of the current part of the visit and of those after it, as
// the story tells them.
func (g *ticketPage) codes() []string {
	var legs []queue.Leg
	for _, r := range g.reply.Events {
		switch e := r.Event.(type) {
		case queue.TicketIssued:
			legs = e.Ticket.Legs
		case queue.TicketChanged:
			done := min(g.reply.Ticket.Leg-1, len(legs))
			legs = append(legs[:done:done], e.Legs...)
		}
	}
	var out []string
	for _, l := range legs[min(max(0, g.reply.Ticket.Leg-1), len(legs)):] {
		out = append(out, l.Items...)
	}
	return out
}

// ChooseItems opens the search for items of the catalogue, those of theme first
// and those already chosen marked; done gets all that are chosen when that is
// confirmed. The catalogue is fetched if it is not here.
func (t *Tickets) ChooseItems(title, theme string, chosen []string, done func(codes []string) tea.Cmd) tea.Cmd {
	p := t.pages
	open := func() tea.Cmd {
		p.Open(newItemsPage(t, title, theme, chosen, done))
		return nil
	}
	if t.catalogue.fresh() {
		return open()
	}
	desk := t.desk
	return Ask(&p.Talk, "", func(ctx context.Context) (wire.CatalogueReply, error) {
		return desk.Catalogue(ctx)
	}, func(r wire.CatalogueReply, e *wire.Error) tea.Cmd {
		if e != nil {
			p.Refuse(e)
			return nil
		}
		t.catalogue.take(&r)
		return open()
	})
}
