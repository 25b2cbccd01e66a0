package wait

import (
	"math"

	"onewindow/queue/report"
)

// Bounds of how far ranges are drawn apart, and how slowly they are: a day moves the
// factor by so much of the way, by half of that if it has only fewScores.
const (
	narrowest = 0.75
	widest    = 2.0
	dayMoves  = 1.0 / halfLife
	fewScores = 100
	// holds is the share of waits that a range is to hold.
	holds = 0.8
)

// widening is the factor by which both ends of a range are moved away from its median
// so that four of five waits lie in it (conformal prediction: Vovk et al. 2005; with a
// slow factor for a target that moves, Gibbs and Candes 2021).
//
// A score of 1 is a wait at the end of the range as it was told. If four of five of a
// day's scores are at most q, its ranges should have been q times as wide; the factor
// goes a twentieth of the way there, because what goes wrong on a day goes wrong for
// all of it.
func widening(days []*report.Day) float64 {
	log := 0.0
	for _, d := range days {
		n := 0
		for _, c := range d.Lessons.Scores {
			n += c
		}
		if n == 0 {
			continue
		}
		q := scoreAt(d.Lessons.Scores, holds*float64(n))
		log += dayMoves * float64(n) / (fewScores + float64(n)) * math.Log(max(q, report.ScoreStep))
		log = min(max(log, math.Log(narrowest)), math.Log(widest))
	}
	return math.Exp(log)
}

// scoreAt is the score that so many do not exceed, between the bounds of its step.
func scoreAt(scores []int, rank float64) float64 {
	before := 0.0
	for i, c := range scores {
		if n := float64(c); before+n >= rank && n > 0 {
			return report.ScoreStep * (float64(i) + (rank-before)/n)
		}
		before += float64(c)
	}
	return report.ScoreStep * float64(len(scores))
}

// Widened is by how much ranges are drawn apart because of how they held on earlier
// days; 1 is not at all.
func (k *Known) Widened() float64 { return k.widen }
