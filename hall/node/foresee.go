package node

import (
	"encoding/json"
	"slices"
	"time"

	"onewindow/hall/view"
	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/wire"
)

// foreseeSeed makes the chances of the simulations. It is the same everywhere, so that the
// same hall at the same moment is foreseen alike on machines of one kind.
const foreseeSeed = 1

// foreseer is the hall as its forecaster has it.
type foreseer struct{ *Node }

// Say implements foresee.Hall.
func (f foreseer) Say(c queue.Command, said func(error)) {
	f.submit(&job{by: queue.Actor{Terminal: ownTerminal}, command: c, reply: func(r wire.Reply) {
		if r.Err != nil {
			said(r.Err)
			return
		}
		said(nil)
	}})
}

// History implements foresee.Hall.
func (f foreseer) History(fn func(queue.Record) error) error {
	return f.set.Journal.Events(1, func(_ uint64, b []byte) error {
		var r queue.Record
		if err := r.UnmarshalJSON(b); err != nil {
			return err
		}
		return fn(r)
	})
}

// folded is called for each event that the follower has folded.
func (n *Node) folded(s *queue.State, r *queue.Record) {
	if n.foresee != nil {
		n.foresee.Folded(s, r)
	}
}

// Report implements foresee.Hall.
func (f foreseer) Report(seq uint64) (*report.Day, error) { return f.reportAt(seq) }

// After implements foresee.Hall.
func (f foreseer) After(t time.Time) time.Duration { return f.clock.After(t) }

// Renewed implements foresee.Hall.
func (f foreseer) Renewed() { f.follow.wake() }

// views are those of a state, with what the hall foresees.
func (n *Node) views(s *queue.State, now time.Time) *view.Views {
	return view.Of(s, now).Named(n.nameOf).Foreseen(n.foreseen())
}

// foreseen is what the hall foresees now.
func (n *Node) foreseen() (f view.Foreseen) {
	if n.foresee == nil {
		return f
	}
	f.Forecast, f.Told, f.Advised = n.foresee.Forecast(), n.foresee.Told, n.foresee.Advised
	if k := n.foresee.Known(); k != nil {
		f.Known, f.Days = k.Known, k.Days
	}
	return f
}

// shownAdvice is an advice as managers are shown it; nil where that is as it was given.
func (n *Node) shownAdvice(id string) *queue.Advice {
	if n.foresee == nil {
		return nil
	}
	return n.foresee.Advised(id)
}

// foreseeAnew has all foreseen anew at once, not at its pace, where what it rests on has
// changed.
func (n *Node) foreseeAnew(rs []queue.Record) {
	if n.foresee == nil {
		return
	}
	for i := range rs {
		switch rs[i].Event.(type) {
		case queue.DayOpened, queue.DayReopened, queue.DayClosed, queue.DayReported, queue.SettingsChanged, queue.CatalogueChanged:
			n.foresee.Hurry()
			return
		}
	}
}

// ticket is a ticket as it is answered with. The writer makes it, and does not wait for
// an estimate; see telling.
func (n *Node) ticket(s *queue.State, now time.Time, t *queue.Ticket) wire.Ticket {
	return view.Of(s, now).Named(n.nameOf).Bare(t)
}

// promising has the number that the job gives promised a wait, for which nobody is kept.
func (n *Node) promising(j *job) {
	number := ""
	j.answer = func(_ *queue.State, _ time.Time, rs []queue.Record) any {
		for _, r := range rs {
			if e, ok := r.Event.(queue.TicketIssued); ok {
				number = e.Ticket.Number
			}
		}
		return nil
	}
	j.after = func() {
		if number != "" {
			n.foresee.Ask(number, true, nil)
		}
	}
}

// foretold are the verbs whose answer is a number that waits, and so tells its wait.
var foretold = []string{"issue", "return", "transfer", "change", "reprint"}

// telling is reply, with the wait told in the answer to a request for a number, or
// that leaves one waiting. It is foreseen beside the writer, after the commit.
func (n *Node) telling(j *job, verb wire.Verb, reply func(wire.Reply)) func(wire.Reply) {
	if n.foresee == nil || verb.Area != "ticket" || !slices.Contains(foretold, verb.Name) {
		return reply
	}
	return func(r wire.Reply) {
		number := j.number(r)
		if number == "" {
			reply(r)
			return
		}
		then := func(p *queue.Promise) {
			var at time.Time // a request that is repeated gets the same answer
			if verb.Name != "issue" {
				at = n.clock.Now()
			}
			reply(j.told(r, p, at))
		}
		if r.Dup && verb.Name == "issue" {
			n.foresee.Again(number, then)
			return
		}
		n.foresee.Ask(number, verb.Name == "issue", then)
	}
}

// number is that of the job's answer; "" if it was refused.
func (j *job) number(r wire.Reply) string {
	if t, ok := j.given.(wire.Ticket); ok && r.OK {
		return t.Number
	}
	number, _ := issued(r)
	return number
}

// told is the job's answer that is a number, with its wait as it is told at a moment; the
// zero time is when it was promised.
func (j *job) told(r wire.Reply, p *queue.Promise, at time.Time) wire.Reply {
	if p == nil {
		return r
	}
	t, ok := j.given.(wire.Ticket)
	if !ok { // it was answered before
		ok = json.Unmarshal(r.Data, &t) == nil
	}
	if !ok || t.State != queue.Waiting {
		return r
	}
	if at.Before(p.At) {
		at = p.At
	}
	t.Estimate, t.Before = view.Promised(p, at)
	r.Data = mustJSON(t)
	return r
}
