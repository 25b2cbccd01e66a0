package report

import "onewindow/queue"

// promise holds the promised wait of a number drawn on the day against the wait that
// came, if it has been called.
func (c *count) promise(t *queue.Ticket) {
	p := t.Promise
	if p == nil || !c.happened(p.At) {
		return
	}
	a := Accuracy{Promised: 1}
	if wait, called := c.firstCall(t); called {
		a.Called = 1
		if p.Low <= wait && wait <= p.High {
			a.Held = 1
		}
		if wait <= p.Likely {
			a.Kept = 1
		}
		a.Bias = p.Median - wait
		a.Error = max(a.Bias, -a.Bias)
		// To be called at once, or at a moment that is all but certain, such as that of
		// opening, says nothing about ranges.
		if c.only == nil && !p.Rough && p.Median > 0 && p.High-p.Low >= leastRange {
			c.score(p, wait)
		}
	}
	for _, x := range c.places(began(t), "", "") {
		if p.Rough {
			x.Rough.Add(a)
		} else {
			x.Told.Add(a)
		}
	}
}

// leastRange is how many seconds a range has at least that is scored.
const leastRange = 60

// firstCall is the wait from the promise until the call, if that came for the place in
// line for which it was promised: who was sent elsewhere first was promised nothing of
// that. The number may be called while its promise is still being made.
func (c *count) firstCall(t *queue.Ticket) (wait int, ok bool) {
	if len(t.Periods) < 2 {
		return 0, false
	}
	p := &t.Periods[1]
	if p.State != queue.Called || !c.happened(p.From) {
		return 0, false
	}
	return seconds(p.From.Sub(t.Promise.At)), true
}

// score counts how far the wait was from the median, as a multiple of the distance of
// the end of the range on that side.
func (c *count) score(p *queue.Promise, wait int) {
	off, width := wait-p.Median, p.High-p.Median
	if off < 0 {
		off, width = -off, p.Median-p.Low
	}
	i := ScoreSteps - 1 // off a range that has no extent on that side
	switch {
	case off == 0:
		i = 0
	case width > 0:
		i = min(off*scoresPerWidth/width, ScoreSteps-1)
	}
	l := &c.day.Lessons
	if l.Scores == nil {
		l.Scores = make([]int, ScoreSteps)
	}
	l.Scores[i]++
}

// scoresPerWidth is how many steps of scores a range has on one side.
const scoresPerWidth = 20 // 1/ScoreStep

// papers counts what became of a ticket's papers: of those that were told after the
// close of the day it was not known then.
func (c *count) papers(t *queue.Ticket, own bool) {
	all := &c.day.Papers
	if own {
		all.Copies += t.Copies
	}
	for i := range t.Papers {
		p := &t.Papers[i]
		if p.At.Before(c.s.Day.Opened) {
			continue // of the day before
		}
		if !own && p.Copy > 0 {
			all.Copies++
		}
		state := p.State
		if p.At.After(c.end) {
			state = queue.PaperAsked
		}
		switch state {
		case queue.PaperPrinted:
			all.Printed++
			continue
		case queue.PaperAsked:
			all.Asked++
			continue
		case queue.PaperUnprinted:
			all.Unprinted++
		case queue.PaperUnconfirmed:
			all.Unconfirmed++
		}
		if p.Reason != "" {
			if all.Reasons == nil {
				all.Reasons = map[queue.PaperReason]int{}
			}
			all.Reasons[p.Reason]++
		}
	}
}
