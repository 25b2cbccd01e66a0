package setup

import (
	"fmt"
	"slices"

	"onewindow/queue"
)

// Catalogue is what the hall can do for people: the items that are served at its
// level, each with the line of this hall that serves it.
func Catalogue(hallID string) (queue.Catalogue, error) {
	n, h, err := find(hallID)
	if err != nil {
		return queue.Catalogue{}, err
	}
	return n.catalogue(h)
}

func (n *network) catalogue(h *hallRecord) (queue.Catalogue, error) {
	var c queue.Catalogue
	for i := range n.items {
		r := &n.items[i]
		if !slices.Contains(r.Levels, h.Level) {
			continue
		}
		theme := lineOf(h, r)
		if theme == "" {
			return c, fmt.Errorf("setup: hall %s has no line for item %s", h.ID, r.Code)
		}
		it := queue.Item{
			Code: r.Code, Name: r.Name, Department: r.Department, Theme: theme, Minutes: r.Minutes,
			Levels: slices.Clone(r.Levels), AnyHall: r.AnyHall,
		}
		for _, m := range r.Materials {
			name := m.Name
			if m.Key != "" {
				var ok bool
				if name, ok = n.materials[m.Key]; !ok {
					return c, fmt.Errorf("setup: item %s asks for material %q, which is not described", r.Code, m.Key)
				}
			}
			it.Materials = append(it.Materials, queue.Material{Name: name, Required: m.Required})
		}
		c.Items = append(c.Items, it)
	}
	return c, nil
}

// lineOf is the theme of the hall that serves the item: its specialised queue if
// the hall has it, else its comprehensive theme, else the only line there is;
// "" if the hall has several and none of them fits.
func lineOf(h *hallRecord, it *itemRecord) string {
	has := func(theme string) bool {
		return theme != "" && slices.ContainsFunc(h.Windows, func(w windowRange) bool { return w.Theme == theme })
	}
	switch {
	case has(it.Special):
		return it.Special
	case has(it.Theme):
		return it.Theme
	case len(h.Windows) == 1:
		return h.Windows[0].Theme
	}
	return ""
}
