package take

import (
	"context"
	"image"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// catalogueMsg is the answer to the question for the catalogue.
type catalogueMsg struct {
	reply wire.CatalogueReply
	err   *wire.Error
}

// fetch asks for the catalogue if the one in force is not here.
func (s *Screen) fetch() tea.Cmd {
	if s.menu == nil || s.cut || s.fetching || s.menu.Catalogue == s.catalogue.Hash || s.real.Before(s.fetchAt) {
		return nil
	}
	s.fetching = true
	desk := s.desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), askTime)
		defer cancel()
		r, err := desk.Catalogue(ctx)
		return catalogueMsg{r, asError(err)}
	}
}

// gotCatalogue takes the catalogue. A hall that answers with an older one than
// it announced is asked again later.
func (s *Screen) gotCatalogue(m catalogueMsg) {
	s.fetching = false
	s.fetchAt = s.real.Add(catalogueRetry)
	if m.err == nil {
		s.catalogue = m.reply
	}
	if _, ok := s.item(); !ok {
		s.visit.item = ""
	}
}

// itemsOf are the items of a line, in the order of the catalogue.
func (s *Screen) itemsOf(theme string) []queue.Item {
	var out []queue.Item
	for _, it := range s.catalogue.Items {
		if it.Theme == theme {
			out = append(out, it)
		}
	}
	return out
}

// item is the one that the citizen chose.
func (s *Screen) item() (queue.Item, bool) {
	if s.visit.item != "" {
		for _, it := range s.catalogue.Items {
			if it.Code == s.visit.item {
				return it, true
			}
		}
	}
	return queue.Item{}, false
}

// listFrame parts a page with a list that may have several sheets.
type listFrame struct {
	title image.Rectangle
	// pager is where the sheets are turned, empty if that is done beside the way
	// back.
	pager         image.Rectangle
	cells         []image.Rectangle
	first         int
	sheet, sheets int
}

func (s *Screen) listFrame(f frame, n int) listFrame {
	body := tui.Inset(f.body, 1, 0)
	l := listFrame{sheets: 1, title: tui.CutTop(&body, 1)}
	cols, minH := 1, 3
	switch {
	case body.Dx() >= 74:
		cols, minH = 3, 4
	case body.Dx() >= 60:
		cols, minH = 2, 4
	}
	fit := func(n int) []image.Rectangle { return tui.Grid(body, min(n, 9), cols, 1, 0, minH, 5) }
	if l.cells = fit(n); len(l.cells) == n {
		return l
	}
	if f.nav.Dx() < 60 {
		l.pager = tui.CutBottom(&body, 3)
	}
	l.cells = fit(9)
	per := max(1, len(l.cells))
	l.sheets = (n + per - 1) / per
	l.sheet = min(s.sheet, l.sheets-1)
	l.first = l.sheet * per
	l.cells = l.cells[:min(len(l.cells), n-l.first)]
	return l
}

// pager are the targets that turn the sheets, nil if there is only one.
func (s *Screen) pager(l listFrame) []tui.Target {
	if l.sheets < 2 {
		return nil
	}
	return []tui.Target{
		{ID: "sheet/" + strconv.Itoa(l.sheet-1), Label: s.t("common.prev_page"), Key: "-", Disabled: l.sheet == 0},
		{ID: "sheet/" + strconv.Itoa(l.sheet+1), Label: s.t("common.next_page"), Key: "+", Disabled: l.sheet+1 >= l.sheets},
	}
}

func (s *Screen) layoutItems(f frame) []tui.Target {
	items := s.itemsOf(s.visit.theme)
	l := s.listFrame(f, len(items))
	var ts []tui.Target
	for i, r := range l.cells {
		it := items[l.first+i]
		ts = append(ts, tui.Target{ID: "item/" + it.Code, Rect: r, Key: strconv.Itoa(i + 1),
			Label: label(s.in(it.Name), nil, r.Dx(), r.Dy(), true)})
	}
	if pager := s.pager(l); pager != nil && !l.pager.Empty() {
		cells := tui.Row(l.pager, 2, 1)
		pager[0].Rect, pager[1].Rect = cells[0], cells[1]
		ts = append(ts, pager...)
	}
	return ts
}

func (s *Screen) drawItems(c *tui.Canvas, f frame) {
	l := s.listFrame(f, len(s.itemsOf(s.visit.theme)))
	r := l.title
	if l.sheets > 1 {
		page := s.t("common.page", "page", l.sheet+1, "pages", l.sheets)
		c.Text(r, tui.Right, tui.Muted, page)
		tui.CutRight(&r, tui.Width(page)+1)
	}
	title := s.t("take.which_item")
	if line, ok := s.line(); ok && r.Dx() > 50 {
		title = s.in(line.Name) + s.t("take.colon") + title
	}
	c.Text(r, tui.Left, tui.Accent|tui.Bold, title)
}
