//go:build !windows

package cli_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
)

// at finds where the screen shows a text, in cells from 1 as a mouse tells them.
func (p *tty) at(text string) (x, y int) {
	p.t.Helper()
	p.wait(text)
	for row, line := range strings.Split(p.screen(), "\n") {
		if before, _, ok := strings.Cut(line, text); ok {
			return ansi.StringWidth(before) + 1 + ansi.StringWidth(text)/2, row + 1
		}
	}
	p.t.Fatalf("%s shows %q on no one line:\n%s", p.name, text, p.screen())
	return 0, 0
}

// finger is what a terminal sends of a touch.
func finger(x, y int, move bool) string {
	button := 0
	if move {
		button = 32
	}
	return fmt.Sprintf("\x1b[<%d;%d;%dM", button, x, y)
}

func lift(x, y int) string { return fmt.Sprintf("\x1b[<0;%d;%dm", x, y) }

// tap touches a text.
func (p *tty) tap(text string) {
	p.t.Helper()
	x, y := p.at(text)
	p.press(finger(x, y, false) + lift(x, y))
}

// issued is how many numbers the hall has given.
func (h *testHall) issued() string {
	h.t.Helper()
	m := regexp.MustCompile(`"issued": (\d+)`).FindStringSubmatch(h.ctl("state", "get", "topic=hall"))
	if m == nil {
		h.t.Fatal("the hall does not say how many numbers it gave")
	}
	return m[1]
}

func TestADoubleTapGivesOneNumber(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.terminal(78, 22, "kiosk")
	x, y := p.at(en("take.take"))
	one := finger(x, y, false) + lift(x, y)
	p.press(one + one + one + one)
	p.wait(en("take.number"))
	if got := h.issued(); got != "1" {
		t.Errorf("four taps in a moment gave %s numbers", got)
	}
}

func TestAFingerThatSlidesAwayTakesNoNumberHoweverLongItDrags(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.terminal(78, 22, "kiosk")
	x, y := p.at(en("take.take"))
	var b strings.Builder
	b.WriteString(finger(x, y, false))
	for i := range 1000 {
		b.WriteString(finger(1+i%78, 1+i%22, true))
	}
	b.WriteString(lift(1, 1))
	p.press(b.String())
	// The tap comes after the flood: once it has its number, all before it is done.
	p.tap(en("take.take"))
	p.wait(en("take.number"))
	if got := h.issued(); got != "1" {
		t.Errorf("a slide and a tap gave %s numbers", got)
	}
}

func TestAKeyHeldDownGivesOneNumber(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.terminal(78, 22, "kiosk")
	p.wait(en("take.take"))
	p.press(strings.Repeat("1", 60))
	p.wait(en("take.number"))
	if got := h.issued(); got != "1" {
		t.Errorf("a key held down gave %s numbers", got)
	}
}

func TestAClerksKeyHeldDownCallsOneCitizen(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	h.ctl("hall", "staff", "id=wang", "name=Wang", "pin=4711")
	for range 3 {
		h.ctl("ticket", "issue", "theme=general")
	}
	h.ctl("window", "signin", "window=2", "clerk=wang", "pin=4711")
	p := h.terminal(100, 32, "window", "window=2")
	p.wait(en("common.state.idle"))
	p.press(strings.Repeat("\r", 40))
	p.wait(en("common.state.calling"))
	if got := h.ctl("state", "get", "topic=board"); strings.Count(got, `"number"`) != 1 {
		t.Errorf("a held Enter called more than one citizen: %s", got)
	}
}

// hostile is whatever a keyboard or a bored child can send.
func hostile() string {
	var b strings.Builder
	for c := range byte(32) {
		if c != '\r' && c != '\n' {
			b.WriteByte(c)
		}
	}
	for _, s := range []string{
		"\x1b[13~", "\x1b[24~", "\x1b[2~", "\x1b[3~", "\x1b[5~", "\x1b[6~", "\x1bOS", "\x1b[Z", "\x1b[1;5D", "\x1b[1;3A",
		"\x1b[200~quit\x1b[201~", "\x1b[<64;3;3M", "\x1b[<2;3;3M\x1b[<2;3;3m", "\x1bq", "\x1bc", "\x1b\x1b", "\x1b[I", "\x1b[O",
		"\x1b]0;x\x07", "\x1bP+q\x1b\\", "\xff\xfe", "\x7f",
	} {
		b.WriteString(s)
	}
	return b.String()
}

func TestNothingTypedOrSignalledEndsATerminalThatStandsInPublic(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	for _, role := range []string{"kiosk", "board"} {
		p := h.terminal(100, 32, role)
		p.wait("2") // the clock
		p.press(hostile())
		p.signal(syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTSTP)
		for range 40 {
			if err := pty.Setsize(p.file, &pty.Winsize{Rows: uint16(1 + rand.IntN(60)), Cols: uint16(1 + rand.IntN(200))}); err != nil {
				t.Fatal(err)
			}
		}
		p.resize(100, 32)
		h.ctl("hall", "notice", "id="+role, "text.en=Still here at the "+role)
		p.wait("Still here at the " + role)
		p.signal(syscall.SIGTERM)
		p.ends(0)
	}
}

// resize changes the size of the terminal.
func (p *tty) resize(cols, rows int) {
	p.t.Helper()
	p.mu.Lock()
	p.emu.Resize(cols, rows)
	p.mu.Unlock()
	if err := pty.Setsize(p.file, &pty.Winsize{Rows: uint16(rows), Cols: uint16(cols)}); err != nil {
		p.t.Fatal(err)
	}
}

func TestEveryTerminalRestoresTheScreenWhenItsLineIsHungUp(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	for _, role := range []string{"kiosk", "window", "guide", "board", "manager"} {
		fields := []string{}
		if role == "window" {
			fields = []string{"window=1"}
		}
		p := h.terminal(120, 36, role, fields...)
		p.until("draws", func(s string) bool { return len(strings.TrimSpace(s)) > 0 })
		p.signal(syscall.SIGHUP)
		p.ends(0)
	}
}
