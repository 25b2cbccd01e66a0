package view

import (
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// inTarget is the wait within which a call counts as in time.
const inTarget = 15 * time.Minute

// Hall is what a manager or guide sees.
func (v *Views) Hall() wire.Hall {
	h := wire.Hall{
		Day: v.Day(), Lines: v.Lines(), Unserved: v.s.Day.Unserved, Alerts: v.alerts(), Helps: v.helps(), Staff: v.members(),
		Catalogue: v.s.CatalogueHash, PriorityAge: v.s.Settings.Rules.PriorityAge, Trends: v.trends(), Managed: v.s.Managed(),
		Devices: v.s.Devices, Names: v.names(), Advices: v.advices(), Accuracy: v.accuracy(),
	}
	for _, d := range v.s.Desks {
		h.Desks = append(h.Desks, v.Session(d))
	}
	var open, busy time.Duration
	for _, w := range v.s.Windows {
		p := v.s.Plan(w)
		row := wire.WindowRow{
			ID: w.ID, Label: p.Label, Zone: p.Zone, State: w.State, Since: w.Since, Clerk: w.Clerk, Number: w.Ticket,
			Reason: w.Reason, Own: w.Own, Spill: w.Spill, Served: w.Served,
			Asked: w.Asked,
		}
		if t := v.s.Ticket(w.Ticket); t != nil {
			row.Theme = t.Theme()
			row.Amber, row.Red = v.usual(t)
		}
		ready, worked := w.Worked(v.now)
		open, busy = open+ready, busy+worked
		if c := v.s.Clerk(w.Clerk); c != nil {
			row.Name = c.Name
		}
		h.Windows = append(h.Windows, row)
		switch w.State {
		case queue.Closed:
			continue
		case queue.Calling, queue.WindowServing:
			h.Figures.Serving++
		case queue.Paused:
			h.Figures.Paused++
		}
		h.Figures.Open++
	}
	if open > 0 {
		h.Figures.Occupancy = int(busy * 100 / open)
	}
	v.figures(&h)
	return h
}

// figures counts the day from the tickets' own spans.
func (v *Views) figures(h *wire.Hall) {
	f := &h.Figures
	var waits []time.Duration
	var bare []*queue.Ticket
	inTime, absent := 0, 0
	for _, t := range v.s.Tickets {
		f.Issued++
		switch t.State {
		case queue.Waiting:
			f.Waiting++
		case queue.Done:
			f.Served++
		case queue.Cancelled:
			f.Cancelled++
		case queue.Missed:
			h.Missed = append(h.Missed, v.queued(t))
		case queue.Held:
			h.Held = append(h.Held, v.queued(t))
		}
		if t.Misses > 0 {
			f.Missed++
		}
		if lacksPaper(t) {
			bare = append(bare, t)
		}
		if gone(t) {
			absent++
		}
		if t.Reason.Code == queue.ReasonPicked {
			f.Picked++
		}
		if w, ok := firstWait(t); ok {
			waits = append(waits, w)
			if w <= inTarget {
				inTime++
			}
		}
	}
	h.Unpapered = v.unpapered(bare)
	for _, l := range v.Lines() {
		if !l.Since.IsZero() {
			f.Longest = max(f.Longest, int(v.now.Sub(l.Since)/time.Second))
		}
	}
	if n := len(waits); n > 0 {
		f.Called, f.NoShow = n, absent*100/n
		slices.Sort(waits)
		f.P50, f.P90 = int(waits[n/2]/time.Second), int(waits[n*9/10]/time.Second)
		f.Within15 = inTime * 100 / n
	}
}

// gone reports whether a ticket was called in vain and has not come back: it was
// missed, and is so still or ended so. Whoever was brought back is not among them.
func gone(t *queue.Ticket) bool {
	return t.Misses > 0 && (t.Why == queue.WhyMissed || t.Periods[len(t.Periods)-1].State == queue.Missed)
}

// firstWait is the wait until a ticket was first called.
func firstWait(t *queue.Ticket) (time.Duration, bool) {
	for _, p := range t.Periods {
		if p.State == queue.Called {
			return p.From.Sub(t.Issued), true
		}
	}
	return 0, false
}
