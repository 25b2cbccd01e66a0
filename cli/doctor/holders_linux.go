package doctor

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// holders are the other programs that have a device open, as far as this user may
// know: by their descriptors, which only root sees of others, and by their locks,
// which everybody sees.
func holders(path string) []holder {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil
	}
	var pids []int
	locked, _ := lockers(real)
	for _, h := range locked {
		pids = append(pids, h.PID)
	}
	links, _ := filepath.Glob("/proc/[0-9]*/fd/*") // errs only for a bad pattern
	for _, link := range links {
		if to, err := os.Readlink(link); err != nil || to != real {
			continue
		}
		pid, err := strconv.Atoi(strings.Split(link, "/")[2])
		if err == nil && !slices.Contains(pids, pid) {
			pids = append(pids, pid)
		}
	}
	return who(slices.DeleteFunc(pids, func(pid int) bool { return pid == os.Getpid() }))
}

// lockers are the programs that hold a lock on a file (flock(2)), by /proc/locks.
func lockers(path string) (all []holder, known bool) {
	var st unix.Stat_t
	if err := unix.Stat(path, &st); err != nil {
		return nil, false
	}
	b, err := os.ReadFile("/proc/locks")
	if err != nil {
		return nil, false
	}
	return who(lockPIDs(string(b), unix.Major(uint64(st.Dev)), unix.Minor(uint64(st.Dev)), st.Ino)), true
}

// lockPIDs reads /proc/locks (proc(5)): "1: FLOCK  ADVISORY  WRITE 708 00:13:11 0 EOF".
// A line with "->" waits for the lock.
func lockPIDs(text string, major, minor uint32, inode uint64) (pids []int) {
	at := fmt.Sprintf("%02x:%02x:%d", major, minor, inode)
	for s := bufio.NewScanner(strings.NewReader(text)); s.Scan(); {
		f := strings.Fields(s.Text())
		if len(f) < 6 || f[1] == "->" || f[5] != at {
			continue
		}
		if pid, err := strconv.Atoi(f[4]); err == nil && pid > 0 && !slices.Contains(pids, pid) {
			pids = append(pids, pid)
		}
	}
	return pids
}

func who(pids []int) (all []holder) {
	for _, pid := range pids {
		all = append(all, describe(pid))
	}
	return all
}

// describe tells what a process is.
func describe(pid int) holder {
	dir := "/proc/" + strconv.Itoa(pid)
	cmdline, _ := os.ReadFile(dir + "/cmdline")
	h := holder{PID: pid}
	h.Command, h.Ours = commandOf(string(cmdline))
	if h.Command == "" {
		comm, _ := os.ReadFile(dir + "/comm")
		h.Command = strings.TrimSpace(string(comm))
	}
	return h
}

// commandOf names a program by its arguments, which are parted by zeros.
func commandOf(cmdline string) (name string, ours bool) {
	args := strings.Split(strings.TrimRight(cmdline, "\x00"), "\x00")
	if args[0] == "" {
		return "", false
	}
	name = filepath.Base(args[0])
	if name != "onewindow" {
		return name, false
	}
	for _, a := range args[1:] {
		if !strings.HasPrefix(a, "-") && !strings.ContainsAny(a, "/.") {
			return name + " " + a, true
		}
	}
	return name, true
}

// running are those of some programs that run.
func running(names ...string) (found []string) {
	comms, err := filepath.Glob("/proc/[0-9]*/comm")
	if err != nil {
		return nil
	}
	for _, c := range comms {
		b, err := os.ReadFile(c)
		if name := strings.TrimSpace(string(b)); err == nil && slices.Contains(names, name) && !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	return found
}
