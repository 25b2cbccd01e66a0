package board

import (
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// told is how many calls the hall tells at most. One that is missing from a
// list of so many, and is not newer than the last of it, was not taken back: it
// only fell off the end.
const told = 24

// stage is what has become of the calls that the hall told of: some stand large,
// some wait for their turn. It has no clock and no screen; whoever owns it tells
// it the time and whether it can be seen.
type stage struct {
	set    Settings
	alarms alarms
	now    time.Time // hall time
	hidden bool      // no call can be seen now, and so none has its time

	seen  map[string]mark // the calls noticed so far, by number
	queue []turn          // new calls that wait for a row, oldest first
	rows  []row           // the calls that stand large, newest first
	gated bool            // a call came on top less than gap ago
}

// turn is a call that waits for a row.
type turn struct {
	wire.Call
	// late: it was made before the board began. Once it is answered, it is old
	// news.
	late bool
}

// alarms are timers by name in real time; each one that is not stopped before
// comes back as ring. *tui.Timers is one.
type alarms interface {
	After(name string, d time.Duration)
	Stop(name string)
}

// mark is the newest call of a number that the board has noticed.
type mark struct {
	at    time.Time
	times int
}

// take notices the calls that are new in a state, newest first as the hall
// tells them. What the hall has taken back, and whoever missed the call, goes
// away. With fill the newest stand large at once: a board that was away shows
// how things are, not how they came to be.
func (g *stage) take(all []wire.Call, fill bool) {
	known := make(map[string]mark, len(all))
	for _, c := range slices.Backward(all) {
		if !g.ours(c) {
			continue
		}
		m, ok := g.seen[c.Number]
		if !ok || c.At.After(m.at) || c.Times > m.times && !c.At.Before(m.at) {
			m = mark{c.At, c.Times}
			if waited(c.State) || stands(c.State) && g.young(c) {
				g.enqueue(c)
			}
		}
		known[c.Number] = m
	}
	g.seen = known
	var left []turn
	for _, t := range g.queue {
		if refresh(&t.Call, all) && (!t.late || waited(t.State)) {
			left = append(left, t)
		}
	}
	g.queue = left
	for _, r := range slices.Clone(g.rows) {
		if !refresh(&r.call, all) {
			g.leave(r.call.Number)
		}
	}
	for i := range g.rows {
		refresh(&g.rows[i].call, all)
	}
	g.clear()
	if fill {
		g.fill()
	}
	g.show()
}

// ours reports whether the board shows that call: those of other zones are for
// other boards.
func (g *stage) ours(c wire.Call) bool {
	if len(g.set.Zones) == 0 {
		return true
	}
	z := c.Place.Zone
	return slices.ContainsFunc(g.set.Zones, func(name string) bool {
		return name != "" && (name == z.ZhHans || name == z.ZhHant || name == z.En)
	})
}

// young reports whether a call is not yet old news.
func (g *stage) young(c wire.Call) bool { return g.now.Sub(c.At) <= g.set.Fresh }

// stands reports whether a call in that state is still to be shown large: a
// number that was missed or sent back to wait must not go to a window.
func stands(st queue.TicketState) bool {
	switch st {
	case queue.Called, queue.Serving, queue.Held, queue.Done:
		return true
	}
	return false
}

// waited reports whether the citizen has not come yet.
func waited(st queue.TicketState) bool { return st == queue.Called }

// refresh brings a call's state up to date with what the hall told last, and
// reports whether the call still stands.
func refresh(c *wire.Call, all []wire.Call) bool {
	if i := slices.IndexFunc(all, func(o wire.Call) bool { return o.Number == c.Number }); i >= 0 {
		c.State = all[i].State
		return stands(c.State)
	}
	if len(all) < told || c.At.After(all[len(all)-1].At) {
		return false
	}
	c.State = queue.Done // nobody will tell any more; it leaves when it is old
	return true
}

// enqueue lets a call wait for its turn; a newer call of the same number takes
// the turn of the older.
func (g *stage) enqueue(c wire.Call) {
	if i := slices.IndexFunc(g.queue, func(q turn) bool { return q.Number == c.Number }); i >= 0 {
		g.queue[i] = turn{Call: c}
		return
	}
	g.queue = append(g.queue, turn{Call: c})
}

// next is the call whose turn it is, by its place in the queue: whoever has not
// come yet goes before those who have.
func (g *stage) next() (i int, ok bool) {
	for _, open := range []bool{true, false} {
		for i, c := range g.queue {
			if waited(c.State) == open && g.room(c.Number) {
				return i, true
			}
		}
	}
	return 0, false
}
