package wait

import (
	"math"
	"slices"

	"onewindow/queue/wait/rollout"
)

// Decided anew is, while a course is played, by the formula: to look for advice within
// each course would take too long. againLevel is the share it asks for. The advisor has
// so many called in time or more, so that with less what is told would be too little.
const againLevel = 0.9

// reopening is what is decided of a theme when the time for which advice is given is
// over: how many windows more are opened by how many wait then.
type reopening struct {
	*staff
	f       *Future
	lane    int     // of the theme, in the future
	theme   int     // and in the hall
	come    float64 // who is expected in the time after that
	minutes float64 // and how many minutes that is
	most    int
	// can are the windows, in the order of Day.Windows, that can be opened.
	can []int32
	// need is how many windows the formula asks for if so many wait.
	need map[int]int
}

// again is for rollout.Player.Watch: at the first moment it opens windows as it would be
// advised to.
func (s *staff) again(f *Future, on []bool) func(now int64) {
	at, then := s.until.UnixMilli(), s.until.Add(s.r.Every)
	if then.After(s.h.Close) {
		then = s.h.Close
	}
	factor := s.k.Factor(s.h)
	var all []reopening
	for i, t := range f.themes {
		id := s.h.Themes[t].ID
		x := reopening{staff: s, f: f, lane: i, theme: int(t), most: s.most(int(t), s.until), need: map[int]int{}}
		x.minutes = max(1, then.Sub(s.until).Minutes())
		x.come = factor * (s.k.coming(s.h, id, then) - s.k.coming(s.h, id, s.until))
		for _, w := range s.openable(int(t)) {
			if n := slices.Index(f.Windows, w); n >= 0 && !on[w] {
				x.can = append(x.can, int32(n))
			}
		}
		if len(x.can) > 0 {
			all = append(all, x)
		}
	}
	there := make([]bool, len(s.h.Windows))
	return func(now int64) {
		if now != at {
			return
		}
		for i := range all {
			all[i].open(now, there)
		}
	}
}

// open opens the windows. there is memory for which there are.
func (x *reopening) open(now int64, there []bool) {
	clear(there)
	open := 0
	for n, w := range x.f.Windows {
		if there[w] = x.f.player.There(int32(n)); there[w] && x.h.serves(w, x.theme) {
			open++
		}
	}
	more := int(math.Ceil(float64(x.needed(x.waiting(now))) - x.shared(there)[x.theme]))
	more = min(more, x.most-open)
	for _, n := range x.can {
		if more <= 0 {
			return
		}
		if !x.f.player.There(n) {
			x.f.player.Begin(n)
			more--
		}
	}
}

// waiting is how many of the theme wait: also those whose patience has ended, whom the
// hall counts until it calls them, but not those with a later part or back after a missed
// call, who are few and have been called before.
func (x *reopening) waiting(now int64) (n int) {
	for i := range x.f.day.Visits {
		v := &x.f.day.Visits[i]
		if !v.Ghost && int(v.Lane) == x.lane && v.At <= now && v.Called == rollout.Never {
			n++
		}
	}
	return n
}

func (x *reopening) needed(waiting int) int {
	need, ok := x.need[waiting]
	if !ok {
		id := x.h.Themes[x.theme].ID
		c := Crowd{Rate: (x.come + max(0, float64(waiting-backlog))) / x.minutes, Mean: x.k.Mean(id) / x.k.Available(), Patience: x.k.Patience()}
		need = c.Enough(x.r.Target.Minutes(), 1-againLevel, len(x.h.Windows))
		x.need[waiting] = need
	}
	return need
}
