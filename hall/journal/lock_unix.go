//go:build unix

package journal

import (
	"errors"
	"os"
	"syscall"
)

// mapSize is how much address space the file is given at once. Growing past it
// makes a commit wait for all readers, a backup among them; two gigabytes are
// several years of a busy hall, and cost nothing while unused.
const mapSize = 2 << 30

// tryLock takes the same lock that bbolt takes; held tells that another process
// has it.
func tryLock(f *os.File) (held bool, err error) {
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) || errors.Is(err, syscall.EINTR) {
		return true, nil
	}
	return false, err
}

// unlock lets go of the lock; closing the file does it too.
func unlock(f *os.File) { _ = syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }
