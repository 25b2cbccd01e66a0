package queue

import "fmt"

// sound says what makes a state that was read from outside unfit to work with;
// nil if nothing does. It looks at what the other functions rely on: names that
// are known, and one ticket at one window.
func (s *State) sound() error {
	if s.Settings == nil {
		if len(s.Themes)+len(s.Windows)+len(s.Tickets)+len(s.Parts) > 0 {
			return fmt.Errorf("a hall without settings that is at work")
		}
		return nil
	}
	if len(s.Themes) != len(s.Settings.Themes) || len(s.Windows) != len(s.Settings.Windows) {
		return fmt.Errorf("%d themes and %d windows for %d and %d in the settings",
			len(s.Themes), len(s.Windows), len(s.Settings.Themes), len(s.Settings.Windows))
	}
	if err := s.settingsHold(s.Settings); err != nil {
		return err
	}
	for i := range s.Themes {
		if ts := &s.Themes[i]; ts.ID != s.Settings.Themes[i].ID || ts.Last < 0 || ts.Calls < 0 || len(ts.Trend) != s.trendLen() {
			return fmt.Errorf("theme %d is not that of the settings", i+1)
		}
	}
	numbers := make(map[string]*Ticket, len(s.Tickets))
	for i, t := range s.Tickets {
		if numbers[t.Number] != nil {
			return fmt.Errorf("number %s is given twice", t.Number)
		}
		numbers[t.Number] = s.Tickets[i]
	}
	at := make(map[string]string, len(s.Windows))
	for i, w := range s.Windows {
		if w.ID != s.Settings.Windows[i].ID || !w.holds(numbers[w.Ticket]) {
			return fmt.Errorf("window %d is not that of the settings, or holds a wrong ticket", i+1)
		}
		at[w.ID] = w.Ticket
		if w.Undo != nil && !w.Undo.fits(w, numbers) {
			return fmt.Errorf("window %s cannot take back what it says", w.ID)
		}
	}
	if err := s.staffSound(); err != nil {
		return err
	}
	if err := s.devicesSound(numbers); err != nil {
		return err
	}
	for _, t := range s.Tickets {
		if t.State.AtWindow() && at[t.Window] != t.Number {
			return fmt.Errorf("number %s is at window %q, which does not know of it", t.Number, t.Window)
		}
	}
	return nil
}

// staffSound says what of the staff's does not fit; nil if all does.
func (s *State) staffSound() error {
	known := map[string]bool{}
	for i := range s.Settings.Staff {
		known[s.Settings.Staff[i].ID] = true
	}
	met := map[string]bool{}
	once := func(kind, id string) error {
		if met[kind+" "+id] {
			return fmt.Errorf("%s %q is there twice", kind, id)
		}
		met[kind+" "+id] = true
		return nil
	}
	for _, h := range s.Helps {
		if err := once("help "+string(h.Kind), h.Terminal); err != nil {
			return err
		}
	}
	for _, d := range s.Desks {
		if err := once("desk", d.Terminal); err != nil {
			return err
		}
		if !known[d.Clerk] {
			return fmt.Errorf("desk %q is of nobody", d.Terminal)
		}
	}
	for _, a := range s.Alerts {
		if err := once("alert", a.ID); err != nil {
			return err
		}
	}
	return nil
}

// devicesSound says what of devices and copies does not fit; nil if all does.
func (s *State) devicesSound(numbers map[string]*Ticket) error {
	for i := 1; i < len(s.Devices); i++ {
		if a, b := &s.Devices[i-1], &s.Devices[i]; a.compare(b.Terminal, b.ID) >= 0 {
			return fmt.Errorf("device %q at %q is out of order, or there twice", b.ID, b.Terminal)
		}
	}
	for _, p := range s.Papers {
		if numbers[p.Number] == nil {
			return fmt.Errorf("a copy is asked for of number %q, which is not known", p.Number)
		}
	}
	return nil
}

// formed reports whether a ticket has all its parts.
func (t *Ticket) formed() bool {
	if t == nil || t.Leg < 0 || t.Leg >= len(t.Legs) || len(t.Periods) == 0 {
		return false
	}
	for i := range t.Periods {
		if leg := t.Periods[i].Leg; leg < 0 || leg >= len(t.Legs) {
			return false
		}
	}
	switch t.State {
	case Held:
		return t.Hold != nil
	case Waiting, Called, Serving, Missed, Done, Cancelled, Expired:
		return true
	}
	return false
}

// holds reports whether t, or nobody, may be at the window in its state.
func (w *Window) holds(t *Ticket) bool {
	want := TicketState("")
	switch w.State {
	case Calling:
		want = Called
	case WindowServing:
		want = Serving
	case Closed, Idle, Paused:
		return w.Ticket == ""
	}
	return t != nil && t.State == want && t.Window == w.ID
}

// fits reports whether the memento belongs to the window: what it puts back must
// leave one ticket at one window.
func (m *Memento) fits(w *Window, numbers map[string]*Ticket) bool {
	if len(m.Revs) != len(m.Tickets) || m.Window.ID != w.ID || m.Window.State == Closed {
		return false
	}
	back := map[string]*Ticket{}
	for _, t := range m.Tickets {
		if !t.formed() || numbers[t.Number] == nil || numbers[t.Number].Seq != t.Seq || back[t.Number] != nil || !t.State.Live() ||
			t.State.AtWindow() && m.Window.Ticket != t.Number {
			return false
		}
		back[t.Number] = t
	}
	if w.Ticket != "" && w.Ticket != m.Window.Ticket && back[w.Ticket] == nil {
		return false
	}
	if m.Action == (TicketCalled{}).Type() && w.Ticket == "" {
		return false
	}
	t := back[m.Window.Ticket]
	if t == nil && w.Ticket == m.Window.Ticket {
		t = numbers[w.Ticket]
	}
	return m.Window.holds(t)
}
