//go:build !windows

package cli_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
)

// tty is a program of ours on a real pseudo-terminal.
type tty struct {
	t    *testing.T
	name string
	cmd  *exec.Cmd
	file *os.File
	done chan struct{} // closed when it has ended and all of its output was read
	was  string        // what it showed when something was pressed last

	mu  sync.Mutex // guards all below
	out bytes.Buffer
	emu *vt.Emulator // what out shows
}

// onTTY starts "onewindow args..." on a terminal of that size.
func onTTY(t *testing.T, env []string, cols, rows int, args ...string) *tty {
	t.Helper()
	exe, err := exec.LookPath("onewindow")
	if err != nil {
		t.Fatal(err)
	}
	p := &tty{t: t, name: args[0], cmd: exec.Command(exe, args...), done: make(chan struct{}), emu: vt.NewEmulator(cols, rows)}
	// What the program wrote for the size of before may come after a resize. Terminals
	// take no margins beyond their last row; the emulator would, and fall over them.
	p.emu.RegisterCsiHandler('r', func(params ansi.Params) bool {
		bottom, _, _ := params.Param(1, 0)
		return bottom > p.emu.Height()
	})
	answers := make(chan struct{})
	go func() {
		defer close(answers)
		_, _ = io.Copy(io.Discard, p.emu) // not wanted, but somebody must take them
	}()
	p.cmd.Env = append(env, "TERM=xterm-256color")
	// What a program exports must not land beside the tests; and its screen shows the
	// path, which must not be as long as that of t.TempDir.
	p.cmd.Dir, err = os.MkdirTemp("", "tty")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(p.cmd.Dir); err != nil {
			t.Error(err)
		}
	})
	p.file, err = pty.StartWithSize(p.cmd, &pty.Winsize{Rows: uint16(rows), Cols: uint16(cols)})
	if err != nil {
		t.Fatal(err)
	}
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = io.Copy(p, p.file) // ends with the program
	}()
	go func() {
		_ = p.cmd.Wait() // the code is in ProcessState
		<-read
		close(p.done)
	}()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill() // it may have ended
		<-p.done
		_ = p.file.Close()
		if pipe, ok := p.emu.InputPipe().(io.Closer); ok {
			_ = pipe.Close()
		}
		<-answers
	})
	return p
}

// Write takes what the program puts out.
func (p *tty) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out.Write(b)
	return p.emu.Write(b)
}

// raw is all output, and screen what it shows.
func (p *tty) raw() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.String()
}

func (p *tty) screen() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.emu.String()
}

// wait waits until the screen shows a text.
func (p *tty) wait(text string) {
	p.t.Helper()
	p.until("shows "+text, func(screen string) bool { return strings.Contains(screen, text) })
}

// waitGone waits until the screen shows a text no more.
func (p *tty) waitGone(text string) {
	p.t.Helper()
	p.until("shows no more "+text, func(screen string) bool { return !strings.Contains(screen, text) })
}

func (p *tty) until(what string, ok func(screen string) bool) {
	p.t.Helper()
	// Where a line is broken does not count.
	for deadline := time.Now().Add(patience); !ok(strings.Join(strings.Fields(p.screen()), " ")); {
		select {
		case <-p.done:
			p.t.Fatalf("%s ended with %d before it %s; its output %q", p.name, p.cmd.ProcessState.ExitCode(), what, p.raw())
		case <-time.After(2 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("%s never %s; it shows\n%s", p.name, what, p.screen())
		}
	}
}

// press types bytes as a keyboard sends them.
func (p *tty) press(bytes string) {
	p.t.Helper()
	p.was = p.screen()
	if _, err := p.file.WriteString(bytes); err != nil {
		p.t.Fatal(err)
	}
}

// taken waits until it shows something else than when something was pressed last: a
// program that is slow must not take two presses for one that is held. It waits for a
// moment only, for what was pressed may change nothing.
func (p *tty) taken() {
	for deadline := time.Now().Add(5 * time.Second); p.screen() == p.was && time.Now().Before(deadline); {
		<-time.After(2 * time.Millisecond)
	}
}

// enter presses the Enter key as a person does, who is slower than what counts as
// a key held down.
func (p *tty) enter() {
	p.t.Helper()
	p.taken()
	<-time.After(tui.KeyGuard)
	p.press("\r")
}

// signal sends signals.
func (p *tty) signal(all ...os.Signal) {
	p.t.Helper()
	for _, s := range all {
		if err := p.cmd.Process.Signal(s); err != nil {
			p.t.Fatal(err)
		}
	}
}

// ends waits for the end and checks the exit code, and that the terminal was
// put back: the other screen, the cursor and the mouse.
func (p *tty) ends(code int) {
	p.t.Helper()
	select {
	case <-p.done:
	case <-time.After(patience):
		p.t.Fatalf("%s still runs and shows\n%s", p.name, p.screen())
	}
	if got := p.cmd.ProcessState.ExitCode(); got != code {
		p.t.Errorf("%s ended with %d, want %d; output %q", p.name, got, code, p.raw())
	}
	for _, want := range []string{"\x1b[?1049l", "\x1b[?25h", "\x1b[?1002l"} {
		if !strings.Contains(p.raw(), want) {
			p.t.Errorf("%s did not restore the terminal: %q is missing", p.name, want)
		}
	}
}

// en are the words of the screens under test; a key that is no more would wait
// for a text that never comes.
func en(key string, args ...any) string {
	if !words.Has(key) {
		panic("words has no " + key)
	}
	return words.T(words.En, key, args...)
}

// testHall is a hall that runs, on an open day.
type testHall struct {
	t   *testing.T
	dir string
	env []string
	hallProcess
}

// newHall starts a hall in a folder of its own.
func newHall(t *testing.T) *testHall { t.Helper(); return newHallAs(t, "LG-PH-01") }

// newHallAs starts one of the network's halls.
func newHallAs(t *testing.T, id string) *testHall {
	t.Helper()
	h := &testHall{t: t, dir: t.TempDir()}
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	h.env = append(os.Environ(), append(hallEnv(h.dir, port), "TMPDIR="+h.dir, "ONEWINDOW_HALL_ID="+id)...)
	h.log = h.dir + "/hall.log"
	h.run()
	t.Cleanup(h.kill)
	if err := openDay(h.dir + "/data"); err != nil {
		t.Fatal(err)
	}
	return h
}

// run starts the hall, also after kill.
func (h *testHall) run() {
	h.t.Helper()
	if err := h.start(h.env); err != nil {
		h.t.Fatal(err)
	}
}

// ctl says a verb as the hall's admin and returns what it printed.
func (h *testHall) ctl(args ...string) string {
	h.t.Helper()
	cmd := exec.Command("onewindow", append([]string{"ctl", "--hall-data", h.dir + "/data"}, args...)...)
	cmd.Env = h.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		h.t.Fatalf("ctl %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// terminal enrols a terminal of that role and starts its program.
func (h *testHall) terminal(cols, rows int, role string, fields ...string) *tty {
	h.t.Helper()
	_, token, _ := strings.Cut(h.ctl(append([]string{"terminal", "token", "role=" + role}, fields...)...), `"token": "`)
	token, _, _ = strings.Cut(token, `"`)
	identity := h.dir + "/" + role + ".json"
	cmd := exec.Command("onewindow", "join", token, "--identity", identity)
	cmd.Env = h.env
	if out, err := cmd.CombinedOutput(); err != nil {
		h.t.Fatalf("join: %v\n%s", err, out)
	}
	return onTTY(h.t, h.env, cols, rows, role, "--identity", identity, "--lang", "en")
}
