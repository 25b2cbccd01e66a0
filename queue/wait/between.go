package wait

import (
	"cmp"
	"slices"
	"time"

	"onewindow/queue"
)

// Between one citizen and the next a clerk files, clears the desk and presses the key. It
// is a small part of each visit, but of each: where people wait for an hour it is minutes.
// How long it takes is seen on the day itself, which is enough, as it is seen with each
// call for which somebody waited. Until then it is taken to be betweenMean, which nobody
// has measured, as if seen betweenPrior times.
const (
	betweenMean  = 15 // seconds
	betweenPrior = 5
)

// attended is a span in which a window has a citizen, or calls one.
type attended struct {
	from, to int64
	// waited is since when who is called then was waiting; 0 if the span is no call, or
	// one that says nothing of what the window did before.
	waited int64
}

// lookBetween measures for how long windows have called nobody, though somebody waited,
// between two citizens.
func (h *Hall) lookBetween(s *queue.State) {
	index := make(map[string]int, len(s.Windows))
	for i, w := range s.Windows {
		index[w.ID] = i
	}
	spans := make([][]attended, len(s.Windows))
	for _, t := range s.Tickets {
		for i := range t.Periods {
			p := &t.Periods[i]
			if p.State != queue.Called && p.State != queue.Serving {
				continue
			}
			w, ok := index[p.Window]
			if !ok {
				continue
			}
			a := attended{from: p.From.UnixMilli(), to: milli(p.To)}
			if before := i - 1; p.State == queue.Called && t.Misses == 0 && before >= 0 && t.Periods[before].State == queue.Waiting && slices.Contains(s.Windows[w].Own, t.Of(p)) {
				a.waited = t.Periods[before].From.UnixMilli()
			}
			spans[w] = append(spans[w], a)
		}
	}
	begun := make([][]int64, len(s.Windows)) // when it came, rested, or went on
	for i := range s.Shifts {
		if w, ok := index[s.Shifts[i].Window]; ok {
			begun[w] = append(begun[w], s.Shifts[i].From.UnixMilli())
		}
	}
	for w, all := range spans {
		slices.SortFunc(all, func(a, b attended) int { return cmp.Compare(a.from, b.from) })
		for i := 1; i < len(all); i++ {
			end, call := all[i-1].to, &all[i]
			so := call.from - end
			if call.waited == 0 || call.waited > end || end == 0 || so < 0 || so >= callsWithin.Milliseconds() ||
				slices.ContainsFunc(begun[w], func(at int64) bool { return end < at && at <= call.from }) {
				continue
			}
			h.between.n++
			h.between.seconds += float64(so) / 1000
		}
	}
}

// milli is a moment in milliseconds; 0 if it has not come.
func milli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// pause is how long a window takes from one citizen to the next, in seconds.
func (h *Hall) pause(k *Known) float64 {
	return (betweenPrior*k.pause + h.between.seconds) / (betweenPrior + h.between.n)
}
