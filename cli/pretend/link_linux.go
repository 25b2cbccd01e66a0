package pretend

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// claim takes a link for a device of this program until it is released. The claim is a
// socket of a name in the kernel, which goes with the program however that ends; a
// terminal's number says nothing, because the next program gets it. The error is a
// *LinkTaken.
func claim(link string) (release func(), err error) {
	if link == "" {
		return func() {}, nil
	}
	l, err := net.Listen("unix", claimName(link))
	switch {
	case errors.Is(err, unix.EADDRINUSE):
		who, _ := claimant(link)
		to, _ := os.Readlink(link)
		return nil, &LinkTaken{Link: link, To: to, By: who}
	case err != nil:
		return nil, fmt.Errorf("claim %s: %w", link, err)
	}
	return func() { _ = l.Close() }, nil
}

// claimant is the program that has a link, such as "onewindow (pid 12)"; "" if that
// cannot be known. taken is false where nobody has it.
func claimant(link string) (who string, taken bool) {
	c, err := net.DialTimeout("unix", claimName(link), time.Second)
	if err != nil {
		// Nobody answers to the name, or somebody whose line is full.
		return "", !errors.Is(err, unix.ECONNREFUSED) && !errors.Is(err, unix.ENOENT)
	}
	defer c.Close()
	raw, err := c.(*net.UnixConn).SyscallConn()
	if err != nil {
		return "", true
	}
	var cred *unix.Ucred
	var failed error
	if err := raw.Control(func(fd uintptr) { cred, failed = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED) }); err != nil || failed != nil {
		return "", true
	}
	name, _ := os.ReadFile(fmt.Sprintf("/proc/%d/comm", cred.Pid)) // it may have just ended
	return strings.TrimSpace(fmt.Sprintf("%s (pid %d)", strings.TrimSpace(string(name)), cred.Pid)), true
}

// claimName is the name of the socket: links of one name are one, however the way to
// them is written.
func claimName(link string) string {
	if dir, err := filepath.EvalSymlinks(filepath.Dir(link)); err == nil {
		link = filepath.Join(dir, filepath.Base(link))
	}
	if whole, err := filepath.Abs(link); err == nil {
		link = whole
	}
	return fmt.Sprintf("@onewindow device %x", sha256.Sum256([]byte(link)))
}
