package sim

import (
	"slices"

	"onewindow/queue/wait/rollout"
)

// Outcome is what came of one day that was played.
type Outcome struct {
	// Drawn are the numbers; Lost those that nobody came with: NoShows who went at
	// once, and others who had waited too long; Unserved were not called at all.
	Drawn, Lost, NoShows, Unserved int
	// Overtaken are the ordinary numbers passed by a later one of their line, and
	// Unexplained those of them that were passed by another ordinary one. Jump is by
	// how many milliseconds later the latest was drawn that passed anybody.
	Ordinary, Overtaken, Unexplained int
	Jump                             int64
	// Duty is for how long windows were attended, breaks included, also after their time
	// while somebody was there, and Busy for how long somebody was called or served;
	// milliseconds.
	Duty, Busy int64

	waits []waited
}

// waited is one wait, of one number in one line.
type waited struct {
	wait, whole int64 // from what was promised, and from when the number was drawn
	at          int64 // since opening
	theme       int32
	class       Class
}

// Outcome reads what came of the day from its Plan.
func (d *Day) Outcome() *Outcome {
	o := &Outcome{Drawn: len(d.Citizens), waits: make([]waited, 0, len(d.Citizens))}
	items := d.Hall.Scenario.Items
	for i := range d.Citizens {
		c, v := &d.Citizens[i], &d.Plan.Visits[i]
		switch {
		case v.Missed:
			o.Lost++
			if c.NoShow {
				o.NoShows++
			}
			o.work(d, v.Window, v.Called, d.Plan.Lost)
			continue
		case v.Called == rollout.Never:
			o.Lost++
			o.Unserved++
			continue
		}
		w := waited{theme: int32(items[c.Item].Theme), class: c.Class, at: c.At, whole: v.Called - v.At}
		from := v.At
		if c.Class == Appointment {
			if c.Late() {
				w.class = Ordinary
			} else {
				from = max(from, d.Opening.UnixMilli()+c.Slot)
			}
		}
		w.wait = max(0, v.Called-from)
		o.waits = append(o.waits, w)
		from = v.Called
		if v.Again != rollout.Never {
			// Where the first call was is not known; it is taken to be where the second was.
			o.work(d, v.Window, v.Called, d.Plan.Lost)
			from = v.Again
		}
		o.work(d, v.Window, from, d.busy(v.Window, v.Lane, v.Work))
		for then := v.Then; then > 0; {
			p := &d.Plan.Parts[then-1]
			if p.Called == rollout.Never {
				o.Unserved++
				break
			}
			o.waits = append(o.waits, waited{theme: w.theme, class: Ordinary, at: c.At, wait: p.Called - p.Drawn, whole: p.Called - p.Drawn})
			o.work(d, p.Window, p.Called, d.busy(p.Window, p.Lane, p.Work))
			then = p.Then
		}
	}
	for i := range d.Plan.Windows {
		for _, s := range d.Plan.Windows[i].Duty {
			o.Duty += s.To - s.From
		}
	}
	d.overtakes(o)
	return o
}

// work counts time for which a window was busy. What is outside of its duty is more of it.
func (o *Outcome) work(d *Day, window int32, from, long int64) {
	o.Busy += long
	over := long
	for _, s := range d.Plan.Windows[window].Duty {
		over -= max(0, min(from+long, s.To)-max(from, s.From))
	}
	o.Duty += over
}

// busy is for how long a visit keeps a window busy.
func (d *Day) busy(window, lane int32, work int64) int64 {
	w := &d.Plan.Windows[window]
	f := float64(work)
	if w.Speed > 0 {
		f /= w.Speed
	}
	if w.Second > 0 && !slices.Contains(w.Reach.Own, lane) {
		f *= w.Second
	}
	return d.Plan.Walk + int64(f)
}

// overtakes counts who was passed in line. A number is passed when a later one of its
// line is called while it waits for its first call.
func (d *Day) overtakes(o *Outcome) {
	type call struct {
		at int64
		v  int32
	}
	calls := make([][]call, d.Hall.Lines)
	drawn := make([][]int32, d.Hall.Lines)
	for v := range d.Plan.Visits {
		x := &d.Plan.Visits[v]
		drawn[x.Lane] = append(drawn[x.Lane], int32(v))
		if x.Called != rollout.Never {
			calls[x.Lane] = append(calls[x.Lane], call{x.Called, int32(v)})
		}
	}
	passed, bare := make([]bool, len(d.Plan.Visits)), make([]bool, len(d.Plan.Visits))
	ordinary := func(v int32) bool {
		c := &d.Citizens[v]
		return c.Class == Ordinary || c.Late()
	}
	for lane := range calls {
		// At one moment the line is called from in the order of its keys.
		slices.SortFunc(calls[lane], func(a, b call) int {
			if a.at != b.at {
				return int(a.at - b.at)
			}
			x, y := d.Plan.Visits[a.v].Key, d.Plan.Visits[b.v].Key
			if x != y {
				return int(x - y)
			}
			return int(a.v - b.v)
		})
		waiting := drawn[lane]
		for _, c := range calls[lane] {
			i := slices.Index(waiting, c.v)
			for _, y := range waiting[:i] {
				passed[y] = true
				bare[y] = bare[y] || ordinary(c.v)
				o.Jump = max(o.Jump, d.Plan.Visits[c.v].At-d.Plan.Visits[y].At)
			}
			waiting = slices.Delete(waiting, i, i+1)
		}
	}
	for v := range d.Citizens {
		if !ordinary(int32(v)) {
			continue
		}
		o.Ordinary++
		if passed[v] {
			o.Overtaken++
		}
		if bare[v] {
			o.Unexplained++
		}
	}
}
