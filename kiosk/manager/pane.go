package manager

import (
	"image"

	"onewindow/kiosk/tui"
)

// layoutPane are the rows of the overview's alerts, and of the remarks below.
func (p *overviewPage) layoutPane(r image.Rectangle) []tui.Target {
	var ts []tui.Target
	for _, row := range p.pane(r) {
		if row.id != "" {
			ts = append(ts, tui.Target{ID: row.id, Rect: row.at, Look: tui.Quiet})
		}
	}
	return ts
}

// paneRow is a row of the overview's alerts.
type paneRow struct {
	id    string
	at    image.Rectangle
	style tui.Style
	text  string
	brief string // instead of a text that would be cut
	right string
	light light
	alert bool
}

// pane are the alerts and remarks that fit in r, under a heading where there is
// room for one. A long one has several rows if all others have theirs.
func (p *overviewPage) pane(r image.Rectangle) []paneRow {
	if r.Dy() > 3 {
		tui.CutTop(&r, 1)
	}
	rows := p.paneRows()
	spare := r.Dy() - len(rows)
	for i := range rows {
		row := &rows[i]
		if r.Dy() == 1 && len(rows)-i > 1 && row.alert {
			n := 0
			for _, rest := range rows[i:] {
				if rest.alert {
					n++
				}
			}
			if n > 1 {
				*row = paneRow{id: "more alerts", style: tui.Accent, text: p.T("manager.more_alerts", "n", n)}
			}
		}
		if r.Dy() <= 0 {
			return rows[:i]
		}
		need := max(0, len(tui.WrapLines(row.text, r.Dx()-row.beside()))-1)
		if need > max(0, spare) && row.brief != "" {
			row.text, need = row.brief, 0
		}
		more := min(max(0, spare), need)
		spare -= more
		row.at = tui.CutTop(&r, 1+more)
	}
	return rows
}

// paneHeight is how many rows the alerts take in that width.
func (p *overviewPage) paneHeight(width int) int {
	n := 1
	for _, row := range p.paneRows() {
		n += max(1, len(tui.WrapLines(row.text, width-row.beside())))
	}
	return n
}

// beside is how many cells of a row are not its text's.
func (p *paneRow) beside() int {
	w := 0
	if p.light.mark() != "" {
		w += 5
	}
	if p.right != "" {
		w += tui.Width(p.right) + 1
	}
	return w
}

// paneRows are the alerts, what windows are asked and have answered before those that
// somebody has seen, then what else there is to remember.
func (p *overviewPage) paneRows() []paneRow {
	var rows []paneRow
	wishes := p.wishes()
	wish := func() {
		for _, m := range wishes {
			rows = append(rows, paneRow{id: m.id, style: m.Style, text: m.Text})
		}
		wishes = nil
	}
	for _, a := range p.alerts() {
		if a.seen != "" {
			wish()
		}
		row := paneRow{id: a.id, style: a.light.ink() | tui.Bold, text: a.text, light: a.light, alert: true}
		if !a.since.IsZero() {
			row.right = p.Clock(a.since)
		}
		if a.seen != "" {
			row.style, row.right = tui.Muted, p.T("manager.seen")
		}
		rows = append(rows, row)
	}
	if len(p.alerts()) == 0 {
		text := p.quietWord()
		rows = append(rows, paneRow{style: text.Style, text: text.Text})
	}
	wish()
	for _, m := range p.remarks() {
		rows = append(rows, paneRow{id: m.id, style: m.Style, text: m.Text, brief: m.brief})
	}
	return rows
}

func (p *overviewPage) drawPane(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	if r.Dy() > 3 {
		head := p.T("manager.alerts")
		if n := p.unseen(); n > 0 {
			head += "  " + p.T("manager.unseen", "n", n)
		}
		c.Fill(image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+1), tui.Head)
		c.Text(tui.Inset(r, 1, 0), tui.Left, tui.Head|tui.Bold, head)
	}
	for _, row := range p.pane(r) {
		style := p.st(row.style)
		t, ok := tui.Find(ts, row.id)
		if ok && row.id != "" && t.Pressed {
			style |= tui.Reverse
		}
		at := row.at
		if mark := row.light.mark(); mark != "" {
			chip := tui.CutLeft(&at, 4)
			if row.style&0xff == tui.Muted {
				c.Text(chip, tui.Left, tui.Muted, " "+mark)
			} else {
				c.Chip(chip, p.st(row.light.fill()|tui.Bold), mark)
			}
			tui.CutLeft(&at, 1)
		}
		if row.right != "" {
			c.Text(tui.CutRight(&at, tui.Width(row.right)), tui.Right, style&^tui.Bold, row.right)
			tui.CutRight(&at, 1)
		}
		c.Wrap(at, tui.Left, style, row.text)
	}
}
