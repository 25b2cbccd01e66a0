//go:build !linux && !windows

package serial

import "fmt"

// openPort refuses: the driver of serial ports needs cgo on this system.
func openPort(s Settings) (Conn, error) {
	return nil, fmt.Errorf("open %s: serial ports work on Linux and Windows; use tcp://host:port or file:///path: %w", s.Name, ErrUnsupported)
}

func idle(err error) bool { return err == nil }
func isBusy(error) bool   { return false }
func isGone(error) bool   { return false }
func isNoTTY(error) bool  { return false }

const waitNoPeer = 0

func groupOf(string) string { return "dialout" }
