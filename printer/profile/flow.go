package profile

import "onewindow/serial"

// Flow is the handshake of the line.
type Flow = serial.Flow

// Handshakes.
const (
	FlowNone    = serial.FlowNone
	FlowRTSCTS  = serial.FlowRTSCTS
	FlowXONXOFF = serial.FlowXONXOFF
)
