package main

import (
	"os/exec"
	"syscall"
)

// endsWithUs lets no program outlive the one that has started it, however that ends.
func endsWithUs(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
