package serial

import (
	"errors"
	"fmt"
	"io"
	"syscall"
	"time"

	"github.com/tarm/serial"
)

// openPort opens a COM port. Windows itself lets only one program have it.
func openPort(s Settings) (Conn, error) {
	switch {
	case s.Flow != FlowNone:
		return nil, fmt.Errorf("open %s: flow %s cannot be set on Windows; use flow none with a device that buffers a whole job: %w", s.Name, s.Flow, ErrUnsupported)
	case s.RS485:
		return nil, fmt.Errorf("open %s: rs485 cannot be set on Windows; use an adapter that switches by itself: %w", s.Name, ErrUnsupported)
	}
	d, err := serial.OpenPort(&serial.Config{
		Name:        s.Name,
		Baud:        s.Baud,
		Size:        byte(s.Bits),
		Parity:      serial.Parity(s.Parity),
		StopBits:    serial.StopBits(s.StopBits),
		ReadTimeout: readWait,
	})
	if err != nil {
		return nil, hint(s.Name, err)
	}
	if err := d.Flush(); err != nil {
		_ = d.Close()
		return nil, hint(s.Name, err)
	}
	return newPort(s.Name, winDriver{d}, blind{d}), nil
}

// winDriver takes a read that a purge ended for what it is: nothing came.
type winDriver struct{ *serial.Port }

func (d winDriver) Read(p []byte) (int, error) {
	n, err := d.Port.Read(p)
	if errors.Is(err, errAborted) {
		return n, nil
	}
	return n, err
}

// blind knows nothing beside the bytes: reads wait in the driver, writes are tried,
// and an error means that the port is gone. A Flush ends a Write that is under way
// with such an error.
type blind struct{ d *serial.Port }

func (blind) readable(time.Time) (bool, error) { return true, nil }
func (blind) writable(time.Time) (bool, error) { return true, nil }
func (blind) up() bool                         { return true }
func (blind) wake()                            {}
func (b blind) flush() error                   { return b.d.Flush() }

// unstick purges the port, which ends a write that waits.
func (b blind) unstick() { _ = b.d.Flush() }

func (blind) close() error { return nil }

// idle: the driver gives no error when nothing came. A read that was emptied by
// the runtime looks like the end of a file.
func idle(err error) bool { return err == nil || errors.Is(err, io.EOF) }

const (
	errAborted = syscall.Errno(995)  // ERROR_OPERATION_ABORTED
	errSharing = syscall.Errno(32)   // ERROR_SHARING_VIOLATION
	errNoDev   = syscall.Errno(433)  // ERROR_NO_SUCH_DEVICE
	errRemoved = syscall.Errno(1617) // ERROR_DEVICE_REMOVED
)

// isBusy: Windows refuses access to a port that somebody has open.
func isBusy(err error) bool {
	return errors.Is(err, errSharing) || errors.Is(err, syscall.ERROR_ACCESS_DENIED)
}

func isGone(err error) bool {
	return errors.Is(err, errNoDev) || errors.Is(err, errRemoved) || errors.Is(err, ErrGone)
}

func isNoTTY(error) bool { return false }

const waitNoPeer = 0

func groupOf(string) string { return "dialout" }
