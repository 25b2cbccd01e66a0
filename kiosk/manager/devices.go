package manager

import (
	"cmp"
	"slices"
	"strings"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// heardFrom reports whether a terminal that has devices is heard; one that the list
// does not have, such as the hall's own machine, is taken for heard.
func (s *Screen) heardFrom(id string) bool {
	i := slices.IndexFunc(s.terminals, func(t wire.Terminal) bool { return t.ID == id })
	return i < 0 || s.online(s.terminals[i])
}

// condition is how a device stands.
func (s *Screen) condition(d queue.Device) staff.Condition {
	return staff.ConditionOf(d, s.heardFrom(d.Terminal))
}

// deviceCounts are how many devices there are, how many need somebody, and of how many
// nobody can tell how they are.
func (s *Screen) deviceCounts() (all, need, unknown int) {
	for _, d := range s.view.Devices {
		switch s.condition(d) {
		case staff.Faulty, staff.PaperLow:
			need++
		case staff.CannotTell:
			unknown++
		}
	}
	return len(s.view.Devices), need, unknown
}

// deviceWords sum the devices up: that all work, or how many need somebody.
func (s *Screen) deviceWords() tui.TextLine {
	all, need, unknown := s.deviceCounts()
	number := func(key string, n int) string {
		if n == 0 {
			return ""
		}
		return s.T(key, "n", n)
	}
	switch {
	case all == 0:
		return tui.TextLine{Style: tui.Muted, Text: s.T("manager.devices_none")}
	case need+unknown == 0:
		return tui.TextLine{Style: tui.Good, Text: s.T("manager.devices_work", "n", all)}
	}
	parts := compact([]string{number("manager.devices_need", need), number("manager.devices_unknown", unknown)})
	return tui.TextLine{Style: tui.Warn, Text: s.T("manager.devices_some", "n", all, "what", strings.Join(parts, s.T("staff.comma")))}
}

// kinds are those of the devices that there are, in the order of queue.DeviceKinds.
func (s *Screen) kinds() []queue.DeviceKind {
	return slices.DeleteFunc(slices.Clone(queue.DeviceKinds), func(k queue.DeviceKind) bool {
		return !slices.ContainsFunc(s.view.Devices, func(d queue.Device) bool { return d.Kind == k })
	})
}

// devices are those of a kind, "" for all: faults first, of them the critical and then
// the gravest, then paper that is low, then those of which nobody can tell.
func (s *Screen) devices(kind queue.DeviceKind) []queue.Device {
	type place struct {
		d         queue.Device
		condition staff.Condition
		light     light
		gravity   int
	}
	var ps []place
	for _, d := range s.view.Devices {
		if kind != "" && d.Kind != kind {
			continue
		}
		p := place{d: d, condition: s.condition(d), light: s.deviceLight(d)}
		if p.condition == staff.Faulty {
			p.gravity = d.Fault.Gravity()
		}
		ps = append(ps, p)
	}
	slices.SortStableFunc(ps, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.condition, b.condition), cmp.Compare(b.light, a.light), cmp.Compare(b.gravity, a.gravity),
			cmp.Compare(slices.Index(queue.DeviceKinds, a.d.Kind), slices.Index(queue.DeviceKinds, b.d.Kind)))
	})
	ds := make([]queue.Device, len(ps))
	for i, p := range ps {
		ds[i] = p.d
	}
	return ds
}

// deviceAlert is the alert of a device, or nil.
func (s *Screen) deviceAlert(d queue.Device) *queue.Alert {
	id := string(queue.AlertDevice) + "/" + d.Terminal + "/" + d.ID
	i := slices.IndexFunc(s.view.Alerts, func(a queue.Alert) bool { return a.ID == id })
	if i < 0 {
		return nil
	}
	return &s.view.Alerts[i]
}

// deviceLight is how pressing a device is: what the hall calls critical is red, as in
// its alert.
func (s *Screen) deviceLight(d queue.Device) light {
	switch s.condition(d) {
	case staff.Works:
		return green
	case staff.CannotTell:
		return amber
	}
	if a := s.deviceAlert(d); a != nil && a.Level == queue.Critical {
		return red
	}
	return amber
}

// deviceName is what a device is called, and its model where that says more; its id
// where it has neither.
func deviceName(d queue.Device) string {
	switch {
	case d.Name == "" && d.Model == "":
		return d.ID
	case d.Name == "":
		return d.Model
	case d.Model == "" || strings.Contains(d.Name, d.Model):
		return d.Name
	}
	return d.Name + "  " + d.Model
}
