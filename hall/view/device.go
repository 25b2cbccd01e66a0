package view

import (
	"slices"

	"onewindow/queue"
	"onewindow/wire"
)

// Signs is what strips and voice say.
func (v *Views) Signs() wire.Signs {
	s := wire.Signs{Day: v.Day(), Windows: make([]wire.Sign, 0, len(v.s.Windows)), Calls: []wire.SignCall{}}
	for _, w := range v.s.Windows {
		p := v.s.Plan(w)
		o := wire.Sign{Window: w.ID, Label: p.Label, Zone: p.Zone, ZoneName: v.zone(p.Zone), State: w.State, Since: w.Since, Number: w.Ticket, Reason: w.Reason}
		if t := v.s.Ticket(w.Ticket); t != nil {
			o.Times = t.Calls
			if t.State == queue.Called {
				o.Announced = t.Announced
			}
		}
		s.Windows = append(s.Windows, o)
	}
	for _, c := range v.Calls() {
		o := wire.SignCall{Call: c}
		if w := v.s.Window(c.Place.Window); w != nil {
			o.Zone = v.s.Plan(w).Zone
		}
		s.Calls = append(s.Calls, o)
	}
	return s
}

// Papers are the copies that terminals are asked to print. First papers are not among
// them: the answer that gave the number has its terminal print one.
func (v *Views) Papers() wire.Papers {
	p := wire.Papers{Day: v.Day(), Jobs: []wire.PaperJob{}}
	for _, j := range v.s.Papers {
		if j.Copy == 0 {
			p.Untold = append(p.Untold, wire.UntoldPaper{Number: j.Number, Terminal: j.Terminal, At: j.At})
		} else if t := v.s.Ticket(j.Number); t != nil {
			p.Jobs = append(p.Jobs, wire.PaperJob{Number: j.Number, Copy: j.Copy, Terminal: j.Terminal, At: j.At, Ticket: v.Ticket(t)})
		}
	}
	return p
}

// names are what people call the terminals that have devices; nil if nobody knows.
func (v *Views) names() map[string]string {
	if v.name == nil || len(v.s.Devices) == 0 {
		return nil
	}
	names := map[string]string{}
	for i, d := range v.s.Devices {
		if i > 0 && v.s.Devices[i-1].Terminal == d.Terminal {
			continue // they are in the order of terminals
		}
		if n := v.name(d.Terminal); n != "" {
			names[d.Terminal] = n
		}
	}
	return names
}

// paper is what is known of a ticket's newest paper. Who prints it is told by name
// while somebody may have to go there.
func (v *Views) paper(t *queue.Ticket) *wire.TicketPaper {
	p := t.Paper()
	if p == nil {
		return nil
	}
	o := &wire.TicketPaper{State: p.State, Reason: p.Reason, Copy: p.Copy, Printer: p.Printer, At: p.At}
	if v.name != nil && p.State != queue.PaperPrinted {
		o.Name = v.name(p.Printer)
	}
	return o
}

// unpaperedMost bounds the list of those without a paper that is certain.
const unpaperedMost = 50

// lacksPaper reports whether somebody is in the hall, waiting or called, of whose newest
// paper it is known that there is none, or not known whether there is one.
func lacksPaper(t *queue.Ticket) bool {
	if t.State != queue.Waiting && t.State != queue.Called {
		return false
	}
	p := t.Paper()
	return p != nil && (p.State == queue.PaperUnprinted || p.State == queue.PaperUnconfirmed)
}

// unpapered makes the list of them, newest first.
func (v *Views) unpapered(ts []*queue.Ticket) (all []wire.Unpapered) {
	slices.SortStableFunc(ts, func(a, b *queue.Ticket) int { return b.Paper().At.Compare(a.Paper().At) })
	for _, t := range ts[:min(len(ts), unpaperedMost)] {
		all = append(all, wire.Unpapered{Number: t.Number, Theme: t.Theme(), State: t.State, Paper: *v.paper(t)})
	}
	return all
}
