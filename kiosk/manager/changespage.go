package manager

import (
	"image"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// changesPage is the page of who changed what.
type changesPage struct {
	*Screen
	reach
}

func (p *changesPage) keys() []action { return nil }

func (p *changesPage) walk(key string) { p.move(key, len(p.changes), 1) }

// enter and layout do nothing: a change is only read.
func (p *changesPage) enter() tea.Cmd                      { return nil }
func (p *changesPage) layout(image.Rectangle) []tui.Target { return nil }

// columns are those of the list of changes.
func (p *changesPage) columns(width int) []tui.Column {
	cols := []tui.Column{
		{Head: " " + p.T("manager.col_when"), Width: 13},
		{Head: p.T("manager.col_who"), Width: 20},
		{Head: p.T("manager.col_change"), Width: 30},
		{Head: p.T("manager.col_from")},
		{Head: p.T("manager.col_to")},
	}
	if width < 100 {
		cols[1].Width, cols[2].Width = 10, 22
	}
	return cols
}

// draw writes who changed what, and when, the newest first.
func (p *changesPage) draw(c *tui.Canvas, r image.Rectangle, _ []tui.Target) {
	head := p.T("manager.changes_missing")
	switch {
	case !p.changesAt.IsZero() && len(p.changes) == 0:
		head = p.T("manager.changes_none")
	case !p.changesAt.IsZero():
		head = p.T("manager.changes_head", "n", len(p.changes))
	}
	c.Text(tui.CutTop(&r, 1), tui.Left, p.st(tui.Accent|tui.Bold), head)
	at := p.among(len(p.changes))
	why := tui.CutBottom(&r, min(2, r.Dy()/5))
	top := shown(at, len(p.changes), r.Dy()-1)
	var rows []tui.TableRow
	for i := top; i < len(p.changes); i++ {
		h := p.changes[i]
		style := p.st(tui.Ink)
		if i == at {
			style |= tui.Reverse
		}
		rows = append(rows, tui.TableRow{Style: style, Cells: []string{
			" " + p.Local(h.At).Format("01-02 15:04"), p.Actor(h.By), p.changed(h.What), p.changeValue(h.What, h.From), p.changeValue(h.What, h.To),
		}})
	}
	c.Table(r, p.columns(r.Dx()), rows)
	if at < len(p.changes) { // what is cut in the row stands here whole
		h := p.changes[at]
		c.Wrap(why, tui.Left, tui.Muted, p.changed(h.What)+"  "+p.T("manager.from_to", "from", p.changeValue(h.What, h.From), "to", p.changeValue(h.What, h.To)))
	}
}
