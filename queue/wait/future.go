package wait

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"

	"onewindow/queue"
	"onewindow/queue/wait/rollout"
)

// Future is a part of a hall that has nothing to do with the rest, because no window
// serves both, as it may go on from a moment. Each number names one course of it, drawn
// by chance and always the same one: the citizens, their visits and the wishes for
// breaks do not depend on what windows do, nor on the rest of the hall.
type Future struct {
	// Themes are its themes, Windows its windows as indexes of Hall.Windows, in the
	// order of Day.Windows.
	Themes  []string
	Windows []int

	h      *Hall
	k      *Known
	seed   uint64
	themes []int32 // indexes of Hall.Themes
	lane   []int32 // of the state's lane the one here, or -1
	lanes  int
	line   queue.Line
	visits []visit
	coming []visit
	missed []visit
	// elsewhere are those who come from other parts of the hall, and look finds them, once.
	elsewhere []onward
	look      func()
	parts     []length // of rollout.Day.Parts
	here      []place
	demand    demand

	day    rollout.Day
	pcg    rand.PCG
	rand   *rand.Rand
	player *rollout.Player
	light  *rollout.Light
}

// visit is one of those who wait, or come back at a known moment.
type visit struct {
	t    *ticket
	lane int32
	work length
	then int32
}

// futures divides a hall into what has nothing to do with each other.
func (e *Estimator) futures(h *Hall) []*Future {
	group := make([]int32, h.lanes) // the lane that stands for all that hang together
	for i := range group {
		group[i] = int32(i)
	}
	root := func(l int32) int32 {
		for group[l] != l {
			group[l] = group[group[l]]
			l = group[l]
		}
		return l
	}
	for i := range h.Windows {
		r := h.Windows[i].Reach
		all := slices.Concat(r.Own, r.Spill)
		for _, l := range all[min(1, len(all)):] {
			a, b := root(all[0]), root(l)
			group[max(a, b)] = min(a, b)
		}
	}
	byRoot := map[int32]*Future{}
	var fs []*Future
	for i := range h.Themes {
		r := root(int32(i))
		f := byRoot[r]
		if f == nil {
			f = e.future(h)
			byRoot[r], fs = f, append(fs, f)
		}
		f.themes = append(f.themes, int32(i))
		f.Themes = append(f.Themes, h.Themes[i].ID)
	}
	for i := range h.Windows {
		r := h.Windows[i].Reach
		if len(r.Own) == 0 {
			continue
		}
		if f := byRoot[root(r.Own[0])]; f != nil {
			f.Windows = append(f.Windows, i)
		}
	}
	var all *fluid
	rough := func() *fluid {
		if all == nil {
			all = newFluid(e.k, h)
		}
		return all
	}
	for _, f := range fs {
		f.look = func() { f.lookElsewhere(rough) }
		f.fill(func(lane int32) bool { return byRoot[root(lane)] == f })
	}
	return fs
}

func (e *Estimator) future(h *Hall) *Future {
	return &Future{h: h, k: e.k, seed: e.seed, player: &e.player, light: &e.light}
}

// fill prepares all that is the same in every course. in says which lanes are its own.
func (f *Future) fill(in func(lane int32) bool) {
	hash := fnv.New64a()
	hash.Write([]byte(f.Themes[0]))
	f.seed ^= hash.Sum64()
	f.rand = rand.New(&f.pcg)
	f.number(in)
	f.line = *queue.NewLine(f.lanes)
	for i := range f.h.tickets {
		if t := &f.h.tickets[i]; f.lane[t.lane] >= 0 {
			v := f.visit(t)
			e := queue.Entry{Key: t.key, Seq: int32(len(f.visits))}
			f.visits = append(f.visits, v)
			if t.passing > 0 {
				f.line.AddAfter(int(v.lane), e, t.passing)
			} else {
				f.line.Add(int(v.lane), e)
			}
		}
	}
	for i := range f.h.coming {
		if t := &f.h.coming[i]; f.lane[t.lane] >= 0 {
			f.coming = append(f.coming, f.visit(t))
		}
	}
	for i := range f.h.missed {
		if t := &f.h.missed[i]; f.k.returns > 0 && f.lane[t.lane] >= 0 {
			f.missed = append(f.missed, f.visit(t))
		}
	}
	f.day = rollout.Day{
		ReturnAfter: f.h.Settings.Rules.ReturnAfter,
		From:        f.h.Now.UnixMilli(), Close: f.h.Close.UnixMilli(),
		Walk: int64(1000 * f.k.walk.mean), Lost: int64(1000 * f.k.lost.mean), Between: int64(1000 * f.h.pause(f.k)),
		Parts: f.day.Parts, Waiting: len(f.visits),
		Visits: make([]rollout.Visit, 0, len(f.visits)+len(f.themes)+len(f.coming)+64),
	}
	f.place()
	f.expect()
}

// number gives lanes numbers of their own: the themes first, and then those of windows
// and clerks to which somebody was sent.
func (f *Future) number(in func(lane int32) bool) {
	f.lane = make([]int32, f.h.lanes)
	for i := range f.lane {
		f.lane[i] = -1
	}
	for i, t := range f.themes {
		f.lane[t] = int32(i)
	}
	f.lanes = len(f.themes)
	for _, ts := range [][]ticket{f.h.tickets, f.h.coming} {
		for i := range ts {
			l := ts[i].lane
			if f.lane[l] >= 0 {
				continue
			}
			if in(l) {
				f.lane[l] = int32(f.lanes)
				f.lanes++
			}
		}
	}
}

// visit prepares a ticket, with those of its later parts that are for themes here.
func (f *Future) visit(t *ticket) visit {
	v := visit{t: t, lane: f.lane[t.lane], work: f.length(&t.legs[0])}
	v.then = f.after(t.legs[1:])
	return v
}

func (f *Future) length(l *leg) length {
	return f.k.visit(&f.h.Settings.Themes[l.theme], l.items)
}

// after adds parts to the day, and returns how the first of them is named there.
func (f *Future) after(legs []leg) (then int32) {
	for i := range slices.Backward(legs) {
		lane := f.lane[legs[i].theme]
		if lane < 0 {
			continue
		}
		f.day.Parts = append(f.day.Parts, rollout.Part{Lane: lane, Then: then})
		f.parts = append(f.parts, f.length(&legs[i]))
		then = int32(len(f.day.Parts))
	}
	return then
}

// Play plays the day that was drawn last; see rollout.Player.Run.
func (f *Future) Play(until int64, last int32) {
	f.light.Begin(&f.day, &f.line)
	f.player.Run(&f.day, f.light, until, last)
}
