package staff

import (
	"cmp"
	"strings"

	"onewindow/kiosk/words"
	"onewindow/queue"
)

// place is a terminal as people know it.
type place struct{ role, name string }

// TerminalOf is what people call a terminal that has devices, by its id; "this desk"
// for the one that the screen runs on.
func (k *Talk) TerminalOf(id string) string {
	return k.terminalAt(place{}, id)
}

// terminalAt is TerminalOf; what is told of the terminal prevails over what the hall
// says of all.
func (k *Talk) terminalAt(told place, id string) string {
	if id != "" && id == k.here {
		return k.T("staff.here")
	}
	known := k.names.terminals[id]
	return k.Terminal(cmp.Or(told.role, known.role), cmp.Or(told.name, known.name), id)
}

// Device is what a device is, with what people call it. A printer's name is only that
// of its model, and is left out.
func (k *Talk) Device(kind queue.DeviceKind, name string) string {
	what := k.Worded("staff.device."+string(kind), string(kind))
	if kind == queue.DevicePrinter {
		return what
	}
	return strings.TrimSpace(what + " " + name)
}

// Fault is why a device does not work, in a word or two; that its paper is near the
// end if there is none.
func (k *Talk) Fault(f queue.DeviceFault) string {
	if f == "" {
		return k.T("staff.fault.low")
	}
	if key := "staff.fault." + string(f); words.Has(key) {
		return k.T(key)
	}
	return k.T("staff.fault_other", "code", string(f))
}

// Condition is how a device stands, the most pressing first.
type Condition int

// Conditions of devices.
const (
	Faulty     Condition = iota // it does not work
	PaperLow                    // it works, and its paper is near the end
	CannotTell                  // nothing is heard of its terminal: how it was is no longer known to be so
	Works
)

// ConditionOf is how a device stands; heard says that its terminal is heard.
func ConditionOf(d queue.Device, heard bool) Condition {
	switch {
	case !heard:
		return CannotTell
	case d.Fault != "":
		return Faulty
	case d.Low:
		return PaperLow
	}
	return Works
}

// ConditionWords say how a device stands.
func (k *Talk) ConditionWords(d queue.Device, heard bool) string {
	switch ConditionOf(d, heard) {
	case CannotTell:
		return k.T("staff.cannot_tell")
	case Works:
		return k.T("staff.works")
	}
	return k.Fault(d.Fault)
}

// Remedy is what to do about a device, in a sentence; empty while it works.
func (k *Talk) Remedy(d queue.Device, heard bool) string {
	fault := string(d.Fault)
	switch ConditionOf(d, heard) {
	case CannotTell:
		return k.T("staff.remedy_unheard")
	case Works:
		return ""
	case PaperLow:
		fault = "low"
	}
	prefix := "staff.remedy." + string(d.Kind) + "."
	if words.Has(prefix + fault) {
		return k.T(prefix + fault)
	}
	return k.Worded(prefix+"error", "")
}
