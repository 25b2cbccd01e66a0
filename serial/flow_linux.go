package serial

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// XON and XOFF are the bytes of FlowXONXOFF, by ASCII DC1 and DC3.
const (
	xon  = 0x11
	xoff = 0x13
)

// setFlow sets the handshake and keeps the rest of what the driver set. The
// driver leaves the characters at 0, with which XON/XOFF does nothing.
func setFlow(fd int, flow Flow) error {
	t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return fmt.Errorf("read the line's settings: %w", err)
	}
	t.Cflag &^= unix.CRTSCTS
	t.Iflag &^= unix.IXON | unix.IXOFF | unix.IXANY
	switch flow {
	case FlowRTSCTS:
		t.Cflag |= unix.CRTSCTS
	case FlowXONXOFF:
		t.Iflag |= unix.IXON
		t.Cc[unix.VSTART], t.Cc[unix.VSTOP] = xon, xoff
	}
	if err := unix.IoctlSetTermios(fd, unix.TCSETS, t); err != nil {
		return fmt.Errorf("set flow %s: %w", flow, err)
	}
	now, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return fmt.Errorf("read the line's settings: %w", err)
	}
	// A driver drops silently what its port lacks.
	if flow == FlowRTSCTS && now.Cflag&unix.CRTSCTS == 0 {
		return fmt.Errorf("flow rtscts: this port has no RTS and CTS; use flow xonxoff or none: %w", ErrUnsupported)
	}
	return nil
}

// rs485 is struct serial_rs485 of linux/serial.h.
type rs485 struct {
	flags    uint32
	before   uint32 // ms of RTS before the first byte
	after    uint32 // ms of RTS after the last
	_padding [5]uint32
}

const (
	rs485Enabled   = 1 << 0
	rs485RTSOnSend = 1 << 1
)

// setRS485 lets the driver switch the direction by RTS.
func setRS485(fd int) error {
	r := rs485{flags: rs485Enabled | rs485RTSOnSend}
	if _, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.TIOCSRS485, uintptr(unsafe.Pointer(&r))); errno != 0 {
		return fmt.Errorf("rs485: the driver of this port does not switch the direction (%w). "+
			"An adapter that switches by itself, as most on USB do, works without: set rs485 = false: %w", errno, ErrUnsupported)
	}
	return nil
}
