package journal

import (
	"os"

	"golang.org/x/sys/unix"
)

// readAhead asks the system to read the file in one sweep. It is only a hint.
func readAhead(f *os.File, size int64) { _ = unix.Fadvise(int(f.Fd()), 0, size, unix.FADV_WILLNEED) }
