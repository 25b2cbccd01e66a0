package report

import (
	"maps"

	"onewindow/queue"
)

// Target is the wait in seconds within which a first call counts as in time.
const Target = 15 * 60

// Cell are the figures of the hall, or of one of its themes, items, windows or
// clerks. Which of them a cell has depends on what it is of; see docs/reports.md.
type Cell struct {
	// Issued counts the numbers drawn on the day: for a theme those whose visit began
	// there, for an item those who asked for it. Carried counts those that were kept
	// from the day before.
	Issued  int `json:"issued,omitempty"`
	Carried int `json:"carried,omitempty"`
	// Served counts finished visits for the hall, and finished parts of visits else;
	// for items those that were really handled.
	Served int `json:"served,omitempty"`
	// Cancelled, Unserved and Lost count the visits that ended without being finished:
	// taken back or sent away; ended by the close of the day; missed as often as the
	// rules allow. Kept stay for the next day, and Live have not ended yet, on a day
	// that runs.
	Cancelled int `json:"cancelled,omitempty"`
	Unserved  int `json:"unserved,omitempty"`
	Lost      int `json:"lost,omitempty"`
	Kept      int `json:"kept,omitempty"`
	Live      int `json:"live,omitempty"`
	// Missed counts, for the hall, the numbers that did not come at least once, and
	// else each time that one did not come. NoShow counts those of the hall that were
	// called in vain and have not come back; they are among Unserved, Lost and Live.
	Missed int `json:"missed,omitempty"`
	NoShow int `json:"no_show,omitempty"`

	// Waits are the waits until the first call: of the number for the hall, of each
	// part of the visit else. They begin with the drawing, or when the part before was
	// finished; of a number kept overnight the night does not count.
	Waits Dist `json:"waits,omitempty"`
	// Walk are the times from a call to the start of the visit, and Service those for
	// which a part of a visit was served (for the hall: a visit); both only where the
	// start was pressed. Inferred counts finished parts where it was not.
	Walk     Sum `json:"walk,omitzero"`
	Service  Sum `json:"service,omitzero"`
	Inferred int `json:"inferred,omitempty"`

	// Open are the seconds for which windows were open and not paused, Paused those
	// for which they were paused, and Busy those for which a citizen was called or
	// served. A theme and an item have only Busy.
	Open   int `json:"open_seconds,omitempty"`
	Paused int `json:"paused_seconds,omitempty"`
	Busy   int `json:"busy_seconds,omitempty"`

	// Calls counts calls by their reason; those for spill are calls by a window that
	// helped out.
	Calls map[queue.ReasonCode]int `json:"calls,omitempty"`
	// Overtakes are the calls that passed somebody who had drawn a number of the same
	// theme earlier and waited, by the ground of it.
	Overtakes map[Ground]Overtake `json:"overtakes,omitempty"`

	// Told says how good promised waits were, and Rough the same of those that were
	// made by formula.
	Told  Accuracy `json:"told,omitzero"`
	Rough Accuracy `json:"rough,omitzero"`
}

// Occupancy is the share of open time that windows were busy, in thousandths.
func (c *Cell) Occupancy() int { return PerMille(c.Busy, c.Open) }

// InTarget is the share of first calls within Target, in thousandths.
func (c *Cell) InTarget() int { return PerMille(c.Waits.Within(Target), c.Waits.Number()) }

// Called is how many calls there were.
func (c *Cell) Called() (n int) {
	for _, k := range c.Calls {
		n += k
	}
	return n
}

// add adds o, and shares nothing with it.
func (c *Cell) add(o *Cell) {
	c.Issued += o.Issued
	c.Carried += o.Carried
	c.Served += o.Served
	c.Cancelled += o.Cancelled
	c.Unserved += o.Unserved
	c.Lost += o.Lost
	c.Kept += o.Kept
	c.Live += o.Live
	c.Missed += o.Missed
	c.NoShow += o.NoShow
	c.Waits = c.Waits.join(o.Waits)
	c.Walk.join(o.Walk)
	c.Service.join(o.Service)
	c.Inferred += o.Inferred
	c.Open += o.Open
	c.Paused += o.Paused
	c.Busy += o.Busy
	for r, n := range o.Calls {
		c.call(r, n)
	}
	for g, x := range o.Overtakes {
		c.overtake(g, x)
	}
	c.Told.Add(o.Told)
	c.Rough.Add(o.Rough)
}

func (c *Cell) call(r queue.ReasonCode, n int) {
	if c.Calls == nil {
		c.Calls = map[queue.ReasonCode]int{}
	}
	c.Calls[r] += n
}

func (c *Cell) overtake(g Ground, x Overtake) {
	if c.Overtakes == nil {
		c.Overtakes = map[Ground]Overtake{}
	}
	y := c.Overtakes[g]
	c.Overtakes[g] = Overtake{Calls: y.Calls + x.Calls, Passed: y.Passed + x.Passed, Most: max(y.Most, x.Most)}
}

// Sum is a sum over lengths of time.
type Sum struct {
	N       int `json:"n"`
	Seconds int `json:"seconds"`
	Max     int `json:"max"`
}

// Mean is the mean in seconds, rounded; 0 without lengths.
func (m Sum) Mean() int { return mean(m.Seconds, m.N) }

func (m *Sum) add(seconds int) { m.join(Sum{1, seconds, seconds}) }

func (m *Sum) join(o Sum) {
	*m = Sum{m.N + o.N, m.Seconds + o.Seconds, max(m.Max, o.Max)}
}

// Accuracy holds promised waits against those that came.
type Accuracy struct {
	// Promised counts the promises, and Called those whose number was called since.
	Promised int `json:"promised"`
	Called   int `json:"called"`
	// Held counts those of Called whose wait lay between low and high, and Kept those
	// called by the time on their paper.
	Held int `json:"held"`
	Kept int `json:"kept"`
	// Error is the sum of the distances of the wait from the promised median, and Bias
	// that of promise less wait, so that more than 0 is promised too long; in seconds,
	// over Called.
	Error int `json:"error_seconds"`
	Bias  int `json:"bias_seconds"`
}

// HeldShare and KeptShare are shares of the called in thousandths.
func (a Accuracy) HeldShare() int { return PerMille(a.Held, a.Called) }

// KeptShare: see HeldShare.
func (a Accuracy) KeptShare() int { return PerMille(a.Kept, a.Called) }

// MeanError and MeanBias are means over the called in seconds.
func (a Accuracy) MeanError() int { return mean(a.Error, a.Called) }

// MeanBias: see MeanError.
func (a Accuracy) MeanBias() int { return mean(a.Bias, a.Called) }

// Add adds what another day, or another way to promise, came to.
func (a *Accuracy) Add(o Accuracy) {
	a.Promised += o.Promised
	a.Called += o.Called
	a.Held += o.Held
	a.Kept += o.Kept
	a.Error += o.Error
	a.Bias += o.Bias
}

// Ground is why a call passed somebody who had drawn a number of the same theme
// earlier.
type Ground string

// Grounds of passing. What a clerk decided comes first, then what is so of who was
// passed, then the credit of who was called.
const (
	GroundPicked      Ground = "picked"         // it was called by its number
	GroundDirected    Ground = "directed"       // it had been sent to that window or clerk
	GroundSent        Ground = "other_directed" // the other had been sent to one window or clerk
	GroundReturned    Ground = "returned"       // the other had missed its call, and waited for the agreed calls
	GroundPriority    Ground = "priority"       // the credit of a priority group
	GroundAppointment Ground = "appointment"    // on time for an appointment
	GroundUnexplained Ground = "unexplained"    // none of these; never of "next"
)

// Grounds are all of them, in order.
var Grounds = []Ground{GroundPicked, GroundDirected, GroundSent, GroundReturned, GroundPriority, GroundAppointment, GroundUnexplained}

// Overtake are calls that passed somebody on the same ground.
type Overtake struct {
	// Calls counts them, and Passed those who were passed, each time anew.
	Calls  int `json:"calls"`
	Passed int `json:"passed"`
	// Most is by how many seconds at most the passed number had been drawn earlier.
	Most int `json:"most_seconds"`
}

// cellOf is the cell of that id, made where there is none.
func cellOf[K comparable](cells map[K]*Cell, id K) *Cell {
	c := cells[id]
	if c == nil {
		c = &Cell{}
		cells[id] = c
	}
	return c
}

// joinCells adds cells, the id of each by name.
func joinCells[K, L comparable](to map[L]*Cell, from map[K]*Cell, name func(K) L) {
	for id, c := range from {
		cellOf(to, name(id)).add(c)
	}
}

// joinCounts adds counts.
func joinCounts[K comparable](to, from map[K]int) map[K]int {
	if len(from) == 0 {
		return to
	}
	if to = maps.Clone(to); to == nil {
		to = map[K]int{}
	}
	for k, n := range from {
		to[k] += n
	}
	return to
}
