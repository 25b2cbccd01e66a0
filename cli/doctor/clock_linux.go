package doctor

import "golang.org/x/sys/unix"

// clockKept asks the kernel whether its clock is synchronised, as timedatectl does:
// adjtimex(2), STA_UNSYNC.
func clockKept() (kept, known bool) {
	var t unix.Timex
	if _, err := unix.Adjtimex(&t); err != nil {
		return false, false
	}
	return t.Status&unix.STA_UNSYNC == 0, true
}
