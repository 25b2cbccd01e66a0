package main

import (
	"slices"
	"time"
)

// times are how long each of many things took.
type times []time.Duration

// at is the time within which the share p of them was done.
func (t times) at(p float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	s := slices.Clone(t)
	slices.Sort(s)
	return s[min(int(p*float64(len(s))), len(s)-1)]
}

// figure is what one measurement gave.
type figure struct {
	rate     float64 // in a second
	p50, p99 time.Duration
}

func (t times) figure(span time.Duration) figure {
	return figure{float64(len(t)) / span.Seconds(), t.at(0.50), t.at(0.99)}
}

// median of one part of several figures.
func median[N float64 | time.Duration](fs []figure, part func(figure) N) N {
	ns := make([]N, len(fs))
	for i, f := range fs {
		ns[i] = part(f)
	}
	slices.Sort(ns)
	return ns[len(ns)/2]
}

// middle is the median of each part.
func middle(fs []figure) figure {
	return figure{
		median(fs, func(f figure) float64 { return f.rate }),
		median(fs, func(f figure) time.Duration { return f.p50 }),
		median(fs, func(f figure) time.Duration { return f.p99 }),
	}
}

// middleRatio is the median, over the rounds, of how a rate compares with
// another of the same round.
func middleRatio(fs, to []figure) float64 {
	rs := make([]float64, len(fs))
	for i := range fs {
		rs[i] = fs[i].rate / to[i].rate
	}
	slices.Sort(rs)
	return rs[len(rs)/2]
}
