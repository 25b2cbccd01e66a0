package period

import (
	"context"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/sheet"
	"onewindow/wire"
)

// Namer knows how things are called; the centre is one.
type Namer interface {
	District() wire.District
	Hall(ctx context.Context, hall string) (wire.DistrictHall, error)
	ItemNames(ctx context.Context, hall string) (map[string]queue.Text, error)
}

// Names say in a language how what is in a span is called, and all halls of the district. Where halls call something
// differently, the first of them in the order of the district counts.
func Names(ctx context.Context, from Namer, s *report.Span, lang queue.Lang) (sheet.Names, error) {
	n := sheet.Names{Halls: map[string]string{}, Themes: map[string]string{}, Items: map[string]string{}, Windows: map[string]string{}}
	put := func(to map[string]string, id, name string) {
		if to[id] == "" && name != "" {
			to[id] = name
		}
	}
	d := from.District()
	for i := range d.Halls {
		id := d.Halls[i].Hall
		put(n.Halls, id, d.Halls[i].Name.In(lang))
		if s.Halls[id] == nil {
			continue
		}
		h, err := from.Hall(ctx, id)
		if err != nil {
			return n, err
		}
		for _, t := range h.Themes {
			put(n.Themes, t.ID, t.Name.In(lang))
		}
		for _, w := range h.Windows {
			if len(s.Halls) == 1 {
				put(n.Windows, w.ID, w.Label)
				continue
			}
			put(n.Windows, report.Place{Hall: id, ID: w.ID}.String(), n.Halls[id]+" "+w.Label)
		}
		items, err := from.ItemNames(ctx, id)
		if err != nil {
			return n, err
		}
		for code, name := range items {
			put(n.Items, code, name.In(lang))
		}
	}
	return n, nil
}
