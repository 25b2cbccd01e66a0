package take

import (
	"image"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// themeFrame parts the page of a line: what it is, the one big button, and what
// else can be said before.
type themeFrame struct{ text, take, row image.Rectangle }

func (s *Screen) themeFrame(f frame) themeFrame {
	body := tui.Inset(f.body, 1, 0)
	var t themeFrame
	t.row = tui.CutBottom(&body, 3)
	h := 3
	switch {
	case body.Dy() >= 22:
		h = 7
	case body.Dy() >= 11:
		h = 5
	}
	t.take = tui.CutBottom(&body, h)
	if t.take.Dx() > 60 {
		t.take = tui.Centred(t.take, 60, h)
	}
	t.text = tui.Inset(body, 1, 0)
	return t
}

func (s *Screen) layoutTheme(f frame) []tui.Target {
	l, ok := s.line()
	if !ok || l.Closed != nil {
		return nil
	}
	r := s.themeFrame(f)
	take := tui.Target{ID: "take", Rect: r.take, Label: s.t("kiosk.take"), Key: "1 enter", Look: tui.Primary, Closed: s.cut}
	if s.visit.ground != "" {
		take.Label = s.t("kiosk.priority_take")
	}
	if s.page == pageHome {
		take.Label += "\n" + s.waits(l)[0]
	}
	row := tui.Row(r.row, 3, 1)
	items := s.t("take.choose_item")
	if s.visit.item != "" {
		items = s.t("take.other_item")
	}
	return []tui.Target{take,
		{ID: "items", Rect: row[0], Label: items, Key: "2", Disabled: len(s.itemsOf(l.Theme)) == 0},
		{ID: "priority", Rect: row[1], Label: s.t("take.priority"), Key: "3", Selected: s.visit.ground != ""},
		{ID: "idnumber", Rect: row[2], Label: s.t("take.id"), Key: "4", Selected: s.visit.id != ""},
	}
}

func (s *Screen) drawTheme(c *tui.Canvas, f frame) {
	l, ok := s.line()
	if !ok {
		return
	}
	r := s.themeFrame(f).text
	if l.Closed != nil {
		r = tui.Inset(f.body, 2, 0)
	}
	para(c, &r, tui.Center, tui.Accent|tui.Bold, s.in(l.Name))
	if l.Closed != nil {
		blank(&r)
		para(c, &r, tui.Center, tui.Warn|tui.Bold, s.standing(l))
		blank(&r)
		para(c, &r, tui.Center, tui.Ink, s.t("take.line_closed_what"))
		return
	}
	standing := s.standing(l)
	if s.visit.ground != "" { // the hall tells the wait of ordinary numbers only
		standing = s.t("take.ordinary_wait", "wait", standing)
	}
	para(c, &r, tui.Center, tui.Ink, standing)
	if s.cut {
		para(c, &r, tui.Center, tui.Bad|tui.Bold, s.t("common.no_link"))
	}
	if s.visit.ground != "" {
		para(c, &r, tui.Center, tui.Good|tui.Bold, s.t("take.as_priority", "ground", s.groundText(s.visit.ground)))
	}
	if s.visit.id != "" {
		para(c, &r, tui.Center, tui.Good, s.t("take.with_id", "id", s.visit.id.Masked()))
	}
	blank(&r)
	if it, ok := s.item(); ok {
		para(c, &r, tui.Left, tui.Ink|tui.Bold, s.t("kiosk.check_item", "item", s.in(it.Name)))
		s.drawMaterials(c, r, it)
		return
	}
	s.drawExamples(c, r, l.Theme)
}

// drawExamples names the first items of the line, as many as fit, so that the
// citizen knows whether it is the right one.
func (s *Screen) drawExamples(c *tui.Canvas, r image.Rectangle, theme string) {
	items := s.itemsOf(theme)
	for n := min(6, len(items)); n > 0; n-- {
		names := make([]string, n)
		for i := range names {
			names[i] = s.in(items[i].Name)
		}
		text := s.t("take.examples", "items", strings.Join(names, s.t("take.and")))
		if len(tui.WrapLines(text, r.Dx())) <= r.Dy() {
			para(c, &r, tui.Left, tui.Muted, text)
			return
		}
	}
}

// drawMaterials is the list of papers: a row each, or, where there are too many,
// one after the other.
func (s *Screen) drawMaterials(c *tui.Canvas, r image.Rectangle, it queue.Item) {
	if len(it.Materials) == 0 {
		para(c, &r, tui.Left, tui.Muted, s.t("take.no_materials"))
		return
	}
	names := make([]string, len(it.Materials))
	rows := 1
	for i, m := range it.Materials {
		names[i] = strconv.Itoa(i+1) + ". " + s.in(m.Name)
		if !m.Required {
			names[i] += s.t("take.if_any")
		}
		rows += len(tui.WrapLines(names[i], r.Dx()))
	}
	if rows <= r.Dy() {
		para(c, &r, tui.Left, tui.Ink, s.t("take.bring"))
		for _, n := range names {
			para(c, &r, tui.Left, tui.Ink, n)
		}
		return
	}
	para(c, &r, tui.Left, tui.Ink, s.t("take.bring")+strings.Join(names, s.t("take.semicolon")))
}

func (s *Screen) tapTheme(id string) tea.Cmd {
	switch id {
	case "take":
		return s.issue()
	case "items":
		s.goTo(pageItems)
	case "priority":
		s.goTo(pagePriority)
	case "idnumber":
		s.goTo(pageID)
	case "find":
		s.goTo(pageFind)
		s.onlyPrefix()
	}
	return nil
}
