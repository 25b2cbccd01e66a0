package manager

import (
	"context"
	"image"
	"slices"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// planWeek is how many days a plan of a week has.
const planWeek = 7

// planPage is the page of how many windows will be needed, on one day or in the week
// from it on. It lies behind the reports, under the same tab.
type planPage struct {
	*Screen
	week bool
	// date is the day, or the first of the week; zero is tomorrow.
	date  time.Time
	skip  int // rows above the first one shown
	plans []wire.PlanReply
	asked string // for what the plans were asked, as from a key
	fault *wire.Error
}

func (p *planPage) keys() []action {
	kind := "manager.plan_day"
	if p.week {
		kind = "manager.plan_week"
	}
	return []action{
		{id: "reports", key: "n", do: func() tea.Cmd { return p.openTab(tabReports) }, alone: true},
		{id: "earlier", key: "-", do: func() tea.Cmd { return p.step(-1) }, alone: true, idle: !p.first().After(p.tomorrow())},
		{id: "later", key: "+", do: func() tea.Cmd { return p.step(1) }, alone: true},
		{id: "plan_kind", key: "p", do: p.other, alone: true, label: p.T(kind)},
	}
}

func (p *planPage) tomorrow() time.Time {
	if p.view == nil {
		return time.Time{}
	}
	return p.today().AddDate(0, 0, 1)
}

// first is the first day that is shown.
func (p *planPage) first() time.Time {
	if p.date.IsZero() {
		return p.tomorrow()
	}
	return p.date
}

func (p *planPage) step(n int) tea.Cmd {
	if p.week {
		n *= planWeek
	}
	p.date, p.skip = p.first().AddDate(0, 0, n), 0
	if p.date.Before(p.tomorrow()) {
		p.date = p.tomorrow()
	}
	return p.ask()
}

func (p *planPage) other() tea.Cmd {
	p.week, p.skip = !p.week, 0
	return p.ask()
}

// ask asks for the plans that are to be shown, unless they are here.
func (p *planPage) ask() tea.Cmd {
	n, from := 1, p.first()
	if p.week {
		n = planWeek
	}
	key := from.Format(time.DateOnly) + "/" + strconv.Itoa(n)
	if key == p.asked {
		return nil
	}
	p.asked, p.plans, p.fault = key, nil, nil
	desk := p.desk
	return staff.AskQuietly(&p.Talk, func(ctx context.Context) ([]wire.PlanReply, error) {
		var out []wire.PlanReply
		for i := range n {
			r, err := desk.Plan(ctx, from.AddDate(0, 0, i).Format(time.DateOnly))
			if err != nil {
				return nil, err
			}
			out = append(out, r)
		}
		return out, nil
	}, func(plans []wire.PlanReply, e *wire.Error) tea.Cmd {
		if key != p.asked {
			return nil
		}
		if p.plans, p.fault = plans, e; e != nil {
			p.asked = "" // to be asked again
		}
		return nil
	})
}

func (p *planPage) walk(key string) {
	switch key {
	case "down":
		p.skip++
	case "up":
		p.skip--
	case "pgdown":
		p.skip += 10
	case "pgup":
		p.skip -= 10
	case "home":
		p.skip = 0
	}
	_, rows := p.table()
	p.skip = max(0, min(p.skip, len(rows)-1))
}

// enter, touch and layout do nothing: a plan is only read.
func (p *planPage) enter() tea.Cmd                      { return nil }
func (p *planPage) touch(string, string) tea.Cmd        { return nil }
func (p *planPage) layout(image.Rectangle) []tui.Target { return nil }

// draw writes of which days it is and what it comes to, and the windows that each
// line needs.
func (p *planPage) draw(c *tui.Canvas, r image.Rectangle, _ []tui.Target) {
	c.Text(tui.CutTop(&r, 1), tui.Left, p.st(tui.Accent|tui.Bold), p.headline())
	note := tui.CutBottom(&r, min(max(0, r.Dy()-4), len(tui.WrapLines(p.T("manager.plan_note"), r.Dx()))))
	if why := p.missing(); why != "" {
		tui.CutTop(&r, 1)
		c.Wrap(r, tui.Left, tui.Muted, why)
		return
	}
	c.Wrap(tui.CutTop(&r, len(tui.WrapLines(p.sum(), r.Dx()))), tui.Left, p.st(tui.Ink), p.sum())
	tui.CutTop(&r, 1)
	cols, rows := p.table()
	from := max(0, min(p.skip, len(rows)-(r.Dy()-1)))
	c.Table(r, cols, rows[from:])
	c.Wrap(note, tui.Left, tui.Muted, p.T("manager.plan_note"))
}

// headline is of which days the plan is.
func (p *planPage) headline() string {
	lang := words.Lang(p.Lang())
	text := p.T("manager.plan_of", "date", words.Date(lang, p.first()))
	if p.week {
		text += p.T("manager.report_to", "to", words.Date(lang, p.first().AddDate(0, 0, planWeek-1)))
	}
	return text
}

// missing says why there is no plan; empty if there is one.
func (p *planPage) missing() string {
	switch {
	case p.fault != nil:
		return p.Refusal(p.fault.Code, p.fault.Params, p.Now())
	case p.plans == nil:
		return p.T("common.working")
	case !slices.ContainsFunc(p.plans, func(r wire.PlanReply) bool { return r.Works }):
		return p.T("manager.plan_off")
	case !slices.ContainsFunc(p.plans, func(r wire.PlanReply) bool { return len(r.Rows) > 0 }):
		return p.T("manager.plan_unknown")
	}
	return ""
}

// sum says what the plan comes to and for what it is made.
func (p *planPage) sum() string {
	hours, most := 0.0, 0
	for _, r := range p.plans {
		hours, most = hours+r.Hours, max(most, r.Most)
	}
	first := p.plans[slices.IndexFunc(p.plans, func(r wire.PlanReply) bool { return len(r.Rows) > 0 })]
	return p.T("manager.plan_sum", "level", first.Level, "target", first.Target, "hours", strconv.FormatFloat(hours, 'f', 1, 64), "most", most, "days", first.Days)
}

// themes are those of the plans, as the hall lists its lines.
func (p *planPage) themes() (ids []string) {
	add := func(id string) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	has := map[string]bool{}
	for _, r := range p.plans {
		for _, row := range r.Rows {
			has[row.Theme] = true
		}
	}
	for _, l := range p.view.Lines {
		if has[l.Theme] {
			add(l.Theme)
		}
	}
	for _, r := range p.plans {
		for _, row := range r.Rows {
			add(row.Theme)
		}
	}
	return ids
}

// table is a row for each half hour of the day, or for each day of the week, with a
// column for each line.
func (p *planPage) table() ([]tui.Column, []tui.TableRow) {
	if p.missing() != "" {
		return nil, nil
	}
	ids := p.themes()
	width, when, all := 12, 12, 6
	if p.week {
		when, all = 16, 7
	}
	if r := p.body(); r.Dx() > 0 && len(ids) > 0 {
		width = max(6, min(16, (r.Dx()-when-all-1)/len(ids)-1))
	}
	cols := []tui.Column{{Head: " " + p.T("manager.col_when"), Width: when}}
	for _, id := range ids {
		cols = append(cols, tui.Column{Head: p.Theme(id), Width: width, Align: tui.Right})
	}
	cols = append(cols, tui.Column{Head: p.T("manager.plan_all"), Width: all, Align: tui.Right})
	if p.week {
		return cols, p.weekRows(ids)
	}
	return cols, p.dayRows(ids)
}

// dayRows are the half hours of one day: how many windows are needed of how many
// should be attended, with a mark where that is too few.
func (p *planPage) dayRows(ids []string) (rows []tui.TableRow) {
	at := map[queue.Clock]map[string]wire.PlanRow{}
	var times []queue.Clock
	for _, row := range p.plans[0].Rows {
		if at[row.From] == nil {
			at[row.From] = map[string]wire.PlanRow{}
			times = append(times, row.From)
		}
		at[row.From][row.Theme] = row
	}
	slices.Sort(times)
	for _, t := range times {
		need, short := 0, false
		row := tui.TableRow{}
		end := t
		for _, id := range ids {
			r, ok := at[t][id]
			cell := "-"
			if ok {
				cell, end = p.needs(r), r.To
				need += r.Windows
				short = short || r.Windows > r.Have
			}
			row.Cells = append(row.Cells, cell)
		}
		row.Cells = append(append([]string{" " + t.String() + "-" + end.String()}, row.Cells...), strconv.Itoa(need))
		if row.Style = p.st(tui.Ink); short {
			row.Style = p.st(tui.Warn)
		}
		rows = append(rows, row)
	}
	return rows
}

// needs is how many windows a line needs of how many there should be.
func (p *planPage) needs(r wire.PlanRow) string {
	text := strconv.Itoa(r.Windows) + "/" + strconv.Itoa(r.Have)
	if r.Windows > r.Have {
		text += "!"
	}
	return text
}

// weekRows are the days: the window hours of each line, and of all.
func (p *planPage) weekRows(ids []string) (rows []tui.TableRow) {
	for i, r := range p.plans {
		date := p.first().AddDate(0, 0, i)
		row := tui.TableRow{Style: p.st(tui.Ink), Cells: []string{" " + date.Format("01-02") + " " + p.T("common.weekday."+strconv.Itoa(int(date.Weekday())))}}
		hours := map[string]float64{}
		for _, x := range r.Rows {
			hours[x.Theme] += float64(x.Windows) * float64(x.To-x.From) / 60
		}
		for _, id := range ids {
			row.Cells = append(row.Cells, planHours(hours[id]))
		}
		row.Cells = append(row.Cells, planHours(r.Hours))
		if !r.Works {
			row.Style = tui.Muted
		}
		rows = append(rows, row)
	}
	return rows
}

func planHours(h float64) string {
	if h == 0 {
		return "-"
	}
	return strconv.FormatFloat(h, 'f', 1, 64)
}
