package manager

import (
	"image"
	"slices"
	"strconv"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
)

// layoutPane are the rows of the overview's alerts, and of the remarks below.
func (s *Screen) layoutPane(r image.Rectangle) []tui.Target {
	var ts []tui.Target
	for _, row := range s.pane(r) {
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
	right string
	light light
	alert bool
}

// pane are the alerts and remarks that fit in r, under a heading where there is
// room for one. A long one has several rows if all others have theirs.
func (s *Screen) pane(r image.Rectangle) []paneRow {
	if r.Dy() > 3 {
		tui.CutTop(&r, 1)
	}
	rows := s.paneRows()
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
				*row = paneRow{id: "more alerts", style: tui.Accent, text: s.T("manager.more_alerts", "n", n)}
			}
		}
		if r.Dy() <= 0 {
			return rows[:i]
		}
		more := min(max(0, spare), max(0, len(tui.WrapLines(row.text, r.Dx()-row.beside()))-1))
		spare -= more
		row.at = tui.CutTop(&r, 1+more)
	}
	return rows
}

// paneHeight is how many rows the alerts take in that width.
func (s *Screen) paneHeight(width int) int {
	n := 1
	for _, row := range s.paneRows() {
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

// paneRows are all alerts, then what else there is to remember.
func (s *Screen) paneRows() []paneRow {
	var rows []paneRow
	for _, a := range s.alerts() {
		row := paneRow{id: a.id, style: a.light.ink() | tui.Bold, text: a.text, light: a.light, alert: true}
		if !a.since.IsZero() {
			row.right = s.Clock(a.since)
		}
		if a.seen != "" {
			row.style, row.right = tui.Muted, s.T("manager.seen")
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		rows = append(rows, paneRow{style: tui.Good, text: s.T("manager.all_well")})
	}
	for _, m := range s.remarks() {
		rows = append(rows, paneRow{id: m.id, style: m.Style, text: m.Text})
	}
	return rows
}

func (s *Screen) drawPane(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	if r.Dy() > 3 {
		head := s.T("manager.alerts")
		if n := s.unseen(); n > 0 {
			head += "  " + s.T("manager.unseen", "n", n)
		}
		c.Fill(image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+1), tui.Head)
		c.Text(tui.Inset(r, 1, 0), tui.Left, tui.Head|tui.Bold, head)
	}
	for _, row := range s.pane(r) {
		style := s.st(row.style)
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
				c.Chip(chip, s.st(row.light.fill()|tui.Bold), mark)
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

// courseHigh is how high the day's course is drawn at most.
const courseHigh = 24

// drawCourse draws how many waited in the whole hall through the day, below the
// alerts, where there is room.
func (s *Screen) drawCourse(c *tui.Canvas, r image.Rectangle) {
	tr := s.view.Trends
	if r.Dy() < 8 || len(tr.All) == 0 {
		return
	}
	tui.CutTop(&r, 1)
	r.Max.Y = min(r.Max.Y, r.Min.Y+courseHigh)
	values := append(slices.Clone(tr.All), s.view.Figures.Waiting)
	in := c.Card(r, s.T("manager.course", "time", s.Clock(tr.From), "n", slices.Max(values)))
	tui.CutTop(&in, 1)
	axis := tui.CutBottom(&in, 1)
	gap := 1
	if 2*len(values) > in.Dx() {
		values, gap = squeeze(values, in.Dx()), 0
	}
	top := slices.Max(values)
	for i, v := range values {
		at := column(in, i, len(values), gap)
		c.Chart(at, slices.Repeat([]int{v}, at.Dx()), max(1, top), func(int) tui.Style { return s.st(tui.Accent | tui.OnCard) })
	}
	c.Text(axis, tui.Left, tui.CardMuted, s.Clock(tr.From))
	c.Text(axis, tui.Right, tui.CardMuted, s.T("manager.now_word")+" "+s.Clock(s.last)+"  "+strconv.Itoa(values[len(values)-1]))
}

// alertAreas part the page of alerts: the alerts, and beside or below them what
// else there is to know.
func (s *Screen) alertAreas(r image.Rectangle) (list, notes image.Rectangle) {
	if r.Dx() >= wide {
		notes = tui.CutRight(&r, r.Dx()*36/100)
		tui.CutRight(&r, 2)
		return r, notes
	}
	notes = tui.CutBottom(&r, max(2, r.Dy()/3))
	return r, notes
}

// alertColumns are those of the page of alerts.
func (s *Screen) alertColumns(width int) []tui.Column {
	cols := []tui.Column{
		{Head: " " + s.T("manager.col_level"), Width: 12},
		{Head: s.T("manager.col_what")},
		{Head: s.T("manager.col_since"), Width: 7},
		{Head: s.T("manager.col_lasts"), Width: 8, Align: tui.Right},
		{Head: s.T("manager.col_seen"), Width: 14},
	}
	if width < 70 {
		cols[0].Width = 6
		return cols[:4]
	}
	return cols
}

func (s *Screen) layoutAlerts(r image.Rectangle) []tui.Target {
	list, notes := s.alertAreas(r)
	cols := s.alertColumns(list.Dx())
	as := s.alerts()
	top := shown(s.reached(len(as)), len(as), list.Dy()-1)
	var ts []tui.Target
	for i := top; i < len(as); i++ {
		if at := tui.RowRect(list, cols, i-top); !at.Empty() && as[i].id != "" {
			ts = append(ts, tui.Target{ID: as[i].id, Rect: at, Look: tui.Quiet})
		}
	}
	return append(ts, s.layoutNotes(notes)...)
}

// drawAlerts writes every alert with its level, since when, and who knows of it.
func (s *Screen) drawAlerts(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	list, notes := s.alertAreas(r)
	cols := s.alertColumns(list.Dx())
	as := s.alerts()
	at := s.reached(len(as))
	top := shown(at, len(as), list.Dy()-1)
	var rows []tui.TableRow
	for i := top; i < len(as); i++ {
		a := as[i]
		style, seen := s.st(a.light.ink()), a.seen
		switch {
		case seen != "":
			style = tui.Muted
		case a.id != "" && a.id != "alert "+terminalsAlert:
			seen = s.T("manager.not_seen")
		}
		if t, ok := tui.Find(ts, a.id); i == at || ok && a.id != "" && t.Pressed {
			style |= tui.Reverse
		}
		since, lasts := "", ""
		if !a.since.IsZero() {
			since, lasts = s.Clock(a.since), words.Elapsed(s.Now().Sub(a.since))
		}
		level := " " + a.light.mark()
		if len(cols) > 4 {
			level += " " + s.T("manager.level."+[...]string{"", "", "warning", "critical"}[a.light])
		}
		rows = append(rows, tui.TableRow{Cells: []string{level, a.text, since, lasts, seen}[:len(cols)], Style: style})
	}
	used := min(list.Dy(), 1+max(2, len(rows)))
	c.Table(list, cols, rows)
	tui.CutTop(&list, used)
	if len(as) == 0 {
		c.Text(image.Rect(list.Min.X, list.Min.Y-2, list.Max.X, list.Min.Y-1), tui.Left, tui.Good|tui.Bold, " "+s.T("manager.all_well"))
	}
	if at < len(as) && list.Dy() > 2 { // what is cut in the row stands here whole
		if long := tui.WrapLines(as[at].text, list.Dx()-2); tui.Width(as[at].text) > list.Dx()-48 {
			tui.CutTop(&list, 1)
			c.Wrap(tui.Inset(tui.CutTop(&list, len(long)), 1, 0), tui.Left, s.st(as[at].light.ink()), as[at].text)
		}
	}
	s.drawCourse(c, list)
	s.drawNotes(c, notes, ts)
}
