package serial

import (
	"errors"
	"os/user"
	"strconv"

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

// groupOf is the group that may open a port: dialout on Debian, uucp elsewhere.
func groupOf(name string) string {
	var st unix.Stat_t
	if err := unix.Stat(name, &st); err == nil && st.Gid != 0 {
		if g, err := user.LookupGroupId(strconv.FormatUint(uint64(st.Gid), 10)); err == nil {
			return g.Name
		}
	}
	return "dialout"
}
