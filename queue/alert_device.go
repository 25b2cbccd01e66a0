package queue

import "time"

// deviceSettles is for how long a device must be well, or better, before its alert
// ends or becomes less: a loose plug makes one alert and not twenty.
const deviceSettles = 5 * time.Second

// watchDevices says which alerts about devices begin, change or end. They are of
// their own kind: what is wrong is a fact and no measure, so that each other fault is
// raised anew, with its own words. Once the hall has closed for the day, terminals are
// switched off, and nothing new is raised.
func (s *State) watchDevices(at time.Time, terminals []Silence) (events []Event) {
	there := make(map[string]bool, len(s.Devices))
	for i := range s.Devices {
		d := &s.Devices[i]
		a, wrong := s.deviceAlert(d, at, terminals)
		there[a.ID] = true
		old := s.Alert(a.ID)
		settled := at.Sub(s.lastChange(d)) >= deviceSettles
		switch {
		case old == nil:
			if wrong && s.Day.Phase != PhaseClosed {
				events = append(events, AlertRaised{a})
			}
		case !wrong:
			if settled {
				events = append(events, AlertCleared{a.ID})
			}
		case a.Level == old.Level && a.Fault == old.Fault:
		case settled || a.Level == Critical && (old.Level == Warning || a.Fault.Gravity() > old.Fault.Gravity()):
			a.Since = old.Since
			events = append(events, AlertRaised{a})
		}
	}
	for _, a := range s.Alerts {
		if a.Kind == AlertDevice && !there[a.ID] {
			events = append(events, AlertCleared{a.ID}) // the device has gone from the list
		}
	}
	return events
}

// deviceAlert is the alert of a device as it now is, and whether there is any.
func (s *State) deviceAlert(d *Device, at time.Time, terminals []Silence) (a Alert, wrong bool) {
	a = Alert{
		ID: string(AlertDevice) + "/" + d.Terminal + "/" + d.ID, Kind: AlertDevice, Level: Warning, Terminal: d.Terminal, Role: d.Role,
		Device: d.ID, What: d.Kind, Label: d.Name, Fault: d.Fault, Since: at,
	}
	for i := range terminals {
		if t := &terminals[i]; t.Terminal == d.Terminal {
			a.Name, a.Window = t.Name, t.Window
		}
	}
	if d.Fault != "" && d.Kind == DevicePrinter && d.Role == roleKiosk && !s.prints(d.Terminal, nil) {
		a.Level = Critical // no citizen gets paper there
	}
	return a, d.Fault != "" || d.Low
}

// lastChange is when what the device's alert says could last change: how pressing that
// of a printer is lies also with the other printers there.
func (s *State) lastChange(d *Device) time.Time {
	last := d.Since
	for i := range s.Devices {
		if o := &s.Devices[i]; d.Kind == DevicePrinter && o.Kind == DevicePrinter && o.Terminal == d.Terminal && o.Since.After(last) {
			last = o.Since
		}
	}
	return last
}
