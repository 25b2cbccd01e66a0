package serial

import (
	"errors"

	"golang.org/x/sys/unix"
)

// isBusy: locked by another, or marked exclusive.
func isBusy(err error) bool {
	return errors.Is(err, unix.EWOULDBLOCK) || errors.Is(err, unix.EBUSY)
}

// isGone: the name is there and the device behind it is not, or not any more.
func isGone(err error) bool {
	return errors.Is(err, unix.ENXIO) || errors.Is(err, unix.ENODEV) || errors.Is(err, unix.EIO) || errors.Is(err, ErrGone)
}

func isNoTTY(err error) bool { return errors.Is(err, unix.ENOTTY) }

// waitNoPeer opens a pipe without waiting for its reader, and a printer's device
// file so that its writes keep their deadlines.
const waitNoPeer = unix.O_NONBLOCK
