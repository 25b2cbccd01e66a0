package staff

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// openMove asks where a number goes: a line, a window, a clerk at a window.
func (g *ticketPage) openMove() {
	t, p := g.t, g.t.pages
	var to Destinations
	for _, l := range t.hall.Lines {
		to.Themes = append(to.Themes, tui.Choice{ID: l.Theme, Label: p.In(l.Name)})
	}
	for _, w := range t.hall.Windows {
		if w.State != queue.Closed {
			to.Windows = append(to.Windows, tui.Choice{ID: w.ID, Label: p.AtWindow(w.ID), Note: w.Name})
		}
		if w.Clerk != "" {
			to.Clerks = append(to.Clerks, tui.Choice{ID: w.Clerk, Label: p.Person(w.Clerk), Note: p.AtWindow(w.ID)})
		}
	}
	p.ChooseDestination(g.reply.Ticket.Number, g.reply.Ticket.Theme, to, g.move)
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
