package queue

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// DeviceKind is what a device of a terminal is for.
type DeviceKind string

// Kinds of devices.
const (
	DevicePrinter DeviceKind = "printer" // prints numbers
	DeviceStrip   DeviceKind = "strip"   // a display over a window, or of the last calls
	DeviceVoice   DeviceKind = "voice"   // speaks calls
	DeviceReader  DeviceKind = "reader"  // reads identity cards
	DeviceScanner DeviceKind = "scanner" // reads codes
)

// DeviceKinds are all of them.
var DeviceKinds = []DeviceKind{DevicePrinter, DeviceStrip, DeviceVoice, DeviceReader, DeviceScanner}

// DeviceFault is why a device does not work; empty while it does. A terminal may
// know faults that this build does not: they are kept, and count as FaultError.
type DeviceFault string

// Faults of devices.
const (
	FaultPaperOut DeviceFault = "paper_out"  // the paper has ended
	FaultCover    DeviceFault = "cover_open" // its cover is open
	FaultCutter   DeviceFault = "cutter"     // its cutter is stuck
	FaultOffline  DeviceFault = "offline"    // it says that it is off, and not why
	FaultSilent   DeviceFault = "silent"     // it does not answer
	FaultGone     DeviceFault = "gone"       // it is unplugged, or cannot be opened
	FaultError    DeviceFault = "error"      // it has an error of its own
)

// DeviceFaults are all faults, the gravest first: nobody can speak to what is gone,
// and an open cover is closed by whoever passes. Where a device has several, the
// gravest is told.
var DeviceFaults = []DeviceFault{FaultGone, FaultSilent, FaultError, FaultCutter, FaultPaperOut, FaultCover, FaultOffline}

// Gravity orders faults: more is graver, and 0 is none.
func (f DeviceFault) Gravity() int {
	if f == "" {
		return 0
	}
	i := slices.Index(DeviceFaults, f)
	if i < 0 {
		i = slices.Index(DeviceFaults, FaultError)
	}
	return len(DeviceFaults) - i
}

// Device is a device at a terminal of the hall, as that terminal last told. A
// terminal tells all of its own at once; see ReportDevices.
type Device struct {
	// Terminal is where it is and Role what that terminal is, as wire.Role says it.
	// The hall fills in both.
	Terminal string `json:"terminal"`
	Role     string `json:"role,omitempty"`
	// ID names it at its terminal: 1 to 64 of [A-Za-z0-9-].
	ID   string     `json:"id"`
	Kind DeviceKind `json:"kind"`
	// Name is what people call it, and Model what it says that it is.
	Name  string `json:"name,omitempty"`
	Model string `json:"model,omitempty"`
	// Fault is why it does not work; empty while it does.
	Fault DeviceFault `json:"fault,omitempty"`
	// Low says that its paper is near the end.
	Low bool `json:"low,omitempty"`
	// Restarts counts how often it was switched on anew since its terminal began.
	Restarts int `json:"restarts,omitempty"`
	// Zones are where it is seen or heard; empty is everywhere.
	Zones []string `json:"zones,omitempty"`
	// Since is from when its fault is as it is, or it is well; the hall fills it in.
	Since time.Time `json:"since,omitzero"`
}

// Covers reports whether the device is seen or heard in the zone.
func (d *Device) Covers(zone string) bool { return len(d.Zones) == 0 || slices.Contains(d.Zones, zone) }

// Device is the device of that id at a terminal, or nil.
func (s *State) Device(terminal, id string) *Device {
	i, ok := s.deviceAt(terminal, id)
	if !ok {
		return nil
	}
	return &s.Devices[i]
}

// deviceAt is where a device stands, or would stand, in the order of the list.
func (s *State) deviceAt(terminal, id string) (i int, ok bool) {
	return slices.BinarySearchFunc(s.Devices, id, func(d Device, id string) int { return d.compare(terminal, id) })
}

// compare is the order of the list.
func (d *Device) compare(terminal, id string) int {
	return cmp.Or(strings.Compare(d.Terminal, terminal), strings.Compare(d.ID, id))
}

// Bounds of what a terminal may report; a list with anything beyond them is refused as
// a whole.
const (
	MaxDevices     = 80 // devices of a terminal; a bus of strips has 40 addresses
	MaxDeviceText  = 80 // bytes of a name or model
	MaxDeviceZones = 20
)

// reportDevices tells apart what is new, what has changed and what has gone.
func (d *decision) reportDevices(c ReportDevices) *Refusal {
	if !token(c.Terminal) {
		return Refuse(CodeBadDevice, "a terminal has an id of [A-Za-z0-9-]", "terminal", c.Terminal)
	}
	if len(c.Devices) > MaxDevices {
		return Refuse(CodeBadDevice, "a terminal has at most "+strconv.Itoa(MaxDevices)+" devices")
	}
	told := slices.Clone(c.Devices)
	for i := range told {
		n := &told[i]
		if err := n.reportable(); err != nil {
			return err
		}
		n.Terminal, n.Role, n.Since = c.Terminal, c.Role, d.at
	}
	slices.SortFunc(told, func(a, b Device) int { return strings.Compare(a.ID, b.ID) })
	for i := range told {
		n := &told[i]
		if i > 0 && told[i-1].ID == n.ID {
			return Refuse(CodeBadDevice, "each device of a terminal has an id of its own", "id", n.ID)
		}
		if old := d.Device(n.Terminal, n.ID); old == nil || n.become(old) {
			d.emit(DeviceChanged{Device: *n})
		}
	}
	for i := range d.Devices {
		old := &d.Devices[i]
		if old.Terminal == c.Terminal && !slices.ContainsFunc(told, func(n Device) bool { return n.ID == old.ID }) {
			d.emit(DeviceRemoved{Terminal: old.Terminal, ID: old.ID})
		}
	}
	return nil
}

// reportable refuses what cannot be kept of a device.
func (n *Device) reportable() *Refusal {
	switch {
	case !token(n.ID):
		return Refuse(CodeBadDevice, "a device has an id of [A-Za-z0-9-]", "id", n.ID)
	case !slices.Contains(DeviceKinds, n.Kind):
		return Refuse(CodeBadKind, "a device is a printer, strip, voice, reader or scanner", "kind", string(n.Kind))
	case len(n.Name) > MaxDeviceText || len(n.Model) > MaxDeviceText:
		return Refuse(CodeBadDevice, "a name or model has at most "+strconv.Itoa(MaxDeviceText)+" bytes", "id", n.ID)
	case !word(string(n.Fault)):
		return Refuse(CodeBadDevice, "a fault is one word of [a-z_], or empty", "id", n.ID)
	case n.Restarts < 0:
		return Refuse(CodeBadDevice, "restarts are counted from 0", "id", n.ID)
	case len(n.Zones) > MaxDeviceZones || slices.ContainsFunc(n.Zones, func(z string) bool { return !token(z) }):
		return Refuse(CodeBadDevice, "zones are at most "+strconv.Itoa(MaxDeviceZones)+" ids", "id", n.ID)
	}
	return nil
}

// become takes over since when the device is as it is, and reports whether anything
// else has changed.
func (n *Device) become(old *Device) bool {
	if n.Fault == old.Fault && n.Low == old.Low {
		n.Since = old.Since
	}
	return n.Fault != old.Fault || n.Low != old.Low || n.Restarts != old.Restarts || n.Kind != old.Kind || n.Role != old.Role ||
		n.Name != old.Name || n.Model != old.Model || !slices.Equal(n.Zones, old.Zones)
}

// word reports whether s is a code as faults and reasons have them, or empty.
func word(s string) bool {
	return len(s) <= 32 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz_") == ""
}

func (s *State) applyDeviceChanged(e DeviceChanged) {
	all := slices.Clone(s.Devices)
	i, ok := s.deviceAt(e.Device.Terminal, e.Device.ID)
	if ok {
		all[i] = e.Device
	} else {
		all = slices.Insert(all, i, e.Device)
	}
	s.Devices = all
}
