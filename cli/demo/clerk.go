package demo

import (
	"math"
	"slices"
	"time"

	"onewindow/queue"
)

// attend lets the clerk of a window do the next thing that is due.
func (c *Crowd) attend(s *queue.State, w *queue.Window, now time.Time, do do) {
	at, ok := c.ready[w.ID]
	if ok && now.Before(at) {
		return
	}
	if c.answer(w, now, do) {
		return
	}
	switch w.State {
	case queue.Closed:
		c.comeToWork(s, w, now, do)
	case queue.Idle:
		if c.absent[w.ID] {
			do(queue.SignOut{Window: w.ID})
			return
		}
		c.callNext(s, w, now, do)
	case queue.Calling:
		c.receive(s, w, now, do)
	case queue.WindowServing:
		c.serve(s, w, now, ok, do)
	case queue.Paused:
		if s.Day.Phase == queue.PhaseLunch && w.Reason == lunch && !c.backSoon(s, now) {
			return
		}
		if w.Reason == queue.PauseAsked {
			c.absent[w.ID] = true // to other work, until asked again
			do(queue.SignOut{Window: w.ID})
			return
		}
		do(queue.Resume{Window: w.ID})
		c.wait(w, now, 5*time.Second)
	}
}

// answer lets the clerk see what a manager asks, and say yes after a while. Who is asked
// to open comes to the window.
func (c *Crowd) answer(w *queue.Window, now time.Time, do do) bool {
	a := w.Asked
	if a == nil || a.Answer != "" {
		delete(c.asked, w.ID)
		return false
	}
	if c.asked[w.ID] != a.At {
		c.asked[w.ID] = a.At
		c.wait(w, now, time.Duration(10+c.rng.IntN(40))*time.Second)
		return true
	}
	do(queue.AnswerAsk{Window: w.ID, Accept: true})
	if a.What == queue.AskOpen && w.State == queue.Closed {
		delete(c.absent, w.ID)
		do(queue.SignIn{Window: w.ID, Clerk: ClerkOf(w.ID)})
	}
	c.wait(w, now, 5*time.Second)
	return true
}

// Reasons of pauses, as the codes that the window's own screen gives.
const (
	lunch = "lunch"
	away  = "break"
)

// wait makes the clerk do nothing for d.
func (c *Crowd) wait(w *queue.Window, now time.Time, d time.Duration) { c.ready[w.ID] = now.Add(d) }

// comeToWork opens a window ten minutes before the hall; few stay closed.
func (c *Crowd) comeToWork(s *queue.State, w *queue.Window, now time.Time, do do) {
	if c.absent[w.ID] || now.Before(s.Settings.Hall.Opening(s.Day.Date).Add(-10*time.Minute)) || s.Day.Phase == queue.PhaseClosed {
		return
	}
	if _, known := c.ready[w.ID]; !known && c.chance(stayAway) {
		c.absent[w.ID] = true
		return
	}
	do(queue.SignIn{Window: w.ID, Clerk: ClerkOf(w.ID)})
	c.wait(w, now, time.Duration(c.rng.IntN(600))*time.Second)
}

// backSoon reports whether lunch ends in a moment: clerks are at their windows again.
func (c *Crowd) backSoon(s *queue.State, now time.Time) bool {
	at := s.Settings.Hall.ClockAt(now)
	return slices.ContainsFunc(s.Settings.Hall.Sessions, func(x queue.Session) bool { return x.Open > at && x.Open <= at+2 })
}

// callNext calls the next citizen, or goes home when there will be none.
func (c *Crowd) callNext(s *queue.State, w *queue.Window, now time.Time, do do) {
	if s.Day.Phase == queue.PhaseIntake || s.Day.Phase == queue.PhaseBefore {
		return
	}
	if s.Day.Phase == queue.PhaseLunch {
		if c.backSoon(s, now) {
			return
		}
		do(queue.Pause{Window: w.ID, Reason: lunch})
		return
	}
	if len(s.NextAt(w, 1)) == 0 {
		if s.Day.Phase == queue.PhaseClosed {
			do(queue.SignOut{Window: w.ID})
		}
		return
	}
	do(queue.Next{Window: w.ID})
	c.wait(w, now, 0)
}

// receive waits for the called citizen, who comes or not.
func (c *Crowd) receive(s *queue.State, w *queue.Window, now time.Time, do do) {
	t := s.Ticket(w.Ticket)
	if t == nil {
		return
	}
	comes, known := c.comes[t.Number]
	switch {
	case !known:
		c.comes[t.Number] = c.stays(t)
		c.wait(w, now, time.Duration(15+c.rng.IntN(30))*time.Second)
		return
	case comes:
		do(queue.Start{Window: w.ID})
		delete(c.comes, t.Number)
		c.wait(w, now, c.lognormal(time.Duration(c.minutes(s, t))*time.Minute, 0.7))
		return
	}
	if t.Calls < s.Settings.Rules.Calls {
		do(queue.Recall{Window: w.ID})
	} else {
		do(queue.NoShow{Window: w.ID})
		delete(c.comes, t.Number)
	}
	c.wait(w, now, s.Settings.Rules.CallGap.Duration()+2*time.Second)
}

// What people of the reference scenario do, who never come to a call, wait for a patience
// that is lognormal, and go on breaks; and what share of the clerks stays away for a day.
const (
	noShow       = 0.03
	patience     = 100 * time.Minute
	patienceCV   = 1
	breakEvery   = 90 * time.Minute // of serving
	breakTakes   = 8 * time.Minute
	breakTakesCV = 0.5
	stayAway     = 0.04
)

// stays reports whether the citizen who was called is still there. Who had waited for
// too long is gone for good.
func (c *Crowd) stays(t *queue.Ticket) bool {
	waited := time.Duration(0)
	if n := len(t.Periods); n > 1 && t.Misses == 0 {
		waited = t.Periods[n-1].From.Sub(t.Periods[n-2].From)
	}
	if waited > c.lognormal(patience, patienceCV) {
		c.left[t.Number] = true
		return false
	}
	return !c.chance(noShow)
}

// minutes is the expected service time of a ticket's current leg.
func (c *Crowd) minutes(s *queue.State, t *queue.Ticket) int {
	m := 0
	for _, code := range t.Legs[t.Leg].Items {
		if it := s.Item(code); it != nil {
			m += it.Minutes
		}
	}
	if m == 0 {
		m = s.Theme(t.Theme()).Minutes
	}
	return m
}

// serve ends the visit in one of the ways in which visits end. A clerk whose
// time was not known, because somebody real had been at the window, takes the
// usual time first.
func (c *Crowd) serve(s *queue.State, w *queue.Window, now time.Time, timed bool, do do) {
	t := s.Ticket(w.Ticket)
	if t == nil {
		return
	}
	if !timed {
		c.wait(w, now, c.lognormal(time.Duration(c.minutes(s, t))*time.Minute, 0.7))
		return
	}
	switch {
	case c.chance(0.02):
		do(queue.HoldTicket{Window: w.ID, Kind: queue.HoldAway})
	case c.chance(1 - math.Exp(-float64(now.Sub(w.Since))/float64(breakEvery))):
		do(queue.Pause{Window: w.ID, Reason: away, After: true})
		do(queue.Finish{Window: w.ID, Handled: c.outcomes(t)})
		c.wait(w, now, c.lognormal(breakTakes, breakTakesCV))
		return
	default:
		do(queue.Finish{Window: w.ID, Handled: c.outcomes(t)})
	}
	c.wait(w, now, time.Duration(5+c.rng.IntN(20))*time.Second)
}

// outcomes are how a visit's items ended.
func (c *Crowd) outcomes(t *queue.Ticket) []queue.Handled {
	var h []queue.Handled
	for _, code := range t.Legs[t.Leg].Items {
		o := queue.Accepted
		switch p := c.rng.Float64(); {
		case p < 0.12:
			o = queue.ToCorrect
		case p < 0.14:
			o = queue.Refused
		case p < 0.2:
			o = queue.Enquiry
		}
		h = append(h, queue.Handled{Item: code, Outcome: o})
	}
	return h
}

// ClerkOf is the clerk who works at a window in a demonstration.
func ClerkOf(window string) string { return "c" + window }
