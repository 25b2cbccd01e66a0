package manager

import (
	"image"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/figures"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
)

// reportParts are by what the figures of a report are shown.
var reportParts = []figures.Part{figures.Lines, figures.Items, figures.Windows, figures.Clerks, figures.Dates, figures.Halves, figures.Order, figures.Accuracy, figures.Devices}

// reportPage is the page of the figures of a day, a week or a month.
type reportPage struct {
	*Screen
	sheet figures.View
}

func (p *reportPage) keys() []action {
	return []action{
		{id: "earlier", key: "-", do: func() tea.Cmd { return p.step(-1) }, alone: true},
		{id: "later", key: "+", do: func() tea.Cmd { return p.step(1) }, alone: true, idle: p.latest()},
		{id: "period", key: "p", do: p.other, alone: true, label: p.T("figures.period." + string(p.reports.period))},
		{id: "by", key: "b", do: opens(func() { p.sheet.Turn(p.shown(), 1) }), alone: true},
		{id: "plan", key: "n", do: func() tea.Cmd { return p.openTab(tabPlan) }, alone: true},
		{id: "export", key: "e", do: p.exportReport, signed: true, idle: p.reports.told == nil || p.reports.told.Days == 0},
	}
}

// latest reports whether the period that is shown is today's.
func (p *reportPage) latest() bool {
	if p.view == nil {
		return true
	}
	from, _ := p.reports.period.Around(p.reports.period.Step(p.reportDate(), 1))
	return from.After(p.today())
}

func (p *reportPage) step(n int) tea.Cmd {
	p.sheet.Top()
	return p.stepReport(n)
}

func (p *reportPage) other() tea.Cmd {
	p.sheet.Top()
	return p.nextPeriod()
}

func (p *reportPage) walk(key string) { p.sheet.Walk(key, p.shown(), p.body()) }

func (p *reportPage) enter() tea.Cmd { return nil } // a row is only read

func (p *reportPage) touch(kind, name string) tea.Cmd {
	p.sheet.Touch(kind, name, p.shown(), p.body())
	return nil
}

func (p *reportPage) layout(r image.Rectangle) []tui.Target { return p.sheet.Layout(p.shown(), r) }

func (p *reportPage) draw(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	p.sheet.Draw(c, p.shown(), r, ts)
}

// shown is what there is to show.
func (p *reportPage) shown() *figures.Shown {
	s := &figures.Shown{
		Lang: words.Lang(p.Lang()), Style: p.st, Report: p.reports.told, Waiting: p.missing(), Headline: p.headline(), Whole: p.T("manager.accuracy_all"), Parts: reportParts,
		Line: p.Theme, Item: p.tickets.ItemName, Window: p.AtWindow, Clerk: p.Person,
	}
	for _, l := range p.view.Lines {
		s.LineOrder = append(s.LineOrder, l.Theme)
	}
	for _, w := range p.view.Windows {
		s.WindowOrder = append(s.WindowOrder, w.ID)
	}
	return s
}

// missing says why there are no figures.
func (p *reportPage) missing() string {
	if e := p.reports.fault; e != nil {
		return p.Refusal(e.Code, e.Params, p.Now())
	}
	return p.T("common.working")
}

// headline is of which days the figures are.
func (p *reportPage) headline() string {
	lang := words.Lang(p.Lang())
	a, b := p.reports.period.Around(p.reportDate())
	text := words.Date(lang, a)
	if p.reports.period != figures.ByDay {
		text += p.T("figures.to", "to", words.Date(lang, b))
	}
	s := p.reports.told
	switch {
	case s == nil:
	case s.Days == 0 && len(p.reports.unread) > 0:
	case s.Days == 0:
		text += "  " + p.T("manager.report_none")
	case s.Running:
		text += "  " + p.T("manager.report_running")
	}
	if s != nil && s.Days > 0 && p.reports.period != figures.ByDay {
		text += "  " + p.T("figures.days", "n", s.Days)
	}
	if n := len(p.reports.unread); n > 0 {
		text += "  " + p.T("manager.report_unread", "n", n)
	}
	return text
}
