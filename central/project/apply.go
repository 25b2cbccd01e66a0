package project

import (
	"slices"
	"strings"
	"time"

	"onewindow/queue"
)

// Apply folds the next event into the state. It refuses nothing: what it cannot
// read or place is counted.
func (s *State) Apply(e Event) {
	s.hall.Seq, s.hall.At = e.Seq, milliseconds(e.At)
	if e.Event == nil {
		s.hall.Unknown++
		return
	}
	if !s.apply(&e) {
		s.hall.Odd++
	}
}

// apply reports whether the event fits.
func (s *State) apply(e *Event) bool {
	switch v := e.Event.(type) {
	case queue.TicketIssued:
		return s.issued(e, &v.Ticket)
	case queue.TicketCalled:
		return s.called(e, v)
	case queue.TicketRecalled:
		return s.recalled(e, v)
	case queue.TicketStarted:
		return s.started(e, v)
	case queue.TicketFinished:
		return s.finished(e, v)
	case queue.TicketMissed:
		return s.missed(e, v)
	case queue.TicketReturned:
		return s.back(e, v.Number, "")
	case queue.TicketHeld:
		return s.held(e, v)
	case queue.TicketTakenBack:
		return s.takenBack(e, v)
	case queue.TicketWoken:
		return s.back(e, v.Number, "")
	case queue.TicketTransferred:
		return s.transferred(e, v)
	case queue.TicketChanged:
		return s.changedItems(e, v)
	case queue.TicketReleased:
		return s.released(e, v)
	case queue.TicketCancelled:
		return s.ended(e, v.Number, v.Window, queue.Cancelled, v.Reason)
	case queue.TicketExpired:
		return s.ended(e, v.Number, v.Window, queue.Expired, v.Why)
	case queue.TicketReadmitted:
		return s.readmitted(e, v)
	case queue.TicketReprinted:
		return s.reprinted(e, v)
	case queue.TicketPaper:
		return s.told(v)
	case queue.WindowUndone:
		return s.undone(e, v)
	}
	return s.applyWindow(e)
}

// applyWindow folds the events of windows.
func (s *State) applyWindow(e *Event) bool {
	id := ""
	switch v := e.Event.(type) {
	case queue.WindowOpened:
		id = v.Window
	case queue.WindowClosed:
		id = v.Window
	case queue.WindowPaused:
		id = v.Window
	case queue.WindowPausing:
		id = v.Window
	case queue.WindowResumed:
		id = v.Window
	case queue.WindowAssigned:
		id = v.Window
	default:
		return s.applyHall(e)
	}
	w := s.window(id)
	if w == nil {
		return false
	}
	switch v := e.Event.(type) {
	case queue.WindowOpened:
		w.Clerk, w.undo = text(v.Clerk), nil
		w.set(e, queue.Idle)
	case queue.WindowClosed:
		w.Clerk, w.Number, w.Reason, w.pauseAfter, w.undo = "", "", "", "", nil
		w.set(e, queue.Closed)
	case queue.WindowPaused:
		s.remember(e, w)
		w.Reason = text(v.Reason)
		w.set(e, queue.Paused)
	case queue.WindowPausing:
		s.remember(e, w)
		w.pauseAfter = text(v.Reason)
	case queue.WindowResumed:
		s.remember(e, w)
		w.Reason = ""
		w.set(e, queue.Idle)
	case queue.WindowAssigned:
		w.Own, w.Spill, w.undo = list(v.Own), list(v.Spill), nil
	}
	s.touchWindow(w)
	return true
}

// applyHall folds the events of the hall itself. Those of which no row tells are
// in their place wherever they come.
func (s *State) applyHall(e *Event) bool {
	h := &s.hall
	switch v := e.Event.(type) {
	case queue.SettingsChanged:
		h.Settings = text(v.Hash)
		s.applySettings(e, &v.Settings)
	case queue.CatalogueChanged:
		h.Catalogue = text(v.Hash)
	case queue.EpochStarted:
		h.Epoch = text(string(v.Epoch))
	case queue.DayOpened:
		s.newDay(text(v.Date), e.At, e.Seq)
		if data := s.save(); data != nil {
			s.checkpoints = append(s.checkpoints, Checkpoint{Seq: e.Seq, Day: h.Day, Data: data})
		}
	case queue.DayClosed:
		h.Open, h.Closed = false, milliseconds(e.At)
	case queue.DayReopened:
		h.Open, h.Closed = true, 0
	case queue.DayReported:
		if _, err := time.Parse(time.DateOnly, v.Date); err != nil {
			return false // nobody could ask for it by its day
		}
		s.reports = append(s.reports, Report{Day: v.Date, Seq: e.Seq})
	case queue.HallStopped:
		if h.Stopped = text(v.Reason); h.Stopped == "" {
			h.Stopped = "stopped"
		}
	case queue.HallResumed:
		h.Stopped = ""
	case queue.DeviceChanged:
		s.device(&v.Device)
	case queue.DeviceRemoved:
		delete(s.printers, printer{text(v.Terminal), text(v.ID)})
	}
	return true
}

// applySettings takes over the windows as they are furnished now; those that were
// there go on as they are.
func (s *State) applySettings(e *Event, set *queue.Settings) {
	h := &s.hall
	h.ID, h.Name, h.Level, s.offset = text(set.Hall.ID), text(set.Hall.Name.ZhHans), text(string(set.Hall.Level)), set.Hall.UTCOffset
	old := s.windows
	s.windows = make(map[string]*window, len(set.Windows))
	for _, p := range set.Windows {
		id := text(p.ID)
		w := old[id]
		if w == nil {
			w = &window{Window: Window{ID: id, State: string(queue.Closed), Since: milliseconds(e.At)}}
		}
		if own, spill := list(p.Own), list(p.Spill); w.planned != own+"\n"+spill {
			w.Own, w.Spill, w.planned = own, spill, own+"\n"+spill
		}
		w.Label, w.Zone, w.undo = text(p.Label), text(p.Zone), nil
		s.windows[id] = w
		s.touchWindow(w)
	}
	for _, w := range inOrder(old) {
		if s.windows[w.ID] == nil {
			s.gone = append(s.gone, w.ID)
		}
	}
	s.gone = slices.DeleteFunc(s.gone, func(id string) bool { return s.windows[id] != nil })
}

// newDay begins a day with what comes after the event first: what was of the one
// before is settled, whoever may still be served stays, and the rest leaves the
// state.
func (s *State) newDay(date string, opened time.Time, first uint64) {
	s.settle()
	h := &s.hall
	h.Day, h.Open, h.Opened, h.Closed = date, true, milliseconds(opened), 0
	s.opened, s.first = opened, first
	clear(s.cells)
	for n, t := range s.tickets {
		t.marks = nil
		if !queue.TicketState(t.state).Live() {
			delete(s.tickets, n)
		}
	}
	for _, w := range s.windows {
		own, spill, _ := strings.Cut(w.planned, "\n")
		w.Own, w.Spill, w.Served, w.undo = own, spill, 0, nil
		w.open, w.busy, w.counted = 0, 0, time.Time{}
		s.touchWindow(w)
	}
}

// list writes themes as a row keeps them.
func list(themes []string) string { return text(strings.Join(themes, " ")) }
