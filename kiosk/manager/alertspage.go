package manager

import (
	"image"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
)

// alertsPage is the page of what needs somebody, and of what must not be
// forgotten.
type alertsPage struct {
	*Screen
	reach
}

// keys acknowledge the row that the arrow keys have reached.
func (p *alertsPage) keys() []action {
	out := p.common("ack", "missed", "held", "intake", "notice")
	out[0].do = func() tea.Cmd {
		if as := p.alerts(); len(as) > 0 && p.at > 0 {
			return p.openAlert(as[p.among(len(as))].id)
		}
		return p.acknowledge()
	}
	return out
}

func (p *alertsPage) walk(key string) { p.move(key, len(p.alerts()), 1) }

func (p *alertsPage) enter() tea.Cmd {
	if as := p.alerts(); len(as) > 0 {
		return p.act(as[p.among(len(as))].id)
	}
	return nil
}

// areas part the page of alerts: the alerts, and beside or below them what
// else there is to know.
func (p *alertsPage) areas(r image.Rectangle) (list, notes image.Rectangle) {
	if r.Dx() >= wide {
		notes = tui.CutRight(&r, r.Dx()*36/100)
		tui.CutRight(&r, 2)
		return r, notes
	}
	notes = tui.CutBottom(&r, max(2, r.Dy()/3))
	return r, notes
}

// columns are those of the page of alerts.
func (p *alertsPage) columns(width int) []tui.Column {
	cols := []tui.Column{
		{Head: " " + p.T("manager.col_level"), Width: 12},
		{Head: p.T("manager.col_what")},
		{Head: p.T("manager.col_since"), Width: 7},
		{Head: p.T("manager.col_lasts"), Width: 8, Align: tui.Right},
		{Head: p.T("manager.col_seen"), Width: 14},
	}
	if width < 70 {
		cols[0].Width = 6
		return cols[:4]
	}
	return cols
}

// layout are the rows of the alerts and of the remarks.
func (p *alertsPage) layout(r image.Rectangle) []tui.Target {
	list, notes := p.areas(r)
	cols := p.columns(list.Dx())
	as := p.alerts()
	top := shown(p.among(len(as)), len(as), list.Dy()-1)
	var ts []tui.Target
	for i := top; i < len(as); i++ {
		if at := tui.RowRect(list, cols, i-top); !at.Empty() && as[i].id != "" {
			ts = append(ts, tui.Target{ID: as[i].id, Rect: at, Look: tui.Quiet})
		}
	}
	return append(ts, p.layoutNotes(notes)...)
}

// draw writes every alert with its level, since when, and who knows of it.
func (p *alertsPage) draw(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	list, notes := p.areas(r)
	cols := p.columns(list.Dx())
	as := p.alerts()
	at := p.among(len(as))
	top := shown(at, len(as), list.Dy()-1)
	var rows []tui.TableRow
	for i := top; i < len(as); i++ {
		a := as[i]
		style, seen := p.st(a.light.ink()), a.seen
		switch {
		case seen != "":
			style = tui.Muted
		case a.id != "":
			seen = p.T("manager.not_seen")
		}
		if t, ok := tui.Find(ts, a.id); i == at || ok && a.id != "" && t.Pressed {
			style |= tui.Reverse
		}
		since, lasts := "", ""
		if !a.since.IsZero() {
			since, lasts = p.Clock(a.since), words.Elapsed(p.Now().Sub(a.since))
		}
		level := " " + a.light.mark()
		if len(cols) > 4 {
			level += " " + p.T("manager.level."+[...]string{"", "", "warning", "critical"}[a.light])
		}
		rows = append(rows, tui.TableRow{Cells: []string{level, a.text, since, lasts, seen}[:len(cols)], Style: style})
	}
	used := min(list.Dy(), 1+max(2, len(rows)))
	c.Table(list, cols, rows)
	tui.CutTop(&list, used)
	if len(as) == 0 {
		quiet := p.quietWord()
		c.Text(image.Rect(list.Min.X, list.Min.Y-2, list.Max.X, list.Min.Y-1), tui.Left, quiet.Style|tui.Bold, " "+quiet.Text)
	}
	if at < len(as) && list.Dy() > 2 { // what is cut in the row stands here whole
		if long := tui.WrapLines(as[at].text, list.Dx()-2); tui.Width(as[at].text) > list.Dx()-48 {
			tui.CutTop(&list, 1)
			c.Wrap(tui.Inset(tui.CutTop(&list, len(long)), 1, 0), tui.Left, p.st(as[at].light.ink()), as[at].text)
		}
	}
	p.drawCourse(c, list)
	p.drawNotes(c, notes, ts)
}
