package queue

import "sort"

// Entry is one waiting ticket in the form that the pick works on.
type Entry struct {
	// Key is the ticket's key in milliseconds since 1970.
	Key int64
	// Seq breaks ties and finds the ticket.
	Seq int32
}

// before is the order of calling: key, then order of drawing.
func (e Entry) before(o Entry) bool {
	return e.Key < o.Key || e.Key == o.Key && e.Seq < o.Seq
}

// deferred is a returned ticket that lets a number of calls pass first.
type deferred struct {
	Entry
	after int // eligible once the lane has called so many
}

// lane holds those who wait for one theme, window or clerk, in order.
type lane struct {
	q     []Entry // sorted; q[head:] waits
	head  int
	late  []deferred // sorted by Entry
	calls int        // tickets called from this lane
}

// Line is the waiting line of a hall: one lane for each theme, then one for
// each window, then one for each clerk. It knows no names and holds no
// pointers to tickets, so that a clone is a few copies of plain memory.
type Line struct {
	lanes []lane
}

// NewLine makes a line of n empty lanes.
func NewLine(n int) *Line { return &Line{lanes: make([]lane, n)} }

// Clone is an independent copy; it copies only who still waits.
func (l *Line) Clone() *Line {
	n := 0
	for i := range l.lanes {
		n += l.lanes[i].len()
	}
	all := make([]Entry, 0, n)
	c := &Line{lanes: make([]lane, len(l.lanes))}
	for i := range l.lanes {
		from := len(all)
		all = append(all, l.lanes[i].q[l.lanes[i].head:]...)
		c.lanes[i] = lane{q: all[from:len(all):len(all)], calls: l.lanes[i].calls}
		if len(l.lanes[i].late) > 0 {
			c.lanes[i].late = append([]deferred(nil), l.lanes[i].late...)
		}
	}
	return c
}

// CopyFrom makes l what o is, in memory that l has already as far as it goes.
func (l *Line) CopyFrom(o *Line) {
	for len(l.lanes) < len(o.lanes) {
		l.lanes = append(l.lanes, lane{})
	}
	l.lanes = l.lanes[:len(o.lanes)]
	for i := range o.lanes {
		to, from := &l.lanes[i], &o.lanes[i]
		to.q, to.head = append(to.q[:0], from.q[from.head:]...), 0
		to.late, to.calls = append(to.late[:0], from.late...), from.calls
	}
}

func (l *lane) len() int { return len(l.q) - l.head }

// find is the index in q at which e stands or would stand.
func (l *lane) find(e Entry) int {
	q := l.q[l.head:]
	// Most tickets join at the end.
	if n := len(q); n == 0 || q[n-1].before(e) {
		return len(l.q)
	}
	return l.head + sort.Search(len(q), func(i int) bool { return !q[i].before(e) })
}

// Add puts e into the lane.
func (l *Line) Add(laneNo int, e Entry) {
	ln := &l.lanes[laneNo]
	i := ln.find(e)
	if i == ln.head && ln.head > 0 {
		ln.head--
		ln.q[ln.head] = e
		return
	}
	if ln.head > 64 && ln.head > len(ln.q)/2 {
		n := copy(ln.q, ln.q[ln.head:])
		ln.q, i, ln.head = ln.q[:n], i-ln.head, 0
	}
	ln.q = append(ln.q, Entry{})
	copy(ln.q[i+1:], ln.q[i:])
	ln.q[i] = e
}

// AddAfter puts e aside until the lane has made after calls in all, or nobody
// else waits in it.
func (l *Line) AddAfter(laneNo int, e Entry, after int) {
	ln := &l.lanes[laneNo]
	if after <= ln.calls {
		l.Add(laneNo, e)
		return
	}
	i := sort.Search(len(ln.late), func(i int) bool { return !ln.late[i].before(e) })
	ln.late = append(ln.late, deferred{})
	copy(ln.late[i+1:], ln.late[i:])
	ln.late[i] = deferred{e, after}
}

// Remove takes e out of the lane and reports whether it was there.
func (l *Line) Remove(laneNo int, e Entry) bool {
	ln := &l.lanes[laneNo]
	if i := ln.find(e); i < len(ln.q) && ln.q[i] == e {
		if i == ln.head {
			ln.head++
			if ln.head == len(ln.q) {
				ln.q, ln.head = ln.q[:0], 0
			}
			return true
		}
		ln.q = append(ln.q[:i], ln.q[i+1:]...)
		return true
	}
	for i := range ln.late {
		if ln.late[i].Entry == e {
			ln.late = append(ln.late[:i], ln.late[i+1:]...)
			return true
		}
	}
	return false
}

// Called counts a call of the lane, and lets in who has waited for it.
func (l *Line) Called(laneNo int) {
	ln := &l.lanes[laneNo]
	ln.calls++
	for i := 0; i < len(ln.late); {
		if d := ln.late[i]; d.after <= ln.calls {
			ln.late = append(ln.late[:i], ln.late[i+1:]...)
			l.Add(laneNo, d.Entry)
			continue
		}
		i++
	}
}

// Calls is how many tickets the lane has called.
func (l *Line) Calls(laneNo int) int { return l.lanes[laneNo].calls }

// Len is how many wait in the lane, those put aside included.
func (l *Line) Len(laneNo int) int {
	ln := &l.lanes[laneNo]
	return ln.len() + len(ln.late)
}

// Head is the lane's next ticket: the first in order, or, where nobody else
// waits, the first put aside.
func (l *Line) Head(laneNo int) (Entry, bool) {
	ln := &l.lanes[laneNo]
	if ln.head < len(ln.q) {
		return ln.q[ln.head], true
	}
	if len(ln.late) > 0 {
		return ln.late[0].Entry, true
	}
	return Entry{}, false
}

// Ahead is how many of the lane would be called before e.
func (l *Line) Ahead(laneNo int, e Entry) int {
	ln := &l.lanes[laneNo]
	for i := range ln.late {
		if ln.late[i].Entry == e {
			// Put aside: the calls still to pass, as far as there is anybody to
			// call.
			return min(ln.late[i].after-ln.calls, ln.len()) + i
		}
	}
	return ln.find(e) - ln.head
}

// ahead is a small line of the next n in each lane of a reach, and the reach of
// it: enough to see n calls of one window coming.
func (l *Line) ahead(r Reach, n int) (*Line, Reach) {
	small, of := &Line{}, Reach{Lead: r.Lead}
	add := func(lanes []int32) (to []int32) {
		for _, no := range lanes {
			ln := &l.lanes[no]
			to = append(to, int32(len(small.lanes)))
			small.lanes = append(small.lanes, lane{
				q: l.First(int(no), n), late: append([]deferred(nil), ln.late...), calls: ln.calls,
			})
		}
		return to
	}
	of.Own, of.Spill = add(r.Own), add(r.Spill)
	return small, of
}

// First copies the next n entries of the lane in order, without those put
// aside.
func (l *Line) First(laneNo, n int) []Entry {
	ln := &l.lanes[laneNo]
	q := ln.q[ln.head:]
	return append([]Entry(nil), q[:min(n, len(q))]...)
}
