package main

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// usage is what a process has taken from the machine so far; zero where the system
// does not tell (Linux does).
type usage struct {
	rss, peak int64 // bytes of resident memory, now and at most
	cpu       time.Duration
}

// ticks are the units of processor time in /proc, in a second.
const ticks = 100

// usageOf reads what a process has taken.
func usageOf(pid int) usage {
	var u usage
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return u
	}
	for line := range strings.Lines(string(status)) {
		name, value, _ := strings.Cut(line, ":")
		kB, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
		if err != nil {
			continue
		}
		switch name {
		case "VmRSS":
			u.rss = kB << 10
		case "VmHWM":
			u.peak = kB << 10
		}
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return u
	}
	// The name of the program, in brackets, may hold anything.
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	const utime, stime = 11, 12
	if len(fields) <= stime {
		return u
	}
	for _, f := range fields[utime : stime+1] {
		n, _ := strconv.ParseInt(f, 10, 64)
		u.cpu += time.Duration(n) * time.Second / ticks
	}
	return u
}

// since is what was taken after before; memory is as it is now.
func (u usage) since(before usage) usage {
	u.cpu -= before.cpu
	return u
}

// process is a program that this one has started.
type process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended
	said *tail
	err  error // how it ended; after done
}

// start runs a program that ends with this one, and keeps the last that it says.
func start(cmd *exec.Cmd) (*process, error) {
	p := &process{cmd: cmd, done: make(chan struct{}), said: &tail{}}
	cmd.Stdout, cmd.Stderr = p.said, p.said
	endsWithUs(cmd)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", cmd.Path, err)
	}
	go func() {
		p.err = cmd.Wait()
		close(p.done)
	}()
	return p, nil
}

// kill is kill -9, and waits until it is gone.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended by itself
	<-p.done
}

// stop asks it to end in good order, and kills it if it does not.
func (p *process) stop() error {
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		p.kill()
		return nil
	}
	select {
	case <-p.done:
		if p.err != nil {
			return fmt.Errorf("%s: %w: %s", p.cmd.Path, p.err, p.said.text())
		}
		return nil
	case <-time.After(30 * time.Second):
		p.kill()
		return fmt.Errorf("%s did not stop: %s", p.cmd.Path, p.said.text())
	}
}

// alive reports whether it runs.
func (p *process) alive() bool {
	select {
	case <-p.done:
		return false
	default:
		return true
	}
}
