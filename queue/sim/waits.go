package sim

import "math"

// Waits are the waits of many people, in steps of a second, and those of each day for
// itself, from which it is had how far the mean may be off.
type Waits struct {
	N    int
	sum  float64 // minutes
	bins []uint32
	days []daily
}

// daily is one day's part.
type daily struct {
	sum float64
	n   int
}

// add counts a wait in milliseconds on a day; days come in order.
func (w *Waits) add(day int, ms int64) {
	ms = max(ms, 0)
	i := int(ms / 1000)
	for len(w.bins) <= i {
		w.bins = append(w.bins, make([]uint32, max(60, len(w.bins)/2))...)
	}
	w.bins[i]++
	for len(w.days) <= day {
		w.days = append(w.days, daily{})
	}
	m := float64(ms) / float64(minute)
	w.N++
	w.sum += m
	w.days[day].sum += m
	w.days[day].n++
}

// Mean is the mean wait in minutes; 0 if nobody waited.
func (w *Waits) Mean() float64 {
	if w.N == 0 {
		return 0
	}
	return w.sum / float64(w.N)
}

// Quantile is how many minutes a share p of the waits do not exceed, to a second.
func (w *Waits) Quantile(p float64) float64 {
	if w.N == 0 {
		return 0
	}
	rank, below := p*float64(w.N), 0.0
	for i, n := range w.bins {
		if n > 0 && below+float64(n) >= rank {
			return (float64(i) + max(0, rank-below)/float64(n)) / 60
		}
		below += float64(n)
	}
	return float64(len(w.bins)) / 60
}

// Within is the share of waits below so many minutes.
func (w *Waits) Within(minutes int) float64 {
	n := 0
	for i := 0; i < min(minutes*60, len(w.bins)); i++ {
		n += int(w.bins[i])
	}
	return float64(n) / float64(max(1, w.N))
}

// Count is how many waited from so many minutes to so many.
func (w *Waits) Count(from, to int) (n int) {
	for i := from * 60; i < min(to*60, len(w.bins)); i++ {
		n += int(w.bins[i])
	}
	return n
}

// Longest is the longest wait in minutes, to a second.
func (w *Waits) Longest() float64 {
	for i := len(w.bins) - 1; i >= 0; i-- {
		if w.bins[i] > 0 {
			return float64(i+1) / 60
		}
	}
	return 0
}

// z95 bounds 95 % of a normal distribution.
const z95 = 1.96

// Margin is by how many minutes the mean may be off in 19 of 20 experiments of as many
// days: a jackknife that leaves out one day at a time, because the waits of one day
// hang together.
func (w *Waits) Margin() float64 {
	return jackknife(len(w.days), func(skip int) float64 {
		sum, n := w.without(skip)
		return sum / float64(max(n, 1))
	})
}

// Change is by how many percent the mean of another lies above (or, negative, below)
// that of w, and by how many points that may be off. Both are of the same days, so
// that a day that was bad for both is left out of both at once.
func (w *Waits) Change(o *Waits) (percent, margin float64) {
	of := func(skip int) float64 {
		a, n := w.without(skip)
		b, m := o.without(skip)
		if a == 0 || m == 0 {
			return 0
		}
		return 100 * (b/float64(m)/(a/float64(n)) - 1)
	}
	return of(-1), jackknife(min(len(w.days), len(o.days)), of)
}

// without are sum and count of all days but one; -1 leaves out none.
func (w *Waits) without(skip int) (sum float64, n int) {
	sum, n = w.sum, w.N
	if skip >= 0 && skip < len(w.days) {
		sum, n = sum-w.days[skip].sum, n-w.days[skip].n
	}
	return sum, n
}

// jackknife is the half width of the 95 % interval of a figure of n days, from its
// values with one day left out.
func jackknife(n int, of func(skip int) float64) float64 {
	if n < 2 {
		return 0
	}
	mean, sq := 0.0, 0.0
	values := make([]float64, n)
	for i := range values {
		values[i] = of(i)
		mean += values[i] / float64(n)
	}
	for _, v := range values {
		sq += (v - mean) * (v - mean)
	}
	return z95 * math.Sqrt(sq*float64(n-1)/float64(n))
}
