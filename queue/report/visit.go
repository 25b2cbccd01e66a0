package report

import (
	"time"

	"onewindow/queue"
)

// visit counts one ticket: what happened to it on the day. What happened on the day
// before, to one that was kept overnight, was counted there.
func (c *count) visit(t *queue.Ticket) {
	own := t.Day == c.day.Date
	if own {
		c.drawn(t)
	} else {
		c.day.All.Carried++
	}
	c.calls(t)
	c.served(t)
	c.ended(t)
	c.promise(t)
	if c.only == nil {
		c.papers(t, own)
	}
	for i := range t.Periods {
		c.span(t, &t.Periods[i])
	}
}

// began is the theme for which the number was drawn.
func began(t *queue.Ticket) string { return t.Of(&t.Periods[0]) }

// asked are all items of the visit.
func asked(t *queue.Ticket) (all []string) {
	for i := range t.Legs {
		all = append(all, t.Legs[i].Items...)
	}
	return all
}

func (c *count) drawn(t *queue.Ticket) {
	c.day.All.Issued++
	if c.only != nil {
		return
	}
	theme := began(t)
	for _, x := range c.part(theme, asked(t)) {
		x.Issued++
	}
	h := c.half(t.Issued)
	h.Drawn++
	l := &c.day.Lessons
	if l.Drawn == nil {
		l.Drawn, l.Classes = map[string][]int{}, map[string][3]int{}
	}
	if l.Drawn[theme] == nil {
		l.Drawn[theme] = make([]int, halfHours)
	}
	l.Drawn[theme][int(h.At)/30]++
	classes := l.Classes[theme]
	switch t.Class {
	case queue.Priority:
		classes[1]++
	case queue.Appointment:
		classes[2]++
	default:
		classes[0]++
	}
	l.Classes[theme] = classes
}

// fate is what became of a call.
type fate int

const (
	fateOther   fate = iota // it stands, or was taken from the window
	fateStarted             // the citizen came
	fateMissed              // nobody came
)

// fateOf is what became of the i-th span of a ticket, a call.
func fateOf(t *queue.Ticket, i int) fate {
	switch {
	case i+1 < len(t.Periods) && t.Periods[i+1].State == queue.Serving:
		return fateStarted
	case i+1 < len(t.Periods) && t.Periods[i+1].State == queue.Missed:
		return fateMissed
	case i+1 == len(t.Periods) && t.State == queue.Expired && t.Why == queue.WhyMissed:
		return fateMissed
	}
	return fateOther
}

// calls counts the calls of a ticket, the waits until them and what became of them.
func (c *count) calls(t *queue.Ticket) {
	leg, missed := -1, false // the last part that was called
	since := t.Issued
	for i := range t.Periods {
		p := &t.Periods[i]
		if i > 0 && p.State == queue.Waiting && p.Leg != t.Periods[i-1].Leg {
			since = p.From
		}
		if p.State != queue.Called {
			continue
		}
		first, again := leg == -1, leg == p.Leg
		leg = p.Leg
		if !c.happened(p.From) {
			continue
		}
		theme := t.Of(p)
		for _, x := range c.places(theme, p.Window, p.Clerk) {
			x.call(p.Reason, 1)
		}
		became := fateOf(t, i)
		if !again {
			c.waited(t, p, seconds(p.From.Sub(later(since, c.s.Day.Opened))), first, became)
		}
		c.came(t, i, became)
		if became == fateMissed && !missed {
			c.day.All.Missed++
			missed = true
		}
	}
}

// later is the later of two moments.
func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// wait counts a wait in a cell.
func (c *count) wait(x *Cell, wait int) {
	s := c.times(x)
	s.waits = append(s.waits, wait)
}

// waited counts the wait until the first call of a part of the visit, or of the
// number.
func (c *count) waited(t *queue.Ticket, p *queue.Period, wait int, first bool, became fate) {
	cells := c.part(t.Of(p), itemsOf(t, p.Leg))
	for _, x := range append(cells, c.desk(p.Window, p.Clerk)...) {
		c.wait(x, wait)
	}
	if !first {
		return
	}
	c.wait(&c.day.All, wait)
	if c.only != nil {
		return
	}
	c.half(p.From).Called++
	c.half(later(t.Issued, c.s.Day.Opened)).Waits.add(wait)
	if became == fateOther {
		return
	}
	l := &c.day.Lessons
	if l.Misses == nil {
		l.Misses = make([]Miss, MissSteps)
	}
	m := &l.Misses[min(wait/(MissStep*60), MissSteps-1)]
	m.Called++
	if became == fateMissed {
		m.Missed++
	}
}

// came counts what became of the i-th span of a ticket, a call.
func (c *count) came(t *queue.Ticket, i int, became fate) {
	p := &t.Periods[i]
	theme, length := t.Of(p), seconds(p.To.Sub(p.From))
	switch became {
	case fateMissed:
		cells := c.part(theme, itemsOf(t, p.Leg))
		for _, x := range append(cells, c.desk(p.Window, p.Clerk)...) {
			x.Missed++
		}
		if c.only == nil {
			c.day.Lessons.Lost.add(length)
		}
	case fateStarted:
		if t.Periods[i+1].Inferred {
			return
		}
		c.day.All.Walk.add(length)
		cells := c.part(theme, itemsOf(t, p.Leg))
		for _, x := range append(cells, c.desk(p.Window, p.Clerk)...) {
			x.Walk.add(length)
		}
		if c.only == nil {
			c.day.Lessons.Walk.add(length)
		}
	}
}

// itemsOf are the items asked for in a part; none if there is no such part any more.
func itemsOf(t *queue.Ticket, leg int) []string {
	if leg >= len(t.Legs) {
		return nil
	}
	return t.Legs[leg].Items
}

// span counts how long it kept people waiting or a window busy.
func (c *count) span(t *queue.Ticket, p *queue.Period) {
	from, to, ok := c.today(p.From, p.To)
	if !ok {
		return
	}
	switch p.State {
	case queue.Waiting:
		if c.only != nil {
			return
		}
		c.spread(from, to, func(h *half, d time.Duration) { h.waiting += d })
	case queue.Called, queue.Serving:
		for _, x := range c.places(t.Of(p), p.Window, p.Clerk) {
			c.times(x).busy += to.Sub(from)
		}
	}
}

// ended counts how the visit ended, if it was not finished.
func (c *count) ended(t *queue.Ticket) {
	last := &t.Periods[len(t.Periods)-1]
	lost := t.State == queue.Expired && t.Why == queue.WhyMissed
	if t.State == queue.Missed || lost || t.State == queue.Expired && last.State == queue.Missed {
		c.day.All.NoShow++
	}
	leg := &t.Legs[t.Leg]
	cells := append(c.part(leg.Theme, leg.Items), &c.day.All)
	for _, x := range append(cells, c.desk(last.Window, last.Clerk)...) {
		switch {
		case t.State == queue.Cancelled:
			x.Cancelled++
		case lost:
			x.Lost++
		case t.State == queue.Expired:
			x.Unserved++
		}
	}
	switch {
	case !t.State.Live():
	case c.s.Day.Open:
		c.day.All.Live++
	default:
		c.day.All.Kept++
	}
}
