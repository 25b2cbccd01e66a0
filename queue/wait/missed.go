package wait

import (
	"math"

	"onewindow/queue/report"
	"onewindow/queue/wait/rollout"
)

// Of those who were missed some come back, and are called before all others after a few
// calls. How many is learned; at first it is believed of none, as if of so many. How soon
// is not learned: after backMean on average, which nobody has measured.
const (
	backPrior = 20
	backMean  = 10 * 60 // seconds
)

// learnReturns is for how many of the missed come back.
func (k *Known) learnReturns(days []*report.Day) {
	missed, back := float64(backPrior), 0.0
	for i, d := range days {
		w := weightOf(i, len(days))
		missed += w * float64(d.All.Missed)
		back += w * float64(max(0, d.All.Missed-d.All.NoShow))
	}
	k.returns = back / missed
}

// back draws after how many milliseconds somebody comes back who, after so many missed
// calls before, has been missed for so many seconds; 0 is never. The longer, the less
// likely; and not more often than the hall takes a number back.
func (f *Future) back(misses int, since float64) int64 {
	p := f.k.returns
	if !(p > 0) || misses >= f.h.Settings.Rules.Returns {
		return 0
	}
	yet := p * math.Exp(-since/backMean)
	if f.rand.Float64()*(yet+1-p) >= yet {
		return 0
	}
	return 1 + int64(1000*backMean*f.rand.ExpFloat64())
}

// comeBack draws who comes back of those who are missed now.
func (f *Future) comeBack() {
	d := &f.day
	for i := range f.missed {
		v := &f.missed[i]
		work := v.work.draw(f.rand)
		if back := f.back(v.t.misses-1, float64(d.From-v.t.since)/1000); back > 0 {
			d.Visits = append(d.Visits, rollout.Visit{At: d.From + back, Key: v.t.key, Lane: v.lane, Then: v.then, Work: work, Leaves: rollout.Never, Passes: true, Older: true})
		}
	}
}
