package report

import (
	"slices"
	"time"

	"onewindow/queue"
)

// served counts the finished parts of a visit and the finished visit.
func (c *count) served(t *queue.Ticket) {
	parts := t.Leg
	if t.State == queue.Done {
		parts++
	}
	whole, known := time.Duration(0), true
	for leg := range parts {
		length, end, sure := service(t, leg)
		whole, known = whole+length, known && sure
		if c.only == nil && end != nil && c.happened(end.To) {
			c.finished(t, leg, end, length, sure)
		}
	}
	if t.State != queue.Done || !c.happened(t.Ended) {
		return
	}
	c.day.All.Served++
	if known {
		c.day.All.Service.add(seconds(whole))
	} else {
		c.day.All.Inferred++
	}
}

// service is how long a part was served, its last such span, and whether the length
// is known: nobody pressed the start of an inferred one.
func service(t *queue.Ticket, leg int) (length time.Duration, end *queue.Period, sure bool) {
	sure = true
	for i := range t.Periods {
		p := &t.Periods[i]
		if p.State != queue.Serving || p.Leg != leg {
			continue
		}
		end = p
		if p.Inferred || p.To.IsZero() {
			sure = false
			continue
		}
		length += p.To.Sub(p.From)
	}
	return length, end, sure && length > 0
}

// finished counts a finished part that was served until the span end.
func (c *count) finished(t *queue.Ticket, leg int, end *queue.Period, length time.Duration, sure bool) {
	l := &t.Legs[leg]
	done := l.Items
	if len(l.Handled) > 0 {
		done = nil
		for _, h := range l.Handled {
			done = append(done, h.Item)
		}
	}
	rooms := append(c.desk(end.Window, end.Clerk), cellOf(c.day.Themes, l.Theme))
	for _, it := range done {
		cellOf(c.day.Items, it).Served++
	}
	if len(done) == 1 { // the length of several is not known of each
		x := cellOf(c.day.Items, done[0])
		if sure {
			x.Service.add(seconds(length))
		} else {
			x.Inferred++
		}
	}
	for _, x := range rooms {
		x.Served++
		if sure {
			x.Service.add(seconds(length))
		} else {
			x.Inferred++
		}
	}
	if sure && !c.atClose(end.To) && !wasHeld(t, leg) {
		c.teach(l, seconds(length))
	}
}

// atClose reports whether a span was ended by the close of the day rather than by
// anybody's key: how long the visit lasted is not known then.
func (c *count) atClose(at time.Time) bool {
	return at.Equal(c.s.Day.Closed) || slices.ContainsFunc(c.s.Day.Breaks, func(b queue.Break) bool { return at.Equal(b.From) })
}

func wasHeld(t *queue.Ticket, leg int) bool {
	return slices.ContainsFunc(t.Periods, func(p queue.Period) bool { return p.State == queue.Held && p.Leg == leg })
}

// teach keeps the length of a finished part.
func (c *count) teach(l *queue.Leg, length int) {
	k := &c.day.Lessons
	if k.Themes == nil {
		k.Themes, k.Items = map[string]Lengths{}, map[string]Lengths{}
	}
	sum := k.Themes[l.Theme]
	sum.add(length)
	k.Themes[l.Theme] = sum
	if len(l.Items) == 1 {
		sum := k.Items[l.Items[0]]
		sum.add(length)
		k.Items[l.Items[0]] = sum
	}
}
