package sim

import (
	"math/rand/v2"

	"onewindow/queue"
	"onewindow/queue/wait/rollout"
)

// Stationary is one line of a hall that never closes, to hold the engine against
// theory: so many people come one after the other, as a Poisson process, to windows
// that never rest, each of which is busy for the share load of the time. work draws
// the length of a visit relative to the mean, which is 10 minutes. All wait from the
// first on, and the first tenth is to be left out of a mean.
func Stationary(seed uint64, windows, people int, load float64, work func(*rand.Rand) float64) *rollout.Day {
	r := rand.New(rand.NewPCG(seed, 0x5851f42d4c957f2d))
	const mean = 10 * float64(minute)
	d := &rollout.Day{From: 1, Close: rollout.Never, Visits: make([]rollout.Visit, people), Windows: make([]rollout.Window, windows)}
	for i := range d.Windows {
		d.Windows[i] = rollout.Window{Reach: queue.Reach{Own: []int32{0}}, Duty: []rollout.Span{{From: 1, To: rollout.Never}}}
	}
	at := 1.0
	for i := range d.Visits {
		at += r.ExpFloat64() * mean / (load * float64(windows))
		d.Visits[i] = rollout.Visit{At: int64(at), Key: int64(at), Work: int64(work(r) * mean), Leaves: rollout.Never}
	}
	return d
}

// Exponential draws lengths with mean 1, and Lognormal those with a coefficient of
// variation, for Stationary.
func Exponential(r *rand.Rand) float64 { return r.ExpFloat64() }

// Lognormal has mean 1.
func Lognormal(cv float64) func(*rand.Rand) float64 {
	l := lognormal(1, cv)
	return func(r *rand.Rand) float64 { return l.draw(r) }
}

// MeanWait plays a stationary line and is the mean wait of all but the first tenth, in
// mean lengths of a visit.
func MeanWait(p *rollout.Player, d *rollout.Day) float64 {
	var l rollout.Light
	l.Begin(d, queue.NewLine(1))
	p.Run(d, &l, rollout.Never, rollout.All)
	sum, from := 0.0, len(d.Visits)/10
	for i := from; i < len(d.Visits); i++ {
		sum += float64(d.Visits[i].Called - d.Visits[i].At)
	}
	return sum / float64(len(d.Visits)-from) / (10 * float64(minute))
}
