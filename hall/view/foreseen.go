package view

import (
	"cmp"
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/queue/wait"
	"onewindow/wire"
)

// Foreseen is what the hall foresees, as the views need it. Without anything they
// reckon by formula.
type Foreseen struct {
	// Forecast is the newest one; nil if there is none.
	Forecast *wait.Forecast
	// Known is what earlier days have taught; nil is what a new hall knows.
	Known *wait.Known
	// Days are the reported days, the oldest first.
	Days []*report.Day
	// Told is what a number was promised a moment ago, if that is not in the history yet;
	// nil for nothing.
	Told func(number string) *queue.Promise
	// Advised is an open advice with the figures of the last look at the hall, nil if
	// there are no newer ones than those given; nil for none.
	Advised func(id string) *queue.Advice
}

// stale is the age from which a forecast says less than the formula.
const stale = time.Minute

// Foreseen gives the views what the hall foresees.
func (v *Views) Foreseen(f Foreseen) *Views {
	v.foreseen = f
	return v
}

// forecast is the newest one, or else the outlook of the themes by formula.
func (v *Views) forecast() *wait.Forecast {
	if v.ranges != nil {
		return v.ranges
	}
	f := v.foreseen.Forecast
	if f == nil || f.Epoch != v.s.Epoch || f.Made.Before(v.s.Day.Opened) || v.now.Sub(f.Made) > stale {
		if v.known = v.foreseen.Known; v.known == nil {
			v.known = wait.Learn(v.s.Settings, v.s.Catalogue, nil)
		}
		v.hall = wait.Look(v.s, v.now)
		f = &wait.Forecast{Epoch: v.s.Epoch, Seq: v.s.Seq, Made: v.now, Themes: wait.RoughThemes(v.known, v.hall)}
	}
	v.ranges = f
	return f
}

// of is the range of a waiting number, if the forecast knows where it stands.
func (v *Views) of(t *queue.Ticket) (r wait.Range, ok bool) {
	f := v.forecast()
	if v.hall != nil {
		if v.formula == nil {
			v.formula = wait.NewFormula(v.known, v.hall)
		}
		return v.formula.Ticket(t.Number)
	}
	r, ok = f.Tickets[t.Number]
	return r, ok && t.Rev <= f.Seq
}

// outlook is the wait of a number of the theme drawn now; it is as long as when it was
// foreseen.
func (v *Views) outlook(theme string) (e queue.Estimate) {
	f := v.forecast()
	if o, ok := f.Themes[theme]; ok {
		e = o.Range.Estimate(f.Made)
	}
	e.Ahead, _ = v.s.Waiting(theme)
	return e
}

// wait is how much longer a waiting number waits, and by when it will very likely have
// been called; zero if nobody can say.
func (v *Views) wait(t *queue.Ticket) (e queue.Estimate, before time.Time) {
	f := v.forecast()
	p := t.Promise
	if p == nil && v.foreseen.Told != nil {
		p = v.foreseen.Told(t.Number)
	}
	if !t.FirstPlace() {
		p = nil // it was made for another place in line
	}
	switch r, ok := v.of(t); {
	case p != nil && (!ok || r.Rough && !p.Rough) && p.At.Add(time.Duration(p.High)*time.Second).After(v.now):
		e, before = Promised(p, v.now)
	case ok:
		e, before = r.Estimate(v.now), likely(r)
	default:
		o := f.Themes[t.Theme()]
		e = o.Range.Estimate(f.Made)
		e.Rough = true
		before = likely(o.Range)
	}
	e.Ahead = v.s.Ahead(t)
	if p != nil && p.By().After(v.now) && !before.IsZero() {
		before = round(p.By()) // as it stands on the paper
	}
	return e, before
}

// likely is by when a number with that range will very likely have been called.
func likely(r wait.Range) time.Time {
	if r.Never || r.Likely.IsZero() {
		return time.Time{}
	}
	return round(r.Likely)
}

// round rounds up to five minutes.
func round(t time.Time) time.Time {
	const step = 5 * time.Minute
	return t.Add(step - 1).Truncate(step)
}

// Promised is a promise as people are told it at a moment.
func Promised(p *queue.Promise, now time.Time) (e queue.Estimate, before time.Time) {
	at := func(seconds int) time.Time { return p.At.Add(time.Duration(seconds) * time.Second) }
	r := wait.Range{
		Low: at(p.Low), Median: at(p.Median), Mean: at(p.Median), Likely: at(p.Likely), High: at(p.High),
		Ahead: p.Ahead, Rough: p.Rough,
	}
	return r.Estimate(now), likely(r)
}

// accuracy is how good the promises by simulation were, as the report has them: today's
// so far, and those of the last reported day before it.
func (v *Views) accuracy() (out []wire.Accuracy) {
	add := func(date string, told report.Accuracy) {
		if told.Called == 0 {
			return
		}
		out = append(out, wire.Accuracy{
			Date: date, Told: told.Called, Held: percent(told.HeldShare()), Kept: percent(told.KeptShare()),
			Error: told.MeanError(), Bias: told.MeanBias(),
		})
	}
	add(v.s.Day.Date, v.count().Told)
	for _, d := range slices.Backward(v.foreseen.Days) {
		if d.Date < v.s.Day.Date {
			add(d.Date, d.All.Told)
			break
		}
	}
	return out
}

// advices are the open advices about windows: those that want one opened first, the
// ones with the fewest in time before others.
func (v *Views) advices() []queue.Advice {
	all := slices.Clone(v.s.Advices)
	for i := range all {
		if v.foreseen.Advised == nil {
			break
		}
		if a := v.foreseen.Advised(all[i].ID); a != nil {
			all[i] = *a
		}
	}
	slices.SortStableFunc(all, func(a, b queue.Advice) int {
		if a.What != b.What {
			if a.What == queue.AskOpen {
				return -1
			}
			return 1
		}
		// Where nearly nobody is called in time, what is spared tells them apart.
		return cmp.Or(cmp.Compare(a.ShareNow, b.ShareNow), cmp.Compare(b.WaitNow-b.Wait, a.WaitNow-a.Wait))
	})
	return all
}
