package manager

import (
	"cmp"
	"image"
	"maps"
	"slices"
	"strconv"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/queue/report"
)

// reportTable is one part of a report as a table.
type reportTable struct {
	cols  []tui.Column
	rows  []tui.TableRow
	empty string // said where there are no rows
	// bars are drawn in the last column, the longest of them full.
	bars []int
}

// nameRoom is how many cells a name needs at least.
const nameRoom = 18

// table is the open part of the report, for that width.
func (p *reportPage) table(width int) reportTable {
	s := p.reports.span
	if s == nil {
		return reportTable{}
	}
	switch p.part {
	case partItems:
		return p.cells(width, "items", s.Items, p.tickets.ItemName, most(s.Items), figuresOfVisits)
	case partWindows:
		return p.cells(width, "windows", s.Windows, p.AtWindow, p.inOrder(s.Windows, p.windowOrder()), figuresOfDesks)
	case partClerks:
		t := p.cells(width, "clerks", s.Clerks, p.Person, most(s.Clerks), figuresOfDesks)
		t.empty = p.T("manager.report_no_clerks")
		return t
	case partDates:
		return p.cells(width, "dates", s.Dates, p.dayName, slices.Sorted(maps.Keys(s.Dates)), figuresOfVisits)
	case partHalves:
		return p.halves(s)
	case partOrder:
		return p.order(s)
	case partAccuracy:
		return p.accuracies(s)
	case partDevices:
		return p.troubles(s)
	}
	return p.cells(width, "lines", s.Themes, p.Theme, p.inOrder(s.Themes, p.lineOrder()), figuresOfVisits)
}

// cells is a table of cells by their ids.
func (p *reportPage) cells(width int, head string, cells map[string]*report.Cell, name func(string) string, ids []string, all []figure) reportTable {
	fs := fitting(all, width, nameRoom)
	t := reportTable{cols: p.columnsOf(p.T("manager.part."+head), fs), empty: p.T("manager.report_nothing")}
	for _, id := range ids {
		row := tui.TableRow{Style: p.st(tui.Ink), Cells: []string{" " + name(id)}}
		for _, f := range fs {
			row.Cells = append(row.Cells, f.say(cells[id]))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// most are the ids of cells, those with the most served first.
func most(cells map[string]*report.Cell) []string {
	ids := slices.Sorted(maps.Keys(cells))
	slices.SortStableFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(cells[b].Served, cells[a].Served), cmp.Compare(cells[b].Issued, cells[a].Issued))
	})
	return ids
}

// inOrder are the ids of cells, first those that the hall has, as it lists them.
func (p *reportPage) inOrder(cells map[string]*report.Cell, has []string) []string {
	var out []string
	for _, id := range has {
		if cells[id] != nil {
			out = append(out, id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(cells)) {
		if !slices.Contains(has, id) {
			out = append(out, id)
		}
	}
	return out
}

func (p *reportPage) lineOrder() (ids []string) {
	for _, l := range p.view.Lines {
		ids = append(ids, l.Theme)
	}
	return ids
}

func (p *reportPage) windowOrder() (ids []string) {
	for _, w := range p.view.Windows {
		ids = append(ids, w.ID)
	}
	return ids
}

// dayName is a date with its weekday.
func (p *reportPage) dayName(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return date + " " + p.T("common.weekday."+strconv.Itoa(int(t.Weekday())))
}

// halves are the half hours of the days, each a mean day of them.
func (p *reportPage) halves(s *report.Span) reportTable {
	t := reportTable{empty: p.T("manager.report_nothing"), cols: []tui.Column{
		{Head: " " + p.T("manager.part.halves"), Width: 8}, p.number("drawn"), p.number("called"), p.number("mean"), p.number("waiting"), p.number("windows"),
		{Head: p.T("manager.fig.bar")},
	}}
	n := float64(max(1, s.Days))
	mean := func(x int, per float64) string { return strconv.FormatFloat(float64(x)/per/n, 'f', 1, 64) }
	for _, h := range s.HalfHours {
		t.rows = append(t.rows, tui.TableRow{Style: p.st(tui.Ink), Cells: []string{
			" " + h.At.String(), strconv.Itoa(h.Drawn), strconv.Itoa(h.Called), of(h.Waits.N, minutesOf(h.Waits.Mean())), mean(h.Waiting, 1800), mean(h.Open, 1800), "",
		}})
		t.bars = append(t.bars, h.Drawn)
	}
	return t
}

// number is a column of figures.
func (p *reportPage) number(key string) tui.Column {
	return tui.Column{Head: p.T("manager.fig." + key), Width: 7, Align: tui.Right}
}

// drawBars draws the bars of a table in its last column.
func (p *reportPage) drawBars(c *tui.Canvas, r image.Rectangle, t reportTable, from int) {
	x := r.Min.X
	for _, col := range t.cols[:len(t.cols)-1] {
		x += col.Width + 1
	}
	full := slices.Max(t.bars)
	for i := from; i < len(t.bars); i++ {
		at := tui.RowRect(r, t.cols, i-from)
		if at.Empty() {
			return
		}
		at.Min.X = min(x, at.Max.X)
		ground := tui.Style(0)
		if (i-from)%2 == 1 {
			ground = tui.OnZebra
		}
		c.Bar(at, p.st(tui.Accent)|ground, t.bars[i], max(1, full))
	}
}

// order is why numbers were called when they were, and who was passed on what ground.
func (p *reportPage) order(s *report.Span) reportTable {
	t := reportTable{empty: p.T("manager.report_nothing"), cols: []tui.Column{
		{Head: " " + p.T("manager.part.order")}, p.number("calls"), p.number("passed"), p.number("most"),
	}}
	for _, r := range slices.Sorted(maps.Keys(s.All.Calls)) {
		t.rows = append(t.rows, tui.TableRow{Style: p.st(tui.Ink), Cells: []string{
			" " + p.T("manager.report_called", "reason", p.Worded("manager.csv_reason."+string(r), string(r))), strconv.Itoa(s.All.Calls[r]), "", "",
		}})
	}
	for _, g := range report.Grounds {
		o, ok := s.All.Overtakes[g]
		if !ok {
			continue
		}
		style := tui.Ink
		if g == report.GroundUnexplained {
			style = tui.Warn
		}
		t.rows = append(t.rows, tui.TableRow{Style: p.st(style), Cells: []string{
			" " + p.T("manager.report_passed", "ground", p.T("manager.ground."+string(g))), strconv.Itoa(o.Calls), strconv.Itoa(o.Passed), minutesOf(o.Most),
		}})
	}
	return t
}

// troubles are the papers and the faults of devices.
func (p *reportPage) troubles(s *report.Span) reportTable {
	t := reportTable{empty: p.T("manager.report_nothing"), cols: []tui.Column{
		{Head: " " + p.T("manager.part.devices")}, p.number("times"), p.number("minutes"), p.number("longest"),
	}}
	add := func(name string, n int, rest ...string) {
		t.rows = append(t.rows, tui.TableRow{Style: p.st(tui.Ink), Cells: append([]string{" " + name, strconv.Itoa(n)}, rest...)})
	}
	add(p.T("manager.papers.printed"), s.Papers.Printed)
	add(p.T("manager.papers.unprinted"), s.Papers.Unprinted)
	add(p.T("manager.papers.unconfirmed"), s.Papers.Unconfirmed)
	add(p.T("manager.papers.copies"), s.Papers.Copies)
	for _, kind := range slices.Sorted(maps.Keys(s.Faults)) {
		for _, f := range slices.Sorted(maps.Keys(s.Faults[kind])) {
			x := s.Faults[kind][f]
			add(p.Device(kind, "")+"  "+p.Fault(f), x.N, minutesOf(x.Seconds), minutesOf(x.Max))
		}
	}
	return t
}

// note says what stands below the table: what the columns mean, and what became of
// the advice about windows.
func (p *reportPage) note() string {
	s := p.reports.span
	if s == nil {
		return ""
	}
	switch p.part {
	case partWindows:
		return p.T("manager.note_windows", "given", s.Advice.Given, "accepted", s.Advice.Accepted, "refused", s.Advice.Refused, "over", s.Advice.Over)
	case partAccuracy:
		if s.Running {
			return p.T("manager.note_accuracy") + p.T("manager.note_running")
		}
		return p.T("manager.note_accuracy")
	case partHalves:
		return p.T("manager.note_halves")
	case partOrder:
		return p.T("manager.note_order")
	case partDevices:
		return ""
	}
	return p.T("manager.note_visits", "minutes", report.Target/60)
}
