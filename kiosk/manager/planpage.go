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
	"onewindow/wire"
)

// planWeek is how many days a plan of a week has; planAhead how many days are looked
// through for the next working day, more than the longest holidays have.
const (
	planWeek  = 7
	planAhead = 14
)

// planPage is the page of how many windows will be needed, on one day or in the week
// from it on. It lies behind the reports, under the same tab.
type planPage struct {
	*Screen
	week bool
	// date is the day, or the first of the week; one before tomorrow stands for the next
	// working day, or of a week for tomorrow.
	date  time.Time
	skip  int // rows above the first one shown
	left  int // lines before the first one shown
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
	if p.turned() {
		return p.date
	}
	return p.tomorrow()
}

// turned reports whether there is a date to show; one that has come by now is none.
func (p *planPage) turned() bool { return !p.date.Before(p.tomorrow()) }

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

// ask asks for the plans that are to be shown, unless they are here. A day that nobody
// has turned to is the next working day.
func (p *planPage) ask() tea.Cmd {
	n, from := 1, p.first()
	next := !p.turned() && !p.week
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
		for i := 1; next && i < planAhead && !out[0].Works; i++ {
			r, err := desk.Plan(ctx, from.AddDate(0, 0, i).Format(time.DateOnly))
			if err != nil {
				return nil, err
			}
			if r.Works {
				out[0] = r
			}
		}
		return out, nil
	}, func(plans []wire.PlanReply, e *wire.Error) tea.Cmd {
		if key != p.asked {
			return nil
		}
		if p.plans, p.fault = plans, e; e != nil {
			p.asked = "" // to be asked again
		} else if next && plans[0].Works {
			p.date, _ = time.Parse(time.DateOnly, plans[0].Date)
			p.asked = plans[0].Date + "/1"
		}
		return nil
	})
}

func (p *planPage) walk(key string) {
	rows, lines := p.room(p.body())
	switch key {
	case "down":
		p.skip++
	case "up":
		p.skip--
	case "pgdown":
		p.skip += rows
	case "pgup":
		p.skip -= rows
	case "home":
		p.skip, p.left = 0, 0
	case "right":
		p.left += lines
	case "left":
		p.left -= lines
	}
	p.clamp(rows, lines)
}

// clamp keeps the first row and the first line such that no room stays empty.
func (p *planPage) clamp(rows, lines int) {
	p.skip = max(0, min(p.skip, len(p.rows())-rows))
	p.left = max(0, min(p.left, len(p.themes())-lines))
}

func (p *planPage) enter() tea.Cmd { return nil } // a plan is only read

// touch turns to the rows, or to the lines, that are not shown yet; after the last
// come the first again.
func (p *planPage) touch(kind, _ string) tea.Cmd {
	rows, lines := p.room(p.body())
	switch {
	case kind == "rows" && p.skip+rows >= len(p.rows()):
		p.skip = 0
	case kind == "rows":
		p.walk("pgdown")
	case kind == "lines" && p.left+lines >= len(p.themes()):
		p.left = 0
	case kind == "lines":
		p.walk("right")
	}
	return nil
}

// planAreas are the parts of the page.
type planAreas struct {
	head, sum, more, table, note image.Rectangle
}

func (p *planPage) areas(r image.Rectangle) planAreas {
	var a planAreas
	a.head = tui.CutTop(&r, 1)
	a.note = tui.CutBottom(&r, min(max(0, r.Dy()-4), len(tui.WrapLines(p.note(), r.Dx()))))
	a.sum = tui.CutTop(&r, min(max(0, r.Dy()-4), len(tui.WrapLines(p.sum(), r.Dx()))))
	a.more = tui.CutTop(&r, min(1, max(0, r.Dy()-3)))
	a.table = r
	return a
}

// note says what the cells are.
func (p *planPage) note() string {
	if p.week {
		return p.T("manager.plan_note_week")
	}
	return p.T("manager.plan_note")
}

// room is how many rows, and how many lines beside each other, are shown in r.
func (p *planPage) room(r image.Rectangle) (rows, lines int) {
	if p.missing() != "" {
		return 1, 1
	}
	return max(1, p.areas(r).table.Dy()-1), p.beside(r.Dx())
}

// layout are the keys that turn to what is not shown.
func (p *planPage) layout(r image.Rectangle) []tui.Target {
	if p.missing() != "" {
		return nil
	}
	at := p.areas(r).more
	var ts []tui.Target
	for _, t := range p.turns(r) {
		t.Rect = tui.CutLeft(&at, min(at.Dx(), tui.Width(t.Label)))
		tui.CutLeft(&at, 2)
		if !t.Rect.Empty() {
			ts = append(ts, t)
		}
	}
	return ts
}

// turns say which rows and which lines are shown of how many, where not all are, and
// by which keys the others are reached.
func (p *planPage) turns(r image.Rectangle) (ts []tui.Target) {
	rows, lines := p.room(r)
	turn := func(id, key string, from, n, of int) {
		if n < of {
			ts = append(ts, tui.Target{ID: id, Look: tui.Quiet, Label: p.T(key, "from", from+1, "to", min(from+n, of), "of", of)})
		}
	}
	turn("rows next", "common.rows", p.skip, rows, len(p.rows()))
	turn("lines next", "manager.plan_lines", p.left, lines, len(p.themes()))
	return ts
}

// draw writes of which days it is and what it comes to, and the windows that each
// line needs.
func (p *planPage) draw(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	if why := p.missing(); why != "" {
		c.Text(tui.CutTop(&r, 1), tui.Left, p.st(tui.Accent|tui.Bold), p.headline())
		tui.CutTop(&r, 1)
		c.Wrap(r, tui.Left, tui.Muted, why)
		return
	}
	a := p.areas(r)
	c.Text(a.head, tui.Left, p.st(tui.Accent|tui.Bold), p.headline())
	c.Wrap(a.sum, tui.Left, p.st(tui.Ink), p.sum())
	for _, t := range ts {
		style := p.st(tui.Accent)
		if t.Pressed {
			style |= tui.Reverse
		}
		c.Text(t.Rect, tui.Left, style, t.Label)
	}
	rows, _ := p.room(r)
	all := p.rows()
	from := max(0, min(p.skip, len(all)-rows))
	c.Table(a.table, p.cols(r.Dx()), all[from:])
	c.Wrap(a.note, tui.Left, tui.Muted, p.note())
}

// headline is of which days the plan is.
func (p *planPage) headline() string {
	lang := words.Lang(p.Lang())
	text := p.T("manager.plan_of", "date", words.Date(lang, p.first()))
	if p.week {
		text += p.T("figures.to", "to", words.Date(lang, p.first().AddDate(0, 0, planWeek-1)))
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
	text := p.T("manager.plan_sum", "level", first.Level, "target", first.Target, "hours", strconv.FormatFloat(hours, 'f', 1, 64), "most", most, "days", first.Days)
	if n := p.short(); n > 0 {
		text += p.T("manager.plan_short", "n", n)
	}
	return text
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
