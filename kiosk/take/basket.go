package take

import (
	"strconv"

	"onewindow/kiosk/tui"
)

// layoutBasket offers each chosen item to be taken out, and to add another.
func (s *Screen) layoutBasket(f frame) []tui.Target {
	body := f.body
	tui.CutTop(&body, 1)
	foot := shares(tui.CutBottom(&body, f.foot.Dy()), 1, 1, 1)
	items := s.chosen()
	cols := 1
	if f.wide || f.low {
		cols = 2
	}
	rows := (len(items) + cols - 1) / cols
	h := max(2, min(6, body.Dy()/max(1, rows)))
	if f.tall { // hands reach the lower part best
		body.Min.Y = max(body.Min.Y, body.Max.Y-rows*h)
	}
	var ts []tui.Target
	for i, r := range gridOf(body, len(items), cols, h, 0) {
		ts = append(ts, tui.Target{ID: "drop/" + items[i].Code, Rect: r, Key: strconv.Itoa(i + 1),
			Label: label(s.in(items[i].Name), []string{s.t("take.drop")}, r.Dx(), r.Dy(), true)})
	}
	return append(ts,
		tui.Target{ID: "add", Rect: foot[0], Label: s.t("take.add_item"), Key: "+", Disabled: len(items) >= maxItems},
		tui.Target{ID: "ready", Rect: foot[1], Label: s.t("take.ready"), Key: "enter", Look: tui.Primary})
}

func (s *Screen) drawBasket(c *tui.Canvas, f frame) {
	c.Text(f.body, tui.Left, tui.Accent|tui.Bold, s.t("take.basket_title", "n", len(s.visit.items)))
}

func (s *Screen) tapBasket(kind, arg string) {
	switch kind {
	case "drop":
		s.drop(arg)
		if len(s.visit.items) == 0 {
			s.backTo(pageVisit)
			return
		}
		s.step++
		s.focus = ""
	case "add":
		s.startSearch("", pageSearch)
	case "ready":
		s.backTo(pageVisit)
	}
}
