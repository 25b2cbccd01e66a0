package figures

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/queue/report"
)

// Part is by what the figures of a report are shown.
type Part string

// Parts.
const (
	Halls    Part = "halls"
	Lines    Part = "lines"
	Items    Part = "items"
	Windows  Part = "windows"
	Clerks   Part = "clerks"
	Dates    Part = "dates"
	Halves   Part = "halves"
	Order    Part = "order"
	Accuracy Part = "accuracy"
	Devices  Part = "devices"
	Missing  Part = "missing" // of which halls which days are not in it
)

// Table is one part of a report as a table.
type Table struct {
	Cols []tui.Column
	Rows []tui.TableRow
	// IDs are what the rows lead to when they are touched; nil if they lead nowhere.
	IDs []string
	// Notes are all of each row, which may be cut in the table; nil if it is short. Wide
	// is true of a table that takes all of the page.
	Notes []string
	Wide  bool
	// Empty is said where there are no rows.
	Empty string
	// bars are drawn in the last column, the longest of them full.
	bars []int
}

// table is a part of the report, for that width.
func (s *Shown) table(part Part, width int) Table {
	if s.Report == nil {
		return Table{}
	}
	t, ok := s.made[madeFor{part, width}]
	if !ok {
		t = s.makeTable(part, width)
		if s.made == nil {
			s.made = map[madeFor]Table{}
		}
		s.made[madeFor{part, width}] = t
	}
	return t
}

func (s *Shown) makeTable(part Part, width int) Table {
	r := s.Report
	switch part {
	case Halls:
		t := s.rowsOf(width, part, r.Halls, s.Hall, s.inOrder(r.Halls, s.HallOrder), figuresOfHalls)
		t.IDs = s.inOrder(r.Halls, s.HallOrder)
		return t
	case Items:
		return s.rowsOf(width, part, r.Items, s.Item, most(r.Items), figuresOfVisits)
	case Windows:
		return s.rowsOf(width, part, r.Windows, s.Window, s.inOrder(r.Windows, s.WindowOrder), figuresOfDesks)
	case Clerks:
		t := s.rowsOf(width, part, r.Clerks, s.Clerk, most(r.Clerks), figuresOfDesks)
		t.Empty = s.t("figures.no_clerks")
		return t
	case Dates:
		return s.rowsOf(width, part, r.Dates, s.Date, slices.Sorted(maps.Keys(r.Dates)), figuresOfVisits)
	case Halves:
		return s.halves(r)
	case Order:
		return s.order(r)
	case Accuracy:
		return s.accuracies(r)
	case Devices:
		return s.troubles(r)
	case Missing:
		return s.Absent
	}
	return s.rowsOf(width, part, r.Themes, s.Line, s.inOrder(r.Themes, s.LineOrder), figuresOfVisits)
}

// rowsOf is a table of rows by their ids.
func (s *Shown) rowsOf(width int, part Part, rows map[string]*Row, name func(string) string, ids []string, all []figure) Table {
	room := nameRoom
	switch {
	case width < narrow:
		room = narrowRoom
	case part == Halls:
		room = hallRoom
	}
	fs := fitting(all, width, room)
	t := Table{Cols: s.columns(s.t("figures.part."+string(part)), fs), Empty: s.t("figures.nothing")}
	for _, id := range ids {
		row := tui.TableRow{Style: s.Style(tui.Ink), Cells: []string{" " + name(id)}}
		for _, f := range fs {
			row.Cells = append(row.Cells, f.say(rows[id]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// most are the ids of rows, those with the most served first.
func most(rows map[string]*Row) []string {
	ids := slices.Sorted(maps.Keys(rows))
	slices.SortStableFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(rows[b].Served, rows[a].Served), cmp.Compare(rows[b].Issued, rows[a].Issued))
	})
	return ids
}

// inOrder are the ids of rows, first those that the screen has, as it lists them.
func (s *Shown) inOrder(rows map[string]*Row, has []string) []string {
	var out []string
	for _, id := range has {
		if rows[id] != nil {
			out = append(out, id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		if !slices.Contains(has, id) {
			out = append(out, id)
		}
	}
	return out
}

// Date is a date with its weekday.
func (s *Shown) Date(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return date + " " + s.t("common.weekday."+strconv.Itoa(int(t.Weekday())))
}

// halves are the half hours of the days, each a mean day of them.
func (s *Shown) halves(r *Report) Table {
	t := Table{Empty: s.t("figures.nothing"), Cols: []tui.Column{
		{Head: " " + s.t("figures.part.halves"), Width: 8}, s.number("drawn"), s.number("called"), s.number("mean"), s.number("waiting"), s.number("windows"),
		{Head: s.t("figures.num.bar")},
	}}
	n := float64(max(1, s.meanOver()))
	mean := func(x int) string { return strconv.FormatFloat(float64(x)/1800/n, 'f', 1, 64) }
	for _, h := range r.HalfHours {
		t.Rows = append(t.Rows, tui.TableRow{Style: s.Style(tui.Ink), Cells: []string{
			" " + h.At.String(), strconv.Itoa(h.Drawn), strconv.Itoa(h.Called), of(h.Waits.N, Minutes(h.Waits.Mean())), mean(h.Waiting), mean(h.Open), "",
		}})
		t.bars = append(t.bars, h.Drawn)
	}
	return t
}

// meanOver is over how many days half hours are averaged: several halls have each date
// together.
func (s *Shown) meanOver() int {
	if n := len(s.Report.Dates); n > 0 {
		return n
	}
	return s.Report.Days
}

// order is why numbers were called when they were, and who was passed on what ground.
func (s *Shown) order(r *Report) Table {
	t := Table{Empty: s.t("figures.nothing"), Cols: []tui.Column{
		{Head: " " + s.t("figures.part.order")}, s.number("calls"), s.number("passed"), s.number("most"),
	}}
	for _, c := range slices.Sorted(maps.Keys(r.All.Calls)) {
		t.Rows = append(t.Rows, tui.TableRow{Style: s.Style(tui.Ink), Cells: []string{
			" " + s.t("figures.called", "reason", s.worded("manager.csv_reason."+string(c), string(c))), strconv.Itoa(r.All.Calls[c]), "", "",
		}})
	}
	for _, g := range report.Grounds {
		o, ok := r.All.Overtakes[g]
		if !ok {
			continue
		}
		style := tui.Ink
		if g == report.GroundUnexplained {
			style = tui.Warn
		}
		t.Rows = append(t.Rows, tui.TableRow{Style: s.Style(style), Cells: []string{
			" " + s.t("figures.passed", "ground", s.t("figures.ground."+string(g))), strconv.Itoa(o.Calls), strconv.Itoa(o.Passed), Minutes(o.Most),
		}})
	}
	return t
}

// Aim is the share, in percent, that shall lie in the range that was said, and that
// shall be called by the time on paper.
const Aim = 80

// accuracies are the promised waits against those that came: of the whole, and of each
// hall, line and day.
func (s *Shown) accuracies(r *Report) Table {
	t := Table{Empty: s.t("figures.nothing"), Cols: []tui.Column{
		{Head: " " + s.t("figures.part.accuracy")}, s.number("told"), s.number("kept"), s.number("held"), s.number("error"), s.number("bias"),
	}}
	add := func(name string, a report.Accuracy) {
		if a.Called == 0 {
			return
		}
		style := tui.Ink
		if a.KeptShare() < 10*Aim-50 || a.HeldShare() < 10*Aim-50 {
			style = tui.Warn
		}
		bias := Minutes(a.MeanBias())
		switch {
		case bias == "-0.0":
			bias = "0.0"
		case a.MeanBias() > 0 && bias != "0.0":
			bias = "+" + bias
		}
		t.Rows = append(t.Rows, tui.TableRow{Style: s.Style(style), Cells: []string{
			" " + name, strconv.Itoa(a.Called), percent(a.KeptShare()), percent(a.HeldShare()), Minutes(a.MeanError()), bias,
		}})
	}
	add(s.Whole, r.All.Told)
	add(s.t("figures.rough", "whole", s.Whole), r.All.Rough)
	for _, id := range s.inOrder(r.Themes, s.LineOrder) {
		add(s.Line(id), r.Themes[id].Told)
	}
	if len(r.Halls) > 1 {
		for _, id := range s.inOrder(r.Halls, s.HallOrder) {
			add(s.Hall(id), r.Halls[id].Told)
		}
	}
	if len(r.Dates) > 1 {
		for _, date := range slices.Sorted(maps.Keys(r.Dates)) {
			add(s.Date(date), r.Dates[date].Told)
		}
	}
	return t
}

// troubles are the papers and the faults of devices.
func (s *Shown) troubles(r *Report) Table {
	t := Table{Empty: s.t("figures.nothing"), Cols: []tui.Column{
		{Head: " " + s.t("figures.part.devices")}, s.number("times"), s.number("minutes"), s.number("longest"),
	}}
	add := func(name string, n int, rest ...string) {
		t.Rows = append(t.Rows, tui.TableRow{Style: s.Style(tui.Ink), Cells: append([]string{" " + name, strconv.Itoa(n)}, rest...)})
	}
	add(s.t("figures.papers.printed"), r.Papers.Printed)
	add(s.t("figures.papers.unprinted"), r.Papers.Unprinted)
	add(s.t("figures.papers.unconfirmed"), r.Papers.Unconfirmed)
	add(s.t("figures.papers.copies"), r.Papers.Copies)
	for _, kind := range slices.Sorted(maps.Keys(r.Faults)) {
		for _, f := range slices.Sorted(maps.Keys(r.Faults[kind])) {
			x := r.Faults[kind][f]
			add(s.worded("staff.device."+string(kind), string(kind))+"  "+s.fault(f), x.N, Minutes(x.Seconds), Minutes(x.Max))
		}
	}
	return t
}

// fault is why a device did not work; that its paper was near the end if there is none.
func (s *Shown) fault(f queue.DeviceFault) string {
	if f == "" {
		return s.t("staff.fault.low")
	}
	if key := "staff.fault." + string(f); words.Has(key) {
		return s.t(key)
	}
	return s.t("staff.fault_other", "code", string(f))
}

// note says what stands below the table: what the columns mean, what became of the
// advice about windows, or all of the chosen row.
func (v *View) note(s *Shown) string {
	r := s.Report
	if r == nil {
		return ""
	}
	switch v.Part {
	case Windows:
		return s.t("figures.note_windows", "given", r.Advice.Given, "accepted", r.Advice.Accepted, "refused", r.Advice.Refused, "over", r.Advice.Over)
	case Accuracy:
		if r.Running {
			return s.t("figures.note_accuracy") + s.t("figures.note_running")
		}
		return s.t("figures.note_accuracy")
	case Halves:
		return s.t("figures.note_halves")
	case Order:
		return s.t("figures.note_order")
	case Halls:
		return s.t("figures.note_halls", "minutes", report.Target/60)
	case Missing:
		if v.at < len(s.Absent.Notes) {
			return s.Absent.Notes[v.at]
		}
		return ""
	case Devices:
		return ""
	}
	return s.t("figures.note_visits", "minutes", report.Target/60)
}
