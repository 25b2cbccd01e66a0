package take

import (
	"image"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// moreTargets are the other buttons of the visit, in their order.
func (s *Screen) moreTargets(low bool) []tui.Target {
	n := len(s.visit.items)
	add := tui.Target{ID: "add", Label: s.t("take.choose_item"), Key: "2", Disabled: len(s.catalogue.Items) == 0}
	if n > 0 {
		add.Label, add.Disabled = s.t("take.add_item"), n >= maxItems
	}
	ts := []tui.Target{add,
		{ID: "priority", Label: s.t("take.priority"), Key: "3", Selected: s.visit.ground != ""},
		{ID: "idnumber", Label: s.t("take.id"), Key: "4", Selected: s.visit.id != "" || s.visit.agent != ""}}
	if n > 0 {
		ts = append(ts, tui.Target{ID: "basket", Label: s.t("take.basket", "n", n), Key: "5"})
	}
	if low && s.listable() {
		ts = append(ts, s.listTarget())
	}
	return ts
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
	if !v.list.Empty() {
		t := s.listTarget()
		t.Rect = v.list
		ts = append(ts, t)
	}
	take := tui.Target{ID: "take", Rect: v.take, Label: s.t("take.take"), Key: "1 enter", Look: tui.Primary, Closed: s.cut}
	if s.visit.ground != "" {
		take.Label = s.t("take.priority_take")
	}
	if l, ok := s.onlyLeg(); ok {
		take.Label = label(take.Label, s.waits(l), v.take.Dx(), v.take.Dy(), true)
	}
	ts = append(ts, take)
	more := s.moreTargets(f.low)
	for i, r := range v.more {
		more[i].Rect = r
		ts = append(ts, more[i])
	}
	return ts
}

// visitSheets is how many sheets the text has.
func (s *Screen) visitSheets(v visitFrame) int {
	if v.pager.Empty() {
		return 1
	}
	rows := len(s.visitRows(v.text.Dx(), v.text.Dy()))
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
		s.say(c, f, tui.Warn, s.in(l.Name)+s.t("take.colon")+s.standing(l), s.shutWhat())
		return
	}
	v := s.visitFrame(f)
	c.Fill(v.card, tui.Card)
	c.Fill(v.title, tui.Head)
	s.drawVisitTitle(c, tui.Inset(v.title, 1, 0))
	rows := s.visitRows(v.text.Dx(), v.text.Dy())
	if sheets := s.visitSheets(v); sheets > 1 {
		rows = rows[min(len(rows), min(s.sheet, sheets-1)*v.text.Dy()):]
	}
	drawRows(c, v.text, tui.Left, rows)
	drawRows(c, v.sooner, tui.Left, s.soonerLines(v.sooner.Dx(), v.sooner.Dy()))
}

// drawVisitTitle names the line, or the way through several.
func (s *Screen) drawVisitTitle(c *tui.Canvas, r image.Rectangle) {
	legs := s.legs()
	title, below := s.t("take.legs_title", "n", len(legs)), s.t("take.one_number")
	if l, ok := s.onlyLeg(); ok {
		title, below = s.in(l.Name), s.standing(l)
		if s.visit.ground != "" { // the hall tells the wait of ordinary numbers only
			below = s.t("take.ordinary_wait", "wait", below)
		}
	}
	if r.Dy() > 1 && tui.Width(title) > r.Dx() {
		c.Wrap(r, tui.Left, tui.Head|tui.Bold, title)
		return
	}
	c.Text(tui.CutTop(&r, 1), tui.Left, tui.Head|tui.Bold, title)
	c.Text(r, tui.Left, tui.Head, below)
}

// visitRows are what the page tells of the visit, broken to a width; where no
// item was chosen, as many examples as make h rows.
func (s *Screen) visitRows(w, h int) []styled {
	var out []styled
	say := func(st tui.Style, text string) { out = append(out, styled{style: st, text: text}) }
	if s.cut {
		say(tui.Bad|tui.OnCard|tui.Bold, s.t("common.no_link"))
	}
	if s.paperFault() != "" && s.page == pageVisit { // home has said it, to whoever looked
		say(tui.Warn|tui.OnCard|tui.Bold, s.t("take.no_paper_home"))
	}
	if s.visit.ground != "" {
		say(tui.Good|tui.OnCard|tui.Bold, s.t("take.as_priority", "ground", s.groundText(s.visit.ground)))
	}
	if s.visit.id != "" {
		say(tui.Good|tui.OnCard, s.t("take.with_id", "id", s.visit.id.Masked()))
	}
	if s.visit.agent != "" {
		say(tui.Good|tui.OnCard, s.agentText())
	}
	if len(out) > 0 {
		say(tui.Card, "")
	}
	legs := s.legs()
	for i, g := range legs {
		if len(legs) > 1 {
			if i > 0 {
				say(tui.Card, "")
			}
			say(tui.CardAccent|tui.Bold, s.legText(i, g))
		}
		for _, it := range g.items {
			out = append(out, s.itemRows(it)...)
		}
	}
	out = append(out, s.paperRows(papersOf(s.chosen()))...)
	rows := rowsOf(out, w)
	if len(legs) == 1 && len(legs[0].items) == 0 {
		rows = append(rows, s.examples(legs[0].theme, w, h-len(rows))...)
	}
	return rows
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

// examples names the first items of a line, as many as h rows hold, so that the
// citizen knows whether it is the right one.
func (s *Screen) examples(theme string, w, h int) []styled {
	out := []styled{{style: tui.CardMuted, text: s.t("take.examples")}}
	for _, it := range s.catalogue.Items {
		if it.Theme != theme {
			continue
		}
		more := rowsOf([]styled{{style: tui.Card, text: s.in(it.Name)}}, w-2)
		if len(out)+len(more) > h {
			break
		}
		for _, row := range more {
			row.text = "  " + row.text
			out = append(out, row)
		}
	}
	if len(out) == 1 {
		return nil
	}
	return out
}

func (s *Screen) tapVisit(kind string) tea.Cmd {
	switch kind {
	case "take":
		if s.offer() { // of a card that was put on before the service was chosen
			return nil
		}
		return s.issue()
	case "list":
		if s.listable() {
			s.visit.list = !s.visit.list
			s.step++ // a trembling finger changes it once
		}
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
