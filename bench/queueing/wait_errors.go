package main

import (
	"fmt"
	"math"
	"time"

	"onewindow/queue/wait"
)

// errors are how far estimates were from what came, in minutes.
type errors struct {
	n                        int
	abs, sum, square, widths float64
	median, waits            float64 // sums of the median's bias, and of the waits
	held, called             int
	// never counts those who were never called. Their range did not hold; how long they
	// waited nobody can say.
	never int
}

func (e *errors) add(r wait.Range, now time.Time, actual float64) {
	m := func(t time.Time) float64 { return t.Sub(now).Minutes() }
	e.n++
	e.abs += math.Abs(m(r.Median) - actual)
	e.sum += m(r.Mean) - actual
	e.median += m(r.Median) - actual
	e.waits += actual
	e.square += (m(r.Mean) - actual) * (m(r.Mean) - actual)
	e.widths += m(r.High) - m(r.Low)
	if actual >= m(r.Low) && actual <= m(r.High) {
		e.held++
	}
	if actual <= m(r.Likely) {
		e.called++
	}
}

func (e *errors) join(o *errors) {
	e.n, e.abs, e.sum, e.square, e.widths, e.held, e.called = e.n+o.n, e.abs+o.abs, e.sum+o.sum, e.square+o.square, e.widths+o.widths, e.held+o.held, e.called+o.called
	e.never += o.never
	e.median, e.waits = e.median+o.median, e.waits+o.waits
}

func (e *errors) mae() float64   { return e.abs / float64(e.n) }
func (e *errors) bias() float64  { return e.sum / float64(e.n) }
func (e *errors) off() float64   { return e.median / float64(e.n) }
func (e *errors) rms() float64   { return math.Sqrt(e.square / float64(e.n)) }
func (e *errors) width() float64 { return e.widths / float64(e.n) }
func (e *errors) cover() float64 { return 100 * float64(e.held) / float64(e.n+e.never) }
func (e *errors) by() float64    { return 100 * float64(e.called) / float64(e.n+e.never) }

func (e *errors) String() string {
	return fmt.Sprintf("%.2f min, rms %.2f, bias %+.2f, %.0f %% in %.1f", e.mae(), e.rms(), e.bias(), e.cover(), e.width())
}
