package staff

import (
	"context"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// promiseRound is to how much the time on paper is rounded up.
const promiseRound = 5 * time.Minute

// sentence is one event of a number's story in words, with its reason.
func (t *Tickets) sentence(r queue.Record) string {
	p := t.pages
	kind, _, _ := strings.Cut(r.Event.Type(), "/")
	params := map[string]string{}
	switch e := r.Event.(type) {
	case queue.TicketIssued:
		params["service"], params["class"] = p.Theme(e.Ticket.Theme()), p.T("common.class."+string(e.Ticket.Class))
		params["ground"] = p.Ground(e.Ticket.Ground)
		params["items"] = t.itemNames(e.Ticket.Legs)
	case queue.TicketPromised:
		told := e.Promise
		params["wait"] = words.Wait(words.Lang(p.lang), told.Low/60, (told.High+59)/60, told.Rough)
		if told.High > 0 {
			params["time"] = p.Clock(told.By().Add(promiseRound - 1).Truncate(promiseRound))
		}
	case queue.TicketCalled:
		params["window"], params["reason"] = p.Window(e.Window), p.Reason(e.Reason)
	case queue.TicketRecalled:
		params["window"], params["n"] = p.Window(e.Window), strconv.Itoa(e.Call)
	case queue.TicketStarted:
		params["window"] = p.Window(e.Window)
		if e.Inferred {
			params["note"] = p.T("staff.inferred")
		}
	case queue.TicketFinished:
		params["window"], params["note"] = p.Window(e.Window), t.handled(e.Handled)
		if e.More {
			kind += "_part"
		}
	case queue.TicketMissed:
		params["window"] = p.Window(e.Window)
		if e.Final {
			kind += "_final"
		}
	case queue.TicketHeld:
		params["window"], params["note"] = p.Window(e.Window), p.T("common.hold."+string(e.Hold.Kind))
		params["until"] = p.Clock(e.Hold.Until)
	case queue.TicketTakenBack:
		params["window"] = p.Window(e.Window)
	case queue.TicketTransferred:
		params["to"] = t.target(e.To)
	case queue.TicketChanged:
		params["items"] = t.itemNames(e.Legs)
	case queue.TicketReleased:
		params["note"] = p.Worded("staff.released."+e.Why, e.Why)
	case queue.TicketCancelled:
		params["note"] = p.Worded("common.cancel."+e.Reason, e.Reason)
	case queue.TicketExpired:
		params["note"] = p.Worded("staff.expired."+e.Why, e.Why)
	case queue.TicketReprinted:
		params["n"], params["printer"] = strconv.Itoa(e.Copy), p.Printer(e.Printer, "")
	case queue.TicketPaper:
		params["printer"], params["reason"] = p.Printer(e.Printer, ""), p.PaperReason(e.Reason)
		if e.Copy > 0 {
			params["n"] = strconv.Itoa(e.Copy)
		}
		kind += "_" + string(e.State)
	case queue.TicketAnnounced:
		params["window"], params["n"] = p.Window(e.Window), strconv.Itoa(e.Times)
	case queue.WindowUndone:
		params["action"] = p.undone(e.Action)
	}
	key := "staff.event." + kind
	if !words.Has(key) {
		return kind
	}
	var pairs []any
	for k, v := range params {
		pairs = append(pairs, k, v)
	}
	return p.T(key, pairs...)
}

// undone names the action that was taken back, an event's type.
func (k *Talk) undone(action string) string {
	kind, _, _ := strings.Cut(action, "/")
	return k.Worded("common.did."+kind, kind)
}

// itemNames are the names of the items of a visit's parts; empty if it names
// none.
func (t *Tickets) itemNames(legs []queue.Leg) string {
	var names []string
	for _, l := range legs {
		for _, code := range l.Items {
			names = append(names, t.ItemName(code))
		}
	}
	return strings.Join(names, t.pages.T("staff.and"))
}

// KnowItems asks for the catalogue unless it is here, so that ItemName has the names.
func (t *Tickets) KnowItems() tea.Cmd {
	if t.catalogue.fresh() {
		return nil
	}
	desk := t.desk
	return AskQuietly(&t.pages.Talk, func(ctx context.Context) (*wire.CatalogueReply, error) {
		return fetchUnless(ctx, false, desk), nil
	}, func(r *wire.CatalogueReply, _ *wire.Error) tea.Cmd {
		t.catalogue.take(r)
		return nil
	})
}

// ItemName is the name of an item; its code if the catalogue does not have it.
func (t *Tickets) ItemName(code string) string {
	if it, ok := t.catalogue.Item(code); ok {
		return t.pages.In(it.Name)
	}
	return code
}

// handled are the items with their outcomes.
func (t *Tickets) handled(hs []queue.Handled) string {
	p := t.pages
	var out []string
	for _, h := range hs {
		outcome := ""
		if h.Outcome != queue.Unstated {
			outcome = p.Worded("common.outcome."+string(h.Outcome), string(h.Outcome))
		}
		out = append(out, strings.TrimSpace(t.ItemName(h.Item)+" "+outcome))
	}
	return strings.Join(out, p.T("staff.and"))
}

// target says where a number was sent.
func (t *Tickets) target(to queue.Target) string {
	p := t.pages
	var parts []string
	if to.Theme != "" {
		parts = append(parts, p.Theme(to.Theme))
	}
	for _, part := range []string{p.AtWindow(to.Window), p.Person(to.Clerk)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}

// hallItself is the terminal of what the hall's own machine does by itself.
const hallItself = "hall"

// Actor says who acted: a member of staff at a terminal, a terminal, or nobody,
// when something was due.
func (k *Talk) Actor(a queue.Actor) string {
	switch {
	case a.Clerk != "":
		return k.Person(a.Clerk)
	case a.Terminal == hallItself:
		return k.T("staff.by_itself")
	case a.Terminal == wire.CentreID:
		return k.T("staff.centre")
	case a.Terminal != "":
		if at := k.names.terminals[a.Terminal]; at.name != "" {
			return at.name
		}
		return a.Terminal
	}
	return k.T("staff.by_itself")
}
