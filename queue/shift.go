package queue

import "time"

// Shift is a span of the day for which a window was open with one clerk, or paused.
type Shift struct {
	Window string    `json:"window"`
	Clerk  string    `json:"clerk,omitempty"`
	From   time.Time `json:"from"`
	// To is zero while the span lasts.
	To time.Time `json:"to,omitzero"`
	// Paused says that it was paused, and Reason why.
	Paused bool   `json:"paused,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// DeviceSpan is a span of the day for which a device had a fault.
type DeviceSpan struct {
	Terminal string      `json:"terminal"`
	ID       string      `json:"id"`
	Kind     DeviceKind  `json:"kind"`
	Fault    DeviceFault `json:"fault"`
	From     time.Time   `json:"from"`
	// To is zero while the fault lasts.
	To time.Time `json:"to,omitzero"`
}
