package central

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"onewindow/central/halls"
	"onewindow/central/network"
	"onewindow/wire"
)

// liveFor is how old what a hall said of itself may be for people to be sent there.
const liveFor = 30 * time.Second

// quickest ranks the halls that serve the items of a request by how long a number
// drawn there now would wait: soonest first, among equals the nearer, then by code.
// Left out are the hall that asks, halls that are not open, are in trouble with the
// centre or were not heard for half a minute, and those where a theme of the items
// gives no number now, and those that are not within, which may be nil. It is pure.
func quickest(from string, most int, within func(hall string) bool, serving []network.Serving, tree network.Tree, state func(hall string) (halls.State, bool), now time.Time) []wire.HallWait {
	if most <= 0 {
		most = wire.QuickestUsual
	}
	list := []wire.HallWait{}
	for _, s := range serving {
		if within != nil && !within(s.Hall) {
			continue
		}
		if s.Hall == from || from != "" && !s.AnyHall {
			continue
		}
		st, ok := state(s.Hall)
		if !ok || !st.Up || st.Refused != nil || st.Copy != nil || st.LiveAt.IsZero() || now.Sub(st.LiveAt) >= liveFor {
			continue
		}
		w, ok := waitAt(&st, s.Themes)
		if !ok {
			continue
		}
		w.Name = st.Live.Day.Name
		if place, ok := tree.Place(s.Hall); ok {
			w.Name, w.Level = place.Name, place.Level
		}
		w.Street, w.Near = tree.Street(s.Hall), tree.Near(from, s.Hall)
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b wire.HallWait) int {
		return cmp.Or(cmp.Compare(a.Estimate.Mean, b.Estimate.Mean), truth(b.Near)-truth(a.Near), strings.Compare(a.Hall, b.Hall))
	})
	return list[:min(len(list), most, wire.QuickestMost)]
}

// waitAt is how long it takes at a hall for items of those themes: as long as the
// slowest of their lines. ok is false if the hall is not open, or one of them gives no
// numbers.
func waitAt(st *halls.State, themes []string) (w wire.HallWait, ok bool) {
	day := st.Live.Day
	if !day.Open || day.Stopped != "" || len(themes) == 0 {
		return w, false
	}
	w = wire.HallWait{Hall: st.Hall, At: st.LiveAt}
	for i, theme := range themes {
		at := slices.IndexFunc(st.Live.Lines, func(l wire.LiveLine) bool { return l.Theme == theme })
		if at < 0 || st.Live.Lines[at].Closed != nil {
			return w, false
		}
		l := st.Live.Lines[at]
		if i == 0 || l.Estimate.Mean > w.Estimate.Mean {
			w.Waiting, w.Windows, w.Estimate = l.Waiting, l.Windows, l.Estimate
		}
	}
	return w, true
}
