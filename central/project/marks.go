package project

import (
	"time"

	"onewindow/queue"
)

// what is one thing that a cell counts.
type what uint8

const (
	markIssued what = iota
	markCalled
	markPicked
	markServed
	markService
	markMissed
	markCancelled
	markExpired
)

// mark is one thing that the statistics of the business day count of one ticket.
type mark struct {
	what  what
	slot  int8
	value int32 // seconds, of markCalled and markService
	dim   Dim
	id    string
}

// cell is a cell of the business day.
type cell struct {
	Cell
	changed bool
}

// settle brings the statistics up to the tickets. What they count of a ticket is a
// function of the ticket alone, so that whatever is taken back, changed or counted
// late comes out as if it had always been so.
func (s *State) settle() {
	for _, t := range s.changedTickets {
		if s.tickets[t.number] != t {
			continue // of a day that is over
		}
		old, now := t.marks, s.marks(t)
		same := 0
		for same < len(old) && same < len(now) && old[same] == now[same] {
			same++
		}
		for _, m := range old[same:] {
			s.count(m, -1)
		}
		for _, m := range now[same:] {
			s.count(m, 1)
		}
		t.marks = now
	}
}

// count adds a mark to its half hour and to the day, n times.
func (s *State) count(m mark, n int) {
	for _, slot := range [...]int{int(m.slot), WholeDay} {
		k := Key{Day: s.hall.Day, Slot: slot, Dim: m.dim, ID: m.id}
		c := s.cells[k]
		if c == nil {
			c = &cell{Cell: Cell{Key: k}}
			s.cells[k] = c
		}
		if !c.changed {
			c.changed = true
			s.changedCells = append(s.changedCells, c)
		}
		c.mark(m, n)
	}
}

func (c *Counts) mark(m mark, n int) {
	switch m.what {
	case markIssued:
		c.Issued += n
	case markCalled:
		c.Called += n
		c.WaitSeconds += n * int(m.value)
		c.Waits[class(int(m.value))] += n
	case markPicked:
		c.Picked += n
	case markServed:
		c.Served += n
	case markService:
		c.Services += n
		c.ServiceSeconds += n * int(m.value)
	case markMissed:
		c.Missed += n
	case markCancelled:
		c.Cancelled += n
	case markExpired:
		c.Expired += n
	}
}

// slot is the half hour of hall time.
func (s *State) slot(at time.Time) int8 {
	const day = 24 * 60
	minute := (at.Unix()/60 + int64(s.offset)) % day
	if minute < 0 {
		minute += day
	}
	return int8(minute / 30)
}

// tally collects the marks of one ticket.
type tally struct {
	s   *State
	all []mark
}

func (y *tally) add(w what, at time.Time, value int, dim Dim, id string) {
	y.all = append(y.all, mark{what: w, slot: y.s.slot(at), value: int32(min(value, 1<<30)), dim: dim, id: text(id)})
}

// leg adds a mark for a leg's theme and items.
func (y *tally) leg(w what, at time.Time, value int, theme string, items []string) {
	y.add(w, at, value, DimTheme, theme)
	for _, it := range items {
		y.add(w, at, value, DimItem, it)
	}
}

// marks are what the statistics of the business day count of the ticket: what
// happened since the day was opened. What happened on the days before has been
// counted there.
func (s *State) marks(t *ticket) []mark {
	y := &tally{s: s, all: make([]mark, 0, len(t.marks)+8)}
	if t.first > s.first {
		y.add(markIssued, t.issued, 0, DimHall, "")
		y.leg(markIssued, t.issued, 0, t.legs[0].Theme, t.asked())
	}
	s.markCalls(y, t)
	s.markServed(y, t)
	if t.endSeq > s.first && t.state != string(queue.Done) {
		w := markExpired
		if t.state == string(queue.Cancelled) {
			w = markCancelled
		}
		y.add(w, t.ended, 0, DimHall, "")
		y.leg(w, t.ended, 0, t.at().Theme, t.at().Items)
		if t.endWindow != "" {
			y.add(w, t.ended, 0, DimWindow, t.endWindow)
		}
	}
	return y.all
}

// asked are all items of the visit.
func (t *ticket) asked() []string {
	if len(t.legs) == 1 {
		return t.legs[0].Items
	}
	var all []string
	for i := range t.legs {
		all = append(all, t.legs[i].Items...)
	}
	return all
}

// items are those asked for in a leg; none if there is no such leg any more.
func (t *ticket) items(leg int) []string {
	if leg >= len(t.legs) {
		return nil
	}
	return t.legs[leg].Items
}

// markCalls counts calls and what became of them.
func (s *State) markCalls(y *tally, t *ticket) {
	called, missed := -1, false // the last leg that was called, whether the ticket was ever missed
	since := t.issued
	for i := range t.spans {
		p := &t.spans[i]
		if i > 0 && p.State == queue.Waiting && p.Leg != t.spans[i-1].Leg {
			since = p.From
		}
		if p.State != queue.Called {
			continue
		}
		first := called == -1
		again := p.Leg == called
		called = p.Leg
		if p.Begun > s.first {
			from := since
			if from.Before(s.opened) {
				from = s.opened
			}
			wait := seconds(p.From.Sub(from))
			if first {
				y.add(markCalled, p.From, wait, DimHall, "")
			}
			if !again {
				y.leg(markCalled, p.From, wait, p.Theme, t.items(p.Leg))
				y.add(markCalled, p.From, wait, DimWindow, p.Window)
			}
			if p.Picked {
				y.add(markPicked, p.From, 0, DimHall, "")
				y.leg(markPicked, p.From, 0, p.Theme, nil)
				y.add(markPicked, p.From, 0, DimWindow, p.Window)
			}
		}
		if p.Missed {
			if p.Over > s.first {
				if !missed {
					y.add(markMissed, p.To, 0, DimHall, "")
				}
				y.leg(markMissed, p.To, 0, p.Theme, t.items(p.Leg))
				y.add(markMissed, p.To, 0, DimWindow, p.Window)
			}
			missed = true
		}
	}
}

// markServed counts finished parts and the finished visit.
func (s *State) markServed(y *tally, t *ticket) {
	done := t.state == string(queue.Done)
	parts := t.leg
	if done {
		parts++
	}
	if parts == 0 {
		return
	}
	whole, known := time.Duration(0), true
	for leg := range parts {
		length, end, sure := t.service(leg)
		whole, known = whole+length, known && sure
		if end == nil || end.Over <= s.first {
			continue
		}
		l := &t.legs[leg]
		y.add(markServed, end.To, 0, DimTheme, l.Theme)
		y.add(markServed, end.To, 0, DimWindow, end.Window)
		if len(l.Handled) > 0 {
			for _, h := range l.Handled {
				y.add(markServed, end.To, 0, DimItem, h.Item)
			}
		} else {
			for _, it := range l.Items {
				y.add(markServed, end.To, 0, DimItem, it)
			}
		}
		if !sure {
			continue
		}
		y.add(markService, end.To, seconds(length), DimTheme, l.Theme)
		y.add(markService, end.To, seconds(length), DimWindow, end.Window)
		if len(l.Handled) == 1 {
			y.add(markService, end.To, seconds(length), DimItem, l.Handled[0].Item)
		} else if len(l.Handled) == 0 && len(l.Items) == 1 {
			y.add(markService, end.To, seconds(length), DimItem, l.Items[0])
		}
	}
	if done && t.endSeq > s.first {
		y.add(markServed, t.ended, 0, DimHall, "")
		if known {
			y.add(markService, t.ended, seconds(whole), DimHall, "")
		}
	}
}

// service is how long a leg was served, its last such span, and whether the length
// is known for certain.
func (t *ticket) service(leg int) (length time.Duration, end *span, sure bool) {
	sure = true
	for i := range t.spans {
		p := &t.spans[i]
		if p.State != queue.Serving || p.Leg != leg {
			continue
		}
		end = p
		if p.Inferred || p.To.IsZero() {
			sure = false
			continue
		}
		length += p.To.Sub(p.From)
	}
	return length, end, sure && length > 0
}
