package take

import (
	"image"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// visitFrame parts the page of a visit: what it is and what to bring, the one
// big button, and what else can be said before.
type visitFrame struct {
	title, text, pager, take image.Rectangle
	more                     []image.Rectangle // the other buttons
}

// moreTargets are the other buttons of the visit, in their order.
func (s *Screen) moreTargets() []tui.Target {
	add := tui.Target{ID: "add", Label: s.t("take.choose_item"), Key: "2", Disabled: len(s.catalogue.Items) == 0}
	ts := []tui.Target{add}
	if n := len(s.visit.items); n > 0 {
		ts[0].Label, ts[0].Disabled = s.t("take.add_item"), n >= maxItems
		ts = append(ts, tui.Target{ID: "basket", Label: s.t("take.basket", "n", n), Key: "5"})
	}
	return append(ts,
		tui.Target{ID: "priority", Label: s.t("take.priority"), Key: "3", Selected: s.visit.ground != ""},
		tui.Target{ID: "idnumber", Label: s.t("take.id"), Key: "4", Selected: s.visit.id != "" || s.visit.agent != ""})
}

func (s *Screen) visitFrame(f frame) visitFrame {
	body := f.body
	n := len(s.moreTargets())
	var v visitFrame
	if f.low || f.wide {
		width := min(40, max(17, body.Dx()/3))
		col := tui.CutRight(&body, width)
		tui.CutRight(&body, 1)
		h := f.foot.Dy()
		if !f.low {
			h = max(3, min(5, col.Dy()/6))
		}
		v.more = tui.Grid(tui.CutBottom(&col, n*h), n, 1, 0, 0, h, h)
		v.take = tui.CutBottom(&col, max(3, min(14, col.Dy())))
	} else {
		h := f.foot.Dy()
		rows := tui.CutBottom(&body, (n+1)/2*h)
		v.more = gridOf(rows, n, 2, h, 0)
		v.take = tui.CutBottom(&body, max(5, min(9, body.Dy()/4)))
		tui.CutBottom(&body, 1)
	}
	if !f.low && body.Dy() > 6 {
		v.title = tui.CutTop(&body, 3)
	} else {
		v.title = tui.CutTop(&body, 1)
	}
	v.text = body
	if len(s.visitRows(body.Dx()-2)) > body.Dy() {
		v.pager = tui.CutBottom(&body, f.foot.Dy())
		v.text = body
	}
	return v
}

// visitOnHome is the frame of the visit's page in a hall with a single line,
// where it is home.
func (s *Screen) visitOnHome(f frame, h homeFrame) frame {
	f.body = h.lines
	return f
}

func (s *Screen) layoutVisit(f frame) []tui.Target {
	v := s.visitFrame(f)
	ts := s.pager(v.pager, s.visitSheets(v))
	if _, shut := s.shutLine(); shut {
		return ts
	}
	take := tui.Target{ID: "take", Rect: v.take, Label: s.t("take.take"), Key: "1 enter", Look: tui.Primary, Closed: s.cut}
	if s.visit.ground != "" {
		take.Label = s.t("take.priority_take")
	}
	legs := s.legs()
	if len(legs) == 1 {
		if l, ok := s.lineOf(legs[0].theme); ok {
			take.Label = label(take.Label, s.waits(l), v.take.Dx(), v.take.Dy(), true)
		}
	}
	ts = append(ts, take)
	for i, t := range s.moreTargets() {
		t.Rect = v.more[i]
		ts = append(ts, t)
	}
	return ts
}

// visitSheets is how many sheets the text has.
func (s *Screen) visitSheets(v visitFrame) int {
	if v.pager.Empty() {
		return 1
	}
	rows := len(s.visitRows(v.text.Dx() - 2))
	return (rows + v.text.Dy() - 1) / max(1, v.text.Dy())
}

// pager are the buttons that turn the sheets, nil if there is only one.
func (s *Screen) pager(r image.Rectangle, sheets int) []tui.Target {
	if sheets < 2 || r.Empty() {
		return nil
	}
	at := min(s.sheet, sheets-1)
	cells := shares(r, 1, 1, 1)
	earlier, later := "- pgup", "+ pgdown"
	if s.page == pageHome { // where these search and find
		earlier, later = "8 pgup", "9 pgdown"
	}
	return []tui.Target{
		{ID: "sheet/" + strconv.Itoa(at-1), Rect: cells[0], Label: s.t("common.earlier"), Key: earlier, Disabled: at == 0},
		{ID: "sheet/" + strconv.Itoa(at+1), Rect: cells[1], Label: s.t("common.later"), Key: later, Disabled: at+1 >= sheets},
	}
}

func (s *Screen) drawVisit(c *tui.Canvas, f frame) {
	if l, shut := s.shutLine(); shut {
		f.body.Min.Y++
		s.say(c, f, tui.Warn, s.in(l.Name)+s.t("take.colon")+s.standing(l), s.t("take.line_closed_what"))
		return
	}
	v := s.visitFrame(f)
	s.drawVisitTitle(c, v.title)
	rows := s.visitRows(v.text.Dx() - 2)
	if !v.pager.Empty() {
		first := min(min(s.sheet, s.visitSheets(v)-1)*v.text.Dy(), len(rows))
		rows = rows[first:]
	}
	drawRows(c, tui.Inset(v.text, 1, 0), tui.Left, rows)
}

// drawVisitTitle names the line, or the way through several.
func (s *Screen) drawVisitTitle(c *tui.Canvas, r image.Rectangle) {
	st := tui.Accent | tui.Bold
	if r.Dy() >= 3 {
		card := r
		card.Max.Y--
		c.Fill(card, tui.Head)
		r, st = tui.Inset(card, 1, 0), tui.Head|tui.Bold
	}
	legs := s.legs()
	if len(legs) == 1 {
		if l, ok := s.lineOf(legs[0].theme); ok {
			c.Text(tui.CutTop(&r, 1), tui.Left, st, s.in(l.Name))
			standing := s.standing(l)
			if s.visit.ground != "" { // the hall tells the wait of ordinary numbers only
				standing = s.t("take.ordinary_wait", "wait", standing)
			}
			c.Text(r, tui.Left, st&^tui.Bold, standing)
			return
		}
	}
	c.Text(tui.CutTop(&r, 1), tui.Left, st, s.t("take.legs_title", "n", len(legs)))
	c.Text(r, tui.Left, st&^tui.Bold, s.t("take.one_number"))
}

// visitRows are what the page tells of the visit, broken to a width.
func (s *Screen) visitRows(w int) []styled {
	var out []styled
	if s.cut {
		out = append(out, styled{style: tui.Bad | tui.Bold, text: s.t("common.no_link")})
	}
	if s.visit.ground != "" {
		out = append(out, styled{style: tui.Good | tui.Bold, text: s.t("take.as_priority", "ground", s.groundText(s.visit.ground))})
	}
	if s.visit.id != "" {
		out = append(out, styled{style: tui.Good, text: s.t("take.with_id", "id", s.visit.id.Masked())})
	}
	if s.visit.agent != "" {
		out = append(out, styled{style: tui.Good, text: s.agentText()})
	}
	if len(out) > 0 {
		out = append(out, styled{})
	}
	legs := s.legs()
	for i, g := range legs {
		if len(legs) > 1 {
			if i > 0 {
				out = append(out, styled{})
			}
			out = append(out, styled{style: tui.Accent | tui.Bold, text: s.legText(i, g)})
		}
		for j, it := range g.items {
			if j > 0 {
				out = append(out, styled{})
			}
			out = append(out, s.itemRows(it)...)
		}
		if len(g.items) == 0 {
			out = append(out, s.examples(g.theme)...)
		}
	}
	return rowsOf(out, w)
}

// legText says where the visit begins and where it goes on.
func (s *Screen) legText(i int, g leg) string {
	name, wait := g.theme, ""
	if l, ok := s.lineOf(g.theme); ok {
		name, wait = s.in(l.Name), s.waits(l)[0]
	}
	if i == 0 {
		return s.t("take.leg_first", "theme", name, "wait", wait)
	}
	return s.t("take.leg_then", "theme", name, "wait", wait)
}

// itemRows are an item and its papers; each says by a word whether it must be
// brought.
func (s *Screen) itemRows(it queue.Item) []styled {
	out := []styled{{style: tui.Ink | tui.Bold, text: s.in(it.Name)}}
	if len(it.Materials) == 0 {
		return append(out, styled{style: tui.Muted, text: s.t("take.no_materials")})
	}
	out = append(out, styled{style: tui.Muted, text: s.t("take.bring")})
	for _, m := range it.Materials {
		row := styled{style: tui.Ink, text: s.in(m.Name), mark: s.t("take.if_any"), tone: tui.NeutralFill}
		if m.Required {
			row.mark, row.tone = s.t("take.required"), tui.GoodFill
		}
		out = append(out, row)
	}
	return out
}

// examples names the first items of a line, so that the citizen knows whether it
// is the right one.
func (s *Screen) examples(theme string) []styled {
	const most = 8
	var out []styled
	for _, it := range s.catalogue.Items {
		if it.Theme != theme || len(out) == most {
			continue
		}
		out = append(out, styled{style: tui.Ink, text: s.in(it.Name), mark: s.t("take.such"), tone: tui.NeutralFill})
	}
	if len(out) == 0 {
		return nil
	}
	return append([]styled{{style: tui.Muted, text: s.t("take.examples")}}, out...)
}

func (s *Screen) tapVisit(kind string) tea.Cmd {
	switch kind {
	case "take":
		return s.issue()
	case "add":
		if len(s.visit.items) > 0 {
			s.startSearch("", pageSearch)
		} else {
			s.startSearch(s.visit.theme, pageList)
		}
	case "basket":
		s.goTo(pageBasket)
	case "priority":
		s.goTo(pagePriority)
	case "idnumber":
		s.goTo(pageID)
	}
	return nil
}
