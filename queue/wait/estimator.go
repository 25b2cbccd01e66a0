package wait

import (
	"slices"
	"time"

	"onewindow/queue/wait/rollout"
)

// replications is how many courses of a hall an estimate looks at: with 50 the error
// was 1 % more, with 200 and 400 it was the same.
const replications = 100

// Estimator makes estimates by roll-out. It may be used by one caller at a time.
type Estimator struct {
	k      *Known
	seed   uint64
	player rollout.Player
	light  rollout.Light
	calls  [][]int64
}

// New makes an estimator. The same hall, lessons and seed give the same answers.
func New(k *Known, seed uint64) *Estimator { return &Estimator{k: k, seed: seed} }

// All estimates the waits of everybody who waits, and of a number of each theme that
// is drawn now.
func (e *Estimator) All(h *Hall) *Forecast {
	fc := blank(h)
	if !h.alive() {
		return fc
	}
	for _, f := range e.futures(h) {
		asked := len(f.visits) + len(f.themes)
		calls := e.memory(asked)
		until := f.lasting()
		for r := range replications {
			d := f.Draw(r, until)
			f.Play(rollout.Never, rollout.Asked)
			for i := range asked {
				calls[i] = append(calls[i], d.Visits[i].Called)
			}
		}
		for i := range f.visits {
			t := f.visits[i].t
			fc.Tickets[t.number] = e.rangeOf(h, calls[i], t.ahead)
		}
		for i, n := range f.themes {
			x := &h.Themes[n]
			c := calls[len(f.visits)+i]
			fc.Themes[x.ID] = Outlook{Range: e.rangeOf(h, c, x.Waiting), Fits: fits(c, f.day.Close)}
		}
	}
	return fc
}

// Ticket is what All says of one number that waits; ok is false if it does not. It
// looks only at what has to do with it.
func (e *Estimator) Ticket(h *Hall, number string) (rng Range, ok bool) {
	n := slices.IndexFunc(h.tickets, func(t ticket) bool { return t.number == number })
	if n < 0 {
		return Range{}, false
	}
	t := &h.tickets[n]
	if !h.alive() {
		return Range{Never: true, Ahead: t.ahead}, true
	}
	for _, f := range e.futures(h) {
		i := slices.IndexFunc(f.visits, func(v visit) bool { return v.t == t })
		if i < 0 {
			continue
		}
		calls := e.memory(1)
		until := f.lasting()
		for r := range replications {
			d := f.Draw(r, until)
			f.Play(rollout.Never, int32(i))
			calls[0] = append(calls[0], d.Visits[i].Called)
		}
		return e.rangeOf(h, calls[0], t.ahead), true
	}
	return Range{Never: true, Ahead: t.ahead}, true
}

// alive reports whether anything can be foreseen of a hall: its day is open and it is
// not stopped.
func (h *Hall) alive() bool { return h.Open && !h.Stopped && h.Settings != nil }

// blank is a forecast in which nobody is ever called.
func blank(h *Hall) *Forecast {
	fc := &Forecast{Epoch: h.Epoch, Seq: h.Seq, Made: h.Now, Tickets: make(map[string]Range, len(h.tickets)), Themes: make(map[string]Outlook, len(h.Themes))}
	for i := range h.tickets {
		fc.Tickets[h.tickets[i].number] = Range{Never: true, Ahead: h.tickets[i].ahead}
	}
	for i := range h.Themes {
		fc.Themes[h.Themes[i].ID] = Outlook{Range: Range{Never: true, Ahead: h.Themes[i].Waiting}}
	}
	return fc
}

// memory is n empty lists.
func (e *Estimator) memory(n int) [][]int64 {
	for len(e.calls) < n {
		e.calls = append(e.calls, make([]int64, 0, replications))
	}
	for i := range n {
		e.calls[i] = e.calls[i][:0]
	}
	return e.calls[:n]
}

// fits is the share, in percent, of calls before the hall closes.
func fits(calls []int64, closes int64) int {
	n := 0
	for _, c := range calls {
		if c <= closes {
			n++
		}
	}
	return 100 * n / len(calls)
}

// rangeOf makes a range of the moments of a call in all courses: the quantile p of R of
// them is the one of rank floor(p(R+1)). In whatever course the call does not come, it
// counts as later than all others.
func (e *Estimator) rangeOf(h *Hall, calls []int64, ahead int) Range {
	slices.Sort(calls)
	at := func(p float64) int64 { return calls[max(int(p*float64(len(calls)+1)), 1)-1] }
	median := at(0.5)
	if median == rollout.Never {
		return Range{Never: true, Ahead: ahead}
	}
	last, sum, n := median, 0.0, 0
	for _, c := range calls {
		if c != rollout.Never {
			last, n = c, n+1
			sum += float64(c - median)
		}
	}
	now := h.Now.UnixMilli()
	// widened moves an end of the range away from the median.
	widened := func(c int64) time.Time {
		c = min(c, last)
		return moment(max(now, median+int64(e.k.widen*float64(c-median))))
	}
	return Range{
		Low: widened(at(0.1)), Median: moment(median), Likely: widened(at(0.8)), High: widened(at(0.9)),
		Mean: moment(max(now, median+int64(sum/float64(n)))), Ahead: ahead,
	}
}

func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
