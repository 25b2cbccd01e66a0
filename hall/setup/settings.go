package setup

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"onewindow/queue"
)

// utcOffset is China's, in minutes.
const utcOffset = 480

// prefixes begin the numbers of a hall's themes, in order. I and O are left out
// because they read like 1 and 0.
const prefixes = "ABCDEFGHJKLMNPQRSTUVWXYZ"

// crossTrained is the share of comprehensive windows that also help out with
// another theme, as 1/crossTrained.
const crossTrained = 3

// Settings furnishes the hall: themes in the order of their windows, with one
// letter each; windows 1 to n; the hall's hours; the working days that the
// catalogue knows; DefaultRules; no staff. In a hall of several comprehensive
// themes, the last third of each theme's windows helps out with the next theme,
// and those of the last with the first: a chain shares the load of a peak almost
// as well as windows that take everything, and asks a clerk for two themes only.
func Settings(hallID string) (queue.Settings, error) {
	n, h, err := find(hallID)
	if err != nil {
		return queue.Settings{}, err
	}
	s := queue.Settings{
		Hall:     n.hall(h),
		Calendar: queue.Calendar{Days: maps.Clone(n.days)},
		Rules:    queue.DefaultRules(),
	}
	items, err := n.catalogue(h)
	if err != nil {
		return queue.Settings{}, err
	}
	if s.Themes, err = n.themesOf(h, items); err != nil {
		return queue.Settings{}, err
	}
	s.Windows = n.windows(h)
	if err := s.Validate(); err != nil {
		return queue.Settings{}, fmt.Errorf("setup: hall %s: %w", h.ID, err)
	}
	return s, nil
}

// hall is the place itself.
func (n *network) hall(h *hallRecord) queue.Hall {
	q := queue.Hall{
		ID: h.ID, Level: h.Level, Name: h.Name, UTCOffset: utcOffset,
		Sessions: append([]queue.Session(nil), h.Sessions...),
	}
	for _, z := range h.Zones {
		q.Zones = append(q.Zones, queue.Zone{ID: z.ID, Name: z.Name, Floor: z.Floor})
	}
	return q
}

// themesOf are the hall's themes. The minutes of each are the mean of its items.
func (n *network) themesOf(h *hallRecord, c queue.Catalogue) ([]queue.Theme, error) {
	minutes, count := map[string]int{}, map[string]int{}
	for _, it := range c.Items {
		minutes[it.Theme] += it.Minutes
		count[it.Theme]++
	}
	if len(h.Windows) > len(prefixes) {
		return nil, fmt.Errorf("setup: hall %s has %d themes, and there are letters for %d", h.ID, len(h.Windows), len(prefixes))
	}
	var out []queue.Theme
	for i, w := range h.Windows {
		t, ok := n.themes[w.Theme]
		if !ok || count[w.Theme] == 0 {
			return nil, fmt.Errorf("setup: hall %s: theme %q is not described, or has no items", h.ID, w.Theme)
		}
		k := count[w.Theme]
		out = append(out, queue.Theme{
			ID: t.ID, Name: t.Name, Prefix: prefixes[i : i+1], Special: t.Special, Serves: slices.Clone(t.Serves),
			Minutes: (minutes[w.Theme] + k/2) / k,
		})
	}
	return out, nil
}

// windows are the hall's windows in order.
func (n *network) windows(h *hallRecord) []queue.WindowPlan {
	var chain []windowRange
	for _, w := range h.Windows {
		if !n.themes[w.Theme].Special {
			chain = append(chain, w)
		}
	}
	spill := map[int]string{}
	for i, w := range chain {
		if len(chain) < 2 {
			break
		}
		count := w.To - w.From + 1
		for k := range (count + crossTrained/2) / crossTrained {
			spill[w.To-k] = chain[(i+1)%len(chain)].Theme
		}
	}
	var out []queue.WindowPlan
	for _, w := range h.Windows {
		for no := w.From; no <= w.To; no++ {
			id := strconv.Itoa(no)
			p := queue.WindowPlan{ID: id, Label: id, Zone: zoneOf(h, no), Own: []string{w.Theme}}
			if t := spill[no]; t != "" {
				p.Spill = []string{t}
			}
			out = append(out, p)
		}
	}
	return out
}

// zoneOf is the waiting area in front of a window; "" if none is.
func zoneOf(h *hallRecord, window int) string {
	for _, z := range h.Zones {
		if window >= z.From && window <= z.To {
			return z.ID
		}
	}
	return ""
}
