package staff

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// fact is one thing known of a number: what it is, and its value.
type fact struct{ name, value string }

// facts are what is known of a number, without those that say nothing.
func (t *Tickets) facts(w wire.Ticket, events []queue.Record) []fact {
	p := t.pages
	var items []string
	for _, it := range w.Items {
		items = append(items, p.In(it))
	}
	class := p.T("common.class." + string(w.Class))
	drawn := p.Clock(w.Issued)
	for _, r := range events {
		if e, ok := r.Event.(queue.TicketIssued); ok && e.Ticket.Ground != "" {
			class = p.T("staff.class_ground", "class", class, "ground", p.Ground(e.Ticket.Ground))
		}
	}
	leg, language, paper := "", "", ""
	if w.Legs > 1 {
		leg = p.T("staff.leg", "leg", w.Leg, "legs", w.Legs)
	}
	if w.Language != "" {
		language = p.T("common.language." + string(w.Language))
	}
	switch {
	case w.Paper != nil:
		paper = p.Paper(*w.Paper)
	case w.Copies > 0:
		paper = p.T("staff.copies", "n", w.Copies)
	}
	all := []fact{
		{p.T("staff.fact.service"), p.In(w.ThemeName)}, {p.T("staff.fact.items"), strings.Join(items, p.T("staff.and"))},
		{p.T("staff.fact.leg"), leg}, {p.T("staff.fact.class"), class}, {p.T("staff.fact.drawn"), drawn},
		{p.T("staff.fact.language"), language}, {p.T("staff.fact.copies"), paper},
	}
	var out []fact
	for _, f := range all {
		if f.value != "" {
			out = append(out, f)
		}
	}
	return out
}

// drawFacts writes facts below each other, their values aligned, as far as they
// fit, and returns how many rows it took.
func drawFacts(c *tui.Canvas, r image.Rectangle, name, value tui.Style, fs []fact) int {
	w := 0
	for _, f := range fs {
		w = max(w, tui.Width(f.name))
	}
	y := r.Min.Y
	for _, f := range fs {
		if r.Dy() <= 0 {
			break
		}
		at := r
		c.Text(tui.CutLeft(&at, w+2), tui.Left, name, f.name)
		tui.CutTop(&r, max(1, c.Wrap(at, tui.Left, value, f.value)))
	}
	return r.Min.Y - y
}
