package foresee

import (
	"time"

	"onewindow/queue/wait"
)

// budget says how many simulations may be made.
type budget struct {
	left float64
	at   time.Time
}

// take takes up to n of what is there.
func (b *budget) take(n int, now time.Time) int {
	if !b.at.IsZero() {
		b.left = min(askBurst, b.left+now.Sub(b.at).Seconds()*askRate)
	}
	b.at = now
	got := min(n, int(b.left))
	b.left -= float64(got)
	return got
}

// desk is an estimator for who is at it; an estimator serves one at a time.
type desk struct {
	e     *wait.Estimator
	known *Known
}

func (d *desk) estimator(k *Known, seed uint64) *wait.Estimator {
	if d.e == nil || d.known != k {
		d.e, d.known = wait.New(k.Known, seed), k
	}
	return d.e
}
