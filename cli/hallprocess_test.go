package cli_test

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"time"
)

// patience is how long a test waits for what must come. It is not a measure of
// speed.
const patience = time.Minute

// running is the key of a script's hall.
type running struct{}

// hallProcess is a hall that runs as a process, or another server of ours.
type hallProcess struct {
	log string // file of its log, of all its runs
	// command is what it is started with, and opens what it then says; empty is a hall.
	command, opens string
	cmd            *exec.Cmd
	// done is closed when the process has ended.
	done chan struct{}
}

// start runs "onewindow hall" and waits until it is open.
func (h *hallProcess) start(env []string, flags ...string) error {
	if h.cmd != nil {
		return errors.New("the hall runs already")
	}
	f, err := os.OpenFile(h.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close() // the process has its own
	before, err := f.Seek(0, 2)
	if err != nil {
		return err
	}
	exe, err := exec.LookPath("onewindow")
	if err != nil {
		return err
	}
	h.cmd = exec.Command(exe, append([]string{cmp.Or(h.command, "hall")}, flags...)...)
	h.cmd.Env, h.cmd.Stderr = env, f
	if err := h.cmd.Start(); err != nil {
		return err
	}
	h.done = make(chan struct{})
	go func(cmd *exec.Cmd, done chan struct{}) {
		_ = cmd.Wait() // the code is in ProcessState
		close(done)
	}(h.cmd, h.done)
	open := regexp.MustCompile(cmp.Or(h.opens, "the hall is open"))
	for deadline := time.Now().Add(patience); ; {
		select {
		case <-h.done:
			return fmt.Errorf("the hall ended with %d:\n%s", h.cmd.ProcessState.ExitCode(), h.text())
		case <-time.After(5 * time.Millisecond):
		}
		if open.MatchString(h.text()[before:]) {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("the hall does not open:\n%s", h.text())
		}
	}
}

// text is the log so far.
func (h *hallProcess) text() string {
	b, err := os.ReadFile(h.log)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// wait waits for a line of the log.
func (h *hallProcess) wait(re *regexp.Regexp) error {
	for deadline := time.Now().Add(patience); !re.MatchString(h.text()); {
		if time.Now().After(deadline) {
			return fmt.Errorf("the hall's log never had %q:\n%s", re, h.text())
		}
		<-time.After(5 * time.Millisecond)
	}
	return nil
}

// stop asks the hall to end, and returns its exit code.
func (h *hallProcess) stop() (int, error) {
	if h.cmd == nil {
		return 0, errors.New("no hall runs")
	}
	if err := h.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return 0, err
	}
	select {
	case <-h.done:
	case <-time.After(patience):
		return 0, errors.New("the hall does not end")
	}
	code := h.cmd.ProcessState.ExitCode()
	h.cmd = nil
	return code, nil
}

// kill ends the hall without a warning, if one runs.
func (h *hallProcess) kill() {
	if h.cmd == nil {
		return
	}
	_ = h.cmd.Process.Kill() // it may have ended
	<-h.done
	h.cmd = nil
}
