package staff

import (
	"image"
	"strings"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

func (g *ticketPage) Draw(c *tui.Canvas, area image.Rectangle, ts []tui.Target) {
	a := g.areas(area)
	c.Fill(a.card, tui.Card)
	g.t.drawCard(c, tui.Inset(a.card, 2, min(1, max(0, a.card.Dy()-8))), g.reply.Ticket, g.reply.Events)
	g.drawStory(c, a.story)
	drawButtons(c, ts)
}

// stateStyles colour a number's state; the words say it too.
var stateStyles = map[queue.TicketState]tui.Style{
	queue.Waiting: tui.Accent, queue.Called: tui.Warn, queue.Serving: tui.Good, queue.Held: tui.Warn, queue.Missed: tui.Bad,
}

// drawCard writes a number on a card: large, its state, where it stands, what is
// known of it.
func (t *Tickets) drawCard(c *tui.Canvas, r image.Rectangle, w wire.Ticket, events []queue.Record) {
	p := t.pages
	t.drawNumber(c, &r, w)
	for _, l := range p.Standing(w) {
		if l.Text != "" && r.Dy() > 0 {
			tui.CutTop(&r, max(1, c.Wrap(r, tui.Left, l.Style|tui.OnCard, l.Text)))
		}
	}
	if Lacks(w.Paper) && w.State.Live() && r.Dy() > 0 {
		tui.CutTop(&r, max(1, c.Wrap(r, tui.Left, tui.Warn|tui.OnCard|tui.Bold, p.T("staff.lacks_paper"))))
	}
	if r.Dy() > 6 {
		tui.CutTop(&r, 1)
	}
	drawFacts(c, r, tui.CardMuted, tui.Card, t.facts(w, events))
}

// drawNumber writes a number and its state on a card: large and above the rest
// where there is room, large and beside the rest on a wide one, else in a row.
// What is left of r is for the rest.
func (t *Tickets) drawNumber(c *tui.Canvas, r *image.Rectangle, w wire.Ticket) {
	high := 4
	if r.Dy() >= 20 {
		high = 6
	}
	state, style := t.pages.T("common.ticket."+string(w.State)), stateStyles[w.State]|tui.OnCard|tui.Bold
	width, _ := tui.DigitsSize(w.Number, 1)
	switch {
	case r.Dy() >= 3*high && r.Dx() >= width:
		c.Digits(tui.CutTop(r, high), tui.Left, tui.CardAccent, w.Number, 0)
		tui.CutTop(r, 1)
		c.Text(tui.CutTop(r, 1), tui.Left, style, state)
	case r.Dy() > high && r.Dx() >= 2*width:
		left := tui.CutLeft(r, width)
		tui.CutLeft(r, 2)
		c.Digits(tui.CutTop(&left, high), tui.Left, tui.CardAccent, w.Number, 0)
		c.Text(left, tui.Left, style, state)
	default:
		row := tui.CutTop(r, 1)
		c.Text(row, tui.Right, style, state)
		c.Text(row, tui.Left, tui.CardAccent|tui.Bold, w.Number)
	}
}

// Widths of the columns of the story.
const (
	clockWidth = 8
	actorWidth = 12
)

// storyText is how wide a sentence of the story may be, and whether there is room
// for who acted.
func storyText(width int) (text int, actor bool) {
	text = width - clockWidth - 1
	if text >= 44 {
		return text - actorWidth - 1, true
	}
	return text, false
}

// shown are the events that fit in r, the last of them the one above the g.up
// newest, and how many are hidden above and below them.
func (g *ticketPage) shown(r image.Rectangle) (events []queue.Record, above, below int) {
	all := g.reply.Events
	width, _ := storyText(r.Dx())
	if rows(g.t, all, width) <= r.Dy() {
		return all, 0, 0
	}
	to := max(0, len(all)-g.up)
	from, left := to, r.Dy()
	for from > 0 {
		n := rows(g.t, all[from-1:from], width)
		if n > left && from < to {
			break
		}
		from, left = from-1, left-n
	}
	for to < len(all) && from == 0 { // the beginning is seen whole; what follows fits too
		n := rows(g.t, all[to:to+1], width)
		if n > left {
			break
		}
		to, left = to+1, left-n
	}
	return all[from:to], from, len(all) - to
}

// rows is how many rows the sentences of events take.
func rows(t *Tickets, events []queue.Record, width int) int {
	n := 0
	for _, e := range events {
		n += max(1, len(tui.WrapLines(t.sentence(e), width)))
	}
	return n
}

// drawStory writes where the time went, and the events.
func (g *ticketPage) drawStory(c *tui.Canvas, r image.Rectangle) {
	t, p := g.t, g.t.pages
	head := tui.CutTop(&r, 1)
	title := p.T("staff.story_of", "number", g.reply.Ticket.Number)
	c.Text(head, tui.Left, tui.Accent|tui.Bold, title)
	events, above, below := g.shown(r)
	if above+below == 0 {
		tui.CutLeft(&head, tui.Width(title)+2)
		c.Text(head, tui.Right, tui.Muted, g.spent())
	}
	width, actor := storyText(r.Dx())
	gap := 0
	if rows(t, events, width)+len(events) <= r.Dy() {
		gap = 1
	}
	for _, e := range events {
		tui.CutTop(&r, gap)
		if r.Dy() <= 0 {
			return
		}
		row := r
		c.Text(tui.CutLeft(&row, clockWidth+1), tui.Left, tui.Muted, p.Local(e.At).Format(time.TimeOnly))
		if actor {
			c.Text(tui.CutRight(&row, actorWidth), tui.Right, tui.Muted, p.Actor(e.By))
		}
		row.Max.X = row.Min.X + width
		tui.CutTop(&r, max(1, c.Wrap(row, tui.Left, tui.Ink, t.sentence(e))))
	}
}

// spent sums up where the time went.
func (g *ticketPage) spent() string {
	p := g.t.pages
	sum := map[queue.TicketState]time.Duration{}
	for _, s := range g.reply.Spans {
		to := s.To
		if to.IsZero() {
			to = p.now
		}
		sum[s.State] += to.Sub(s.From)
	}
	var parts []string
	for _, st := range []queue.TicketState{queue.Waiting, queue.Called, queue.Serving, queue.Held, queue.Missed} {
		if d := sum[st]; d >= time.Minute {
			parts = append(parts, p.T("staff.spent."+string(st), "minutes", int(d/time.Minute)))
		}
	}
	return strings.Join(parts, "  ")
}
