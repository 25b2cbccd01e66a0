package sim

import (
	"math"
	"math/rand/v2"
)

// ln are the parameters of a lognormal distribution.
type ln struct{ mu, sigma float64 }

// lognormal has the given mean and coefficient of variation: with s2 = ln(1+cv^2), mu
// is ln(mean) - s2/2.
func lognormal(mean, cv float64) ln {
	v := math.Log1p(cv * cv)
	return ln{mu: math.Log(mean) - v/2, sigma: math.Sqrt(v)}
}

func (l ln) draw(r *rand.Rand) float64 { return math.Exp(l.mu + l.sigma*r.NormFloat64()) }

// gamma draws with mean 1 and the given coefficient of variation.
func gamma(r *rand.Rand, cv float64) float64 {
	if cv < 1e-6 { // nobody could tell it from 0, and its square is none
		return 1
	}
	k := 1 / (cv * cv)
	return gammaOf(r, k) / k
}

// gammaOf draws from the gamma distribution with shape k and scale 1: Marsaglia and
// Tsang 2000, ACM TOMS 26:363.
func gammaOf(r *rand.Rand, k float64) float64 {
	if k < 1 {
		return gammaOf(r, k+1) * math.Pow(r.Float64(), 1/k)
	}
	d := k - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(r.Float64()) < 0.5*x*x+d*(1-v+math.Log(v)) {
			return d * v
		}
	}
}

// poisson draws a count with the given mean: how many uniforms can be multiplied
// before the product falls below exp(-mean) (Knuth), in steps that exp can hold.
func poisson(r *rand.Rand, mean float64) (n int) {
	const step = 200
	for ; mean > step; mean -= step {
		n += poisson(r, step)
	}
	if mean <= 0 {
		return n
	}
	for p, l := r.Float64(), math.Exp(-mean); p > l; p *= r.Float64() {
		n++
	}
	return n
}
