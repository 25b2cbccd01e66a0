package queue

import (
	"fmt"
	"slices"
	"time"
)

// AlertKind names a condition that a manager must know of.
type AlertKind string

// Kinds of alerts.
const (
	// AlertWait: somebody has waited long for Theme; Value is in minutes.
	AlertWait AlertKind = "wait"
	// AlertLoad: many wait for each open window of Theme; Value is persons.
	AlertLoad AlertKind = "load"
	// AlertUnserved: people wait for Theme and no window serves it; Value is
	// how many.
	AlertUnserved AlertKind = "unserved"
	// AlertVisit: the visit at Window takes long; Value is in minutes.
	AlertVisit AlertKind = "visit"
	// AlertTerminal: nothing has been heard of Terminal for some time; Value is in
	// seconds. See Silence.
	AlertTerminal AlertKind = "terminal"
	// AlertDevice: the device Device at Terminal has Fault, or its paper is near the
	// end.
	AlertDevice AlertKind = "device"
)

// AlertLevel is how pressing it is.
type AlertLevel string

// Levels of alerts.
const (
	Warning  AlertLevel = "warning"
	Critical AlertLevel = "critical"
)

// Alert is a condition that lasts. It is raised at a threshold and ends only
// well below it, so that it does not flicker; a rise to Critical is the same
// alert and must be acknowledged anew.
type Alert struct {
	// ID is the kind and what it is about, as in "wait/general", "visit/12",
	// "terminal/kiosk-3f9a" or "device/kiosk-3f9a/printer".
	ID     string     `json:"id"`
	Kind   AlertKind  `json:"kind"`
	Level  AlertLevel `json:"level"`
	Theme  string     `json:"theme,omitempty"`
	Window string     `json:"window,omitempty"`
	// Terminal is the terminal's id, Name what people call it and Role what it is,
	// as wire.Role says it; Window is where it stands.
	Terminal string `json:"terminal,omitempty"`
	Name     string `json:"name,omitempty"`
	Role     string `json:"role,omitempty"`
	// Device is the device's id at the terminal, What what it is for, Label what people
	// call it, and Fault why it does not work; none if only its paper is near the end.
	Device string      `json:"device,omitempty"`
	What   DeviceKind  `json:"what,omitempty"`
	Label  string      `json:"label,omitempty"`
	Fault  DeviceFault `json:"fault,omitempty"`
	// Value is what it was when the alert was raised to its level.
	Value int       `json:"value"`
	Since time.Time `json:"since"`
	// Seen is when a manager acknowledged it, and By who that was; zero if
	// nobody has.
	Seen time.Time `json:"seen,omitzero"`
	By   Actor     `json:"by,omitzero"`
}

// AlertRules are the thresholds of alerts; a zero is the default of
// DefaultAlertRules.
type AlertRules struct {
	WaitWarning  Seconds `json:"wait_warning_seconds,omitempty"`
	WaitCritical Seconds `json:"wait_critical_seconds,omitempty"`
	LoadWarning  int     `json:"load_warning,omitempty"`
	LoadCritical int     `json:"load_critical,omitempty"`
	// VisitTimes is how many times its usual length a visit may last.
	VisitTimes int `json:"visit_times,omitempty"`
}

// DefaultAlertRules are the thresholds of a hall that sets none.
func DefaultAlertRules() AlertRules {
	return AlertRules{
		WaitWarning:  Minutes(15), // the longest wait for a theme
		WaitCritical: Minutes(30),
		LoadWarning:  8, // persons who wait for each open window of a theme
		LoadCritical: 15,
		VisitTimes:   3, // times the usual length of a visit
	}
}

// unservedCritical is how long a theme may have people waiting and no window
// before that is critical.
const unservedCritical = 5 * time.Minute

// An alert ends below endsAt percent of the threshold of its warning.
const endsAt = 80

// Complete are the rules with the defaults in place of zeros: those that are in
// force.
func (r AlertRules) Complete() AlertRules {
	d := DefaultAlertRules()
	if r.WaitWarning == 0 {
		r.WaitWarning = d.WaitWarning
	}
	if r.WaitCritical == 0 {
		r.WaitCritical = max(d.WaitCritical, r.WaitWarning)
	}
	if r.LoadWarning == 0 {
		r.LoadWarning = d.LoadWarning
	}
	if r.LoadCritical == 0 {
		r.LoadCritical = max(d.LoadCritical, r.LoadWarning)
	}
	if r.VisitTimes == 0 {
		r.VisitTimes = d.VisitTimes
	}
	return r
}

// validate checks what RuleLimits do not say.
func (r AlertRules) validate() error {
	c := r.Complete()
	if c.WaitCritical < c.WaitWarning {
		return fmt.Errorf("wait_critical_seconds %d: not below that of the warning, %d", c.WaitCritical, c.WaitWarning)
	}
	if c.LoadCritical < c.LoadWarning {
		return fmt.Errorf("load_critical %d: not below that of the warning, %d", c.LoadCritical, c.LoadWarning)
	}
	return nil
}

// Alert is the alert with that id, or nil.
func (s *State) Alert(id string) *Alert {
	i := slices.IndexFunc(s.Alerts, func(a Alert) bool { return a.ID == id })
	if i < 0 {
		return nil
	}
	return &s.Alerts[i]
}

// measured is how a condition stands. is, warns and critical are in one unit; a
// critical of 0 is never reached.
type measured struct {
	kind          AlertKind
	theme, window string
	terminal      *Silence
	value         int // for people, see AlertKind
	is            int
	warns         int
	critical      int
	// quiet raises nothing new.
	quiet bool
}

func (m *measured) id() string {
	if m.terminal != nil {
		return string(m.kind) + "/" + m.terminal.Terminal
	}
	return string(m.kind) + "/" + m.theme + m.window
}

// alert is the alert of the condition at a level.
func (m *measured) alert(level AlertLevel, since time.Time) Alert {
	a := Alert{ID: m.id(), Kind: m.kind, Level: level, Theme: m.theme, Window: m.window, Value: m.value, Since: since}
	if t := m.terminal; t != nil {
		a.Terminal, a.Name, a.Role = t.Terminal, t.Name, t.Role
	}
	return a
}

// Watch says which alerts begin, rise or end at that moment: nothing most of the
// time. Somebody asks every few seconds; see WatchAlerts.
//
// Waiting raises nothing while a theme rests: before the hall opens and over
// lunch, nobody is expected to call.
//
// terminals are those that ought to be heard, because the state knows nothing of
// them; nil leaves the alerts about terminals as they are.
func Watch(s *State, at time.Time, terminals []Silence) (events []Event) {
	if !s.Configured() || !s.Day.Open {
		return nil
	}
	met := make(map[string]bool, len(s.Alerts))
	for _, m := range slices.Concat(s.measureThemes(at), s.measureVisits(at), s.measureTerminals(terminals)) {
		id := m.id()
		met[id] = true
		level := AlertLevel("")
		switch {
		case m.critical > 0 && m.is >= m.critical:
			level = Critical
		case m.is >= m.warns:
			level = Warning
		}
		old := s.Alert(id)
		switch {
		case old == nil:
			if level != "" && !m.quiet {
				events = append(events, AlertRaised{m.alert(level, at)})
			}
		case old.Level == Warning && level == Critical && !m.quiet:
			events = append(events, AlertRaised{m.alert(level, old.Since)})
		case m.is*100 < m.warns*endsAt:
			events = append(events, AlertCleared{id})
		}
	}
	for _, a := range s.Alerts {
		if !met[a.ID] && a.Kind != AlertDevice && (a.Kind != AlertTerminal || terminals != nil) {
			events = append(events, AlertCleared{a.ID}) // the theme, window or terminal has gone
		}
	}
	return append(events, s.watchDevices(at, terminals)...)
}

// measureThemes says how the waiting for each theme stands.
func (s *State) measureThemes(at time.Time) (all []measured) {
	rules := s.Settings.Rules.Alerts.Complete()
	oldest := s.Oldest()
	for i := range s.Settings.Themes {
		id := s.Settings.Themes[i].ID
		waiting := s.Themes[i].waiting
		open, helps := s.serving(id)
		rests := s.Resting(id, at) > 0
		longest := time.Duration(0)
		if !oldest[i].IsZero() {
			longest = at.Sub(oldest[i])
		}
		wait := measured{
			kind: AlertWait, theme: id, value: int(longest / time.Minute), is: int(longest / time.Second),
			warns: int(rules.WaitWarning), critical: int(rules.WaitCritical), quiet: rests,
		}
		load := measured{kind: AlertLoad, theme: id, warns: rules.LoadWarning, critical: rules.LoadCritical, quiet: rests}
		if open > 0 {
			// In persons of all windows, so that nothing is rounded.
			load.value, load.is = waiting/open, waiting
			load.warns, load.critical = load.warns*open, load.critical*open
		}
		unserved := measured{kind: AlertUnserved, theme: id, value: waiting, warns: 1, critical: 2}
		if waiting > 0 && open+helps == 0 && !rests {
			unserved.is = 1
			if a := s.Alert(unserved.id()); a != nil && at.Sub(a.Since) >= unservedCritical {
				unserved.is = 2
			}
		}
		all = append(all, wait, load, unserved)
	}
	return all
}

// measureVisits says how long the visit at each window lasts.
func (s *State) measureVisits(at time.Time) (all []measured) {
	times := s.Settings.Rules.Alerts.Complete().VisitTimes
	for _, w := range s.Windows {
		m := measured{kind: AlertVisit, window: w.ID, warns: 1}
		if t := s.numbers[w.Ticket]; t != nil && t.State == Serving {
			long := at.Sub(t.Since())
			m.value, m.is, m.warns = int(long/time.Minute), int(long/time.Second), times*int(t.work)*60
		}
		all = append(all, m)
	}
	return all
}

// serving is how many windows that are not closed serve the theme as their own,
// and how many help out with it.
func (s *State) serving(theme string) (own, spill int) {
	for _, w := range s.Windows {
		switch {
		case w.State == Closed:
		case slices.Contains(w.Own, theme):
			own++
		case slices.Contains(w.Spill, theme):
			spill++
		}
	}
	return own, spill
}

func (d *decision) acknowledge(c AcknowledgeAlert) *Refusal {
	a := d.Alert(c.ID)
	if a == nil {
		return Refuse(CodeUnknownAlert, "the alert is over; look at those that last", "id", c.ID)
	}
	switch c.Level {
	case "", Critical:
	case Warning:
		if a.Level == Critical {
			return Refuse(CodeAlertRisen, "the alert has become critical meanwhile; look at it again", "id", c.ID)
		}
	default:
		return Refuse(CodeBadKind, "an alert is a warning or critical", "level", string(c.Level))
	}
	if a.Seen.IsZero() {
		d.emit(AlertAcknowledged{ID: c.ID})
	}
	return nil
}

func (s *State) applyRaised(e AlertRaised) {
	s.Alerts = slices.Clone(s.Alerts)
	if a := s.Alert(e.Alert.ID); a != nil {
		*a = e.Alert
		return
	}
	s.Alerts = append(s.Alerts, e.Alert)
}

func (s *State) applyAcknowledged(r *Record, e AlertAcknowledged) {
	s.Alerts = slices.Clone(s.Alerts)
	a := s.Alert(e.ID)
	a.Seen, a.By = r.At, r.By
}
