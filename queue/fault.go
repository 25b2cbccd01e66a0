package queue

import (
	"slices"
	"time"
)

// DeviceSpan is a span of the day for which a device had a fault. A fault that was
// there when the day was opened counts from then, and one that outlasts the day ends
// with its close.
type DeviceSpan struct {
	Terminal string      `json:"terminal"`
	ID       string      `json:"id"`
	Kind     DeviceKind  `json:"kind"`
	Fault    DeviceFault `json:"fault"`
	From     time.Time   `json:"from"`
	// To is zero while the fault lasts.
	To time.Time `json:"to,omitzero"`
}

// noteFault follows a device that is now as told; nil is one that is gone.
func (s *State) noteFault(at time.Time, terminal, id string, now *Device) {
	if !s.Day.Open {
		return
	}
	for i := range slices.Backward(s.DeviceSpans) {
		span := &s.DeviceSpans[i]
		if span.Terminal != terminal || span.ID != id {
			continue
		}
		if span.To.IsZero() {
			if now != nil && now.Fault == span.Fault && now.Kind == span.Kind {
				return
			}
			span.To = at
		}
		break
	}
	if now != nil && now.Fault != "" {
		s.DeviceSpans = append(s.DeviceSpans, DeviceSpan{Terminal: terminal, ID: id, Kind: now.Kind, Fault: now.Fault, From: at})
	}
}

// beginFaults begins the spans of all faults that there are.
func (s *State) beginFaults(at time.Time) {
	for i := range s.Devices {
		s.noteFault(at, s.Devices[i].Terminal, s.Devices[i].ID, &s.Devices[i])
	}
}

// endFaults ends the spans that last.
func (s *State) endFaults(at time.Time) {
	for i := range s.DeviceSpans {
		if s.DeviceSpans[i].To.IsZero() {
			s.DeviceSpans[i].To = at
		}
	}
}
