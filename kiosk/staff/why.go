package staff

import (
	"context"
	"image"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// AskWhy asks for the number to compare with: "why was he before me?" The first
// is asked for too if number is empty.
func (t *Tickets) AskWhy(number string) {
	p := t.pages
	title := p.T("staff.why_first")
	if number != "" {
		title = p.T("staff.why_with", "number", number)
	}
	p.Enter(tui.Entry{Title: title, Max: 12, Letters: p.Letters()}, func(text string) tea.Cmd {
		text = asNumber(text)
		if number != "" {
			return t.compare(number, text)
		}
		p.Back()
		t.AskWhy(text)
		return nil
	})
}

// compare shows two numbers side by side, and which comes first and why.
func (t *Tickets) compare(a, b string) tea.Cmd {
	p, desk := t.pages, t.desk
	if a == b {
		p.Say(tui.Warn, "staff.why_same")
		return nil
	}
	return Ask(&p.Talk, "", func(ctx context.Context) (wire.CompareReply, error) {
		return desk.Compare(ctx, wire.CompareRequest{A: a, B: b})
	}, func(r wire.CompareReply, e *wire.Error) tea.Cmd {
		switch {
		case e != nil && e.Code == string(queue.CodeUnknownNumber) && e.Params["number"] != "":
			p.Say(tui.Warn, "staff.why_unknown", "number", e.Params["number"]) // which of the two
			return nil
		case e != nil:
			p.Refuse(e)
			return nil
		}
		p.Replace(&whyPage{t: t, reply: r})
		return nil
	})
}

// whyPage is two numbers side by side.
type whyPage struct {
	t     *Tickets
	reply wire.CompareReply
}

// Why is the sentence that says which of two numbers comes first, and why, as a
// citizen accepts it.
func (k *Talk) Why(o queue.Order) string {
	key := "staff.order." + string(o.Code)
	if !words.Has(key) {
		key = "staff.order.same"
	}
	if past := "staff.came." + strings.TrimPrefix(key, "staff.order."); !o.Called.IsZero() && words.Has(past) {
		key = past // it is not before the other any more
	}
	minutes := ""
	if o.Minutes > 0 {
		minutes = k.T("staff.minutes", "minutes", o.Minutes)
	}
	return k.T(key, "first", o.First, "second", o.Second, "minutes", minutes, "slot", k.Clock(o.Slot), "at", k.Clock(o.At), "window", k.Window(o.Window))
}

// happened says when and where the first of two numbers was called; empty while
// both wait.
func (k *Talk) happened(o queue.Order) string {
	if o.Called.IsZero() {
		return ""
	}
	return k.T("staff.order_called", "first", o.First, "time", k.Clock(o.Called), "window", k.Window(o.Window))
}

// whyAreas are the parts of the page.
type whyAreas struct {
	say, left, right, keys image.Rectangle
}

func (g *whyPage) areas(area image.Rectangle) whyAreas {
	var a whyAreas
	ks := g.keys()
	a.keys = tui.CutBottom(&area, KeysHeight(area, ks))
	a.say = tui.CutTop(&area, min(area.Dy()/3, 5))
	tui.CutTop(&area, 1)
	tui.CutBottom(&area, min(1, max(0, area.Dy()-10)))
	cells := tui.Row(area, 2, 2)
	if len(cells) == 2 {
		a.left, a.right = cells[0], cells[1]
	}
	return a
}

func (g *whyPage) keys() []tui.Target {
	p, o := g.t.pages, g.reply.Order
	return []tui.Target{
		{ID: "back", Key: "esc q", Label: p.T("common.back")},
		{ID: "first", Key: "1", Label: p.T("staff.story_of", "number", o.First)},
		{ID: "second", Key: "2", Label: p.T("staff.story_of", "number", o.Second)},
	}
}

func (g *whyPage) Layout(area image.Rectangle) []tui.Target {
	return LayoutKeys(g.areas(area).keys, g.keys())
}

func (g *whyPage) Draw(c *tui.Canvas, area image.Rectangle, ts []tui.Target) {
	p, o := g.t.pages, g.reply.Order
	a := g.areas(area)
	c.Fill(a.say, tui.Card)
	r := tui.Inset(a.say, 2, 0)
	lines := len(tui.WrapLines(p.Why(o), r.Dx())) + min(1, len(p.happened(o)))
	tui.CutTop(&r, max(0, (r.Dy()-lines)/2))
	tui.CutTop(&r, max(1, c.Wrap(r, tui.Center, tui.CardAccent|tui.Bold, p.Why(o))))
	c.Wrap(r, tui.Center, tui.Card, p.happened(o))
	first, second := g.reply.A, g.reply.B
	if second.Number == o.First {
		first, second = second, first
	}
	g.drawSide(c, a.left, p.T("staff.comes_first"), first)
	g.drawSide(c, a.right, p.T("staff.comes_second"), second)
	drawButtons(c, ts)
}

// drawSide writes one of the two on a card: first its times, which are what the
// two are compared by.
func (g *whyPage) drawSide(c *tui.Canvas, r image.Rectangle, title string, w wire.Ticket) {
	t, p, o := g.t, g.t.pages, g.reply.Order
	r = tui.Inset(c.Card(r, title), 1, min(1, max(0, r.Dy()-9)))
	t.drawNumber(c, &r, w)
	called := ""
	if w.Number == o.First {
		called = p.Clock(o.Called)
	}
	fs := []fact{{p.T("staff.fact.drawn"), p.Clock(w.Issued)}}
	if called != "" {
		fs = append(fs, fact{p.T("staff.fact.called"), called + "  " + p.AtWindow(o.Window)})
	}
	fs = append(fs, fact{p.T("staff.fact.class"), p.T("common.class." + string(w.Class))}, fact{p.T("staff.fact.service"), p.In(w.ThemeName)})
	tui.CutTop(&r, drawFacts(c, r, tui.CardMuted, tui.Card, fs))
	if r.Dy() > 4 {
		tui.CutTop(&r, 1)
	}
	for _, l := range p.Standing(w) {
		if l.Text != "" && r.Dy() > 0 {
			tui.CutTop(&r, max(1, c.Wrap(r, tui.Left, l.Style|tui.OnCard, l.Text)))
		}
	}
}

func (g *whyPage) Tap(id string) tea.Cmd {
	g.t.pages.Hush()
	switch id {
	case "back":
		g.t.pages.Back()
	case "first":
		return g.t.Show(g.reply.Order.First)
	case "second":
		return g.t.Show(g.reply.Order.Second)
	}
	return nil
}

func (g *whyPage) Key(tea.KeyPressMsg) tea.Cmd { return nil }
func (g *whyPage) Typing() bool                { return false }
