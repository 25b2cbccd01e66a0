package caller

import (
	"errors"
	"time"

	"onewindow/caller/led"
	"onewindow/serial"
)

// StripFault is what is wrong with a strip.
type StripFault string

// Faults of strips.
const (
	StripOK     StripFault = ""
	StripGone   StripFault = "gone"   // its line is unplugged, or cannot be opened
	StripSilent StripFault = "silent" // its line is there, and it does not answer
	StripError  StripFault = "error"  // it answers that it will not do what it is told
)

// StripHealth is how a strip is.
type StripHealth struct {
	Name   string
	Kind   StripKind
	Window string   // of a strip over a window
	Zones  []string // of a hall's strip
	Fault  StripFault
	// Why is for whoever looks after the machine: what to do. Empty without a fault.
	Why string
	// Mute: the strip has no way to answer. Without a fault it is then not known to
	// work, only that its line is there.
	Mute bool
	// Since is when this fault, or its absence, began; zero while nothing is known.
	Since time.Time
}

// stripFaultOf is the fault that an error of a strip shows.
func stripFaultOf(err error) StripFault {
	var refused *led.Refusal
	switch {
	case err == nil, errors.Is(err, led.ErrMute):
		return StripOK
	case errors.Is(err, serial.ErrDown):
		return StripGone
	case errors.As(err, &refused), errors.Is(err, led.ErrGarbled):
		return StripError
	}
	return StripSilent
}
