package api

import (
	"cmp"
	"maps"
	"slices"

	"onewindow/central/form"
	"onewindow/central/period"
	"onewindow/queue/report"
)

// Dimensions of a report.
const (
	dimHall   = "hall"  // the whole of a part
	dimHalls  = "halls" // each hall that is in it
	dimDate   = "date"
	dimTheme  = "theme"
	dimItem   = "item"
	dimWindow = "window"
	dimClerk  = "clerk"
)

// usualDims are those that are told if nothing is said: nothing about a person.
var usualDims = []string{dimHall, dimTheme, dimItem, dimWindow}

// partOf says a part of a report by those dimensions.
func partOf(p *period.Part, by period.By, dims []string) form.ReportPart {
	s := p.Span
	f := form.ReportPart{From: s.From, To: s.To, Days: s.Days, Rows: []form.ReportRow{}, HalfHours: s.HalfHours, Papers: s.Papers, Faults: s.Faults, Advice: s.Advice}
	if by == period.ByHall {
		f.Hall = p.Key
	} else if len(s.Halls) == 1 {
		for f.Hall = range s.Halls {
		}
	}
	for _, dim := range dims {
		for id, c := range cells(s, dim) {
			f.Rows = append(f.Rows, rowOf(dim, id, c))
		}
	}
	slices.SortFunc(f.Rows, func(a, b form.ReportRow) int {
		return cmp.Or(cmp.Compare(slices.Index(dims, a.Dim), slices.Index(dims, b.Dim)), cmp.Compare(a.ID, b.ID))
	})
	return f
}

// cells are those of a dimension.
func cells(s *report.Span, dim string) map[string]*report.Cell {
	switch dim {
	case dimTheme:
		return s.Themes
	case dimItem:
		return s.Items
	case dimWindow:
		return s.Windows
	case dimClerk:
		return s.Clerks
	case dimHalls:
		return s.Halls
	case dimDate:
		return s.Dates
	}
	return map[string]*report.Cell{"": &s.All}
}

// rowOf says one cell.
func rowOf(dim, id string, c *report.Cell) form.ReportRow {
	return form.ReportRow{
		Dim: dim, ID: id, Issued: c.Issued, Carried: c.Carried, Served: c.Served, Cancelled: c.Cancelled, Unserved: c.Unserved, Lost: c.Lost, Kept: c.Kept, Live: c.Live,
		Missed: c.Missed, NoShow: c.NoShow,
		Called: c.Waits.Number(), WaitMean: c.Waits.Mean(), WaitP50: c.Waits.Percentile(50), WaitP90: c.Waits.Percentile(90), WaitMax: c.Waits.Max(), InTarget: c.InTarget(),
		Walk: c.Walk, WalkMean: c.Walk.Mean(), Service: c.Service, ServiceMean: c.Service.Mean(), Inferred: c.Inferred,
		Open: c.Open, Paused: c.Paused, Busy: c.Busy, Occupancy: c.Occupancy(),
		Calls: c.Calls, Overtakes: c.Overtakes, Told: accuracyOf(c.Told), Rough: accuracyOf(c.Rough),
	}
}

func accuracyOf(a report.Accuracy) form.ReportAccuracy {
	return form.ReportAccuracy{Accuracy: a, HeldShare: a.HeldShare(), KeptShare: a.KeptShare(), MeanError: a.MeanError(), MeanBias: a.MeanBias()}
}

// toldOf says which days are in a report: of every hall that may be in it, also of one
// that has reported none.
func toldOf(told []report.Told, halls []string) []form.ReportsTold {
	all := map[string]form.ReportsTold{}
	for _, h := range halls {
		all[h] = form.ReportsTold{Hall: h, Days: []string{}}
	}
	for _, t := range told {
		f := form.ReportsTold{Hall: t.Hall, Days: t.Days}
		for _, u := range t.Unread {
			if f.Unread = append(f.Unread, u.Day); u.Why == report.WhyNewer {
				f.Newer = append(f.Newer, u.Day)
			}
		}
		if f.Days == nil {
			f.Days = []string{}
		}
		all[t.Hall] = f
	}
	return slices.SortedFunc(maps.Values(all), func(a, b form.ReportsTold) int { return cmp.Compare(a.Hall, b.Hall) })
}

// dayOf says a hall's report as it wrote it, without clerks unless they are wanted.
func dayOf(d *period.Day, clerks bool) (form.ReportDay, error) {
	f := form.ReportDay{Hall: d.Hall, Day: d.Day, Seq: d.Seq, At: d.At}
	if d.Why != nil {
		f.Why = string(report.WhyOf(d.Why))
		return f, nil // clerks could not be left out
	}
	f.Report = d.Raw
	if clerks || len(d.Report.Clerks) == 0 {
		return f, nil
	}
	raw, err := d.Report.WithoutClerks().Encode()
	f.Report = raw
	return f, err
}
