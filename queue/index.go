package queue

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Snapshot writes the state in a form from which Restore makes it again. What a
// citizen is known by stays sealed.
func (s *State) Snapshot() ([]byte, error) {
	b, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("queue: snapshot: %w", err)
	}
	return b, nil
}

// Restore makes a state from a snapshot. open reads a sealed citizen; it may be
// nil, and where it fails the citizen stays unknown.
func Restore(snapshot []byte, open func(day string, c *Citizen)) (*State, error) {
	s := &State{}
	if err := json.Unmarshal(snapshot, s); err != nil {
		return nil, fmt.Errorf("queue: restore: %w", err)
	}
	if err := s.Revive(open); err != nil {
		return nil, err
	}
	return s, nil
}

// Revive is the second half of Restore, for whoever has read the state's fields
// in another way: it checks them, derives the rest, and makes those who are
// still in the hall, or may be readmitted, known by open. A state that it refuses is not to be used.
func (s *State) Revive(open func(day string, c *Citizen)) error {
	for i, t := range s.Tickets {
		if !t.formed() || int(t.Seq) != i+1 {
			return fmt.Errorf("queue: restore: ticket %d is malformed", i+1)
		}
	}
	if slices.Contains(s.Windows, nil) {
		return fmt.Errorf("queue: restore: a window is missing")
	}
	if err := s.sound(); err != nil {
		return fmt.Errorf("queue: restore: %w", err)
	}
	for _, t := range s.Tickets {
		if t.State.Live() || t.readmissible() {
			t.Unseal(open)
		}
	}
	for _, w := range s.Windows {
		if w.Undo != nil {
			for _, t := range w.Undo.Tickets {
				t.Unseal(open)
			}
		}
	}
	s.index()
	return nil
}

// Clone is an independent copy of the state, for somebody who follows the same
// records elsewhere. Settings and catalogue are shared; nobody changes them.
func (s *State) Clone() *State {
	c := *s
	c.Themes = append([]ThemeState(nil), s.Themes...)
	c.Calls = append([]CallMade(nil), s.Calls...)
	c.Changes = append([]Change(nil), s.Changes...)
	c.Shifts = append([]Shift(nil), s.Shifts...)
	c.DeviceSpans = append([]DeviceSpan(nil), s.DeviceSpans...)
	for i := range c.Themes {
		c.Themes[i].Slots = append([]int(nil), c.Themes[i].Slots...)
		c.Themes[i].Trend = append([]int(nil), c.Themes[i].Trend...)
	}
	c.Windows = slices.Clone(s.Windows)
	for i, w := range s.Windows {
		v := *w
		c.Windows[i] = &v
		if w.Undo != nil {
			m := *w.Undo
			m.Tickets = append([]*Ticket(nil), m.Tickets...)
			m.Revs = append([]uint64(nil), m.Revs...)
			v.Undo = &m
		}
	}
	c.Tickets = slices.Clone(s.Tickets)
	for i, t := range s.Tickets {
		c.Tickets[i] = t.copyDeep()
	}
	c.index()
	return &c
}

// Unseal makes the ticket's citizens known again, by open.
func (t *Ticket) Unseal(open func(day string, c *Citizen)) {
	if open == nil {
		return
	}
	if t.Citizen.Sealed != "" {
		open(t.Day, &t.Citizen)
	}
	if t.Agent != nil && t.Agent.For.Sealed != "" {
		open(t.Day, &t.Agent.For)
	}
}

// index rebuilds all that is derived.
func (s *State) index() {
	s.numbers = make(map[string]*Ticket, len(s.Tickets))
	s.themes = map[string]int32{}
	s.windows = map[string]*Window{}
	s.clerks = map[string]int32{}
	s.items = map[string]*Item{}
	s.citizens = map[string][]*Ticket{}
	s.wakes, s.lengths = nil, map[kindOfVisit]*lengths{}
	s.line = NewLine(0)
	if s.Catalogue != nil {
		for i := range s.Catalogue.Items {
			s.items[s.Catalogue.Items[i].Code] = &s.Catalogue.Items[i]
		}
	}
	if s.Settings == nil {
		return
	}
	for i, t := range s.Settings.Themes {
		s.themes[t.ID] = int32(i)
		s.Themes[i].waiting, s.Themes[i].work = 0, 0
	}
	for i, c := range s.Settings.Staff {
		s.clerks[c.ID] = int32(i)
	}
	s.line = NewLine(len(s.Settings.Themes) + len(s.Settings.Windows) + len(s.Settings.Staff))
	for i := range s.Themes {
		s.line.lanes[i].calls = s.Themes[i].Calls
	}
	for i, w := range s.Windows {
		w.plan = int32(i)
		s.windows[w.ID] = w
		s.setReach(w)
	}
	for _, t := range s.Tickets {
		s.numbers[t.Number] = t
		if t.State.Live() {
			s.know(t)
			s.aim(t)
		}
		if t.State == Waiting {
			s.enter(t)
		}
		s.wake(t)
		for leg := range t.finished() {
			if k, n, ok := s.lesson(t, leg); ok {
				l := s.lengthsOf(k)
				l.seconds = append(l.seconds, n)
			}
		}
	}
	for _, l := range s.lengths {
		slices.Sort(l.seconds)
	}
	s.setPhaseEnd()
	s.setTrendNext()
}

// setReach derives which lanes the window may call from.
func (s *State) setReach(w *Window) {
	r := Reach{Lead: s.Settings.Rules.SpillLead.Duration().Milliseconds()}
	for _, id := range w.Own {
		if i, ok := s.themes[id]; ok {
			r.Own = append(r.Own, i)
		}
	}
	for _, id := range w.Spill {
		if i, ok := s.themes[id]; ok && !slices.Contains(r.Own, i) {
			r.Spill = append(r.Spill, i)
		}
	}
	r.Own = append(r.Own, int32(len(s.Settings.Themes))+w.plan)
	if i, ok := s.clerks[w.Clerk]; ok && w.Clerk != "" {
		r.Own = append(r.Own, int32(len(s.Settings.Themes)+len(s.Settings.Windows))+i)
	}
	w.reach = r
}

// aim derives the ticket's theme index, lane and expected work from its current
// leg and target.
func (s *State) aim(t *Ticket) {
	leg := &t.Legs[t.Leg]
	t.theme = s.themes[leg.Theme]
	t.lane = t.theme
	if t.Target.Window != "" {
		if w := s.windows[t.Target.Window]; w != nil {
			t.lane = int32(len(s.Settings.Themes)) + w.plan
		}
	} else if t.Target.Clerk != "" {
		if i, ok := s.clerks[t.Target.Clerk]; ok {
			t.lane = int32(len(s.Settings.Themes)+len(s.Settings.Windows)) + i
		}
	}
	t.work = int32(s.work(leg))
}

// work is the expected service time of a leg in minutes.
func (s *State) work(leg *Leg) int {
	m := 0
	for _, code := range leg.Items {
		if it := s.items[code]; it != nil {
			m += it.Minutes
		}
	}
	if m == 0 {
		m = s.Settings.Themes[s.themes[leg.Theme]].Minutes
	}
	return m
}

// enter puts a waiting ticket in line, and leave takes it out.
func (s *State) enter(t *Ticket) {
	if t.After > 0 {
		s.line.AddAfter(int(t.lane), t.entry(), t.After)
	} else {
		s.line.Add(int(t.lane), t.entry())
	}
	s.Themes[t.theme].waiting++
	s.Themes[t.theme].work += int(t.work)
}

func (s *State) leave(t *Ticket) {
	s.line.Remove(int(t.lane), t.entry())
	s.Themes[t.theme].waiting--
	s.Themes[t.theme].work -= int(t.work)
}

// know and forget keep the live tickets of each known citizen.
func (s *State) know(t *Ticket) {
	if k := t.Citizen.Key; k != "" {
		s.citizens[k] = append(s.citizens[k], t)
	}
}

func (s *State) forget(t *Ticket) {
	k := t.Citizen.Key
	if k == "" {
		return
	}
	ts := s.citizens[k]
	if i := slices.Index(ts, t); i >= 0 {
		ts = slices.Delete(ts, i, i+1)
	}
	if len(ts) == 0 {
		delete(s.citizens, k)
		return
	}
	s.citizens[k] = ts
}
