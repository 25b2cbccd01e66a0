//go:build unix

package cli

import (
	"fmt"
	"os"
	"syscall"
)

// ownerWrites refuses to let root write secrets into the folder of another user, who
// could not read them.
func ownerWrites(dir string) error {
	st, err := os.Stat(dir)
	if err != nil {
		return err
	}
	sys, ok := st.Sys().(*syscall.Stat_t)
	if ok && os.Geteuid() == 0 && sys.Uid != 0 {
		return fmt.Errorf("%s belongs to another user, who could not read what root writes; run it as that user, such as: sudo -u onewindow onewindow join TOKEN", dir)
	}
	return nil
}
