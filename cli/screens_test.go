//go:build !windows

package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Keys as a terminal sends them.
const (
	ctrlC = "\x03"
	f1    = "\x1bOP"
	f2    = "\x1bOQ"
	f3    = "\x1bOR"
	f4    = "\x1bOS"
)

func TestTheDemonstrationIsAHallInOneTerminal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	env := append(os.Environ(), "TMPDIR="+dir)
	p := onTTY(t, env, 120, 40, "demo", "--hall", "LG-PH-01", "--lang", "en", "--speed", "1")

	// A citizen takes a number.
	p.wait(en("take.take"))
	if kept, _ := filepath.Glob(dir + "/onewindow-demo-*"); len(kept) != 1 {
		t.Fatalf("temporary folders %v, want one", kept)
	}
	p.press("1")
	p.wait(en("take.number"))

	// A clerk calls the next one.
	p.press(f2)
	p.wait(en("common.state.idle"))
	p.enter()
	p.wait(en("common.state.calling"))

	// The board shows the call, and the manager the hall.
	p.press(f3)
	p.wait(en("board.calling"))
	p.press(f4)
	p.wait(en("manager.title"))
	p.press(f1)
	p.waitGone(en("manager.title"))

	// Ctrl+C leaves, and nothing stays behind.
	p.press(ctrlC)
	p.ends(0)
	if kept, _ := filepath.Glob(dir + "/onewindow-demo-*"); len(kept) != 0 {
		t.Errorf("%v was left behind", kept)
	}
}

func TestTheDemonstrationEndsCleanlyByASignal(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]os.Signal{"SIGTERM": syscall.SIGTERM, "SIGHUP": syscall.SIGHUP, "SIGINT": syscall.SIGINT} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			p := onTTY(t, append(os.Environ(), "TMPDIR="+dir), 80, 24, "demo", "--hall", "LG-PH-01", "--empty", "--lang", "en")
			p.wait(en("take.take"))
			p.signal(s)
			p.ends(0)
			if kept, _ := filepath.Glob(dir + "/onewindow-demo-*"); len(kept) != 0 {
				t.Errorf("%v was left behind", kept)
			}
		})
	}
}

func TestTheDemonstrationShowsOneScreenAsItLooksInAHall(t *testing.T) {
	t.Parallel()
	p := onTTY(t, append(os.Environ(), "TMPDIR="+t.TempDir()), 120, 36, "demo", "--hall", "LG-PH-01", "--lang", "en", "--screen", "manager")
	p.until("shows the manager's screen alone", func(screen string) bool {
		return strings.Contains(screen, en("manager.title")) && !strings.Contains(screen, "F6 "+en("demo.guide"))
	})
	p.press(f1)
	p.wait(en("take.take"))
	p.press(ctrlC)
	p.ends(0)
}

func TestACitizenTakesANumberAtAKioskThatNobodyCanLeave(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.terminal(78, 22, "kiosk")
	p.wait(en("take.take"))
	p.signal(syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTSTP)
	p.press(ctrlC + "\x1a\x1c\x04")
	p.press("1")
	p.wait(en("take.number"))
	if got := h.ctl("ticket", "find", "number=A001"); !strings.Contains(got, `"state": "waiting"`) {
		t.Errorf("the hall says %s", got)
	}
	p.signal(syscall.SIGTERM)
	p.ends(0)
}

func TestABoardShowsCallsAndCannotBeLeft(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.terminal(160, 50, "board")
	p.wait(en("board.none_what"))
	p.signal(syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTSTP)
	p.press(ctrlC + "\x1a\x1c\x04q")
	h.ctl("hall", "staff", "id=wang", "name=王", "pin=4711")
	h.ctl("ticket", "issue", "theme=general")
	h.ctl("window", "signin", "window=2", "clerk=wang", "pin=4711")
	h.ctl("window", "next", "window=2")
	p.wait("A001")
	p.signal(syscall.SIGHUP)
	p.ends(0)
}

func TestAClerkSignsInAndCallsTheNextWithEnter(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	h.ctl("hall", "staff", "id=wang", "name=Wang", "pin=4711")
	h.ctl("ticket", "issue", "theme=general")
	p := h.terminal(100, 32, "window", "window=3")
	p.wait("1 Wang")
	p.press("1")
	p.wait(en("staff.pin_of", "name", "Wang"))
	p.press("0815")
	p.enter()
	p.wait(en("refusal.wrong_pin"))
	p.press("4711")
	p.enter()
	p.wait(en("common.state.idle"))
	p.enter()
	p.wait(en("common.state.calling"))
	if got := h.ctl("state", "get", "topic=win.3"); !strings.Contains(got, `"number": "A001"`) {
		t.Errorf("the hall says %s", got)
	}
	if strings.Contains(p.raw(), "4711") || strings.Contains(p.raw(), "0815") {
		t.Error("the PIN stood on the screen")
	}
	p.press(ctrlC)
	p.wait(en("window.end_ask", "number", "A001")) // somebody is at the window
	p.press(ctrlC)
	p.ends(0)
}

func TestAManagerSeesTheHall(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.terminal(120, 36, "manager")
	p.wait(en("manager.title"))
	h.ctl("hall", "notice", "id=n1", "text.en=Masks please")
	p.wait("Masks please")
	p.press(ctrlC)
	p.ends(0)
}

func TestAWindowTellsThatTheHallIsAwayAndShowsTheTruthWhenItIsBack(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	h.ctl("hall", "staff", "id=wang", "name=Wang", "pin=4711")
	h.ctl("window", "signin", "window=1", "clerk=wang", "pin=4711")
	p := h.terminal(100, 32, "window", "window=1")
	p.wait(en("common.state.idle"))
	h.kill()
	p.wait(en("common.no_link"))
	p.enter() // asks for nothing, now or later
	p.wait("Nothing was sent")
	h.run()
	back := time.Now()
	h.ctl("ticket", "issue", "theme=general")
	p.waitGone(en("common.no_link"))
	p.wait(en("window.next_is"))
	t.Logf("true again %v after the hall was back", time.Since(back))
	if got := h.ctl("state", "get", "topic=win.1"); !strings.Contains(got, `"state": "idle"`) {
		t.Errorf("the key that was pressed while the hall was away had an effect: %s", got)
	}
	p.enter()
	p.wait(en("common.state.calling"))
}

func TestATerminalWaitsForAHallThatIsNotThereYet(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	h.kill()
	h.run()
	first := h.terminal(78, 22, "kiosk")
	first.wait(en("take.take"))
	first.signal(syscall.SIGTERM)
	first.ends(0)
	h.kill()
	p := onTTY(t, h.env, 78, 22, "kiosk", "--identity", h.dir+"/kiosk.json", "--lang", "en")
	p.until("says that it cannot give numbers", func(screen string) bool {
		return strings.Contains(screen, en("take.connecting")) || strings.Contains(screen, en("take.offline"))
	})
	h.run()
	p.wait(en("take.take"))
	h.ctl("terminal", "list") // the hall still knows it
	p.press("1")
	p.wait(en("take.number"))
}
