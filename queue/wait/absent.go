package wait

import (
	"onewindow/queue"
	"onewindow/queue/report"
)

// absence is how often clerks do not come.
type absence struct {
	// windows is how likely a window that is usually attended is not on a day, by its ID,
	// and late how likely one that nobody came to in the first span of its duty is attended
	// later.
	windows map[string]float64
	late    float64
}

// What is believed of it before: that all come, as if seen on so many days of a window;
// of each window what is seen of all, as if on as many days; and comeShare, as if seen so
// many times.
const (
	absentPrior = 20
	latePrior   = 2
)

// learnAbsence counts the days of windows on which nobody came to them at all, or not in
// the first of the spans in which somebody usually is there: of the windows that the hall
// has, and that have no plan of their own, from the day on which they first were attended.
// Each is known for itself, so that one that is rarely used says little of others.
func (k *Known) learnAbsence(set *queue.Settings, days []*report.Day) {
	k.absent = absence{windows: map[string]float64{}, late: comeShare}
	type seen struct{ days, none float64 }
	windows := map[string]seen{}
	all, first, later := seen{days: absentPrior}, float64(latePrior), latePrior*comeShare
	for i := range set.Windows {
		id, p := set.Windows[i].ID, k.present[set.Windows[i].ID]
		if p == nil || len(set.Windows[i].Duty) > 0 {
			continue
		}
		from, to := firstSpan(p)
		if from == to {
			continue // nobody expects it
		}
		var x seen
		begun := false
		for n, d := range days {
			early, rest := 0, 0
			for h, minutes := range d.Lessons.Present[id] {
				switch {
				case h < to:
					early += minutes
				default:
					rest += minutes
				}
			}
			if begun = begun || early+rest > 0; !begun {
				continue
			}
			w := weightOf(n, len(days))
			x.days += w
			if early > 0 {
				continue
			}
			first += w
			if rest > 0 {
				later += w
			} else {
				x.none += w
			}
		}
		windows[id] = x
		all.days, all.none = all.days+x.days, all.none+x.none
	}
	for id, x := range windows {
		k.absent.windows[id] = (absentPrior*all.none/all.days + x.none) / (absentPrior + x.days)
	}
	k.absent.late = later / first
}

// firstSpan is the first span of half hours in which a window usually is attended.
func firstSpan(p *[halfHours]float64) (from, to int) {
	for from < halfHours && p[from] < presentShare {
		from++
	}
	for to = from; to < halfHours && p[to] >= presentShare; {
		to++
	}
	return from, to
}

// comes is how likely the clerk of a window who has not been seen all day comes to a span
// of duty, or to one after it: the n-th, which has begun so long ago, or begins, if that is
// negative. The longer nobody comes, the less likely it is; after late as many come as
// those who were that late.
func (k *Known) comes(window string, n int, since, late int64) float64 {
	p := 1 - k.absent.windows[window]
	if n > 0 {
		p = k.absent.late
	}
	if since >= late {
		return k.absent.late
	}
	yet := 1 - float64(max(0, since))/float64(late)
	return p * yet / (p*yet + 1 - p)
}
