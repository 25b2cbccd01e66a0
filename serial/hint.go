package serial

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// hint says what to do about a port that does not open.
func hint(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist), isGone(err):
		return fmt.Errorf("open %s: %w; there is no such device now: %s", name, missing(err), present())
	case errors.Is(err, fs.ErrPermission):
		group := groupOf(name)
		return fmt.Errorf("open %s: %w; give the user of this program the group %s "+
			"(usermod -aG %s USER) and log in anew", name, err, group, group)
	case isBusy(err):
		return fmt.Errorf("open %s: %w%s; end that program, or give this device another port", name, ErrBusy, holders(name))
	case isNoTTY(err):
		return fmt.Errorf("open %s: this is no serial port (%w); files are named file:///path", name, err)
	case errors.Is(err, ErrUnsupported):
		return fmt.Errorf("open %s: %w", name, err)
	case strings.Contains(err.Error(), "Unrecognized baud rate"):
		return fmt.Errorf("open %s: the port does not know this speed; %s: %w", name, usualSpeeds, ErrUnsupported)
	}
	return fmt.Errorf("open %s: %w", name, err)
}

// missing lets an unplugged port look like one that is not there.
func missing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return fmt.Errorf("%w (%w)", fs.ErrNotExist, err)
}

// present names the ports that are there, by the names that stay the same.
func present() string {
	ports := Ports()
	if len(ports) == 0 {
		return "no serial adapter is plugged in; check its cable and its power"
	}
	return "plugged in are " + strings.Join(ports, ", ")
}

// Ports are the serial adapters that are plugged in, by names that stay the same
// when they are plugged in again (Linux: /dev/serial/by-id; elsewhere none).
func Ports() []string {
	names, err := filepath.Glob("/dev/serial/by-id/*")
	if err != nil {
		return nil
	}
	slices.Sort(names)
	return names
}

// holders names the programs that have a device open, as far as this user may
// know: "" or " by NAME (pid N)".
func holders(name string) string {
	device, err := filepath.EvalSymlinks(name)
	if err != nil {
		return ""
	}
	var who []string
	links, err := filepath.Glob("/proc/[0-9]*/fd/*")
	if err != nil {
		return ""
	}
	for _, link := range links {
		if to, err := os.Readlink(link); err != nil || to != device {
			continue
		}
		pid := strings.Split(link, "/")[2]
		comm, err := os.ReadFile("/proc/" + pid + "/comm")
		if err != nil {
			continue
		}
		w := fmt.Sprintf("%s (pid %s)", strings.TrimSpace(string(comm)), pid)
		if pid == fmt.Sprint(os.Getpid()) {
			w = "this program itself"
		}
		if !slices.Contains(who, w) {
			who = append(who, w)
		}
	}
	if len(who) == 0 {
		return ""
	}
	return " by " + strings.Join(who, ", ")
}
