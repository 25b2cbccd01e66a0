package cli

import (
	"context"
	"sync"
	"time"

	"onewindow/central/client"
	"onewindow/central/form"
	"onewindow/kiosk/district"
	"onewindow/kiosk/figures"
	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/wire"
)

// districtDesk asks the centre for the district's screen.
type districtDesk struct {
	c   *client.Client
	now func() time.Time

	mu    sync.Mutex // guards the names, for no longer than a look into them
	lines keptNames
	items keptNames
}

func newDistrictDesk(c *client.Client) *districtDesk {
	return &districtDesk{c: c, now: time.Now, lines: keptNames{}, items: keptNames{}}
}

// namesKept is how long a name is kept before it is asked for anew: names seldom change.
const namesKept = time.Hour

// keptNames are how ids are called, and since when that is known.
type keptNames map[string]struct {
	name queue.Text
	at   time.Time
}

// fresh are those names that are not too old.
func (k keptNames) fresh(now time.Time) map[string]queue.Text {
	out := make(map[string]queue.Text, len(k))
	for id, n := range k {
		if now.Sub(n.at) < namesKept {
			out[id] = n.name
		}
	}
	return out
}

// keep keeps names that were told.
func (k keptNames) keep(names map[string]queue.Text, at time.Time) {
	for id, name := range names {
		k[id] = struct {
			name queue.Text
			at   time.Time
		}{name, at}
	}
}

// Hall implements district.Desk.
func (d *districtDesk) Hall(ctx context.Context, hall string) (wire.DistrictHall, error) {
	return d.c.Hall(ctx, hall)
}

// Reports implements district.Desk. The centre joins what it has once for all tables;
// figures of clerks are never asked for.
func (d *districtDesk) Reports(ctx context.Context, q district.Question) (out district.Reported, err error) {
	dims := []string{"hall", "date", "theme", "item"}
	if q.Hall != "" {
		dims = append(dims, "window")
	} else {
		dims = append(dims, "halls")
	}
	r, err := d.c.Reports(ctx, client.ReportQuery{From: q.From, To: q.To, Hall: q.Hall, Below: q.Below}, "", dims...)
	if err != nil {
		return out, err
	}
	out.Told = toldBy(r.Told)
	if len(r.Parts) == 0 {
		return out, nil
	}
	out.Figures = figuresOf(&r.Parts[0])
	return out, d.name(ctx, &out, q.Hall)
}

// toldBy is which days halls have reported, as the centre says.
func toldBy(all []form.ReportsTold) (told []report.Told) {
	for _, f := range all {
		t := report.Told{Hall: f.Hall, Days: f.Days}
		for _, day := range f.Unread {
			why := report.WhyDamaged
			for _, newer := range f.Newer {
				if newer == day {
					why = report.WhyNewer
				}
			}
			t.Unread = append(t.Unread, report.Unread{Day: day, Why: why})
		}
		told = append(told, t)
	}
	return told
}

// figuresOf are the figures of a part as the centre says them.
func figuresOf(p *form.ReportPart) *figures.Report {
	out := &figures.Report{Days: p.Days, HalfHours: p.HalfHours, Papers: p.Papers, Faults: p.Faults, Advice: p.Advice}
	of := map[string]*map[string]*figures.Row{"halls": &out.Halls, "date": &out.Dates, "theme": &out.Themes, "item": &out.Items, "window": &out.Windows}
	for i := range p.Rows {
		r := &p.Rows[i]
		row := &figures.Row{
			Issued: r.Issued, Served: r.Served, Missed: r.Missed, Left: r.Cancelled + r.Unserved + r.Lost,
			Waited: r.Called, Mean: r.WaitMean, P50: r.WaitP50, P90: r.WaitP90, Max: r.WaitMax, InTarget: r.InTarget,
			Walk: r.Walk, Service: r.Service, Open: r.Open, Paused: r.Paused, Occupancy: r.Occupancy,
			Calls: r.Calls, Overtakes: r.Overtakes, Told: r.Told.Accuracy, Rough: r.Rough.Accuracy,
		}
		switch rows := of[r.Dim]; {
		case r.Dim == "hall":
			out.All = *row
		case rows == nil: // of a newer centre
		default:
			if *rows == nil {
				*rows = map[string]*figures.Row{}
			}
			(*rows)[r.ID] = row
		}
	}
	return out
}

// name says how what is in the figures is called: as the halls that have reported call
// it, of which no more are asked than is needed, and mostNamed at most. Where one does
// not answer, ids stand for its names.
func (d *districtDesk) name(ctx context.Context, out *district.Reported, hall string) error {
	now := d.now()
	d.mu.Lock()
	lines, items := d.lines.fresh(now), d.items.fresh(now)
	d.mu.Unlock()
	saidLines, saidItems := map[string]queue.Text{}, map[string]queue.Text{}
	out.Windows = map[string]string{}
	asked := 0
	for _, t := range out.Told {
		if len(t.Days) == 0 || asked == mostNamed {
			continue
		}
		needLines, needItems := lacks(out.Figures.Themes, lines), lacks(out.Figures.Items, items)
		if !needLines && !needItems && hall == "" {
			break
		}
		asked++
		if needLines || hall != "" {
			h, err := d.c.Hall(ctx, t.Hall)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				continue
			}
			for _, l := range h.Themes {
				lines[l.ID], saidLines[l.ID] = l.Name, l.Name
			}
			for _, w := range h.Windows {
				out.Windows[w.ID] = w.Label
			}
		}
		if needItems {
			list, err := d.c.Items(ctx, t.Hall)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				continue
			}
			for _, it := range list.Items {
				items[it.Code], saidItems[it.Code] = it.Name, it.Name
			}
		}
	}
	out.Lines, out.Items = namesIn(out.Figures.Themes, lines), namesIn(out.Figures.Items, items)
	d.mu.Lock()
	d.lines.keep(saidLines, now)
	d.items.keep(saidItems, now)
	d.mu.Unlock()
	return nil
}

// lacks reports whether any of the rows has no name.
func lacks(rows map[string]*figures.Row, names map[string]queue.Text) bool {
	for id := range rows {
		if _, ok := names[id]; !ok {
			return true
		}
	}
	return false
}

// namesIn are the names of the rows.
func namesIn(rows map[string]*figures.Row, names map[string]queue.Text) map[string]queue.Text {
	out := make(map[string]queue.Text, len(rows))
	for id := range rows {
		if name, ok := names[id]; ok {
			out[id] = name
		}
	}
	return out
}
