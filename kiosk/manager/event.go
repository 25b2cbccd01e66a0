package manager

import (
	"strconv"
	"strings"

	"onewindow/kiosk/words"
	"onewindow/queue"
)

// event is one event of a number's history in words, with its reason.
func (s *Screen) event(r queue.Record) string {
	kind, _, _ := strings.Cut(r.Event.Type(), "/")
	params := map[string]string{}
	switch e := r.Event.(type) {
	case queue.TicketIssued:
		params["service"], params["class"] = s.themeName(e.Ticket.Theme()), s.t("common.class."+string(e.Ticket.Class))
	case queue.TicketCalled:
		params["window"], params["reason"] = s.windowLabel(e.Window), s.reason(e.Reason)
	case queue.TicketRecalled:
		params["window"], params["n"] = s.windowLabel(e.Window), strconv.Itoa(e.Call)
	case queue.TicketStarted:
		params["window"] = s.windowLabel(e.Window)
		if e.Inferred {
			params["note"] = s.t("manager.inferred")
		}
	case queue.TicketFinished:
		params["window"], params["note"] = s.windowLabel(e.Window), s.handled(e.Handled)
		if e.More {
			kind += "_part"
		}
	case queue.TicketMissed:
		params["window"] = s.windowLabel(e.Window)
		if e.Final {
			kind += "_final"
		}
	case queue.TicketHeld:
		params["window"], params["note"] = s.windowLabel(e.Window), s.t("common.hold."+string(e.Hold.Kind))
	case queue.TicketTakenBack:
		params["window"] = s.windowLabel(e.Window)
	case queue.TicketTransferred:
		params["to"] = s.target(e.To)
	case queue.TicketReleased:
		params["note"] = s.worded("manager.released."+e.Why, e.Why)
	case queue.TicketCancelled:
		params["note"] = s.worded("common.cancel."+e.Reason, e.Reason)
	case queue.TicketExpired:
		params["note"] = s.worded("manager.expired."+e.Why, e.Why)
	case queue.TicketReprinted:
		params["n"] = strconv.Itoa(e.Copy)
	case queue.WindowUndone:
		params["action"] = s.undone(e.Action)
	}
	key := "manager.event." + kind
	if !words.Has(key) {
		return kind
	}
	var pairs []any
	for k, v := range params {
		pairs = append(pairs, k, v)
	}
	return s.t(key, pairs...)
}

// undone names the action that was taken back, an event's type.
func (s *Screen) undone(action string) string {
	kind, _, _ := strings.Cut(action, "/")
	return s.worded("common.did."+kind, kind)
}

// reason says why a number was called when it was.
func (s *Screen) reason(r queue.Reason) string {
	slot := ""
	if !r.Slot.IsZero() {
		slot = words.Clock(s.local(r.Slot))
	}
	return words.Reason(words.Lang(s.set.Lang), string(r.Code), "minutes", r.Minutes, "theme", s.themeName(r.Theme), "slot", slot)
}

// handled are the items with their outcomes.
func (s *Screen) handled(hs []queue.Handled) string {
	var out []string
	for _, h := range hs {
		if h.Outcome == queue.Unstated {
			out = append(out, h.Item)
			continue
		}
		out = append(out, strings.TrimSpace(h.Item+" "+s.worded("common.outcome."+string(h.Outcome), string(h.Outcome))))
	}
	return strings.Join(out, ", ")
}

// target says where a number was sent.
func (s *Screen) target(t queue.Target) string {
	var parts []string
	if t.Theme != "" {
		parts = append(parts, s.themeName(t.Theme))
	}
	if t.Window != "" {
		parts = append(parts, s.t("common.window", "window", s.windowLabel(t.Window)))
	}
	return strings.Join(append(parts, compact([]string{s.clerkName(t.Clerk)})...), " ")
}

// actor says who acted: a clerk at a terminal, a terminal, or nobody, when
// something was due.
func (s *Screen) actor(a queue.Actor) string {
	if a.Terminal == "" && a.Clerk == "" {
		return s.t("manager.by_itself")
	}
	return strings.Join(compact([]string{s.clerkName(a.Clerk), a.Terminal}), " @ ")
}

// clerkName is the name of a clerk who is signed in; of others only the id is
// known.
func (s *Screen) clerkName(id string) string {
	for _, w := range s.view.Windows {
		if w.Clerk == id && w.Name != "" {
			return w.Name
		}
	}
	return id
}
