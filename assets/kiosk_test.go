package assets

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"
)

// ini reads a configuration of foot: the values by section and key.
func ini(t *testing.T, path string) map[string]map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]map[string]string{"main": {}}
	section := "main"
	for sc := bufio.NewScanner(f); sc.Scan(); {
		text := strings.TrimSpace(sc.Text())
		switch key, value, ok := strings.Cut(text, "="); {
		case text == "" || strings.HasPrefix(text, "#"):
		case strings.HasPrefix(text, "["):
			section = strings.Trim(text, "[]")
			if out[section] != nil {
				t.Errorf("%s has the section %s twice", path, section)
			}
			out[section] = map[string]string{}
		case !ok:
			t.Errorf("%s: %q is no setting", path, text)
		default:
			out[section][key] = value
		}
	}
	return out
}

// bound are the actions to which foot 1.13 or 1.21 bind keys or buttons of their
// own and that both know; session.sh takes care of the others.
var bound = map[string][]string{
	"key-bindings": {"scrollback-up-page", "scrollback-down-page", "clipboard-copy", "clipboard-paste", "primary-paste", "search-start",
		"font-increase", "font-decrease", "font-reset", "spawn-terminal", "show-urls-launch", "prompt-prev", "prompt-next", "unicode-input"},
	"search-bindings": {"cancel", "commit", "clipboard-paste", "primary-paste"},
	"url-bindings":    {"cancel", "toggle-url-visible"},
	"mouse-bindings": {"primary-paste", "select-begin", "select-begin-block", "select-extend", "select-extend-character-wise",
		"select-word", "select-word-whitespace", "select-row"},
}

func TestTheTerminalOfAPublicMachineHasNoKeysOfItsOwn(t *testing.T) {
	conf := ini(t, "kiosk/foot.ini")
	for section, actions := range bound {
		for _, a := range actions {
			if v, ok := conf[section][a]; !ok || v != "none" {
				t.Errorf("[%s] %s is %q, want none", section, a, v)
			}
		}
		for a, v := range conf[section] {
			if v != "none" {
				t.Errorf("[%s] %s is bound to %q", section, a, v)
			}
		}
	}
	// With this, foot keeps every click to itself (tried with 1.13 and 1.21).
	if _, ok := conf["mouse-bindings"]["selection-override-modifiers"]; ok {
		t.Error("selection-override-modifiers is set: no tap would reach the program")
	}
}

func TestTheTerminalOfAPublicMachineIsKnownToOldFoot(t *testing.T) {
	known := []string{"main", "bell", "scrollback", "cursor", "mouse", "colors", "csd", "key-bindings", "search-bindings", "url-bindings", "mouse-bindings"}
	for section := range ini(t, "kiosk/foot.ini") {
		if !slices.Contains(known, section) {
			t.Errorf("foot 1.13 refuses to start on the section [%s]; session.sh sets what only newer versions know", section)
		}
	}
}

func TestThePublicTerminalStartsAgainAndOffersNothingElse(t *testing.T) {
	b, err := os.ReadFile("kiosk/onewindow-terminal@.service")
	if err != nil {
		t.Fatal(err)
	}
	unit := string(b)
	for _, want := range []string{"\nUser=onewindow\n", "\nRestart=always\n", "\nStartLimitIntervalSec=0\n", "WLR_LIBINPUT_NO_DEVICES=1",
		"\nUnsetEnvironment=RUNEWIDTH_EASTASIAN\n", "\nConflicts=getty@tty1.service\n", "\nExecStart=/usr/bin/cage -d -- /usr/local/lib/onewindow/session.sh %i\n"} {
		if !strings.Contains(unit, want) {
			t.Errorf("the unit lacks %q", strings.TrimSpace(want))
		}
	}
}
