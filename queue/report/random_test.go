package report_test

import (
	"flag"
	"math/rand/v2"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"

	"pgregory.net/rapid"
)

// init keeps the random days few; the flags of the command line still win.
func init() {
	for name, value := range map[string]string{"rapid.checks": "12", "rapid.nofailfile": "true"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
}

// crowd lets happen in a hall what a seed says: people come, are called, served, on
// hold, missed, sent on; clerks pause, close, pick, and take back what they did.
type crowd struct {
	*queuetest.Hall
	dice *rand.Rand
	n    int
}

func newCrowd(t queuetest.Must, seed uint64, keep bool) *crowd {
	s := queuetest.Settings(2)
	s.Rules.KeepOvernight = keep
	s.Rules.ReturnAfter, s.Rules.Calls, s.Rules.UndoWithin = 2, 1, queue.Minutes(60)
	return &crowd{Hall: queuetest.Empty(t, s), dice: rand.New(rand.NewPCG(seed, 7))}
}

// try is a command that the hall may refuse.
func (c *crowd) try(cmd queue.Command) { _, _ = c.Hall.Try(cmd) }

func one[T any](c *crowd, all ...T) T { return all[c.dice.IntN(len(all))] }

// number is any of the day's in that state, or "".
func (c *crowd) number(states ...queue.TicketState) string {
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

// day is one business day, of so many steps, from its opening to its close.
func (c *crowd) day(t queuetest.Must, date string, steps int) {
	c.Now = c.State.Settings.Hall.At(date, 8*60+45)
	if c.Now.Before(c.State.At) {
		c.Now = c.State.At
	}
	c.Do(t, queue.OpenDay{Date: date})
	for _, w := range c.State.Settings.Windows {
		c.try(queue.SignIn{Window: w.ID, Clerk: "c" + w.ID})
	}
	for range steps {
		c.Wait(time.Duration(c.dice.IntN(150_000)) * time.Millisecond)
		c.step()
	}
	c.Do(t, queue.CloseDay{})
}

func (c *crowd) step() {
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

func (c *crowd) issue() {
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
func (c *crowd) odd(w *queue.Window) {
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
		c.try(queuetest.Printer("kiosk-1", one(c, "", queue.FaultPaperOut, queue.FaultCover)))
	case 11:
		c.try(queue.Free{Window: w.ID})
	}
}

// days are the reports of random days, and the records that led to each.
func days(t queuetest.Must, seed uint64, keep bool, steps int) (all []*report.Day, records [][]queue.Record) {
	c := newCrowd(t, seed, keep)
	for _, date := range []string{"2026-11-25", "2026-11-26", "2026-11-27"} {
		from := len(c.Records)
		c.day(t, date, steps)
		all = append(all, report.Of(c.State))
		records = append(records, c.Records[from:])
	}
	return all, records
}

func TestAJoinedReportIsWhatOneCountsOverAllVisits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed, keep := rapid.Uint64().Draw(t, "seed"), rapid.Bool().Draw(t, "keep overnight")
		all, records := days(t, seed, keep, 250)
		span, err := report.Join(all...)
		if err != nil {
			t.Fatal(err)
		}
		m := newModel()
		for _, rs := range records {
			m.read(rs)
		}
		m.compare(t, span)
	})
}

func TestDaysAreJoinedTheSameInWhateverOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, _ := days(t, rapid.Uint64().Draw(t, "seed"), true, 120)
		a, err := report.Join(all...)
		if err != nil {
			t.Fatal(err)
		}
		b, err := report.Join(all[2], all[0], all[1])
		if err != nil {
			t.Fatal(err)
		}
		same(t, "joined in another order", encode(t, b), encode(t, a))
		var x, y report.Lessons
		for i := range all {
			x.Add(&all[i].Lessons)
			y.Add(&all[len(all)-1-i].Lessons)
		}
		same(t, "learned in another order", encode(t, y), encode(t, x))
	})
}

func TestEveryVisitOfADayHasOneEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, _ := days(t, rapid.Uint64().Draw(t, "seed"), rapid.Bool().Draw(t, "keep overnight"), 200)
		for _, d := range all {
			a := d.All
			if in, out := a.Issued+a.Carried, a.Served+a.Cancelled+a.Unserved+a.Lost+a.Kept; in != out || a.Live != 0 {
				t.Fatalf("%s: %d drawn or kept, %d ended or kept: %+v", d.Date, in, out, a)
			}
		}
	})
}

func TestNextPassesNobodyWithoutAGround(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, _ := days(t, rapid.Uint64().Draw(t, "seed"), rapid.Bool().Draw(t, "keep overnight"), 300)
		for _, d := range all {
			if x := d.All.Overtakes[report.GroundUnexplained]; x.Calls > 0 {
				t.Fatalf("%s: %+v", d.Date, x)
			}
		}
	})
}
