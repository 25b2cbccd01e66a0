package demo

import (
	"math"

	"onewindow/queue"
)

// Load is how busy the windows of a demonstration are: visits take that share of the
// hours of all windows. In the reference scenario they take 0.53 of them, and in the peak
// of the morning twice as many come as in the mean; a demonstration is to show lines.
const Load = 0.7

const (
	// named is the share of the citizens who name an item, second of those who name
	// another one as well.
	named  = 0.7
	second = 0.08
	// popular: item number n·U^popular of a theme's n is asked for. Few items make most
	// of the visits.
	popular = 2.5
	// between is how many minutes pass from a call to the start of a visit, and from its
	// end to the next call.
	between = 0.75
)

// demand is what a hall's citizens come for.
type demand struct {
	set *queue.Settings
	cat *queue.Catalogue
	// items are the codes of each theme's items.
	items map[string][]string
	// upTo says of each window, which share of the citizens comes for it or for one
	// before it.
	upTo []float64
	// visits is how many come on a day if the windows are as busy as is wished.
	visits float64
}

// demandOf has citizens come for each theme as its windows can serve: as many as their
// work fills that share of each window's hours.
func demandOf(set *queue.Settings, cat *queue.Catalogue, load float64) *demand {
	d := &demand{set: set, cat: cat, items: map[string][]string{}}
	minutes, any := map[string][]int{}, 0.0
	for _, it := range cat.Items {
		d.items[it.Theme] = append(d.items[it.Theme], it.Code)
		minutes[it.Theme] = append(minutes[it.Theme], it.Minutes)
		any += float64(it.Minutes) / float64(len(cat.Items))
	}
	hours := 0.0
	for _, s := range set.Hall.Sessions {
		hours += float64(s.Close - s.Open)
	}
	mean := map[string]float64{}
	for _, th := range set.Themes {
		m, n := float64(th.Minutes), float64(len(minutes[th.ID]))
		if n > 0 {
			of := 0.0
			for i, x := range minutes[th.ID] {
				of += float64(x) * (math.Pow(float64(i+1)/n, 1/popular) - math.Pow(float64(i)/n, 1/popular))
			}
			m = named*(of+second*any) + (1-named)*m
		}
		mean[th.ID] = m + between
	}
	for _, w := range set.Windows {
		d.visits += load * hours / mean[w.Own[0]]
		d.upTo = append(d.upTo, d.visits)
	}
	for i := range d.upTo {
		d.upTo[i] /= d.visits
	}
	return d
}
