package queue

import "slices"

// Away is a stretch of events for which a ticket did not wait although its span says
// so, because what took it out of the line was taken back: from the event that did it
// to the undo. Whoever was called in between did not pass it.
type Away struct {
	From uint64 `json:"from"`
	To   uint64 `json:"to"`
}

// noteAway keeps in the span of a ticket that an undo has just put back in line since
// when it had been out of it; now is as it stood.
func (t *Ticket) noteAway(now *Ticket, undo uint64) {
	n := len(t.Periods)
	if t.State != Waiting {
		return
	}
	from := now.Rev
	if len(now.Periods) > n {
		from = now.Periods[n].Seq
	} else if now.State.Live() {
		return // it was changed where it stood
	}
	p := &t.Periods[n-1]
	p.Away = append(slices.Clone(p.Away), Away{From: from, To: undo})
}
