package wait

import "onewindow/queue/report"

// absence is how often clerks do not come.
type absence struct {
	// day is how likely a window that is usually attended is not on a day, and late how
	// likely one that nobody came to in the first span of its duty is attended later.
	day, late float64
}

// What is believed of it before: that all come, as if seen on so many days of a window;
// and comeShare, as if seen so many times.
const (
	absentPrior = 20
	latePrior   = 2
)

// learnAbsence counts the days of windows on which nobody came to them at all, or not in
// the first of the spans in which somebody usually is there.
func (k *Known) learnAbsence(days []*report.Day) {
	k.absent = absence{late: comeShare}
	if len(k.present) == 0 {
		return
	}
	all, none, first, later := float64(absentPrior), 0.0, float64(latePrior), latePrior*comeShare
	for i, d := range days {
		w := weightOf(i, len(days))
		for id, p := range k.present {
			from, to := firstSpan(p)
			if from == to {
				continue // nobody expects it
			}
			early, rest := 0, 0
			for h, minutes := range d.Lessons.Present[id] {
				switch {
				case h < to:
					early += minutes
				default:
					rest += minutes
				}
			}
			all += w
			if early > 0 {
				continue
			}
			first += w
			if rest > 0 {
				later += w
			} else {
				none += w
			}
		}
	}
	k.absent = absence{day: none / all, late: later / first}
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

// comes is how likely a clerk who has not been seen all day comes to a span of duty, or
// to one after it: the n-th, which has begun so long ago, or begins, if that is negative.
// The longer nobody comes, the less likely it is; after late nobody does.
func (k *Known) comes(n int, since, late int64) float64 {
	p := 1 - k.absent.day
	if n > 0 {
		p = k.absent.late
	}
	if since >= late {
		return k.absent.late
	}
	yet := 1 - float64(max(0, since))/float64(late)
	return p * yet / (p*yet + 1 - p)
}
