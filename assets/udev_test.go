package assets

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const rulesFile = "udev/70-onewindow.rules"

// rules are the lines of the file that udev reads, and, with the # taken away, those
// that people are to fill in.
func rules(t *testing.T) (live, offered []string) {
	t.Helper()
	b, err := os.ReadFile(rulesFile)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\n")
		switch rest, off := strings.CutPrefix(line, "#"); {
		case off && rest != "" && rest[0] != ' ':
			offered = append(offered, rest)
		case !off && line != "":
			live = append(live, line)
		}
	}
	return live, offered
}

// part is KEY, KEY{attribute}, an operator and a value in quotes, as udev(7) has it.
var part = regexp.MustCompile(`^([A-Z]+)(\{[A-Za-z_]+\})?(==|!=|\+=|=)"([^"]*)"$`)

func TestEveryRuleForPortsIsOneThatUdevReads(t *testing.T) {
	live, offered := rules(t)
	known := []string{"ACTION", "SUBSYSTEM", "KERNEL", "ENV", "SYMLINK", "GROUP", "MODE", "GOTO", "LABEL"}
	for _, line := range append(live, offered...) {
		for p := range strings.SplitSeq(line, ", ") {
			m := part.FindStringSubmatch(p)
			if m == nil || !slices.Contains(known, m[1]) || (m[1] == "ENV") != (m[2] != "") {
				t.Errorf("%q of the rule %q is nothing that udev reads", p, line)
			}
		}
	}
	var to, labels []string
	for _, line := range live {
		for _, m := range regexp.MustCompile(`(GOTO|LABEL)="(\w+)"`).FindAllStringSubmatch(line, -1) {
			if m[1] == "GOTO" {
				to = append(to, m[2])
			} else {
				labels = append(labels, m[2])
			}
		}
	}
	for _, l := range to {
		if !slices.Contains(labels, l) {
			t.Errorf("there is no label %q", l)
		}
	}
}

func TestTheRulesNameNothingUntilSomebodyFillsThemIn(t *testing.T) {
	live, offered := rules(t)
	for _, line := range live {
		if strings.Contains(line, "SYMLINK+=") {
			t.Errorf("%q is in force in the packaged file; no two halls have the same adapters", line)
		}
	}
	names := map[string]bool{}
	for _, line := range offered {
		_, name, ok := strings.Cut(line, `SYMLINK+="onewindow/`)
		if !ok || !strings.HasSuffix(name, `"`) {
			t.Errorf("%q gives no name below /dev/onewindow", line)
		}
		names[strings.TrimSuffix(name, `"`)] = true
	}
	for _, want := range []string{"printer", "strips", "voice", "idcard", "scanner"} {
		if !names[want] {
			t.Errorf("no rule shows how /dev/onewindow/%s is made", want)
		}
	}
}

// 60-serial.rules of systemd finds out serial number and socket, and ModemManager's
// 77-mm-*.rules decide what it takes.
func TestTheRulesAreReadBetweenThoseThatTheyNeedAndModemManagers(t *testing.T) {
	if name := filepath.Base(rulesFile); name <= "60-serial.rules" || name >= "77-mm" {
		t.Errorf("%s is read at the wrong time", name)
	}
}

func TestUnitsWithDevicesSeeThem(t *testing.T) {
	for _, unit := range []string{"systemd/onewindow-hall.service", "systemd/onewindow-caller.service", "kiosk/onewindow-terminal@.service"} {
		b, err := os.ReadFile(unit)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
			// systemd.exec(5): ProtectClock adds DeviceAllow=char-rtc, and with any of those
			// every other device is forbidden.
			forbids := []string{"PrivateDevices", "ProtectClock", "DevicePolicy", "DeviceAllow"}
			if slices.Contains(forbids, key) && value != "no" {
				t.Errorf("%s: %q keeps serial adapters from it that are plugged in later", unit, strings.TrimSpace(line))
			}
		}
		if !strings.Contains(string(b), "\nUser=onewindow\n") {
			t.Errorf("%s does not run as the user that the ports are given to", unit)
		}
	}
	b, err := os.ReadFile("systemd/sysusers.conf")
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range []string{"dialout", "audio"} {
		if !strings.Contains(string(b), "\nm onewindow "+group+"\n") {
			t.Errorf("the user onewindow is not put into the group %s", group)
		}
	}
}
