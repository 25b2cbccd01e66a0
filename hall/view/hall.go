package view

import (
	"time"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/wire"
)

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
	v.figures(&h)
	return h
}

// count are the hall's figures so far as the day's report will have them, so that there
// is one count of everything.
func (v *Views) count() *report.Cell {
	if v.cell == nil {
		c := report.Hall(v.s, v.now)
		v.cell = &c
	}
	return v.cell
}

// figures are the day so far, and who needs somebody's eye.
func (v *Views) figures(h *wire.Hall) {
	f, c := &h.Figures, v.count()
	f.Issued, f.Served, f.Cancelled, f.Missed, f.Picked = c.Issued, c.Served, c.Cancelled, c.Missed, c.Calls[queue.ReasonPicked]
	f.Called, f.P50, f.P90 = c.Waits.Number(), c.Waits.Percentile(50), c.Waits.Percentile(90)
	f.Within15, f.Occupancy = percent(c.InTarget()), percent(c.Occupancy())
	f.NoShow = min(percent(report.PerMille(c.NoShow, f.Called)), 100) // who missed a call the day before is not among the called
	var bare []*queue.Ticket
	for _, t := range v.s.Tickets {
		switch t.State {
		case queue.Waiting:
			f.Waiting++
		case queue.Missed:
			h.Missed = append(h.Missed, v.queued(t))
		case queue.Held:
			h.Held = append(h.Held, v.queued(t))
		}
		if lacksPaper(t) {
			bare = append(bare, t)
		}
	}
	h.Unpapered = v.unpapered(bare)
	for _, l := range v.Lines() {
		if !l.Since.IsZero() {
			f.Longest = max(f.Longest, int(v.now.Sub(l.Since)/time.Second))
		}
	}
}

// percent is a share in thousandths as whole percent, rounded as the report shows it.
func percent(perMille int) int { return (perMille + 5) / 10 }
