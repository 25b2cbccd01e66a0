package project

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"onewindow/queue"
)

// Version changes whenever the rows change to which the same events lead; rows of
// another version are to be made anew from the events.
const Version = 2

// State is a hall as far as its rows need it: its windows, and the tickets and
// statistics of its business day. It is changed by Apply and Lose only.
type State struct {
	hall    Hall
	offset  int // of hall time, in minutes
	opened  time.Time
	first   uint64 // the event that opened the business day
	tickets map[string]*ticket
	windows map[string]*window
	cells   map[Key]*cell
	// printers are the devices that print numbers, by their terminals and ids.
	printers map[printer]bool

	changedTickets []*ticket
	changedWindows []*window
	changedCells   []*cell
	gone           []string
	checkpoints    []Checkpoint
	reports        []Report
}

// chinaOffset is hall time before the settings are known.
const chinaOffset = 480

// New is a hall of which no event is known.
func New() *State {
	return &State{offset: chinaOffset, tickets: map[string]*ticket{}, windows: map[string]*window{}, cells: map[Key]*cell{}, printers: map[printer]bool{}}
}

// Seq is the sequence of the last event applied.
func (s *State) Seq() uint64 { return s.hall.Seq }

// saved is the written form of a State just after the opening of a day.
type saved struct {
	Hall     Hall          `json:"hall"`
	Offset   int           `json:"offset"`
	Opened   time.Time     `json:"opened"`
	First    uint64        `json:"first"`
	Tickets  []savedTicket `json:"tickets,omitempty"`
	Printers []printer     `json:"printers,omitempty"`
	Windows  []Window      `json:"windows,omitempty"`
	Counted  []int64       `json:"counted,omitempty"` // of Windows
	Spent    [][2]int64    `json:"spent,omitempty"`   // of Windows, in milliseconds
	Pauses   []string      `json:"pauses,omitempty"`  // of Windows
	Planned  []string      `json:"planned,omitempty"` // of Windows
}

// save writes the state. What is not settled yet, and what a clerk could take back,
// is not part of it: there is nothing of either when a day has just been opened.
func (s *State) save() []byte {
	v := saved{Hall: s.hall, Offset: s.offset, Opened: s.opened, First: s.first}
	for _, t := range inOrder(s.tickets) {
		v.Tickets = append(v.Tickets, t.save())
	}
	v.Printers = slices.SortedFunc(maps.Keys(s.printers), func(a, b printer) int {
		return cmp.Or(cmp.Compare(a.Terminal, b.Terminal), cmp.Compare(a.ID, b.ID))
	})
	for _, w := range inOrder(s.windows) {
		v.Windows = append(v.Windows, w.Window)
		v.Counted = append(v.Counted, milliseconds(w.counted))
		v.Spent = append(v.Spent, [2]int64{w.open.Milliseconds(), w.busy.Milliseconds()})
		v.Pauses = append(v.Pauses, w.pauseAfter)
		v.Planned = append(v.Planned, w.planned)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil // a year beyond 9999 that a hostile hall wrote; there is then no checkpoint
	}
	return b
}

// Load reads a Checkpoint. All rows of the state count as changed, so that they are
// written anew over whatever was made of a history that is no longer the hall's.
func Load(data []byte) (*State, error) {
	var v saved
	if err := json.Unmarshal(data, &v); err != nil {
		return nil, fmt.Errorf("project: read a checkpoint: %w", err)
	}
	if len(v.Counted) != len(v.Windows) || len(v.Spent) != len(v.Windows) || len(v.Pauses) != len(v.Windows) || len(v.Planned) != len(v.Windows) {
		return nil, fmt.Errorf("project: read a checkpoint: its windows are incomplete")
	}
	s := New()
	s.hall, s.offset, s.opened, s.first = v.Hall, v.Offset, v.Opened, v.First
	for _, p := range v.Printers {
		s.printers[p] = true
	}
	for _, o := range v.Tickets {
		t := o.load()
		s.tickets[t.number] = t
		s.touch(t)
	}
	for i, o := range v.Windows {
		w := &window{Window: o, pauseAfter: v.Pauses[i], planned: v.Planned[i]}
		w.open, w.busy = time.Duration(v.Spent[i][0])*time.Millisecond, time.Duration(v.Spent[i][1])*time.Millisecond
		if v.Counted[i] != 0 {
			w.counted = time.UnixMilli(v.Counted[i]).UTC()
		}
		s.windows[w.ID] = w
		s.touchWindow(w)
	}
	return s, nil
}

// Changes are the rows that differ since the last call, or since New or Load.
func (s *State) Changes() Changes {
	s.settle()
	c := Changes{Gone: s.gone, Checkpoints: s.checkpoints, Reports: s.reports}
	if n := len(s.changedTickets); n > 0 {
		c.Tickets = make([]Ticket, n)
	}
	for i, t := range s.changedTickets {
		t.changed = false
		c.Tickets[i] = t.row()
	}
	for _, w := range s.changedWindows {
		w.changed = false
		if s.windows[w.ID] == w {
			c.Windows = append(c.Windows, w.row())
		}
	}
	if n := len(s.changedCells); n > 0 {
		c.Cells = make([]Cell, 0, n)
	}
	for _, x := range s.changedCells {
		x.changed = false
		if x.Counts == (Counts{}) {
			c.Empty = append(c.Empty, x.Key)
			continue
		}
		c.Cells = append(c.Cells, x.Cell)
	}
	c.Hall = s.now()
	s.changedTickets, s.changedWindows, s.changedCells = s.changedTickets[:0], s.changedWindows[:0], s.changedCells[:0]
	s.gone, s.checkpoints, s.reports = nil, nil, nil
	return c
}

// now counts the hall as it stands.
func (s *State) now() Hall {
	h := s.hall
	for _, t := range s.tickets {
		h.Issued++
		switch queue.TicketState(t.state) {
		case queue.Waiting:
			h.Waiting++
		case queue.Called:
			h.Called++
		case queue.Serving:
			h.Serving++
		case queue.Held:
			h.Held++
		case queue.Missed:
			h.Missing++
		case queue.Done:
			h.Done++
		case queue.Cancelled:
			h.Cancelled++
		case queue.Expired:
			h.Expired++
		}
	}
	for _, w := range s.windows {
		switch queue.WindowState(w.State) {
		case queue.Idle:
			h.Windows++
		case queue.Calling, queue.WindowServing:
			h.Windows++
			h.Busy++
		case queue.Paused:
			h.Windows++
			h.Paused++
		}
	}
	return h
}

// touch notes that the ticket's row has changed.
func (s *State) touch(t *ticket) {
	if !t.changed {
		t.changed = true
		s.changedTickets = append(s.changedTickets, t)
	}
}

func (s *State) touchWindow(w *window) {
	if !w.changed {
		w.changed = true
		s.changedWindows = append(s.changedWindows, w)
	}
}

// Lose notes that the events up to seq are missing and will not come: whoever was in
// the hall then is lost, and what the windows do is not known.
func (s *State) Lose(seq uint64) {
	s.settle()
	for n, t := range s.tickets {
		if queue.TicketState(t.state).Live() {
			t.state = StateLost
			s.touch(t)
		}
		delete(s.tickets, n)
	}
	for _, w := range s.windows {
		w.State, w.Clerk, w.Number, w.Reason, w.pauseAfter, w.undo = StateLost, "", "", "", "", nil
		s.touchWindow(w)
	}
	s.hall.Gaps++
	s.hall.Seq = seq
}

// Day is the business day of the state; empty before the first.
func (s *State) Day() string { return s.hall.Day }
