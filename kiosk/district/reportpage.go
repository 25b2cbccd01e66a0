package district

import (
	"cmp"
	"image"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/absence"
	"onewindow/kiosk/figures"
	"onewindow/kiosk/overview"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue/report"
)

// reportPage is the page of what halls have reported of their closed days: of a day, a
// week or a month, of all halls, of one with all under it, or of one.
type reportPage struct {
	*Screen
	sheet  figures.View
	period figures.Period
	date   time.Time // lies in the period; zero is yesterday
	of     reach
	places bool // halls stand as in the network, and not those with the longest waits first
	asked  asked
}

// reach is of which halls a report is; the zero value is of all.
type reach struct {
	hall  string
	below bool // with all under it
}

// parts of a report of several halls, and of one.
var (
	partsOfMany = []figures.Part{figures.Halls, figures.Lines, figures.Items, figures.Dates, figures.Halves, figures.Order, figures.Accuracy, figures.Devices, figures.Missing}
	partsOfOne  = []figures.Part{figures.Lines, figures.Items, figures.Windows, figures.Dates, figures.Halves, figures.Order, figures.Accuracy, figures.Devices}
)

// one reports whether it is of one hall.
func (r reach) one() bool { return r.hall != "" && !r.below }

func (p *reportPage) parts() []figures.Part {
	if p.of.one() {
		return partsOfOne
	}
	return partsOfMany
}

// yesterday is the last day that is over in every hall.
func (p *reportPage) yesterday() time.Time { return p.day().AddDate(0, 0, -1) }

// day is the network's business day as a date.
func (p *reportPage) day() time.Time {
	d, _ := time.Parse(time.DateOnly, p.today())
	return d
}

// on is a date in the period that is shown.
func (p *reportPage) on() time.Time {
	if p.date.IsZero() {
		return p.yesterday()
	}
	return p.date
}

func (p *reportPage) question() Question {
	from, to := p.period.Around(p.on())
	q := Question{From: from.Format(time.DateOnly), To: to.Format(time.DateOnly)}
	if p.of.below {
		q.Below = p.of.hall
	} else {
		q.Hall = p.of.hall
	}
	return q
}

func (p *reportPage) keys() []action {
	out := []action{
		{id: "earlier", key: "-", do: func() tea.Cmd { return p.turn(-1) }},
		{id: "later", key: "+", do: func() tea.Cmd { return p.turn(1) }, idle: p.latest()},
		{id: "period", key: "p", do: p.other, label: p.t("figures.period." + string(p.period))},
		{id: "by", key: "b", do: does(func() { p.sheet.Turn(p.shown(), 1) })},
		{id: "reach", key: "w", do: does(p.openReach)},
	}
	if !p.of.one() {
		out = slices.Insert(out, 0, action{id: "open_report", key: "enter", do: p.enter, look: tui.Primary, idle: !p.leads()})
		order := "district.order.waits"
		if p.places {
			order = "district.order.places"
		}
		out = append(out, action{id: "order", key: "s", do: does(func() { p.places = !p.places; p.sheet.Top() }), label: p.t(order)})
	}
	if p.of != (reach{}) {
		out = append(out, action{id: "whole", key: "esc", do: p.back})
	}
	return out
}

// leads reports whether the rows of the open table are halls.
func (p *reportPage) leads() bool {
	t := p.asked.told
	switch {
	case t == nil:
		return false
	case p.sheet.Part == figures.Missing:
		return len(p.asked.lacking) > 0
	}
	return p.sheet.Part == figures.Halls && t.Figures != nil
}

// latest reports whether the period that is shown holds today.
func (p *reportPage) latest() bool {
	from, _ := p.period.Around(p.period.Step(p.on(), 1))
	return from.After(p.day())
}

// turn shows the period n later; there is none after today's.
func (p *reportPage) turn(n int) tea.Cmd {
	if n > 0 && p.latest() {
		return nil
	}
	p.date = p.period.Step(p.on(), n)
	p.sheet.Top()
	return p.refresh()
}

// other shows the day, the week or the month of the date.
func (p *reportPage) other() tea.Cmd {
	p.date, p.period = p.on(), p.period.Next()
	p.sheet.Top()
	return p.refresh()
}

// show shows the report of other halls.
func (p *reportPage) show(of reach) tea.Cmd {
	p.aim(of)
	return p.refresh()
}

// aim says of which halls the report is to be.
func (p *reportPage) aim(of reach) {
	p.of = of
	p.sheet.Top()
	if !slices.Contains(p.parts(), p.sheet.Part) {
		p.sheet.Open(p.parts()[0])
	}
	p.Screen.step++
}

// back shows all halls again, the one of before chosen.
func (p *reportPage) back() tea.Cmd {
	was := p.of
	cmd := p.show(reach{})
	if was.one() {
		p.sheet.Open(figures.Halls)
		p.sheet.Choose(p.shown(), was.hall)
	}
	return cmd
}

func (p *reportPage) walk(key string) tea.Cmd {
	p.sheet.Walk(key, p.shown(), p.body())
	return nil
}

// enter shows the chosen hall's report.
func (p *reportPage) enter() tea.Cmd {
	if hall := p.sheet.Chosen(p.shown()); hall != "" {
		return p.show(reach{hall: hall})
	}
	return nil
}

func (p *reportPage) touch(kind, name string) tea.Cmd {
	if hall := p.sheet.Touch(kind, name, p.shown(), p.body()); hall != "" {
		return p.show(reach{hall: hall})
	}
	return nil
}

func (p *reportPage) layout(r image.Rectangle) []tui.Target { return p.sheet.Layout(p.shown(), r) }

func (p *reportPage) draw(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	p.sheet.Draw(c, p.shown(), r, ts)
}

// allHalls is the ID of the choice of the whole network.
const allHalls = "*"

// openReach lets a hall with all under it be chosen, or the whole network.
func (p *reportPage) openReach() {
	rows := []tui.Choice{{ID: allHalls, Label: p.reachName(reach{}), Note: p.t("district.halls", "n", len(p.state.Halls))}}
	at := 0
	for i := range p.state.Halls {
		code := p.state.Halls[i].Hall
		n := p.under(code)
		if n == 0 || n+1 == len(p.state.Halls) { // all of them is the whole network
			continue
		}
		if p.of == (reach{code, true}) {
			at = len(rows)
		}
		rows = append(rows, tui.Choice{ID: code, Label: p.reachName(reach{code, true}), Note: p.t("district.halls", "n", n+1)})
	}
	p.choose(&tui.Chooser{Title: p.t("district.which_reach"), Rows: rows, At: at}, func(id string) tea.Cmd {
		if id == allHalls {
			return p.show(reach{})
		}
		return p.show(reach{id, true})
	})
}

// under is how many halls lie under a hall, at any depth.
func (s *Screen) under(code string) (n int) {
	parents := make(map[string]string, len(s.state.Halls))
	for i := range s.state.Halls {
		parents[s.state.Halls[i].Hall] = s.state.Halls[i].Parent
	}
	for hall := range parents {
		for up, left := parents[hall], len(parents); up != "" && left > 0; up, left = parents[up], left-1 {
			if up == code && hall != code {
				n++
				break
			}
		}
	}
	return n
}

// reachName is how that part of the network is called.
func (p *reportPage) reachName(r reach) string {
	if root := overview.Root(p.state); r.hall == "" && root != "" { // no more may be seen
		r = reach{root, len(p.state.Halls) > 1}
	}
	switch {
	case r.hall == "" && p.state.Name == "":
		return p.t("district.all_halls")
	case r.hall == "":
		return p.state.Name
	case r.below:
		return p.t("district.with_under", "name", p.hallName(r.hall))
	}
	return p.hallName(r.hall)
}

// shown is what there is to show.
func (p *reportPage) shown() *figures.Shown {
	s := &figures.Shown{
		Lang: words.Lang(p.lang), Style: p.st, Parts: p.parts(), Headline: p.headline(), Whole: p.t("district.sum"), Waiting: p.t("common.working"),
		Hall: p.hallName, Line: func(id string) string { return id },
	}
	s.Item, s.Window = s.Line, s.Line
	for i := range p.state.Halls {
		s.HallOrder = append(s.HallOrder, p.state.Halls[i].Hall)
	}
	a := &p.asked
	if a.err != nil {
		s.Waiting = p.t("district.no_reports", "why", p.say().Why(a.err))
		s.Remark = "! " + s.Waiting
	}
	if a.told == nil || a.question != p.question() {
		return s
	}
	if s.Report = a.told.Figures; s.Report == nil {
		s.Report = &figures.Report{}
	}
	if !p.places {
		sortByWaits(s.HallOrder, s.Report.Halls)
	}
	s.Line = func(id string) string { return worded(a.told.Lines[id].In(p.lang), id) }
	s.Item = func(id string) string { return worded(a.told.Items[id].In(p.lang), id) }
	s.Window = func(id string) string { return p.t("common.window", "window", worded(a.told.Windows[id], id)) }
	if p.sheet.Part == figures.Missing {
		s.Absent = p.absent(a)
	}
	if s.Remark == "" {
		s.Remark = p.remark(&a.absence, len(a.lacking))
	}
	s.Aside = p.aside(&a.absence)
	return s
}

// sortByWaits puts halls with the longest waits first: by what nine of ten did not
// exceed, then by the mean. Those without a report come last.
func sortByWaits(halls []string, rows map[string]*figures.Row) {
	of := func(hall string) (p90, mean int) {
		if r := rows[hall]; r != nil && r.Waited > 0 {
			return r.P90, r.Mean
		}
		return -1, -1
	}
	slices.SortStableFunc(halls, func(a, b string) int {
		p90A, meanA := of(a)
		p90B, meanB := of(b)
		return cmp.Or(cmp.Compare(p90B, p90A), cmp.Compare(meanB, meanA))
	})
}

// worded is a name, or the id of what has none.
func worded(name, id string) string {
	if name == "" {
		return id
	}
	return name
}

// headline is of which halls and days the figures are, and of how many reports.
func (p *reportPage) headline() string {
	a, b := p.period.Around(p.on())
	text := p.reachName(p.of) + "  " + words.Date(words.Lang(p.lang), a)
	if !a.Equal(b) {
		text += p.t("figures.to", "to", words.Date(words.Lang(p.lang), b))
	}
	if t := p.asked.told; t != nil && p.asked.question == p.question() && t.Figures != nil {
		text += "  " + p.t("district.reports", "n", t.Figures.Days)
	}
	return text
}

// remark says that not all is in the figures; empty if all is.
func (p *reportPage) remark(a *report.Absence, halls int) string {
	var out []string
	if halls > 0 && len(a.Of) > 1 && !a.Nobody() {
		out = append(out, p.t("district.halls_lack", "n", halls, "all", len(a.Of)))
	}
	n := 0
	for _, t := range a.Of {
		n += len(t.Unread)
	}
	if n > 0 {
		out = append(out, p.t("district.unread", "n", n))
	}
	if len(out) == 0 {
		return ""
	}
	text := "! " + out[0]
	for _, more := range out[1:] {
		text += p.t("district.comma") + more
	}
	return text
}

// aside says what is not in the figures though no hall lacks it: dates on which none was
// open, or that are not over; empty if there is nothing of the kind.
func (p *reportPage) aside(a *report.Absence) string {
	switch {
	case len(a.None) > 0:
		return p.t("district.days_off", "days", absence.Days(words.Lang(p.lang), a.None))
	case a.Nobody() && len(a.Of) > 1:
		return p.t("district.halls_lack", "n", len(a.Of), "all", len(a.Of))
	}
	return ""
}

// absent is the table of halls that have not reported all the days that others have.
func (p *reportPage) absent(of *asked) figures.Table {
	a := &of.absence
	t := figures.Table{Wide: true, Empty: p.t("district.none_lack"), IDs: []string{}, Cols: []tui.Column{
		{Head: " " + p.t("district.col.hall"), Width: 30}, {Head: p.t("district.col.reported"), Width: 9, Align: tui.Right}, {Head: p.t("sheet.col.not_in")},
	}}
	if len(a.Of) < 2 {
		return t
	}
	for _, i := range of.lacking {
		told := &a.Of[i]
		lacks := absence.Lacking(words.Lang(p.lang), a, told)
		t.IDs = append(t.IDs, told.Hall)
		t.Rows = append(t.Rows, tui.TableRow{Style: p.st(tui.Ink), Cells: []string{" " + p.hallName(told.Hall), p.t("district.n_days", "n", len(told.Days)), lacks}})
		t.Notes = append(t.Notes, p.hallName(told.Hall)+p.t("district.colon")+lacks)
	}
	return t
}
