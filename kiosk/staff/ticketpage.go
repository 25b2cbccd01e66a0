package staff

import (
	"image"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// renewTime is how often a number's page asks anew where the number stands.
const renewTime = 5 * time.Second

// ticketPage is one number's whole story, where it stands, and what can be done
// with it.
type ticketPage struct {
	t     *Tickets
	reply wire.HistoryReply
	asked time.Time // when it was asked for last, in hall time
	// up is how many events are hidden below the last one shown: the end of the
	// story is what matters, and the beginning is scrolled to.
	up int
}

// Tick asks anew where the number stands, beside all else.
func (g *ticketPage) Tick() tea.Cmd {
	p := g.t.pages
	if p.now.Sub(g.asked) < renewTime {
		return nil
	}
	g.asked = p.now
	return AskQuietly(&p.Talk, g.t.fetch(g.reply.Ticket.Number), g.renewed)
}

// renewed takes an answer. A story only grows: one that is shorter was asked for
// before what is known by now.
func (g *ticketPage) renewed(x fetched, e *wire.Error) tea.Cmd {
	if e == nil && len(x.reply.Events) >= len(g.reply.Events) {
		g.t.catalogue.take(x.catalogue)
		g.reply = x.reply
	}
	return nil
}

// renew asks where the number stands after something was done with it.
func (g *ticketPage) renew() tea.Cmd {
	g.asked, g.up = g.t.pages.now, 0
	return AskQuietly(&g.t.pages.Talk, g.t.fetch(g.reply.Ticket.Number), g.renewed)
}

// keys are the keys of the page, not yet laid out: first what most people come
// for in the number's state, last the way back.
func (g *ticketPage) keys() []tui.Target {
	p, tk := g.t.pages, g.reply.Ticket
	key := func(id, key, label string) tui.Target { return tui.Target{ID: id, Key: key, Label: label} }
	ts := []tui.Target{key("back", "esc q", p.T("common.back"))}
	if tk.State == queue.Missed {
		back := key("return", "b", p.T("staff.key.return"))
		back.Look, back.Closed = tui.Primary, !tk.MayReturn
		ts = append(ts, back)
	}
	ts = append(ts, key("why", "w", p.T("staff.key.why")))
	switch tk.State {
	case queue.Waiting:
		ts = append(ts, key("move", "m", p.T("staff.key.move")), key("change", "c", p.T("staff.key.change")))
	case queue.Held:
		ts = append(ts, key("move", "m", p.T("staff.key.move")))
	}
	if tk.State.Live() {
		ts = append(ts, key("reprint", "r", p.T("staff.key.reprint")))
		if !tk.State.AtWindow() {
			cancel := key("cancel", "x", p.T("staff.key.cancel"))
			cancel.Look = tui.Danger
			ts = append(ts, cancel)
		}
	}
	return ts
}

// ticketAreas are the parts of the page.
type ticketAreas struct {
	card, story, keys image.Rectangle
	wide              bool // card and story stand side by side
}

func (g *ticketPage) areas(area image.Rectangle) ticketAreas {
	var a ticketAreas
	ks := g.keys()
	a.keys = tui.CutBottom(&area, KeysHeight(area, ks))
	if a.keys.Dy() > 2 && area.Dy() > 16 {
		tui.CutBottom(&area, 1)
	}
	if a.wide = area.Dx() >= 70; a.wide {
		a.card = tui.CutLeft(&area, max(31, area.Dx()*36/100))
		tui.CutLeft(&area, 2)
	} else {
		a.card = tui.CutTop(&area, min(area.Dy()/2, 11))
	}
	a.story = area
	return a
}

func (g *ticketPage) Layout(area image.Rectangle) []tui.Target {
	a := g.areas(area)
	ts := LayoutKeys(a.keys, g.keys())
	head := tui.CutTop(&a.story, 1)
	if _, above, below := g.shown(a.story); above+below > 0 {
		down := tui.CutRight(&head, 8)
		up := tui.CutRight(&head, 8)
		ts = append(ts,
			tui.Target{ID: "up", Key: "pgup up", Rect: up, Look: tui.Quiet, Label: g.t.pages.T("common.earlier"), Closed: above == 0},
			tui.Target{ID: "down", Key: "pgdown down", Rect: down, Look: tui.Quiet, Label: g.t.pages.T("common.later"), Closed: below == 0})
	}
	return ts
}

func (g *ticketPage) Tap(id string) tea.Cmd {
	t, p, number := g.t, g.t.pages, g.reply.Ticket.Number
	p.Hush()
	switch id {
	case "back":
		p.Back()
	case "up":
		g.up = min(g.up+4, max(0, len(g.reply.Events)-1))
	case "down":
		g.up = max(0, g.up-4)
	case "return":
		return t.Return(number, g.renew)
	case "reprint":
		return t.Reprint(number, g.renew)
	case "why":
		t.AskWhy(number)
	case "move":
		g.openMove()
	case "change":
		return g.openChange()
	case "cancel":
		g.openCancel()
	}
	return nil
}

func (g *ticketPage) Key(k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "home":
		g.up = max(0, len(g.reply.Events)-1)
	case "end":
		g.up = 0
	}
	return nil
}

func (g *ticketPage) Typing() bool { return false }
