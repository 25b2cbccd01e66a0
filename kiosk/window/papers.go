package window

import (
	"fmt"
	"image"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// paper is one thing that the citizen should have brought, or the item that the
// ones below it are for.
type paper struct {
	id      string // "" of a heading
	text    string
	checked bool
}

// paperLines are the checklist of all items of the visit.
func (s *Screen) paperLines(t *wire.Visit) []paper {
	var out []paper
	several := 0
	for _, it := range t.Wanted {
		if len(it.Materials) > 0 {
			several++
		}
	}
	for _, it := range t.Wanted {
		if several > 1 && len(it.Materials) > 0 {
			out = append(out, paper{text: s.In(it.Name)})
		}
		for i, m := range it.Materials {
			text := s.In(m.Name)
			if !m.Required {
				text += s.T("window.if_needed")
			}
			id := fmt.Sprintf("%s/%s/%d", t.Number, it.Code, i)
			out = append(out, paper{id, text, s.ticks[id]})
		}
	}
	return out
}

// box is a paper with its tick.
func (p paper) box() string {
	switch {
	case p.id == "":
		return p.text
	case p.checked:
		return "[x] " + p.text
	}
	return "[ ] " + p.text
}

// drawPapers writes the checklist, in two columns where that is needed and there
// is room; what does not fit is counted.
func (s *Screen) drawPapers(c *tui.Canvas, r image.Rectangle, papers []paper) {
	if len(papers) == 0 || r.Dy() <= 0 {
		return
	}
	label := tui.CutLeft(&r, min(s.labelWidth(), r.Dx()/3))
	c.Text(label, tui.Left, tui.CardMuted, s.T("window.fact.papers"))
	if rows := (len(papers) + 1) / 2; len(papers) > r.Dy() && r.Dx() >= 52 {
		cells := tui.Row(r, 2, 2)
		s.drawPaperColumn(c, cells[0], papers[:min(rows, len(papers))])
		s.drawPaperColumn(c, cells[1], papers[min(rows, len(papers)):])
		return
	}
	s.drawPaperColumn(c, r, papers)
}

// boxWidth is how wide the tick box of a paper is with the space behind it.
const boxWidth = 4

// rows are what a paper is written in, broken beside its box.
func (p paper) rows(w int) []string {
	if p.id == "" || tui.Width(p.box()) <= w {
		return []string{p.box()}
	}
	rows := tui.WrapLines(p.text, w-boxWidth)
	for i, text := range rows {
		rows[i] = strings.Repeat(" ", boxWidth) + text
	}
	if len(rows) > 0 {
		rows[0] = p.box()[:boxWidth] + strings.TrimLeft(rows[0], " ")
	}
	return rows
}

// paperHeight is how many rows the papers need, none of them cut short.
func paperHeight(w int, papers []paper) int {
	n := 0
	for _, p := range papers {
		n += len(p.rows(w))
	}
	return n
}

func (s *Screen) drawPaperColumn(c *tui.Canvas, r image.Rectangle, papers []paper) {
	whole := paperHeight(r.Dx(), papers) <= r.Dy()
	for i, p := range papers {
		row := tui.CutTop(&r, 1)
		if row.Empty() {
			return
		}
		if rest := len(papers) - i; r.Empty() && rest > 1 {
			c.Text(row, tui.Left, tui.CardMuted, s.T("window.papers_more", "n", rest))
			return
		}
		style := tui.Ink | tui.OnCard
		if p.id == "" || p.checked {
			style = tui.CardMuted
		}
		if !whole {
			c.Text(row, tui.Left, style, p.box())
			continue
		}
		for k, text := range p.rows(row.Dx()) {
			if k > 0 {
				row = tui.CutTop(&r, 1)
			}
			c.Text(row, tui.Left, style, text)
		}
	}
}

// openPapers lists the papers, so that each can be ticked off. The ticks are the
// clerk's own and go when the citizen goes.
func (s *Screen) openPapers() {
	if len(s.paperLines(s.view.Ticket)) == 0 {
		s.Say(tui.Accent, "window.no_papers")
		return
	}
	s.about = s.number()
	var list *tui.Chooser
	list = s.choose(s.T("window.papers_of", "number", s.about), s.paperRows(), func(id string) tea.Cmd {
		if id == "confirm" {
			s.home()
			return nil
		}
		s.ticks[id] = !s.ticks[id]
		list.Rows = s.paperRows()
		for i, row := range list.Rows {
			if row.ID == id && i+1 < len(list.Rows) {
				list.At = i + 1
			}
		}
		return nil
	})
	list.At = 0
	list.More = []tui.Target{{ID: "confirm", Key: "enter", Label: s.T("common.confirm"), Look: tui.Primary}}
}

// paperRows are the papers as rows of that list.
func (s *Screen) paperRows() []tui.Choice {
	var rows []tui.Choice
	about := ""
	for _, p := range s.paperLines(s.view.Ticket) {
		if p.id == "" {
			about = p.text
			continue
		}
		rows = append(rows, tui.Choice{ID: p.id, Label: p.box(), Note: about})
	}
	return rows
}
