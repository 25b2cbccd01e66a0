package pretend

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// LinkTaken means that a link is another device's port.
type LinkTaken struct {
	Link, To string
	// By is the program that has it, such as "onewindow (pid 12)"; empty if it cannot be
	// known.
	By string
	// Real: it leads to something that is no virtual device's port.
	Real bool
}

// Error says whose it is.
func (e *LinkTaken) Error() string {
	switch {
	case e.Real:
		return fmt.Sprintf("--link %s: it leads to %s, which is no port of a virtual device", e.Link, e.To)
	case e.By == "":
		return fmt.Sprintf("--link %s: it leads to %s, which somebody has", e.Link, e.To)
	}
	return fmt.Sprintf("--link %s: it is the port of another virtual device, which %s has (%s)", e.Link, e.By, e.To)
}

// Hint says what to do.
func (e *LinkTaken) Hint() string {
	if e.Real {
		return "give the device another name with --link, or remove that link"
	}
	return "end that device first, or give this one another name with --link"
}

// CheckLink looks whether a link can be the name of a new device's port. The link of a
// device that is gone, as it is left by one that was killed, can be replaced; where its
// terminal is another program's by now, stale says that. The error is a *LinkTaken.
func CheckLink(link string) (stale string, err error) {
	to, err := os.Readlink(link)
	if err != nil {
		return "", nil // there is none, or something that is no link, which is never replaced
	}
	if !filepath.IsAbs(to) {
		to = filepath.Join(filepath.Dir(link), to)
	}
	switch _, err := os.Stat(to); {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case !strings.HasPrefix(to, "/dev/pts/"):
		return "", &LinkTaken{Link: link, To: to, Real: true}
	}
	if who, taken := claimant(link); taken {
		return "", &LinkTaken{Link: link, To: to, By: who}
	}
	return fmt.Sprintf("--link %s: an old link led to %s; it is replaced", link, to), nil
}
