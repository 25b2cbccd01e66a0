//go:build !windows

package cli_test

import (
	"os"
	"strings"
	"syscall"
	"testing"

	"onewindow/cli/demo"
)

// f6 as a terminal sends it.
const f6 = "\x1b[17~"

func TestAGuideLooksFreelyAndActsForWhoIsSignedIn(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	h.ctl("hall", "staff", "id=boss", "name=Boss", "pin=4711", "rights=manage")
	h.ctl("hall", "staff", "id=sun", "name=Sun", "pin=2580")
	h.ctl("ticket", "issue", "theme=general")
	p := h.terminal(100, 32, "guide")
	p.wait(en("guide.issue"))
	p.press("t")
	p.wait(en("staff.look_up"))
	p.press("a001")
	p.enter()
	p.wait(en("staff.story_of", "number", "A001"))
	p.press("q")

	// A priority number: the service, the ground, Enter; and who gives it.
	p.wait(en("guide.issue"))
	p.press("1")
	p.wait(en("guide.grounds"))
	p.press("l")
	p.enter()
	p.wait(en("staff.choose_name"))
	p.press("2")
	p.wait(en("staff.pin_of", "name", "Sun"))
	p.press("2580")
	p.enter()
	p.wait(en("guide.show_proof"))
	if strings.Contains(p.raw(), "2580") {
		t.Error("the PIN stood on the screen")
	}
	if got := h.ctl("ticket", "find", "number=A002"); !strings.Contains(got, `"class": "priority"`) {
		t.Errorf("the hall says %s", got)
	}

	// Why it comes first.
	p.press("q")
	p.wait(en("guide.issue"))
	p.press("w")
	p.wait(en("staff.why_first"))
	p.press("a002")
	p.enter()
	p.wait(en("staff.why_with", "number", "A002"))
	p.press("a001")
	p.enter()
	p.wait(en("staff.comes_first"))

	// No key ends a program that stands in public.
	p.press(ctrlC)
	p.press("q")
	p.wait(en("guide.issue"))
	p.signal(syscall.SIGTERM)
	p.ends(0)
}

func TestTheDemonstrationHasAGuide(t *testing.T) {
	t.Parallel()
	p := onTTY(t, append(os.Environ(), "TMPDIR="+t.TempDir()), 120, 40, "demo", "--hall", "LG-PH-01", "--lang", "en", "--speed", "1")
	p.wait(en("demo.guide"))
	p.press(f6)
	p.wait(en("guide.issue"))
	p.press("1")
	p.wait(en("guide.grounds"))
	p.enter()
	p.wait(en("staff.choose_name"))
	p.press("i")
	p.wait(en("staff.enter_clerk"))
	p.press(demo.Guide)
	p.enter()
	p.wait(en("staff.pin_of", "name", "孙宁（导办）"))
	p.press(demo.PIN)
	p.enter()
	p.wait(en("guide.done"))
	p.press(ctrlC)
	p.ends(0)
}
