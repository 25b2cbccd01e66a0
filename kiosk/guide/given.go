package guide

import (
	"image"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// given is a number that the hall has just given, as the guide reads it out.
type given struct {
	s        *Screen
	ticket   wire.Ticket
	priority bool
	asked    bool // a paper was asked for from here
}

func (g *given) keys() []tui.Target {
	s := g.s
	return []tui.Target{
		{ID: "done", Key: "enter esc q", Label: s.T("guide.done"), Look: tui.Primary},
		{ID: "reprint", Key: "r", Label: s.T("staff.key.reprint")},
		{ID: "story", Key: "t", Label: s.T("staff.story_of", "number", g.ticket.Number)},
	}
}

func (g *given) areas(area image.Rectangle) (text, keys image.Rectangle) {
	keys = tui.CutBottom(&area, staff.KeysHeight(area, g.keys()))
	return area, keys
}

func (g *given) Layout(area image.Rectangle) []tui.Target {
	_, keys := g.areas(area)
	return staff.LayoutKeys(keys, g.keys())
}

// lines are what the citizen must know.
func (g *given) lines() []tui.TextLine {
	s := g.s
	ls := s.Standing(g.ticket)
	switch l := s.printed(g.ticket.Number); {
	case l.Text != "":
		ls = append(ls, l)
	case g.ticket.Paper == nil && !g.asked:
		ls = append(ls, tui.TextLine{Style: tui.Warn, Text: s.T("guide.no_paper")})
	}
	if g.priority {
		ls = append(ls, tui.TextLine{Style: tui.Warn, Text: s.T("guide.show_proof")})
	}
	if g.ticket.Legs > 1 {
		ls = append(ls, tui.TextLine{Style: tui.Ink, Text: s.T("guide.legs", "n", g.ticket.Legs)})
	}
	return append(ls, tui.TextLine{Style: tui.Muted, Text: s.callHint()})
}

func (g *given) Draw(c *tui.Canvas, area image.Rectangle, ts []tui.Target) {
	s := g.s
	r, _ := g.areas(area)
	title := s.In(g.ticket.ThemeName) + "  " + s.T("common.class."+string(g.ticket.Class))
	c.Text(tui.CutTop(&r, 1), tui.Center, tui.Ink|tui.Bold, title)
	lines := g.lines()
	rows := 1
	for _, l := range lines {
		rows += max(1, len(tui.WrapLines(l.Text, r.Dx())))
	}
	c.Digits(tui.CutTop(&r, max(4, r.Dy()-rows)), tui.Center|tui.Middle, tui.Accent|tui.Bold, g.ticket.Number, 0)
	for _, l := range lines {
		tui.CutTop(&r, max(1, c.Wrap(r, tui.Center, l.Style, l.Text)))
	}
	for _, t := range ts {
		c.Button(t)
	}
}

func (g *given) Tap(id string) tea.Cmd {
	s := g.s
	s.Hush()
	switch id {
	case "done":
		s.Home()
	case "reprint":
		return s.tickets.Reprint(g.ticket.Number, func() tea.Cmd { g.asked = true; return nil })
	case "story":
		return s.tickets.Show(g.ticket.Number)
	}
	return nil
}

func (g *given) Key(tea.KeyPressMsg) tea.Cmd { return nil }
func (g *given) Typing() bool                { return false }
