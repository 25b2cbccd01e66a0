package guide

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/outcome"
	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// slip is a number that is about to be given: for what, and for whom. It is a
// page; what was typed on it is gone with it.
type slip struct {
	s      *Screen
	theme  string
	items  []queue.Item
	ground queue.Ground // of priority; "" is an ordinary number
	agent  *wire.AgentRequest
	forID  queue.IDNumber // of whom an agent comes for
	id     queue.IDNumber
	lang   queue.Lang
}

// line is the line of a theme; nil if the hall has none.
func (s *Screen) line(theme string) *wire.Line {
	if i := slices.IndexFunc(s.hall.Lines, func(l wire.Line) bool { return l.Theme == theme }); i >= 0 {
		return &s.hall.Lines[i]
	}
	return nil
}

// openSlip begins a number for a line, or says why there is none now.
func (s *Screen) openSlip(theme string) tea.Cmd {
	l := s.line(theme)
	if l == nil {
		return nil
	}
	if r := l.Closed; r != nil {
		e := &wire.Error{Code: string(r.Code), Msg: r.Hint, Params: r.Params}
		if !r.Until.IsZero() {
			e.Until = &r.Until
		}
		s.Refuse(e)
		return nil
	}
	s.Open(&slip{s: s, theme: theme, lang: s.Lang()})
	return s.tickets.Fetch()
}

// openSlipFor begins a number for items, in the place of the search for them.
func (s *Screen) openSlipFor(codes []string) tea.Cmd {
	g := &slip{s: s, lang: s.Lang()}
	g.take(codes)
	s.Replace(g)
	return nil
}

// take makes the slip one for these items.
func (g *slip) take(codes []string) {
	g.items = nil
	for _, code := range codes {
		if it, ok := g.s.tickets.Item(code); ok {
			g.items = append(g.items, it)
		}
	}
	if len(g.items) > 0 {
		g.theme = g.items[0].Theme
	}
}

func (g *slip) codes() []string {
	var out []string
	for _, it := range g.items {
		out = append(out, it.Code)
	}
	return out
}

// itemNames are the names of the items; empty if there are none.
func (g *slip) itemNames() string {
	var out []string
	for _, it := range g.items {
		out = append(out, g.s.In(it.Name))
	}
	return strings.Join(out, g.s.T("staff.and"))
}

func (g *slip) Tap(id string) tea.Cmd {
	s := g.s
	s.Hush()
	kind, arg, _ := strings.Cut(id, " ")
	switch kind {
	case "back":
		s.Back()
	case "ground":
		if g.ground == queue.Ground(arg) {
			arg = "" // the same key takes it back
		}
		g.ground = queue.Ground(arg)
	case "items":
		return s.tickets.ChooseItems(s.T("guide.which_item"), g.theme, g.codes(), func(codes []string) tea.Cmd {
			g.take(codes)
			s.Back()
			return nil
		})
	case "pick":
		g.take([]string{arg})
	case "agent":
		g.openAgent()
	case "id":
		g.openID()
	case "elsewhere":
		return g.askElsewhere()
	case "lang":
		g.lang = nextLang(g.lang)
	case "issue":
		return g.issue()
	}
	return nil
}

func (g *slip) Key(tea.KeyPressMsg) tea.Cmd { return nil }
func (g *slip) Typing() bool                { return false }

// langs are the languages that a number can be in.
var langs = []queue.Lang{queue.ZhHans, queue.ZhHant, queue.En}

func nextLang(l queue.Lang) queue.Lang {
	return langs[(slices.Index(langs, l)+1)%len(langs)]
}

// openAgent asks with what mandate somebody comes for another person, and then
// for that person's ID number, which may be left out.
func (g *slip) openAgent() {
	s := g.s
	var rows []tui.Choice
	for _, code := range staff.Documents {
		rows = append(rows, tui.Choice{ID: code, Label: s.Document(code)})
	}
	if g.agent != nil {
		rows = append(rows, tui.Choice{ID: "not", Label: s.T("guide.no_agent")})
	}
	s.Choose(s.T("guide.which_document"), rows, func(id string) tea.Cmd {
		g.agent, g.forID = nil, ""
		s.Back()
		if id == "not" {
			return nil
		}
		g.agent = &wire.AgentRequest{Document: staff.DocumentText(id)}
		s.EnterID(s.T("guide.for_id"), func(id queue.IDNumber) tea.Cmd {
			g.forID = id
			g.agent.ForID = string(id)
			s.Back()
			return nil
		})
		return nil
	})
}

// openID asks for the citizen's own number, and says when priority can be had for
// the age. What was typed before is gone.
func (g *slip) openID() {
	s := g.s
	g.id = ""
	s.EnterID(s.T("guide.enter_id"), func(id queue.IDNumber) tea.Cmd {
		g.id = id
		s.Back()
		if age := s.hall.PriorityAge; age > 0 && id.Age(s.Local(s.Now())) >= age && g.ground == "" {
			s.Say(tui.Accent, "guide.offer_priority", "age", age)
		}
		return nil
	})
}

// request is the slip as the hall is asked for it.
func (g *slip) request() wire.IssueRequest {
	r := wire.IssueRequest{Theme: g.theme, ID: string(g.id), Language: g.lang}
	if len(g.items) > 0 {
		r.Theme, r.Items = "", g.codes()
	}
	if g.ground != "" {
		r.Class, r.Ground = queue.Priority, g.ground
	}
	if g.agent != nil {
		a := *g.agent
		r.Agent = &a
	}
	return r
}

// issue asks for the number, and shows it in the place of the slip. Whatever was
// refused is asked for under a new name when it is asked for again.
func (g *slip) issue() tea.Cmd {
	a := &asking{s: g.s, request: g.request(), name: outcome.Request{RID: g.s.newRID()}}
	return a.ask(func(e *wire.Error) { g.s.session.Refused(e, g.issue) })
}
