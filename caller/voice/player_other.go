//go:build !unix

package voice

import "os/exec"

// killAll leaves it at the command itself: this system has no process groups that
// end together.
func killAll(*exec.Cmd) {}
