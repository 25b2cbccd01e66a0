package guide

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// slipAreas are the parts of the page on which a number is prepared.
type slipAreas struct {
	head    image.Rectangle // for what
	label   image.Rectangle // of the grounds
	grounds image.Rectangle
	options image.Rectangle // items, agent, ID number, language
	papers  image.Rectangle // what to bring
	keys    image.Rectangle // back, and the number
}

func (g *slip) areas(area image.Rectangle) slipAreas {
	var a slipAreas
	tall := area.Dy() >= 24
	a.head = tui.CutTop(&area, 2)
	a.keys = tui.CutBottom(&area, min(5, max(3, min(4, area.Dy()/4), (area.Dy()+2)/5))) // two lines need four rows
	gap := func() {
		if tall {
			tui.CutTop(&area, 1)
		}
	}
	gap()
	if area.Dy() >= 8 {
		a.label = tui.CutTop(&area, 1)
	}
	a.grounds = tui.CutTop(&area, 3)
	gap()
	high := 4 * a.rowsOfOptions(area)
	if high > area.Dy() {
		high = high * 3 / 4
	}
	a.options = tui.CutTop(&area, high)
	gap()
	if tall {
		tui.CutBottom(&area, 1)
	}
	a.papers = area
	return a
}

// rowsOfOptions is in how many rows the four options stand.
func (slipAreas) rowsOfOptions(area image.Rectangle) int {
	if area.Dx() < 60 {
		return 2
	}
	return 1
}

// groundKeys are the keys of queue.Grounds, by the pinyin of their names. Digits
// chose the line just before: the same one again, pressed in a hurry, would be
// taken for a key hit twice, and the number would be an ordinary one.
var groundKeys = []string{"l", "c", "y", "j", "b"}

func (g *slip) Layout(area image.Rectangle) []tui.Target {
	s, a := g.s, g.areas(area)
	var ts []tui.Target
	shares := make([]int, len(queue.Grounds))
	for i, ground := range queue.Grounds {
		shares[i] = tui.Width(s.Ground(ground)) + 8 // the letter before it, and the edges
	}
	cells := tui.Split(a.grounds, 1, shares...)
	if a.grounds.Dx() < 60 { // no word has room anyhow, and fingers need all keys
		cells = tui.Row(a.grounds, len(shares), 1)
	}
	for i, r := range cells {
		ground := queue.Grounds[i]
		ts = append(ts, tui.Target{ID: "ground " + string(ground), Key: groundKeys[i], Rect: r, Label: s.Ground(ground), Selected: g.ground == ground})
	}
	options := []tui.Target{
		{ID: "items", Key: "i", Label: s.T("guide.slip.items") + "\n" + g.itemsNote(), Selected: len(g.items) > 0},
		{ID: "agent", Key: "a", Label: s.T("guide.slip.agent") + "\n" + g.agentNote(), Selected: g.agent != nil},
		{ID: "id", Key: "d", Label: s.T("guide.slip.id") + "\n" + g.idNote(), Selected: g.id != ""},
		{ID: "lang", Key: "e", Label: s.T("guide.slip.lang") + "\n" + s.T("common.language."+string(g.lang))},
	}
	rows := a.rowsOfOptions(area)
	cols, high := len(options)/rows, a.options.Dy()/rows
	for ; len(options) > 0; options = options[cols:] {
		for i, r := range tui.Row(tui.CutTop(&a.options, high), cols, 1) {
			name, note, _ := strings.Cut(options[i].Label, "\n")
			options[i].Label, options[i].Rect = name+"\n"+tui.Truncate(note, r.Dx()-2), r
			ts = append(ts, options[i])
		}
	}
	ts = append(ts, g.picks(a.papers)...)
	if t := g.elsewhereKey(a.head); !t.Rect.Empty() {
		ts = append(ts, t)
	}
	row := a.keys
	back := tui.CutLeft(&row, max(12, row.Dx()/4))
	tui.CutLeft(&row, 1)
	issue := tui.Target{ID: "issue", Key: "enter", Rect: row, Look: tui.Primary, Label: g.issueLabel(row.Dx() - 2), Closed: s.Cut() || g.shut()}
	return append(ts, tui.Target{ID: "back", Key: "esc q", Rect: back, Label: s.T("common.back")}, issue)
}

// elsewhereKey asks where it is quickest; it stands beside what the slip is for.
func (g *slip) elsewhereKey(head image.Rectangle) tui.Target {
	t := tui.Target{ID: "elsewhere", Key: "w", Label: g.s.T("guide.where_quickest"), Closed: g.s.Cut()}
	if w := tui.Width(t.Label) + 8; g.movable() && head.Dx() >= 3*w {
		t.Rect = tui.CutRight(&head, w)
	}
	return t
}

// issueLabel is on the key that gives the number: what kind of number it will be,
// and how the line stands; or that there is none now, and why.
func (g *slip) issueLabel(width int) string {
	s := g.s
	if g.shut() {
		label := s.T("guide.shut")
		if l := s.line(g.theme); l != nil && l.Closed != nil {
			if why := s.standing(*l, width); why != label {
				label += "\n" + why
			}
		}
		return label
	}
	label := s.T("guide.give")
	if g.ground != "" {
		label = s.T("guide.give_priority", "ground", s.Ground(g.ground))
	}
	if l := s.line(g.theme); l != nil {
		label += "\n" + s.Waiting(*l)
	}
	return label
}

// shut reports whether no number can be given now.
func (g *slip) shut() bool {
	if d := g.s.Day(); d.Stopped != "" || !d.Open {
		return true
	}
	l := g.s.line(g.theme)
	return l != nil && l.Closed != nil
}

func (g *slip) itemsNote() string {
	switch len(g.items) {
	case 0:
		return g.s.T("guide.slip.general")
	case 1:
		return g.s.In(g.items[0].Name)
	}
	return g.s.T("staff.chosen", "n", len(g.items))
}

func (g *slip) agentNote() string {
	s := g.s
	switch {
	case g.agent == nil:
		return s.T("guide.slip.self")
	case g.forID != "":
		return s.T("guide.slip.agent_for", "document", s.Document(g.agent.Document), "last4", g.forID.Last4())
	}
	return s.Document(g.agent.Document)
}

func (g *slip) idNote() string {
	if g.id == "" {
		return g.s.T("guide.slip.optional")
	}
	return g.id.Masked()
}

func (g *slip) Draw(c *tui.Canvas, area image.Rectangle, ts []tui.Target) {
	s, a := g.s, g.areas(area)
	a.head.Max.X -= g.elsewhereKey(a.head).Rect.Dx()
	c.Text(tui.CutTop(&a.head, 1), tui.Left, tui.Accent|tui.Bold, s.T("guide.for", "service", s.Theme(g.theme)))
	if names := g.itemNames(); names != "" {
		c.Text(a.head, tui.Left, tui.Ink, names)
	} else {
		c.Text(a.head, tui.Left, tui.Muted, s.T("guide.for_general"))
	}
	c.Text(a.label, tui.Left, tui.Muted, s.T("guide.grounds"))
	if len(g.items) > 0 {
		g.drawPapers(c, a.papers)
	} else if len(g.picks(a.papers)) > 0 {
		c.Text(a.papers, tui.Left, tui.Muted, s.T("guide.picks"))
	}
	for _, t := range ts {
		c.Button(t)
	}
}

// picks are items of the line that can be chosen at once, as many as there is room
// for, while none is; all others are found by the search.
func (g *slip) picks(r image.Rectangle) []tui.Target {
	all := g.s.tickets.Items(g.theme)
	if len(g.items) > 0 || r.Dy() < 3 || len(all) == 0 {
		return nil
	}
	tui.CutTop(&r, 1)
	cols, high := 1, 1
	if r.Dx() >= 70 {
		cols = 2
	}
	if r.Dy() >= 8 {
		high = 2
	}
	var ts []tui.Target
	for i, cell := range tui.Grid(r, min(len(all), cols*(r.Dy()/high)), cols, 1, 0, high, high) {
		ts = append(ts, tui.Target{ID: "pick " + all[i].Code, Rect: cell, Look: tui.Quiet, Label: g.s.In(all[i].Name)})
	}
	return ts
}

// drawPapers writes what the citizen should have brought, so that nobody waits in
// vain.
func (g *slip) drawPapers(c *tui.Canvas, r image.Rectangle) {
	s := g.s
	if r.Dy() < 2 {
		return
	}
	inner := c.Card(r, s.T("guide.papers"))
	var lines []tui.TextLine
	for _, it := range g.items {
		if len(g.items) > 1 {
			lines = append(lines, tui.TextLine{Style: tui.CardAccent, Text: s.In(it.Name)})
		}
		for _, m := range it.Materials {
			text := "- " + s.In(m.Name)
			if !m.Required {
				text += s.T("guide.if_any")
			}
			lines = append(lines, tui.TextLine{Style: tui.Card, Text: text})
		}
		if len(it.Materials) == 0 {
			lines = append(lines, tui.TextLine{Style: tui.CardMuted, Text: s.T("guide.no_papers")})
		}
	}
	c.Lines(inner, lines)
}
