package wait

import (
	"math"
	"math/rand/v2"

	"onewindow/queue/report"
)

// Lengths are taken to be lognormal, as service times were found to be where they were
// measured (Brown et al. 2005, JASA 100:36).

// length is the distribution of how long something takes, in seconds.
type length struct {
	mean      float64
	mu, sigma float64 // of the logarithm
}

// lengthOf is the lognormal length with that mean and coefficient of variation.
func lengthOf(mean, cv float64) length {
	v := math.Log1p(cv * cv)
	return length{mean: mean, mu: math.Log(mean) - v/2, sigma: math.Sqrt(v)}
}

// square is the squared coefficient of variation.
func (l length) square() float64 { return math.Expm1(l.sigma * l.sigma) }

// draw is a length by chance, in milliseconds.
func (l length) draw(r *rand.Rand) int64 {
	return milliseconds(math.Exp(l.mu + l.sigma*r.NormFloat64()))
}

// rest is how much longer something takes, in milliseconds, that has lasted for so
// many milliseconds.
func (l length) rest(r *rand.Rand, elapsed int64) int64 {
	if elapsed <= 0 {
		return l.draw(r)
	}
	if l.sigma == 0 {
		return max(0, int64(1000*l.mean)-elapsed)
	}
	e := float64(elapsed) / 1000
	above := upper((math.Log(e) - l.mu) / l.sigma)
	if above < 1e-9 { // longer than ever: about as much again as a twentieth of it
		return elapsed / 20
	}
	z := -math.Sqrt2 * math.Erfinv(2*above*(1-r.Float64())-1)
	if math.IsInf(z, 0) {
		return elapsed / 20
	}
	return max(0, milliseconds(math.Exp(l.mu+l.sigma*z))-elapsed)
}

// left is the mean of rest, in seconds: of a lognormal length X,
// E[X-e | X>e] = mean*P(Z > z-sigma)/P(Z > z) - e with z = (ln e - mu)/sigma.
func (l length) left(elapsed float64) float64 {
	if elapsed <= 0 {
		return l.mean
	}
	if l.sigma == 0 {
		return max(0, l.mean-elapsed)
	}
	z := (math.Log(elapsed) - l.mu) / l.sigma
	above := upper(z)
	if above < 1e-9 {
		return elapsed / 20
	}
	return max(0, l.mean*upper(z-l.sigma)/above-elapsed)
}

// longest is longer, in seconds, than anything in a hall takes.
const longest = 7 * 24 * 3600

// milliseconds are those of so many seconds: none of what is no number, so that no sum of
// odd reports makes a course without end.
func milliseconds(seconds float64) int64 {
	if !(seconds > 0) {
		return 0
	}
	return int64(1000 * min(seconds, longest))
}

// upper is the probability that a standard normal is above z.
func upper(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }

// sums are those of report.Lengths, weighted.
type sums struct{ n, seconds, log, logSq float64 }

func (s *sums) add(l report.Lengths, weight float64) {
	if l.N <= 0 || l.Seconds < 0 {
		return // of nothing, or nothing that can be
	}
	s.n += weight * float64(l.N)
	s.seconds += weight * float64(l.Seconds)
	s.log += weight * l.Log
	s.logSq += weight * l.LogSq
}

// without are the sums without those of a part; of nothing if that is no part.
func (s sums) without(o *sums) sums {
	s.n, s.seconds, s.log, s.logSq = s.n-o.n, s.seconds-o.seconds, s.log-o.log, s.logSq-o.logSq
	if s.n < 0.5 || s.seconds < s.n {
		return sums{}
	}
	return s
}

// toward is the length that the sums teach, if it was believed to be prior before, by
// as much as so many observations: the mean is that of all seconds, prior ones
// included; the variance of the logarithm that within the observations, joined with
// the prior's in the same way.
func (s *sums) toward(prior length, weight float64) length {
	if s.n <= 0 {
		return prior
	}
	mean := (weight*prior.mean + s.seconds) / (weight + s.n)
	within := max(0, s.logSq-s.log*s.log/s.n)
	v := (weight*prior.sigma*prior.sigma + within) / (weight + max(0, s.n-1))
	return length{mean: mean, mu: math.Log(mean) - v/2, sigma: math.Sqrt(v)}
}

// together is the length of several things done one after the other.
func together(ls []length) length {
	if len(ls) == 1 {
		return ls[0]
	}
	var mean, square float64
	for _, l := range ls {
		mean += l.mean
		square += l.mean * l.mean * l.square()
	}
	return lengthOf(mean, math.Sqrt(square)/mean)
}
