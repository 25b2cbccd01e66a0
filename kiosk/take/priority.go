package take

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// groundText names a ground.
func (s *Screen) groundText(g queue.Ground) string {
	if g == queue.GroundElderly {
		return s.t("take.ground_age", "age", s.priorityAge())
	}
	return s.t("take.ground." + string(g))
}

func (s *Screen) priorityAge() int {
	if s.menu == nil || s.menu.PriorityAge <= 0 {
		return 65
	}
	return s.menu.PriorityAge
}

func (s *Screen) layoutPriority(f frame) []tui.Target {
	body := tui.Inset(f.body, 1, 0)
	tui.CutTop(&body, 2)
	cols := 2
	if s.contrast || body.Dx() < 40 {
		cols = 1
	}
	n := len(queue.Grounds) + 1
	cells := tui.Grid(body, n, cols, 1, 0, 3, 5)
	if len(cells) < n {
		cells = tui.Grid(body, n, 2, 1, 0, 3, 5)
	}
	var ts []tui.Target
	for i, r := range cells {
		t := tui.Target{ID: "ground/", Rect: r, Key: strconv.Itoa(i + 1), Label: s.t("take.no_priority")}
		if i < len(queue.Grounds) {
			t.ID += string(queue.Grounds[i])
			t.Label, t.Selected = label(s.groundText(queue.Grounds[i]), nil, r.Dx(), r.Dy(), true), s.visit.ground == queue.Grounds[i]
		}
		ts = append(ts, t)
	}
	return ts
}

func (s *Screen) drawPriority(c *tui.Canvas, f frame) {
	r := tui.Inset(f.body, 2, 0)
	para(c, &r, tui.Left, tui.Accent|tui.Bold, s.t("take.which_ground"))
	c.Text(tui.CutTop(&r, 1), tui.Left, tui.Muted, s.t("take.ground_proof"))
}

func (s *Screen) layoutOffer(f frame) []tui.Target {
	body := tui.Inset(f.body, 2, 0)
	cells := tui.Grid(tui.CutBottom(&body, min(15, body.Dy()-3)), 2, 1, 0, 1, 3, 7)
	if len(cells) < 2 {
		return nil
	}
	return []tui.Target{
		{ID: "yes", Rect: cells[0], Label: s.t("kiosk.priority_take"), Key: "1 enter", Look: tui.Primary, Closed: s.cut},
		{ID: "no", Rect: cells[1], Label: s.t("kiosk.ordinary_take"), Key: "2", Closed: s.cut},
	}
}

func (s *Screen) drawOffer(c *tui.Canvas, f frame) {
	r := tui.Inset(f.body, 2, 0)
	para(c, &r, tui.Center, tui.Accent|tui.Bold, s.t("take.offer", "age", s.priorityAge()))
	c.Text(tui.CutTop(&r, 1), tui.Center, tui.Ink, s.t("take.with_id", "id", s.visit.id.Masked()))
}

func (s *Screen) tapOffer(id string) tea.Cmd {
	if id == "yes" {
		s.visit.ground = queue.GroundElderly
	}
	return s.issue()
}
