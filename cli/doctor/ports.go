package doctor

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"

	"onewindow/serial"
)

// portUse is a line that the configuration names.
type portUse struct {
	line serial.Settings
	what string // what hangs on it
}

// portFacts are what is known of a line.
type portFacts struct {
	Name string
	// Users are what hangs on it by the configuration.
	Users []string
	// Err is why it does not open.
	Err error
	// Not says what stands at a name that is no port: "a folder"; empty if it may be one.
	Not string
	// Holders are the programs that have it open.
	Holders []holder
	// Stable is a name of the same device that stays when it is plugged in again.
	Stable string
	// User is who runs this program.
	User string
}

// serialDevice reports whether the line is a serial port of this machine.
func serialDevice(name string) bool { return !strings.Contains(name, "://") }

// portOf is what two names of the same line have in common.
func portOf(name string) string {
	if serialDevice(name) {
		if real, err := filepath.EvalSymlinks(name); err == nil {
			return real
		}
	}
	return name
}

// notAPort says what stands at a name that does not open as a port; empty if it may
// be one.
func notAPort(name string, bad error) string {
	st, err := os.Stat(name)
	switch {
	case err != nil:
		return ""
	case st.IsDir():
		return "a folder"
	case st.Mode().IsRegular():
		return "a file"
	case st.Mode()&fs.ModeDevice == 0:
		return "no device"
	case st.Mode()&fs.ModeCharDevice == 0:
		return "a disk"
	case errors.Is(bad, syscall.ENOTTY):
		return "a device of another kind"
	}
	return ""
}

// uses are all lines of the configuration.
func (p *patient) uses() []portUse {
	p.lines.Do(func() { p.used = p.findUses() })
	return p.used
}

func (p *patient) findUses() []portUse {
	if p.ConfigErr != nil {
		return nil
	}
	var all []portUse
	add := func(what string, s serial.Settings) {
		if s.Name != "" {
			all = append(all, portUse{s, what})
		}
	}
	if s, ok := p.printerLine(); ok {
		add(usePrinter, s)
	}
	add(useCards, serial.Settings{Name: p.Config.Reader.Port, Baud: p.Config.Reader.Baud})
	add(useScanner, serial.Settings{Name: p.Config.Reader.ScannerPort, Baud: p.Config.Reader.ScannerBaud})
	if set, err := p.callerSettings(); err == nil {
		for _, l := range set.Strips.Lines {
			add(useStrips, stripLine(l))
		}
		for _, v := range set.Voices.Voices {
			add(useVoice+" "+v.Name, serial.Settings{Name: v.Port, Baud: v.Baud})
		}
	}
	return all
}

func needsPorts(p *patient) string {
	if why := needsConfig(p); why != "" {
		return why
	}
	if len(p.uses()) == 0 {
		return "no device on a line is configured"
	}
	return ""
}

func lookPorts(ctx context.Context, p *patient) []Finding {
	seen := map[string]bool{}
	var all []Finding
	devices := false
	for _, u := range p.uses() {
		if ctx.Err() != nil {
			break
		}
		if seen[portOf(u.line.Name)] {
			continue
		}
		seen[portOf(u.line.Name)] = true
		f := p.port(u.line)
		all = append(all, judgePort(f)...)
		devices = devices || serialDevice(u.line.Name)
	}
	if devices {
		all = append(all, judgeTroublemakers(running("ModemManager", "brltty", "gpsd"))...)
		all = append(all, judgeTwins(links("/dev/serial/by-path"), links("/dev/serial/by-id"))...)
	}
	return all
}

// port looks at a line once.
func (p *patient) port(s serial.Settings) portFacts {
	if f, ok := p.ports[s.Name]; ok {
		return f
	}
	f := portFacts{Name: s.Name}
	for _, u := range p.uses() {
		if portOf(u.line.Name) == portOf(s.Name) {
			f.Users = append(f.Users, u.what)
		}
	}
	c, err := serial.Open(s)
	if f.Err = err; err == nil {
		_ = c.Close()
	}
	if serialDevice(s.Name) {
		f.Holders = holders(s.Name)
		if f.Err != nil && !errors.Is(f.Err, serial.ErrBusy) {
			f.Not = notAPort(s.Name, f.Err)
		}
		if real, err := filepath.EvalSymlinks(s.Name); err == nil && f.Err == nil && strings.HasPrefix(real, "/dev/pts/") {
			// A virtual device keeps the near end of its own line open, and reads nothing.
			f.Holders = nil
		}
		f.Stable = stableName(s.Name)
		if u, err := user.Current(); err == nil {
			f.User = u.Username
		}
	}
	p.ports[s.Name] = f
	return f
}

// links are the devices that the names of a folder lead to.
func links(folder string) (devices []string) {
	names, err := filepath.Glob(folder + "/*")
	if err != nil {
		return nil
	}
	for _, n := range names {
		if real, err := filepath.EvalSymlinks(n); err == nil && !slices.Contains(devices, real) {
			devices = append(devices, real)
		}
	}
	return devices
}

// stableName is a name for the same device that does not depend on the order in
// which adapters are plugged in.
func stableName(name string) string {
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		return ""
	}
	for _, folder := range []string{"/dev/onewindow", "/dev/serial/by-id", "/dev/serial/by-path"} {
		names, err := filepath.Glob(folder + "/*")
		if err != nil {
			continue
		}
		for _, n := range names {
			if to, err := filepath.EvalSymlinks(n); err == nil && to == real {
				return n
			}
		}
	}
	return ""
}

// counted are names that depend on the order in which adapters are plugged in.
var counted = regexp.MustCompile(`^/dev/tty(USB|ACM)\d+$`)

func judgePort(f portFacts) []Finding {
	var all []Finding
	add := func(x Finding) { all = append(all, x.about(f.Name)) }
	opening := judgeOpening(f)
	if opening.Code == "opens" {
		opening.Says += " (" + strings.Join(f.Users, ", ") + ")"
	}
	add(opening)
	if len(f.Users) > 1 {
		add(finding(Failure, "shared", "it is configured for %s; a line carries one kind of device", strings.Join(f.Users, " and ")).
			remedy("give each a port of its own"))
	}
	if f.Err == nil && len(f.Holders) > 0 {
		add(finding(Warning, "listened", "%s has it open, too, and takes away a part of what comes in", names(f.Holders)).
			remedy("%s", endIt(f.Holders)))
	}
	if counted.MatchString(f.Name) {
		remedy := "make a udev rule that names it, such as /dev/onewindow/printer; see docs/devices.md"
		if f.Stable != "" {
			remedy = "write " + f.Stable + " in its place, or make a udev rule; see docs/devices.md"
		}
		add(finding(Warning, "counted_name", "its name changes when adapters are plugged in in another order").remedy("%s", remedy))
	}
	return all
}

// judgeOpening judges whether a line opens.
func judgeOpening(f portFacts) Finding {
	wrong := slices.IndexFunc(f.Holders, func(h holder) bool { return !hosts(h, f.Users) })
	ours := len(f.Holders) > 0 && !slices.ContainsFunc(f.Holders, func(h holder) bool { return !h.Ours })
	switch {
	case f.Err == nil:
		return finding(OK, "opens", "it opens")
	case errors.Is(f.Err, serial.ErrBusy) && ours && wrong >= 0:
		h := f.Holders[wrong]
		return finding(Warning, "another_owner", "in use by %s, which has no %s: is it the right port?", names([]holder{h}), strings.Join(f.Users, " and no ")).
			remedy("look which device hangs at it (ls -l /dev/onewindow /dev/serial/by-id), and correct the setting of the one that does not, here or for %s", h.Command)
	case errors.Is(f.Err, serial.ErrBusy) && ours:
		return finding(OK, "in_use", "in use by %s; its health is on the manager's screen", names(f.Holders))
	case errors.Is(f.Err, serial.ErrBusy) && len(f.Holders) > 0:
		return finding(Failure, "busy", "%s has the port", names(f.Holders)).remedy("%s", endIt(f.Holders)).detail("%v", f.Err)
	case errors.Is(f.Err, serial.ErrBusy):
		return finding(Warning, "busy", "another program has the port; which one, this user may not know").
			remedy("run doctor as root; if it is not onewindow, end that program").detail("%v", f.Err)
	case errors.Is(f.Err, fs.ErrNotExist):
		return finding(Failure, "missing", "there is no such device now").
			remedy("plug it in, switch it on, look at its cable; ls -l /dev/serial/by-id tells what is there").detail("%v", f.Err)
	case f.Not != "":
		return finding(Failure, "no_port", "it is %s, no serial port", f.Not).
			remedy("name the device's port, such as /dev/onewindow/printer or one of /dev/serial/by-id (ls -l shows them), tcp://10.0.0.7:9100, or file:///path for a file to try out").
			detail("%v", f.Err)
	case errors.Is(f.Err, fs.ErrPermission):
		return finding(Failure, "no_right", "the user %s may not open it", cmp.Or(f.User, "of this program")).
			remedy("usermod -aG dialout %s, then log in anew; for a service: systemctl restart it", cmp.Or(f.User, "USER")).detail("%v", f.Err)
	case errors.Is(f.Err, serial.ErrUnsupported):
		return finding(Failure, "unsupported", "the port cannot be set as configured").
			remedy("correct speed and handshake in the configuration, or take another adapter").detail("%v", f.Err)
	case strings.HasPrefix(f.Name, "tcp://"):
		return finding(Failure, "unreachable", "nobody answers at this address").
			remedy("is the device on, is its address right, does ping reach it? most printers take one connection at a time").detail("%v", f.Err)
	case strings.HasPrefix(f.Name, "file://"):
		return finding(Failure, "file", "the file cannot be written").remedy("check its folder and its rights").detail("%v", f.Err)
	}
	return finding(Failure, "no_opening", "it does not open").remedy("the detail says why; docs/devices.md has the wiring").detail("%v", f.Err)
}

// hosting are the programs of a hall, and what each of them may have on its lines.
var hosting = map[string][]string{
	"kiosk": {usePrinter, useCards, useScanner}, "guide": {usePrinter}, "window": {usePrinter},
	"hall": {useStrips, useVoice}, "caller": {useStrips, useVoice}, "board": nil, "manager": nil,
}

// What hangs on a line by the configuration; of a voice, its name follows.
const (
	usePrinter = "printer"
	useCards   = "card reader"
	useScanner = "scanner"
	useStrips  = "strips"
	useVoice   = "voice"
)

// hosts reports whether a program may be the one that has a line with these devices;
// of programs that are not known it may.
func hosts(h holder, uses []string) bool {
	verb, _ := strings.CutPrefix(h.Command, "onewindow ")
	kinds, known := hosting[verb]
	if !h.Ours || !known || len(uses) == 0 {
		return true
	}
	return slices.ContainsFunc(uses, func(use string) bool {
		return slices.ContainsFunc(kinds, func(k string) bool { return use == k || strings.HasPrefix(use, k+" ") })
	})
}

// endIt says how to get rid of programs that have a port.
func endIt(all []holder) string {
	for _, h := range all {
		if strings.Contains(h.Command, "getty") {
			return "a login waits on this port: systemctl disable --now serial-getty@PORT, and take console=PORT out of the kernel's command line"
		}
	}
	if len(all) > 1 {
		return "end these programs, and keep them from starting again"
	}
	return "end this program, and keep it from starting again"
}

// judgeTroublemakers tells of programs that try out every serial adapter that is
// plugged in.
func judgeTroublemakers(found []string) []Finding {
	var all []Finding
	for _, name := range found {
		unit := map[string]string{"ModemManager": "ModemManager", "brltty": "brltty", "gpsd": "gpsd.socket gpsd"}[name]
		all = append(all, finding(Warning, "troublemaker", "%s runs, which talks to serial adapters that are plugged in", name).about(name).
			remedy("systemctl disable --now %s, or uninstall it; this machine does not need it", unit))
	}
	return all
}

// judgeTwins tells when adapters share one name.
func judgeTwins(byPath, byID []string) []Finding {
	if len(byPath) <= len(byID) || len(byID) == 0 {
		return nil
	}
	return []Finding{finding(Warning, "twins", "%d serial adapters are plugged in, and only %d names in /dev/serial/by-id lead to one: some have no serial number", len(byPath), len(byID)).
		remedy("name those by the socket that they are in (/dev/serial/by-path), or by a udev rule; see docs/devices.md")}
}
