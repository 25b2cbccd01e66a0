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
	return s.t("common.ground." + string(g))
}

func (s *Screen) priorityAge() int {
	if s.menu == nil || s.menu.PriorityAge <= 0 {
		return 65
	}
	return s.menu.PriorityAge
}

func (s *Screen) layoutPriority(f frame) []tui.Target {
	body := f.body
	tui.CutTop(&body, min(2, max(1, body.Dy()-9)))
	n := len(queue.Grounds) + 1
	cols := 2
	if s.large && body.Dy() >= 4*n || f.tall {
		cols = 1
	}
	rows := (n + cols - 1) / cols
	if f.tall { // hands reach the lower part best
		body.Min.Y = max(body.Min.Y, body.Max.Y-rows*5)
	}
	var ts []tui.Target
	for i, r := range gridOf(body, n, cols, max(2, min(7, body.Dy()/rows)), 0) {
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
	r := f.body
	c.Text(tui.CutTop(&r, 1), tui.Left, tui.Accent|tui.Bold, s.t("take.which_ground"))
	if r.Dy() > 9 {
		c.Text(r, tui.Left, tui.Muted, s.t("take.ground_proof"))
	}
}

func (s *Screen) layoutOffer(f frame) []tui.Target {
	body := f.body
	cells := tui.Grid(tui.CutBottom(&body, min(18, body.Dy()-3)), 2, 1, 0, 0, 3, 9)
	if len(cells) < 2 {
		return nil
	}
	return []tui.Target{
		{ID: "yes", Rect: cells[0], Label: s.t("take.offer_yes"), Key: "1 enter", Look: tui.Primary},
		{ID: "no", Rect: cells[1], Label: s.t("take.offer_no"), Key: "2"},
	}
}

func (s *Screen) drawOffer(c *tui.Canvas, f frame) {
	r := f.body
	para(c, &r, tui.Center, tui.Accent|tui.Bold, s.t("take.offer", "age", s.priorityAge()))
	c.Text(tui.CutTop(&r, 1), tui.Center, tui.Ink, s.t("take.with_id", "id", s.visit.id.Masked()))
	c.Text(r, tui.Center, tui.Muted, s.t("take.ground_proof"))
}

// tapOffer keeps the answer and asks for the number: that is what the citizen
// came for.
func (s *Screen) tapOffer(id string) tea.Cmd {
	if id == "yes" {
		s.visit.ground = queue.GroundElderly
	}
	return s.issue()
}
