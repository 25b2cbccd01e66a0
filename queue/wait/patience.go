package wait

import (
	"math"
	"math/rand/v2"

	"onewindow/queue/report"
)

// Until it is learned otherwise, so many never come to a call at all, and the others
// leave after a lognormal patience of mean 100 minutes and a coefficient of variation
// of 1. No figures of a public hall are known to us: these are assumptions, and
// those of the scenario lg-base.
const (
	defaultNoShow   = 0.03
	defaultPatience = 100 * 60 // seconds
	patienceCV      = 1.0
	// missPrior is how many calls of each step of the curve the assumption is worth.
	missPrior = 20
)

// patience is the missed-call curve: how likely it is that nobody comes to a first
// call after a wait.
type patience struct {
	// share is that in the middle of each step of report.MissStep minutes; it does not
	// fall. The first is that of who never comes at all.
	share [report.MissSteps]float64
	tail  length // what patience is like beyond the last step
}

// lastStep is how much longer than its bound, in minutes, waits of the last step are taken
// to be: it has no end, and its share is that of all of them together.
const lastStep = 30

// middle is the wait in the middle of a step, in seconds.
func middle(i int) float64 {
	if i == report.MissSteps-1 {
		return (float64(i)*report.MissStep + lastStep) * 60
	}
	return (float64(i) + 0.5) * report.MissStep * 60
}

// assumed is the curve of a hall about which nothing is known.
func assumed() (p patience) {
	p.tail = lengthOf(defaultPatience, patienceCV)
	for i := range p.share {
		p.share[i] = defaultNoShow + (1-defaultNoShow)*p.tail.within(middle(i))
	}
	return p
}

// within is the probability that a length is at most so many seconds.
func (l length) within(seconds float64) float64 {
	return 1 - upper((math.Log(seconds)-l.mu)/l.sigma)
}

// learnPatience joins what was counted with the assumption, step by step, and makes
// the curve one that does not fall: where it would, steps are pooled (pool adjacent
// violators; Ayer et al. 1955).
func learnPatience(called, missed *[report.MissSteps]float64) patience {
	p := assumed()
	type pool struct {
		share, weight float64
		steps         int
	}
	var pools []pool
	for i := range p.share {
		w := missPrior + called[i]
		pools = append(pools, pool{(missPrior*p.share[i] + missed[i]) / w, w, 1})
		for n := len(pools) - 1; n > 0 && pools[n-1].share > pools[n].share; n-- {
			a, b := pools[n-1], pools[n]
			w := a.weight + b.weight
			pools[n-1] = pool{(a.share*a.weight + b.share*b.weight) / w, w, a.steps + b.steps}
			pools = pools[:n]
		}
	}
	i := 0
	for _, x := range pools {
		for range x.steps {
			p.share[i] = x.share
			i++
		}
	}
	return p
}

// missed is how likely it is that nobody comes to a call after that wait, in seconds.
func (p *patience) missed(wait float64) float64 {
	x := wait/(report.MissStep*60) - 0.5
	if x <= 0 {
		return p.share[0]
	}
	last := len(p.share) - 1
	i := min(int(x), last-1)
	part := (wait - middle(i)) / (middle(i+1) - middle(i))
	return p.share[i] + min(part, 1)*(p.share[i+1]-p.share[i])
}

// draw is from when nobody comes any more to a call of somebody who has waited since a
// moment; 0 for never at all. It is drawn so that of those called after any wait the
// share of missed is that of the curve. Milliseconds.
func (p *patience) draw(r *rand.Rand, since int64) int64 {
	u := r.Float64()
	if u < p.share[0] {
		return 0
	}
	last := len(p.share) - 1
	if u >= p.share[last] {
		// Beyond what is learned: a lognormal patience of which only the tail counts.
		rest := (u - p.share[last]) / (1 - p.share[last])
		z := -math.Sqrt2 * math.Erfinv(2*(1-rest)*upper((math.Log(middle(last))-p.tail.mu)/p.tail.sigma)-1)
		return since + int64(1000*math.Exp(p.tail.mu+p.tail.sigma*min(z, 8)))
	}
	i := 0
	for p.share[i+1] <= u {
		i++
	}
	at := middle(i) + (u-p.share[i])/(p.share[i+1]-p.share[i])*(middle(i+1)-middle(i))
	return since + int64(1000*at)
}
