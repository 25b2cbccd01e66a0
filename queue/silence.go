package queue

import "time"

// Silence is a terminal that ought to be heard, and for how long it has not been.
type Silence struct {
	// Terminal is its id, Name what people call it, Role what it is and Window where
	// it stands, if it stands at one.
	Terminal, Name, Role, Window string
	// Vital tells that citizens need it at any time, as they need a kiosk; another is
	// vital while the window at which it stands is open.
	Vital bool
	// For is how long nothing was heard of it, in real time.
	For time.Duration
	// Unknown tells that it was not heard since the hall was started: nobody knows
	// whether it is in use at all. An alert that lasts from before stays.
	Unknown bool
}

// A terminal says every five seconds that it is there.
const (
	silentWarning  = 30 * time.Second
	silentCritical = 3 * time.Minute // of a vital one
)

// measureTerminals says how long nothing was heard of each terminal. Once the hall
// has closed for the day, terminals are switched off, and nothing new is raised.
func (s *State) measureTerminals(terminals []Silence) (all []measured) {
	for i := range terminals {
		t := &terminals[i]
		m := measured{
			kind: AlertTerminal, window: t.Window, terminal: t, value: int(t.For / time.Second), is: int(t.For / time.Second),
			warns: int(silentWarning / time.Second), quiet: t.Unknown || s.Day.Phase == PhaseClosed,
		}
		if w := s.Window(t.Window); t.Vital || w != nil && w.State != Closed {
			m.critical = int(silentCritical / time.Second)
		}
		if t.Unknown {
			m.is = m.warns
		}
		all = append(all, m)
	}
	return all
}
