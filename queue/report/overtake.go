package report

import (
	"cmp"
	"slices"

	"onewindow/queue"
)

// stay is one stretch for which a ticket waited for a theme: from the event that
// began it until the one that ended it.
type stay struct {
	t        *queue.Ticket
	from, to uint64
	period   int
}

// call is the i-th span of a ticket, a call of the day.
type call struct {
	t *queue.Ticket
	i int
}

func (k call) period() *queue.Period { return &k.t.Periods[k.i] }

// overtakes finds the calls that passed somebody: who had drawn a number of the same
// theme earlier and waited for it when the other was called. It goes through the
// day's events in order, as the spans of the visits tell them.
func (c *count) overtakes() {
	stays, calls := map[string][]stay{}, map[string][]call{}
	for _, t := range c.s.Tickets {
		for i := range t.Periods {
			switch p := &t.Periods[i]; {
			case p.State == queue.Waiting:
				stays[t.Of(p)] = append(stays[t.Of(p)], stay{t, p.Seq, endOf(t, i), i})
			case p.State == queue.Called && c.happened(p.From):
				calls[t.Of(p)] = append(calls[t.Of(p)], call{t, i})
			}
		}
	}
	for theme, all := range calls {
		c.passed(theme, stays[theme], all)
	}
}

// endOf is the event that ended the i-th span of a ticket; the greatest number if it
// lasts.
func endOf(t *queue.Ticket, i int) uint64 {
	switch {
	case i+1 < len(t.Periods):
		return t.Periods[i+1].Seq
	case t.State.Live():
		return ^uint64(0)
	}
	return t.Rev
}

// passed counts the calls of a theme that passed somebody of it.
func (c *count) passed(theme string, stays []stay, calls []call) {
	slices.SortFunc(stays, func(a, b stay) int { return cmp.Compare(a.from, b.from) })
	slices.SortFunc(calls, func(a, b call) int { return cmp.Compare(a.period().Seq, b.period().Seq) })
	var waiting []stay // those who wait, in order of drawing
	for _, k := range calls {
		at := k.period().Seq
		for len(stays) > 0 && stays[0].from < at {
			i, _ := slices.BinarySearchFunc(waiting, stays[0], func(a, b stay) int { return cmp.Compare(a.t.Seq, b.t.Seq) })
			waiting, stays = slices.Insert(waiting, i, stays[0]), stays[1:]
		}
		waiting = slices.DeleteFunc(waiting, func(w stay) bool { return w.to <= at })
		by := map[Ground]Overtake{}
		for _, w := range waiting {
			if w.t.Seq >= k.t.Seq {
				break
			}
			if w.away(at) {
				continue
			}
			g := ground(k, w)
			x := by[g]
			by[g] = Overtake{Calls: 1, Passed: x.Passed + 1, Most: max(x.Most, seconds(k.t.Issued.Sub(w.t.Issued)))}
		}
		for g, x := range by {
			for _, cell := range c.places(theme, k.period().Window, k.period().Clerk) {
				cell.overtake(g, x)
			}
		}
	}
}

// away reports whether the ticket, which by its spans waited at an event, stood called
// then, and the call was taken back later.
func (w stay) away(at uint64) bool {
	return slices.ContainsFunc(w.t.Periods[w.period].Away, func(a queue.Away) bool { return a.From < at && at < a.To })
}

// ground is why a call passed somebody who waited.
func ground(k call, w stay) Ground {
	p := k.period()
	switch {
	case p.Reason == queue.ReasonPicked:
		return GroundPicked
	case p.Reason == queue.ReasonDirected:
		return GroundDirected
	case w.t.Periods[w.period].Sent:
		return GroundSent
	case k.t.Key.Before(w.t.Key) && k.t.Class == queue.Appointment:
		return GroundAppointment
	case k.t.Key.Before(w.t.Key) && k.t.Class == queue.Priority:
		return GroundPriority
	case cameBack(w.t, w.period):
		return GroundReturned
	}
	return GroundUnexplained
}

// cameBack reports whether the i-th span of a ticket is of waiting after a call that
// it missed.
func cameBack(t *queue.Ticket, i int) bool {
	for ; i > 0; i-- {
		switch t.Periods[i-1].State {
		case queue.Missed:
			return true
		case queue.Waiting: // sent on or changed meanwhile
		default:
			return false
		}
	}
	return false
}
