package manager

import (
	"image"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// numbersPage is the page where numbers are looked up, and where those put aside
// stand.
type numbersPage struct {
	*Screen
	reach
}

func (p *numbersPage) keys() []action {
	out := p.common("ticket", "why", "missed", "held")
	out[0].look = tui.Primary
	return out
}

func (p *numbersPage) walk(key string) { p.move(key, len(p.aside()), 1) }

func (p *numbersPage) enter() tea.Cmd {
	if qs := p.aside(); len(qs) > 0 {
		return p.tickets.Show(qs[p.among(len(qs))].Number)
	}
	return nil
}

func (p *numbersPage) touch(_, number string) tea.Cmd { return p.tickets.Show(number) }

func (p *numbersPage) columns(width int) []tui.Column {
	cols := []tui.Column{
		{Head: " " + p.T("manager.col_number"), Width: 10}, {Head: p.T("manager.col_state"), Width: 12},
		{Head: p.T("manager.lines")}, {Head: p.T("manager.col_class"), Width: 10}, {Head: p.T("manager.col_since"), Width: 7, Align: tui.Right},
	}
	if width < 60 {
		return cols[:3]
	}
	return cols
}

// areas part the page of numbers: what it is for, and the numbers put
// aside.
func (p *numbersPage) areas(r image.Rectangle) (say, list image.Rectangle) {
	say = tui.CutTop(&r, min(3, max(1, r.Dy()/4)))
	return say, r
}

func (p *numbersPage) layout(r image.Rectangle) []tui.Target {
	_, list := p.areas(r)
	qs := p.aside()
	top := shown(p.among(len(qs)), len(qs), list.Dy()-1)
	var ts []tui.Target
	for i := top; i < len(qs); i++ {
		if at := tui.RowRect(list, p.columns(list.Dx()), i-top); !at.Empty() {
			ts = append(ts, tui.Target{ID: "number " + qs[i].Number, Rect: at, Look: tui.Quiet})
		}
	}
	return ts
}

// draw says how to look a number up, and lists those put aside.
func (p *numbersPage) draw(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	say, list := p.areas(r)
	c.Wrap(say, tui.Left, p.st(tui.Accent|tui.Bold), p.T("manager.ticket_hint"))
	qs := p.aside()
	at := p.among(len(qs))
	top := shown(at, len(qs), list.Dy()-1)
	cols := p.columns(list.Dx())
	var rows []tui.TableRow
	for i := top; i < len(qs); i++ {
		q := qs[i]
		style := p.st(tui.Ink)
		if t, ok := tui.Find(ts, "number "+q.Number); i == at || ok && t.Pressed {
			style |= tui.Reverse
		}
		state := p.T("common.ticket." + string(q.State))
		if q.Hold != "" {
			state = p.T("common.held." + string(q.Hold))
		}
		class := ""
		if q.Class != "" {
			class = p.T("common.class." + string(q.Class))
		}
		since := ""
		if !q.Since.IsZero() {
			since = p.Clock(q.Since)
		}
		rows = append(rows, tui.TableRow{Style: style, Cells: []string{" " + q.Number, state, p.Theme(q.Theme), class, since}[:len(cols)]})
	}
	c.Table(list, cols, rows)
	if len(qs) == 0 {
		tui.CutTop(&list, 2)
		c.Text(list, tui.Left, tui.Muted, " "+p.T("manager.none_aside"))
	}
}
