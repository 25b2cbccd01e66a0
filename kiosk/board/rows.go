package board

import (
	"slices"
	"strings"
	"time"

	"onewindow/wire"
)

// Names of timers; that of a row is followed by its number.
const (
	gapTimer = "gap"
	rowTimer = "row/"
)

// gap is the least time between two calls that come on top.
const gap = time.Second

// row is one call that stands large.
type row struct {
	call wire.Call
	had  dwell
}

// dwell is how much of its time a call has stood large.
type dwell uint8

const (
	begun dwell = iota
	half
	whole
)

// standsOut reports whether the call is new to those who look.
func (r row) standsOut() bool { return r.had < whole }

// show puts the next call on top, if there is one and it is time. While no call
// can be seen they wait.
func (g *stage) show() {
	if g.gated || g.hidden {
		return
	}
	if i, ok := g.next(); ok {
		c := g.queue[i]
		g.queue = slices.Delete(g.queue, i, i+1)
		g.put(c.Call)
		g.gated = true
		g.alarms.After(gapTimer, gap)
	}
}

// fill puts the newest calls that wait on top at once. Of the others, those
// that nobody has answered keep their turn.
func (g *stage) fill() {
	slices.SortStableFunc(g.queue, func(a, b turn) int { return a.At.Compare(b.At) })
	n := max(0, len(g.queue)-g.set.Rows)
	newest, others := g.queue[n:], g.queue[:n]
	g.queue = nil
	for _, t := range others {
		if waited(t.State) {
			t.late = true
			g.queue = append(g.queue, t)
		}
	}
	for _, t := range newest {
		g.put(t.Call)
	}
}

// put lets a call stand on top; the one that has stood longest gives way.
func (g *stage) put(c wire.Call) {
	if !g.leave(c.Number) && len(g.rows) == g.set.Rows {
		g.leave(g.rows[len(g.rows)-1].call.Number)
	}
	g.rows = slices.Insert(g.rows, 0, row{call: c})
	g.alarms.After(rowTimer+c.Number, g.set.Dwell/2)
}

// room reports whether a call of that number may come on top now: its own row
// moves up, or one is free, or the last has had its time. While more wait than
// stand, half of the time must do.
func (g *stage) room(number string) bool {
	if len(g.rows) < g.set.Rows || g.at(number) >= 0 {
		return true
	}
	need := whole
	if len(g.queue) > g.set.Rows {
		need = half
	}
	return g.rows[len(g.rows)-1].had >= need
}

// at is the row of a number, -1 if it does not stand large.
func (g *stage) at(number string) int {
	return slices.IndexFunc(g.rows, func(r row) bool { return r.call.Number == number })
}

// leave takes a number off its row and reports whether it had one.
func (g *stage) leave(number string) bool {
	i := g.at(number)
	if i < 0 {
		return false
	}
	g.rows = slices.Delete(g.rows, i, i+1)
	g.alarms.Stop(rowTimer + number)
	return true
}

// clear takes calls off that were answered a while ago.
func (g *stage) clear() {
	for _, r := range slices.Clone(g.rows) {
		if !r.standsOut() && !waited(r.call.State) && !g.young(r.call) {
			g.leave(r.call.Number)
		}
	}
}

// hide tells whether the calls can be seen. When they can again, the time of
// those that were not seen long enough begins anew.
func (g *stage) hide(hidden bool) {
	if hidden == g.hidden {
		return
	}
	if g.hidden = hidden; hidden {
		return
	}
	for _, r := range g.rows {
		if r.standsOut() {
			g.alarms.After(rowTimer+r.call.Number, g.set.Dwell/2)
		}
	}
	g.show()
}

// ring takes an alarm that went off.
func (g *stage) ring(name string) {
	number, ofRow := strings.CutPrefix(name, rowTimer)
	switch {
	case name == gapTimer:
		g.gated = false
	case ofRow && !g.hidden:
		if i := g.at(number); i >= 0 {
			if g.rows[i].had++; g.rows[i].standsOut() {
				g.alarms.After(name, g.set.Dwell-g.set.Dwell/2)
			}
		}
	}
	g.clear()
	g.show()
}
