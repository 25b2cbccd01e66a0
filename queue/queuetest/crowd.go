package queuetest

import (
	"math/rand/v2"
	"time"

	"onewindow/queue"
)

// Crowd lets happen in a hall what a seed says: people come, are called, served, on
// hold, missed, sent on; clerks pause, close, pick, and take back what they did.
type Crowd struct {
	*Hall
	dice *rand.Rand
}

// NewCrowd is a furnished hall of two windows a theme before its first day, which keeps
// its numbers overnight or does not.
func NewCrowd(t Must, seed uint64, keep bool) *Crowd {
	s := Settings(2)
	s.Rules.KeepOvernight = keep
	s.Rules.ReturnAfter, s.Rules.Calls, s.Rules.UndoWithin = 2, 1, queue.Minutes(60)
	return &Crowd{Hall: Empty(t, s), dice: rand.New(rand.NewPCG(seed, 7))}
}

// try is a command that the hall may refuse.
func (c *Crowd) try(cmd queue.Command) { _, _ = c.Hall.Try(cmd) }

func one[T any](c *Crowd, all ...T) T { return all[c.dice.IntN(len(all))] }

// number is any of the day's in that state, or "".
func (c *Crowd) number(states ...queue.TicketState) string {
	var fit []string
	for _, t := range c.State.Tickets {
		for _, s := range states {
			if t.State == s {
				fit = append(fit, t.Number)
			}
		}
	}
	if len(fit) == 0 {
		return ""
	}
	return one(c, fit...)
}

// Day is one business day, of so many steps, from its opening to its close.
func (c *Crowd) Day(t Must, date string, steps int) {
	c.Open(t, date)
	c.Work(steps)
	c.Do(t, queue.CloseDay{})
}

// Open opens a business day in the morning, or opens one that was closed again.
func (c *Crowd) Open(t Must, date string) {
	c.Now = c.State.Settings.Hall.At(date, 8*60+45)
	if c.Now.Before(c.State.At) {
		c.Now = c.State.At
	}
	c.Do(t, queue.OpenDay{Date: date})
}

// Work signs all clerks in and lets so many things happen.
func (c *Crowd) Work(steps int) {
	for _, w := range c.State.Settings.Windows {
		c.try(queue.SignIn{Window: w.ID, Clerk: "c" + w.ID})
	}
	for range steps {
		c.Wait(time.Duration(c.dice.IntN(150_000)) * time.Millisecond)
		c.step()
	}
}

func (c *Crowd) step() {
	switch w := one(c, c.State.Windows...); c.dice.IntN(12) {
	case 0, 1, 2:
		c.issue()
	case 3:
		c.odd(w)
	case 4:
		c.try(queue.Undo{Window: w.ID})
	default:
		switch w.State {
		case queue.Closed:
			c.try(queue.SignIn{Window: w.ID, Clerk: "c" + w.ID})
		case queue.Paused:
			c.try(queue.Resume{Window: w.ID})
		case queue.Calling:
			if c.dice.IntN(5) == 0 {
				c.try(queue.NoShow{Window: w.ID})
			} else {
				c.try(queue.Start{Window: w.ID})
			}
		default:
			c.try(queue.Next{Window: w.ID})
		}
	}
}

func (c *Crowd) issue() {
	is := queue.Issue{Theme: one(c, "business", "construction", "general"), Source: queue.SourceKiosk}
	switch c.dice.IntN(4) {
	case 0:
		is.Theme, is.Items = "", []string{one(c, "A-1", "A-2", "B-1"), one(c, "A-1", "B-1", "C-2")}
	case 1:
		is.Theme, is.Items = "", []string{one(c, "A-1", "A-2", "B-1", "C-1")}
	}
	switch c.dice.IntN(8) {
	case 0:
		is.Class = queue.Priority
	case 1:
		is.Class, is.Slot = queue.Appointment, c.Now.Add(time.Duration(c.dice.IntN(40)-20)*time.Minute)
	}
	rs, err := c.Hall.Try(is)
	if err != nil || c.dice.IntN(3) == 0 {
		return
	}
	low := c.dice.IntN(600)
	p := queue.Promise{At: c.Now, Low: low, Median: low + c.dice.IntN(600)}
	p.Likely = p.Median + c.dice.IntN(600)
	p.High, p.Rough = p.Likely+c.dice.IntN(300), c.dice.IntN(4) == 0
	c.try(queue.PromiseWait{Number: rs[0].Event.(queue.TicketIssued).Ticket.Number, Promise: p})
}

// odd is whatever happens now and then at a window.
func (c *Crowd) odd(w *queue.Window) {
	other := one(c, c.State.Windows...).ID
	switch c.dice.IntN(12) {
	case 0:
		c.try(queue.Pause{Window: w.ID, Reason: "tea"})
	case 1:
		c.try(queue.SignOut{Window: w.ID})
	case 2:
		c.try(queue.Call{Window: w.ID, Number: c.number(queue.Waiting)})
	case 3:
		c.try(queue.HoldTicket{Window: w.ID, Kind: queue.HoldAway})
	case 4:
		c.try(queue.TakeBack{Window: w.ID, Number: c.number(queue.Held)})
	case 5:
		c.try(queue.Return{Number: c.number(queue.Missed)})
	case 6:
		c.try(queue.Cancel{Number: c.number(queue.Waiting, queue.Missed), Reason: "left"})
	case 7:
		c.try(queue.Transfer{Number: c.number(queue.Waiting), To: queue.Target{Window: other}})
	case 8:
		c.try(queue.Transfer{Window: w.ID, To: queue.Target{Theme: "general"}})
	case 9:
		c.try(queue.ChangeItems{Number: c.number(queue.Waiting), Items: []string{one(c, "A-1", "B-2", "C-1")}})
	case 10:
		c.try(Printer("kiosk-1", one(c, "", queue.FaultPaperOut, queue.FaultCover)))
	case 11:
		c.try(queue.Free{Window: w.ID})
	}
}
