package cli_test

import "golang.org/x/sys/unix"

// giveRoom bounds how large the files of a process may grow, as a full disk
// does; 0 gives it all room again.
func giveRoom(pid int, bytes uint64) error {
	var now unix.Rlimit
	if err := unix.Prlimit(pid, unix.RLIMIT_FSIZE, nil, &now); err != nil {
		return err
	}
	limit := unix.Rlimit{Cur: bytes, Max: now.Max}
	if bytes == 0 {
		limit.Cur = now.Max
	}
	return unix.Prlimit(pid, unix.RLIMIT_FSIZE, &limit, nil)
}
