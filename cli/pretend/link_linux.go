package pretend

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// keeper is who has a pseudo terminal. device: it has the far end, too, as virtual
// devices have and programs that merely run on a terminal have not. known is false for
// a terminal of another user, whose programs this one may not see.
func keeper(tty string) (who string, device, known bool) {
	var st unix.Stat_t
	if err := unix.Stat(tty, &st); err != nil || int(st.Uid) != os.Getuid() {
		return "", false, false
	}
	folders, _ := filepath.Glob("/proc/[0-9]*/fd") // errs only for a bad pattern
	for _, dir := range folders {
		near, far := false, false
		links, _ := filepath.Glob(dir + "/*")
		for _, l := range links {
			to, err := os.Readlink(l)
			near = near || err == nil && to == tty
			far = far || err == nil && (to == "/dev/ptmx" || to == "/dev/pts/ptmx")
		}
		if !near {
			continue
		}
		name, _ := os.ReadFile(filepath.Join(filepath.Dir(dir), "comm"))
		one := fmt.Sprintf("%s (pid %s)", strings.TrimSpace(string(name)), filepath.Base(filepath.Dir(dir)))
		if far {
			return one, true, true
		}
		if who == "" {
			who = one
		}
	}
	return who, false, true
}
