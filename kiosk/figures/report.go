package figures

import (
	"onewindow/queue"
	"onewindow/queue/report"
)

// Row are the figures of a hall, a line, a date: what is shown of a report.Cell. Times
// are in seconds, shares in thousandths.
type Row struct {
	Issued, Served, Missed int
	// Left are those whose visit ended without being finished, the day's running ones
	// apart.
	Left int
	// Waited counts the waits until the first call; Mean, P50, P90, Max and InTarget are
	// of them, and say nothing if there were none.
	Waited                        int
	Mean, P50, P90, Max, InTarget int
	Walk, Service                 report.Sum
	Open, Paused, Occupancy       int
	Calls                         map[queue.ReasonCode]int
	Overtakes                     map[report.Ground]report.Overtake
	Told, Rough                   report.Accuracy
}

// Of is what is shown of a cell.
func Of(c *report.Cell) *Row {
	return &Row{
		Issued: c.Issued, Served: c.Served, Missed: c.Missed, Left: c.Cancelled + c.Unserved + c.Lost,
		Waited: c.Waits.Number(), Mean: c.Waits.Mean(), P50: c.Waits.Percentile(50), P90: c.Waits.Percentile(90), Max: c.Waits.Max(), InTarget: c.InTarget(),
		Walk: c.Walk, Service: c.Service, Open: c.Open, Paused: c.Paused, Occupancy: c.Occupancy(),
		Calls: c.Calls, Overtakes: c.Overtakes, Told: c.Told, Rough: c.Rough,
	}
}

// called is how many calls there were.
func (r *Row) called() (n int) {
	for _, k := range r.Calls {
		n += k
	}
	return n
}

// Report are the figures of some days.
type Report struct {
	// Days is how many reports of days are in it; Running says that one of the days had
	// not been closed.
	Days    int
	Running bool
	All     Row
	// Halls, Themes, Items, Windows, Clerks and Dates are by id; nil is what was not
	// asked for.
	Halls, Themes, Items, Windows, Clerks, Dates map[string]*Row
	HalfHours                                    []report.HalfHour
	Papers                                       report.Papers
	Faults                                       map[queue.DeviceKind]map[queue.DeviceFault]report.Sum
	Advice                                       queue.Advised
}

// OfSpan is what is shown of a span.
func OfSpan(s *report.Span) *Report {
	return &Report{
		Days: s.Days, Running: s.Running, All: *Of(&s.All),
		Halls: rows(s.Halls), Themes: rows(s.Themes), Items: rows(s.Items), Windows: rows(s.Windows), Clerks: rows(s.Clerks), Dates: rows(s.Dates),
		HalfHours: s.HalfHours, Papers: s.Papers, Faults: s.Faults, Advice: s.Advice,
	}
}

func rows(cells map[string]*report.Cell) map[string]*Row {
	out := make(map[string]*Row, len(cells))
	for id, c := range cells {
		out[id] = Of(c)
	}
	return out
}
