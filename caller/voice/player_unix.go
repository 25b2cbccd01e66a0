//go:build unix

package voice

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// killAll makes the end of the command's time the end of everything that it
// started: a script that plays by another program would leave that one sounding.
func killAll(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error {
		err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		if errors.Is(err, syscall.ESRCH) {
			return os.ErrProcessDone
		}
		return err
	}
}
