//go:build unix

package assets

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// session is what session.sh says that it would start.
func session(t *testing.T, env []string, args ...string) (first, command string) {
	t.Helper()
	cmd := exec.Command("sh", append([]string{"kiosk/session.sh", "-n"}, args...)...)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "ONEWINDOW_FOOT_INI=kiosk/foot.ini"}, env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("session.sh %v: %v\n%s", args, err, out)
	}
	first, command, _ = strings.Cut(strings.TrimSpace(string(out)), "\n")
	return first, command
}

// The page for IT staff tells the font of each display; the session works it out.
func TestTheSessionSetsTheFontThatTheITPageNames(t *testing.T) {
	b, err := os.ReadFile("../docs/it.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^\| .* \| (\d+x\d+) \| (\d+x\d+) \| ([0-9.]+) pt \|`).FindAllStringSubmatch(string(b), -1)
	if len(rows) < 6 {
		t.Fatalf("the page names %d displays", len(rows))
	}
	for _, r := range rows {
		if first, _ := session(t, nil, "kiosk", r[2], r[1]); first != r[1]+" "+r[2]+" "+r[3] {
			t.Errorf("for %s on %s the session says %q, the page %s pt", r[2], r[1], first, r[3])
		}
	}
}

func TestTheSessionStartsTheTerminalInBothFonts(t *testing.T) {
	_, command := session(t, []string{"ONEWINDOW_FONT_SIZE=20"}, "board")
	for _, want := range []string{"--font=DejaVu Sans Mono:size=20,Noto Sans Mono CJK SC:size=22.40", "--fullscreen", "--config=kiosk/foot.ini"} {
		if !strings.Contains(command, want) {
			t.Errorf("the session starts %q, without %q", command, want)
		}
	}
	if !strings.HasSuffix(command, "/usr/local/bin/onewindow board") {
		t.Errorf("the session starts %q", command)
	}
}

func TestAnUprightDisplayHasItsSidesExchanged(t *testing.T) {
	if first, _ := session(t, []string{"ONEWINDOW_TRANSFORM=90"}, "kiosk", "44x40", "1920x1080"); first != "1080x1920 44x40 30" {
		t.Errorf("the session says %q", first)
	}
}
