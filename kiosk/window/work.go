package window

import (
	"image"
	"slices"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// drawWork writes the working page: who is at the window, and beside or below it
// who waits.
func (s *Screen) drawWork(c *tui.Canvas, f frame) {
	r := f.body
	switch {
	case f.small:
		s.drawStrip(c, r)
		return
	case f.beside:
		visit, lists := s.halves(r)
		s.drawVisit(c, visit)
		s.drawLists(c, lists, 1)
		return
	}
	columns := 1
	if r.Dx() >= 58 {
		columns = 2
	}
	below := tui.CutBottom(&r, min(r.Dy()*2/5, s.listsHeight(columns)))
	if r.Dy() > 14 {
		tui.CutBottom(&r, 1)
	}
	s.drawVisit(c, r)
	s.drawLists(c, below, columns)
}

func (s *Screen) drawVisit(c *tui.Canvas, r image.Rectangle) {
	if s.isFree() {
		s.drawFree(c, r)
	} else {
		s.drawCitizen(c, r)
	}
}

// listsHeight is how many rows the lists would like to have.
func (s *Screen) listsHeight(columns int) int {
	h := [2]int{}
	for i, l := range s.lists() {
		at := 0
		if columns == 2 && i >= 2 {
			at = 1
		}
		h[at] += l.height() + 1
	}
	return max(h[0], h[1]) - 1
}

// drawStrip writes the small layout: the number, what it is for, who waits; and
// more of the visit where there are more rows.
func (s *Screen) drawStrip(c *tui.Canvas, r image.Rectangle) {
	v := s.view
	waiting, _ := s.waiting()
	count := s.T("window.waiting", "n", waiting)
	row := tui.Inset(tui.CutTop(&r, 1), 1, 0)
	c.Text(tui.CutRight(&row, tui.Width(count)), tui.Right, tui.Ink, count)
	tui.CutRight(&row, 1)
	r = tui.Inset(r, 1, 0)
	if s.isFree() {
		c.Text(row, tui.Left, tui.Ink, s.freeWords())
		s.drawRows(c, r, s.nextRows())
		return
	}
	x := c.Text(row, tui.Left, tui.Accent|tui.Bold, v.Ticket.Number)
	tui.CutLeft(&row, x+1)
	c.Text(row, tui.Left, tui.Ink, s.stripWords(v.Ticket))
	var rows []entry
	for _, f := range s.facts(v.Ticket, true) {
		rows = append(rows, entry{text: f.text})
	}
	s.drawRows(c, r, rows)
}

// drawRows writes rows without a card.
func (s *Screen) drawRows(c *tui.Canvas, r image.Rectangle, rows []entry) {
	for _, e := range rows {
		row := tui.CutTop(&r, 1)
		if row.Empty() {
			return
		}
		drawSplit(c, row, tui.Muted, e.number+"  "+e.text, e.right)
	}
}

func (s *Screen) nextRows() []entry {
	rows := s.lists()[0].rows
	if len(s.view.Next) == 0 {
		return nil
	}
	return slices.Clone(rows)
}

// freeWords say in a few words what the window does while nobody is at it.
func (s *Screen) freeWords() string {
	v := s.view
	switch {
	case v.State == queue.Paused:
		return s.T("window.paused_for", "reason", s.Worded("common.pause."+v.Reason, v.Reason))
	case len(v.Next) > 0:
		return s.T("window.next_short", "number", v.Next[0].Number)
	}
	return s.T("window.nobody_waits")
}

// stripWords are the visit in a few words: what to do next comes first.
func (s *Screen) stripWords(t *wire.Visit) string {
	text, _ := s.pace()
	if text != "" {
		text += " "
	}
	if s.view.State == queue.Calling {
		left, _ := s.callsLeft(t)
		text = s.T("window.calls_brief", "n", t.Called, "of", t.Calls) + " " + left + " "
	}
	if t.Class != queue.Ordinary && t.Class != "" {
		text += s.class(t) + " "
	}
	return text + s.In(t.ThemeName)
}
