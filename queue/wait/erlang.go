package wait

import "math"

// ErlangC is the probability that somebody who comes to s windows with a load of a
// erlang (arrivals per minute times mean minutes of a visit) has to wait, if arrivals
// are Poisson, visits exponential and everybody stays (M/M/s): 1 from a load of s on,
// and 0 without load. (Erlang 1917; computed by the recursion of Erlang-B.)
func ErlangC(s int, a float64) float64 {
	switch {
	case a <= 0:
		return 0
	case s <= 0 || a >= float64(s):
		return 1
	}
	b := 1 / inverseB(s, a)
	return b / (1 - a/float64(s)*(1-b))
}

// inverseB is one over the Erlang-B probability of loss. It grows from 1, and may
// become infinite for many windows and next to no load.
func inverseB(s int, a float64) float64 {
	e := 1.0
	for n := 1; n <= s; n++ {
		e = 1 + float64(n)/a*e
	}
	return e
}

// Crowd is a line of people who come at random, take an exponential time each at the
// window, and leave after an exponential time if they are not called: the queue
// M/M/s+M, or Erlang-A (Palm 1946; Garnett, Mandelbaum and Reiman 2002).
type Crowd struct {
	// Rate is how many come, a minute.
	Rate float64
	// Mean is how many minutes a window has to do with one.
	Mean float64
	// Patience is after how many minutes of waiting people leave on average; 0 means
	// that everybody stays.
	Patience float64
}

// Load is the load in erlang: how many windows would be busy if there were enough.
func (c Crowd) Load() float64 { return c.Rate * c.Mean }

// Patience is taken to be no longer than the time in which so many people come, which
// bounds the work of a series: with too few windows as many terms as people gather,
// and with enough of them the square root of that.
const (
	manyLate = 1e6
	manyIn   = 1e9
)

// offered is the law of the offered wait, which is how long somebody who never leaves
// would wait (Zeltyn and Mandelbaum 2005): with E = 1/B(s-1) and
//
//	J(t) = integral from t of exp(rate*(1-exp(-x*l))/l - s*m*x) dx
//
// for rates m of a window and l of leaving, P(V > t) = rate*J(t) / (E + rate*J(0)).
type offered struct {
	c        Crowd
	s        int
	e        float64 // E
	at0, log float64 // rate*J(0) = at0 * exp(log)
}

// offered prepares the law for s > 0 windows.
func (c Crowd) offered(s int) offered {
	o := offered{c: c, s: s, e: inverseB(s-1, c.Load())}
	o.at0, o.log = o.tail(0)
	return o
}

// tail is rate*J(t) as x*exp(log). The integral is an incomplete gamma function, and
// that a series of positive terms:
//
//	J(t) = exp(rate/l - y - s*m*t)/l * sum of y^k / (a(a+1)...(a+k)),  y = rate/l*exp(-l*t), a = s*m/l
//
// so nothing cancels, whatever the load; only its size has to be watched.
func (o offered) tail(t float64) (x, log float64) {
	p := min(o.c.Patience, manyIn/o.c.Rate)
	if o.c.Load() >= float64(o.s) {
		p = min(p, manyLate/o.c.Rate)
	}
	m := float64(o.s) / o.c.Mean
	y, a := o.c.Rate*p*math.Exp(-t/p), m*p
	const big = 1e250
	term, sum := 1/a, 0.0
	log = o.c.Rate*p*-math.Expm1(-t/p) - m*t
	for k := 1.0; ; k++ {
		sum += term
		r := y / (a + k)
		if r < 1 && term < 1e-17*sum*(1-r) {
			return sum * p * o.c.Rate, log
		}
		if term *= r; term > big {
			term, sum, log = term/big, sum/big, log+math.Log(big)
		}
	}
}

// over is x*exp(log) / (E + rate*J(0)).
func (o offered) over(x, log float64) float64 {
	return x * math.Exp(log-o.log) / (o.e*math.Exp(-o.log) + o.at0)
}

// Longer is the probability that somebody who stays waits longer than t minutes for
// one of s windows.
func (c Crowd) Longer(s int, t float64) float64 {
	switch a := c.Load(); {
	case a <= 0:
		return 0
	case s <= 0:
		return 1
	case c.forever():
		if a >= float64(s) {
			return 1
		}
		return ErlangC(s, a) * math.Exp(-(float64(s)-a)*t/c.Mean)
	}
	o := c.offered(s)
	return clip(o.over(o.tail(t)))
}

// Leave is the share of people who leave before they are called by one of s windows.
func (c Crowd) Leave(s int) float64 {
	a := c.Load()
	switch {
	case a <= 0:
		return 0
	case s <= 0:
		return 1
	case c.forever():
		// What is more than the windows can do is never called.
		return max(0, 1-float64(s)/a)
	}
	// P(leave) = (1 + (rate - s*m) J(0)) / (E + rate*J(0)).
	o := c.offered(s)
	return clip(o.over(1, 0) + (1-float64(s)/a)*o.over(o.at0, o.log))
}

// Enough is the smallest number of windows, up to most, with which nobody who stays
// waits longer than t minutes with a probability of more than risk; most if that many
// are not enough.
func (c Crowd) Enough(t, risk float64, most int) int {
	s := 0
	for s < most && c.Longer(s, t) > risk {
		s++
	}
	return s
}

// forever reports whether nobody leaves.
func (c Crowd) forever() bool { return c.Patience <= 0 || math.IsInf(c.Patience, 1) }

func clip(p float64) float64 { return min(1, max(0, p)) }

// SquareRoot is the number of windows by the square-root rule, a + beta*sqrt(a), for a
// load of a erlang of which no more than the share risk is to wait longer than t mean
// visits. beta solves alpha(beta)*exp(-beta*sqrt(a)*t) = risk, where alpha is the
// probability of having to wait with many windows (Halfin and Whitt 1981; Borst,
// Mandelbaum and Reiman 2004). It knows of nobody who leaves; it is there to hold
// Crowd.Enough against.
func SquareRoot(a, t, risk float64) float64 {
	if a <= 0 {
		return 0
	}
	low, high := 0.0, 10.0
	for range 60 {
		b := (low + high) / 2
		if halfinWhitt(b)*math.Exp(-b*math.Sqrt(a)*t) > risk {
			low = b
		} else {
			high = b
		}
	}
	return a + high*math.Sqrt(a)
}

// halfinWhitt is 1/(1 + b*Phi(b)/phi(b)) for the standard normal law.
func halfinWhitt(b float64) float64 {
	phi := math.Exp(-b*b/2) / math.Sqrt(2*math.Pi)
	all := 0.5 * math.Erfc(-b/math.Sqrt2)
	return 1 / (1 + b*all/phi)
}
