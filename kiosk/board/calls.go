package board

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// Names of timers; that of a place is followed by its index.
const (
	noticeTimer = "notice"
	gapTimer    = "gap"
	placeTimer  = "place/"
)

// mark is the newest call of a number that the board has noticed.
type mark struct {
	at    time.Time
	times int
}

// place is where one call stands large.
type place struct {
	call wire.Call // of no number: empty
	// fresh is true while the call stands out and cannot be replaced.
	fresh bool
	// order tells which place was filled longest ago.
	order int
}

// take notices the calls that are new in a state, newest first as the hall
// tells them. What the hall has taken back or what has been answered without
// the citizen goes away. With fill the newest stand large at once and no other
// waits: a board that was away shows how things are, not how they came to be.
func (s *Screen) take(calls []wire.Call, fill bool) {
	known := make(map[string]mark, len(calls))
	for _, c := range slices.Backward(calls) {
		m, ok := s.seen[c.Number]
		if !ok || c.At.After(m.at) || c.Times > m.times && !c.At.Before(m.at) {
			m = mark{c.At, c.Times}
			if s.now.Sub(c.At) <= s.set.Fresh && stands(c.State) {
				s.enqueue(c)
			}
		}
		known[c.Number] = m
	}
	s.seen = known
	s.queue = slices.DeleteFunc(s.queue, func(q wire.Call) bool { _, ok := current(calls, q); return !ok })
	for i, p := range s.places {
		if p.call.Number == "" {
			continue
		}
		if c, ok := current(calls, p.call); ok {
			s.places[i].call.State = c.State
		} else {
			s.empty(i)
		}
	}
	s.clear()
	if fill {
		s.fill()
	}
	s.show()
}

// fill puts the newest calls that wait on all places at once.
func (s *Screen) fill() {
	newest := s.queue[max(0, len(s.queue)-len(s.places)):]
	s.queue = nil
	for i := range s.places {
		s.places[i].fresh = false
	}
	for _, c := range newest {
		if i, ok := s.placeFor(c.Number); ok {
			s.put(i, c)
		}
	}
}

// put lets a call stand out on a place.
func (s *Screen) put(i int, c wire.Call) {
	s.shows++
	s.places[i] = place{call: c, fresh: true, order: s.shows}
	s.After(placeTimer+strconv.Itoa(i), s.set.Dwell)
}

// stands reports whether a call in that state is still to be shown large: a
// number that was missed or sent back to wait must not go to a window.
func stands(st queue.TicketState) bool {
	switch st {
	case queue.Called, queue.Serving, queue.Held, queue.Done:
		return true
	}
	return false
}

// current finds a call among those that the hall told last.
func current(calls []wire.Call, c wire.Call) (wire.Call, bool) {
	i := slices.IndexFunc(calls, func(o wire.Call) bool { return o.Number == c.Number })
	if i < 0 || !stands(calls[i].State) {
		return wire.Call{}, false
	}
	return calls[i], true
}

// enqueue lets a call wait for a place; a newer call of the same number takes
// the turn of the older.
func (s *Screen) enqueue(c wire.Call) {
	if i := slices.IndexFunc(s.queue, func(q wire.Call) bool { return q.Number == c.Number }); i >= 0 {
		s.queue[i] = c
		return
	}
	s.queue = append(s.queue, c)
}

// show puts the next call on a place, if there is one and it is time. While the
// hall is stopped calls wait: nobody would see them.
func (s *Screen) show() {
	if s.gated || s.stoppedNow() {
		return
	}
	for n, c := range s.queue {
		i, ok := s.placeFor(c.Number)
		if !ok {
			continue
		}
		s.queue = slices.Delete(s.queue, n, n+1)
		s.put(i, c)
		s.gated = true
		s.After(gapTimer, gap)
		return
	}
}

// placeFor is the number's own place if it stands somewhere already, else an
// empty one, else the one that was filled longest ago and no longer stands out.
func (s *Screen) placeFor(number string) (best int, ok bool) {
	best = -1
	for i, p := range s.places {
		switch {
		case p.call.Number == number:
			return i, true
		case p.fresh:
		case best < 0, p.order < s.places[best].order:
			best = i
		}
	}
	return best, best >= 0
}

// empty takes a call off its place.
func (s *Screen) empty(i int) {
	s.places[i] = place{}
	s.Stop(placeTimer + strconv.Itoa(i))
}

// clear takes calls off that were answered a while ago.
func (s *Screen) clear() {
	for i, p := range s.places {
		if p.call.Number != "" && !p.fresh && p.call.State != queue.Called && s.now.Sub(p.call.At) > s.set.Fresh {
			s.empty(i)
		}
	}
}

func (s *Screen) timer(name string) {
	switch {
	case name == noticeTimer:
		s.notice++
	case name == gapTimer:
		s.gated = false
	case strings.HasPrefix(name, placeTimer):
		if i, err := strconv.Atoi(name[len(placeTimer):]); err == nil && i < len(s.places) {
			s.places[i].fresh = false
		}
	}
	s.clear()
	s.show()
}
