package take

import (
	"slices"

	"onewindow/queue"
	"onewindow/wire"
)

// visit is what the citizen has chosen so far.
type visit struct {
	theme  string       // the line, if no item was chosen
	items  []string     // codes, in the order of choosing
	ground queue.Ground // of priority; "" is an ordinary number
	id     queue.IDNumber
	agent  string // the paper that the agent has, a key of the catalogue; "" for none
	forID  queue.IDNumber

	offered bool // priority by age was offered to id
	list    bool // the papers to bring are wanted on the ticket
}

// maxItems is how many items one number may be for: more are no visit that a
// citizen can follow.
const maxItems = 6

// leg is a part of the visit: a line, and what is done there.
type leg struct {
	theme string
	items []queue.Item
}

// legs are the parts of the visit in the order in which the hall will make them:
// that in which their lines were first chosen.
func (s *Screen) legs() []leg {
	if len(s.visit.items) == 0 {
		if s.visit.theme == "" {
			return nil
		}
		return []leg{{theme: s.visit.theme}}
	}
	var out []leg
	for _, it := range s.chosen() {
		i := slices.IndexFunc(out, func(l leg) bool { return l.theme == it.Theme })
		if i < 0 {
			out = append(out, leg{theme: it.Theme})
			i = len(out) - 1
		}
		out[i].items = append(out[i].items, it)
	}
	return out
}

// onlyLeg is the line of a visit to one place.
func (s *Screen) onlyLeg() (wire.Line, bool) {
	if legs := s.legs(); len(legs) == 1 {
		return s.lineOf(legs[0].theme)
	}
	return wire.Line{}, false
}

// chosen are the items of the basket.
func (s *Screen) chosen() []queue.Item {
	var out []queue.Item
	for _, code := range s.visit.items {
		if it, ok := s.item(code); ok {
			out = append(out, it)
		}
	}
	return out
}

// item looks an item up in the catalogue.
func (s *Screen) item(code string) (queue.Item, bool) {
	for _, it := range s.catalogue.Items {
		if it.Code == code {
			return it, true
		}
	}
	return queue.Item{}, false
}

// choose puts an item into the basket, once.
func (s *Screen) choose(code string) {
	if !slices.Contains(s.visit.items, code) && len(s.visit.items) < maxItems {
		s.visit.items = append(s.visit.items, code)
	}
}

// drop takes an item out of the basket.
func (s *Screen) drop(code string) {
	items := slices.DeleteFunc(slices.Clone(s.visit.items), func(c string) bool { return c == code })
	if len(items) == 0 && s.visit.theme == "" {
		// The line stays chosen, so that the page still is about something.
		if it, ok := s.item(code); ok {
			s.visit.theme = it.Theme
		}
	}
	s.visit.items = items
}

// shutLine is the first line of the visit that gives no number now.
func (s *Screen) shutLine() (wire.Line, bool) {
	for _, g := range s.legs() {
		if l, ok := s.lineOf(g.theme); ok && l.Closed != nil {
			return l, true
		}
	}
	return wire.Line{}, false
}

// shutWhat is what somebody can do for whom there is no number: choose another
// service, if one gives numbers, or ask.
func (s *Screen) shutWhat() string {
	shut, _ := s.shutLine()
	if slices.ContainsFunc(s.menu.Lines, func(l wire.Line) bool { return l.Closed == nil && l.Theme != shut.Theme && l.Theme != s.visit.theme }) {
		return s.t("take.line_closed_what")
	}
	return s.t("take.only_line_closed_what")
}

// request is the visit as the hall is asked for it.
func (s *Screen) request() wire.IssueRequest {
	v := s.visit
	r := wire.IssueRequest{ID: string(v.id), Language: s.lang}
	if len(v.items) > 0 {
		r.Items = slices.Clone(v.items)
	} else {
		r.Theme = v.theme
	}
	if v.ground != "" {
		r.Class, r.Ground = queue.Priority, v.ground
	}
	if v.agent != "" {
		r.Agent = &wire.AgentRequest{Document: s.agentPaper(queue.ZhHans), ForID: string(v.forID)}
	}
	return r
}
