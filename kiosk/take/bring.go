package take

import (
	"slices"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// papersOf are what several items need, each paper once: those that must be brought
// first. A paper that one item needs must be brought, whatever another says.
func papersOf(items []queue.Item) []queue.Material {
	var out []queue.Material
	for _, it := range items {
		for _, m := range it.Materials {
			i := slices.IndexFunc(out, func(o queue.Material) bool { return o.Name == m.Name })
			if i < 0 {
				out = append(out, m)
				continue
			}
			out[i].Required = out[i].Required || m.Required
		}
	}
	slices.SortStableFunc(out, func(a, b queue.Material) int {
		switch {
		case a.Required == b.Required:
			return 0
		case a.Required:
			return -1
		}
		return 1
	})
	return out
}

// itemRows name an item, and say so if nobody knows here what it needs.
func (s *Screen) itemRows(it queue.Item) []styled {
	out := []styled{{style: tui.Card | tui.Bold, text: s.in(it.Name)}}
	if len(it.Materials) == 0 {
		out = append(out, styled{style: tui.CardMuted, text: s.t("take.no_materials")})
	}
	return out
}

// paperRows list papers; each says by a word whether it must be brought.
func (s *Screen) paperRows(papers []queue.Material) []styled {
	if len(papers) == 0 {
		return nil
	}
	out := []styled{{style: tui.Card}, {style: tui.CardMuted, text: s.t("take.bring")}}
	for _, m := range papers {
		row := styled{style: tui.Card, text: s.in(m.Name), mark: s.t("take.if_any"), tone: tui.NeutralFill}
		if m.Required {
			row.mark, row.tone = s.t("take.required"), tui.GoodFill
		}
		out = append(out, row)
	}
	return out
}

// listable reports whether papers to bring are listed that can also be printed on
// the ticket.
func (s *Screen) listable() bool {
	return s.paper != nil && s.paper.Fault == "" && len(papersOf(s.chosen())) > 0
}

// list are the papers that the citizen wants on the ticket.
func (s *Screen) list() []queue.Material {
	if !s.visit.list {
		return nil
	}
	return papersOf(s.chosen())
}

// listTarget has the list printed, or not. Its words say which, for whoever does not
// see the frame.
func (s *Screen) listTarget() tui.Target {
	t := tui.Target{ID: "list", Label: s.t("take.list"), Key: "6", Selected: s.visit.list}
	if s.visit.list {
		t.Label = s.t("take.listed")
	}
	return t
}
