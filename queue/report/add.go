package report

import (
	"fmt"
	"math"
)

// halfHours is how many half hours a day has.
const halfHours = 48

// grain is to how much logarithms are rounded: sums of them are then exact, so that
// they come out the same in whatever order, and on whatever machine, they are made.
const grain = 1 << 20

// add counts one more length; one below a second counts as a second.
func (l *Lengths) add(seconds int) {
	log := math.Round(math.Log(float64(max(seconds, 1)))*grain) / grain
	square := math.Round(float64(log*log)*grain) / grain
	l.join(Lengths{1, seconds, log, square})
}

func (l *Lengths) join(o Lengths) {
	*l = Lengths{l.N + o.N, l.Seconds + o.Seconds, l.Log + o.Log, l.LogSq + o.LogSq}
}

// Add adds what another day taught; it shares nothing with it.
func (l *Lessons) Add(o *Lessons) {
	l.Items = joinLengths(l.Items, o.Items)
	l.Themes = joinLengths(l.Themes, o.Themes)
	l.Walk.join(o.Walk)
	l.Lost.join(o.Lost)
	if len(o.Misses) > 0 && len(l.Misses) == 0 {
		l.Misses = make([]Miss, MissSteps)
	}
	for i, m := range o.Misses {
		l.Misses[i].Called += m.Called
		l.Misses[i].Missed += m.Missed
	}
	l.Breaks.join(o.Breaks)
	l.Duty += o.Duty
	l.Drawn = joinHalfHours(l.Drawn, o.Drawn)
	for id, c := range o.Classes {
		if l.Classes == nil {
			l.Classes = map[string][3]int{}
		}
		sum := l.Classes[id]
		for i, n := range c {
			sum[i] += n
		}
		l.Classes[id] = sum
	}
	l.Present = joinHalfHours(l.Present, o.Present)
	if len(o.Scores) > 0 && len(l.Scores) == 0 {
		l.Scores = make([]int, ScoreSteps)
	}
	for i, n := range o.Scores {
		l.Scores[i] += n
	}
}

func joinLengths(to, from map[string]Lengths) map[string]Lengths {
	if to == nil && len(from) > 0 {
		to = map[string]Lengths{}
	}
	for id, l := range from {
		sum := to[id]
		sum.join(l)
		to[id] = sum
	}
	return to
}

func joinHalfHours(to, from map[string][]int) map[string][]int {
	if to == nil && len(from) > 0 {
		to = map[string][]int{}
	}
	for id, all := range from {
		if to[id] == nil {
			to[id] = make([]int, halfHours)
		}
		for i, n := range all {
			to[id][i] += n
		}
	}
	return to
}

// check refuses lists of another length than they have.
func (l *Lessons) check() error {
	wrong := len(l.Misses) != 0 && len(l.Misses) != MissSteps || len(l.Scores) != 0 && len(l.Scores) != ScoreSteps
	for _, m := range []map[string][]int{l.Drawn, l.Present} {
		for _, all := range m {
			wrong = wrong || len(all) != halfHours
		}
	}
	if wrong {
		return fmt.Errorf("report: lessons with lists of another length than this build has")
	}
	return nil
}
