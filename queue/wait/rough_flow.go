package wait

import (
	"math"
	"slices"
	"sort"
)

// course is what the windows do of a theme's visits in a lane: the same for all who wait
// in it.
type course struct {
	free  bool    // one is idle that would call
	first float64 // seconds of work until the first of them is free; see fluid.first
	parts []stretch
	end   float64 // seconds until the last of them has gone
}

// stretch is a time in which the same windows are there.
type stretch struct {
	from, length float64 // seconds from now
	begun        float64 // seconds of work that those who begin take at once
	rate         float64 // seconds of work a second
}

// course is that of a lane and theme.
func (f *fluid) course(lane, theme int32) *course {
	at := [2]int32{lane, theme}
	if f.courses[at] == nil {
		c := &course{free: f.free(lane), first: f.first(lane, theme, f.themes[theme].mean)}
		f.stretches(c, lane, theme)
		f.courses[at] = c
	}
	return f.courses[at]
}

// stretches finds when which windows are there.
func (f *fluid) stretches(c *course, lane, theme int32) {
	edges := []int64{f.now}
	shares := make([]float64, len(f.there))
	for i := range f.there {
		x := &f.there[i]
		if shares[i] = f.share(x, lane, theme) * x.comes; shares[i] == 0 {
			continue
		}
		for _, s := range x.spans {
			edges = append(edges, s.From, s.To)
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	available := f.k.Available()
	for n, at := range edges {
		if at < f.now || at == math.MaxInt64 {
			continue
		}
		p := stretch{from: float64(at-f.now) / 1000, length: math.Inf(1)}
		if n+1 < len(edges) && edges[n+1] != math.MaxInt64 {
			p.length = float64(edges[n+1]-at) / 1000
		}
		for i := range f.there {
			if shares[i] == 0 {
				continue
			}
			for _, s := range f.there[i].spans {
				if at > f.now && s.From == at {
					p.begun += f.themes[theme].mean * shares[i]
				}
				if s.From <= at && at < s.To {
					p.rate += available * shares[i]
				}
			}
		}
		if p.rate > 0 {
			c.end = p.from + p.length
		}
		c.parts = append(c.parts, p)
	}
}

// flow is after how many seconds the windows have done so many seconds of work; negative
// if they never do.
func (c *course) flow(work float64) float64 {
	for i := range c.parts {
		p := &c.parts[i]
		work -= p.begun
		if work <= 0 {
			return p.from
		}
		if p.rate > 0 && p.rate*p.length >= work {
			return p.from + work/p.rate
		}
		if p.rate > 0 {
			work -= p.rate * p.length
		}
	}
	return -1
}

// done is flow, but where the work is never done it is when the last window goes, and not
// before least.
func (c *course) done(work, least float64) float64 {
	if wait := c.flow(work); wait >= 0 {
		return wait
	}
	return max(least, c.end)
}

// rests reports whether there is a time without any window before a moment.
func (c *course) rests(to float64) bool {
	return slices.ContainsFunc(c.parts, func(p stretch) bool { return p.rate == 0 && p.from < to })
}

// first is the work, in seconds of a window's time, that is done until the first of the
// windows of a lane is free; a visit's mean if nothing is known of what they do. If each
// is free after a time of its mean, and as if by chance, the first is after one over the
// sum of their rates.
func (f *fluid) first(lane, theme int32, mean float64) float64 {
	rate, windows := 0.0, 0.0
	for i := range f.there {
		x := &f.there[i]
		if part := f.share(x, lane, theme); part > 0 && x.left > 0 {
			rate += part / max(x.left, 1)
			windows += part
		}
	}
	if windows == 0 {
		return mean
	}
	return min(mean, windows/rate)
}

// free reports whether a window is idle that would call for the lane.
func (f *fluid) free(lane int32) bool {
	return slices.ContainsFunc(f.there, func(x stay) bool {
		return x.idle && (slices.Contains(x.reach.Own, lane) || slices.Contains(x.reach.Spill, lane))
	})
}

// line are those who wait in a lane, in the order in which they are called, with the work
// of all before each: as it is if they are called now, and if all of them come.
type line struct {
	order        []int // in h.tickets
	work, served []float64
}

// line is that of a lane.
func (f *fluid) line(lane int32) *line {
	if f.lines[lane] != nil {
		return f.lines[lane]
	}
	l := &line{}
	for i := range f.h.tickets {
		if f.h.tickets[i].lane == lane {
			l.order = append(l.order, i)
		}
	}
	slices.SortFunc(l.order, func(a, b int) int {
		x, y := &f.h.tickets[a], &f.h.tickets[b]
		if x.before(y.key, y.seq) {
			return -1
		}
		if y.before(x.key, x.seq) {
			return 1
		}
		return 0
	})
	l.work, l.served = make([]float64, len(l.order)+1), make([]float64, len(l.order)+1)
	for n, i := range l.order {
		l.work[n+1], l.served[n+1] = l.work[n]+f.work[i], l.served[n]+f.served[i]
	}
	f.lines[lane] = l
	return l
}

// before reports whether a ticket is called before one with that key and sequence.
func (t *ticket) before(key int64, seq int32) bool { return t.key < key || t.key == key && t.seq < seq }

// before is how many of a line are called before a place in it.
func (l *line) before(f *fluid, key int64, seq int32) int {
	return sort.Search(len(l.order), func(n int) bool { return !f.h.tickets[l.order[n]].before(key, seq) })
}

// groups is into how many a line is divided at most: those of one, who stand
// next to each other, are taken to leave as whoever is in their middle.
const groups = 16

// left is the expected work of the first n if the next is called in so many seconds, and
// they are at equal distances until then: the longer somebody has waited when called, the
// likelier nobody comes.
func (l *line) left(f *fluid, n int, seconds float64) (work float64) {
	k := min(n, groups)
	for i := range k {
		from, to := i*n/k, (i+1)*n/k
		at := seconds * float64(from+to) / 2 / float64(n+1)
		gone := f.gone(l.order[(from+to)/2], at)
		work += (1-gone)*(l.served[to]-l.served[from]) + gone*float64(to-from)*(f.k.lost.mean+f.pause)
	}
	return work
}
