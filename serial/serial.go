package serial

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Flow is how a device tells that it can take no more.
type Flow string

const (
	// FlowNone has no handshake: whoever sends must know what the device can take.
	// The zero value "" means the same.
	FlowNone Flow = "none"
	// FlowRTSCTS stops by the lines RTS and CTS.
	FlowRTSCTS Flow = "rtscts"
	// FlowXONXOFF stops by the bytes XOFF (0x13) and XON (0x11) of the device. They
	// are taken out of what is read, so the device's answers must not contain them.
	FlowXONXOFF Flow = "xonxoff"
)

// Settings say which line to open, and how. Only Name is needed for a TCP
// connection or a file.
type Settings struct {
	// Name is a port ("/dev/serial/by-id/...", "/dev/ttyS0", "COM3"), a device on
	// the network ("tcp://192.168.1.40:9100"; 9100 when the port is left out), or a
	// file that is appended to ("file:///var/tmp/paper.bin").
	Name string
	// Baud is the speed in bits per second; 0 means 9600.
	Baud int
	// Bits are the data bits, 7 or 8; 0 means 8.
	Bits int
	// Parity is 'N' none, 'E' even or 'O' odd; 0 means none.
	Parity byte
	// StopBits is 1 or 2; 0 means 1.
	StopBits int
	// Flow is the handshake; "" means none.
	Flow Flow
	// RS485 asks the port's driver to switch the direction of a half-duplex line by
	// RTS. Adapters that switch by themselves, as most on USB do, need it not and
	// know it not.
	RS485 bool
}

// Conn is an open line. One goroutine may read while one other writes; Flush and
// Close may be called by any. No call hangs.
type Conn interface {
	// Read gives what came in. It waits about 100 ms at most: (0, nil) means that
	// nothing came. ErrGone after a hang-up, ErrClosed after Close.
	Read(p []byte) (int, error)
	// Write sends all of p, in pieces of at most 128 bytes on a port, or tells how
	// many bytes were handed to the line before ErrWriteTimeout (the deadline passed:
	// the device takes no more), ErrGone or ErrClosed. Bytes that were handed over may
	// still be under way in the system or in the adapter. A zero deadline is one
	// that has passed.
	Write(p []byte, deadline time.Time) (int, error)
	// Flush forgets what came in and was not read. On a port it forgets also what was
	// written and has not left yet.
	Flush() error
	// Close gives the line back within half a second, whatever the device does. The
	// second Close does nothing.
	Close() error
}

var (
	// ErrBusy means that another program, or this one, has the port open.
	ErrBusy = errors.New("the port is in use")
	// ErrGone means that the line ended: unplugged, hung up, or a write of it is stuck
	// in the system. The line must be closed and opened anew.
	ErrGone = errors.New("the line is gone")
	// ErrClosed means that Close was called here.
	ErrClosed = errors.New("the line was closed")
	// ErrWriteTimeout means that the device did not take the bytes in time.
	ErrWriteTimeout = errors.New("the device takes no more bytes")
	// ErrUnsupported means that this system or port lacks what the settings ask for.
	ErrUnsupported = errors.New("not supported here")
)

// readWait is how long a Read waits. The driver below rounds down to tenths of a
// second and treats 0 as for ever, so this is its shortest.
const readWait = 100 * time.Millisecond

// maxPiece is the most that is handed to a port at once. A tty that says that it
// can be written takes as much without blocking.
const maxPiece = 128

// Open opens a line. The error says what to do; errors.Is knows ErrBusy,
// ErrUnsupported, fs.ErrNotExist (no such device) and fs.ErrPermission.
func Open(s Settings) (Conn, error) {
	s, err := s.complete()
	if err != nil {
		return nil, err
	}
	switch scheme, _, _ := strings.Cut(s.Name, "://"); {
	case scheme == s.Name:
		return openPort(s)
	case scheme == "tcp":
		return openTCP(s)
	case scheme == "file":
		return openFile(s)
	default:
		return nil, fmt.Errorf("open line %q: %q is not known; use /dev/..., tcp://host:port or file:///path", s.Name, scheme+"://")
	}
}

// Check reports what is wrong with the settings without opening anything.
func (s Settings) Check() error {
	_, err := s.complete()
	return err
}

// BitsPerByte is the time of one byte on the line in bits: the start bit, the data
// bits, parity and stop bits. Of settings that cannot be it is 10.
func (s Settings) BitsPerByte() int {
	s.Name = "any"
	s, err := s.complete()
	if err != nil {
		return 10
	}
	n := 1 + s.Bits + s.StopBits
	if s.Parity != 'N' {
		n++
	}
	return n
}

// speeds are those that a port can have, in bits per second: the constants of
// termios(3) that the driver below takes.
var speeds = []int{50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800,
	500000, 576000, 921600, 1000000, 1152000, 1500000, 2000000, 2500000, 3000000, 3500000, 4000000}

// usualSpeeds tells the speeds that devices have.
const usualSpeeds = "usual are 2400, 4800, 9600, 19200, 38400, 57600 and 115200"

// complete puts in what 0 stands for and refuses what cannot be.
func (s Settings) complete() (Settings, error) {
	bad := func(what string, args ...any) (Settings, error) {
		return s, fmt.Errorf("line %q: "+what, append([]any{s.Name}, args...)...)
	}
	if s.Name == "" {
		return s, errors.New("a line needs a name, such as /dev/serial/by-id/..., tcp://host:9100 or file:///path")
	}
	if strings.Contains(s.Name, "://") {
		if _, err := url.Parse(s.Name); err != nil {
			return bad("%w", err)
		}
	}
	if s.Baud == 0 {
		s.Baud = 9600
	}
	if s.Bits == 0 {
		s.Bits = 8
	}
	if s.Parity == 0 {
		s.Parity = 'N'
	}
	if s.StopBits == 0 {
		s.StopBits = 1
	}
	if s.Flow == "" {
		s.Flow = FlowNone
	}
	switch {
	case s.Baud < 0:
		return bad("baud is %d; use the number on the device's label, such as 9600", s.Baud)
	case !strings.Contains(s.Name, "://") && !slices.Contains(speeds, s.Baud):
		return bad("baud is %d, and the port does not know this speed; %s: %w", s.Baud, usualSpeeds, ErrUnsupported)
	case s.Bits != 7 && s.Bits != 8:
		return bad("bits is %d; use 7 or 8", s.Bits)
	case s.Parity != 'N' && s.Parity != 'E' && s.Parity != 'O':
		return bad("parity is %q; use N, E or O", s.Parity)
	case s.StopBits != 1 && s.StopBits != 2:
		return bad("stop bits is %d; use 1 or 2", s.StopBits)
	case s.Flow != FlowNone && s.Flow != FlowRTSCTS && s.Flow != FlowXONXOFF:
		return bad("flow is %q; use none, rtscts or xonxoff", s.Flow)
	case s.RS485 && s.Flow == FlowRTSCTS:
		return bad("rs485 and flow rtscts both need the line RTS; use one of them")
	}
	return s, nil
}
