//go:build !windows

package tui_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"onewindow/kiosk/tui"
)

// childEnv makes the test binary a program of a screen, for tests with a real
// terminal and real signals.
const childEnv = "ONEWINDOW_TUI_TEST_CHILD"

func TestMain(m *testing.M) {
	mode := os.Getenv(childEnv)
	if mode == "" {
		os.Exit(m.Run())
	}
	fed := make(chan struct{})
	opt := tui.Options{Unlocked: mode == "unlocked", Title: "测试", Feeds: []tui.Feed{
		func(ctx context.Context, send func(tea.Msg)) {
			defer close(fed)
			send(gonePageMsg{"fed"})
			<-ctx.Done()
		}}}
	if err := tui.Run(context.Background(), &probe{page: "home"}, opt); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	<-fed // Run has waited for its feeds
	os.Exit(0)
}

// terminal is a program on a real pseudo-terminal.
type terminal struct {
	t    *testing.T
	cmd  *exec.Cmd
	tty  *os.File
	done chan error

	mu  sync.Mutex
	out bytes.Buffer
	emu *vt.Emulator // what out shows
}

func startInTerminal(t *testing.T, mode string) *terminal {
	t.Helper()
	return startWith(t, mode, &syscall.SysProcAttr{Setsid: true, Setctty: true})
}

func startWith(t *testing.T, mode string, attr *syscall.SysProcAttr) *terminal {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	tm := &terminal{t: t, cmd: exec.Command(exe), done: make(chan error, 1), emu: vt.NewEmulator(70, 12)}
	answers := make(chan struct{})
	go func() {
		defer close(answers)
		_, _ = io.Copy(io.Discard, tm.emu) // not wanted, but somebody must take them
	}()
	tm.cmd.Env = append(os.Environ(), childEnv+"="+mode, "TERM=xterm-256color")
	tm.tty, err = pty.StartWithAttrs(tm.cmd, &pty.Winsize{Rows: 12, Cols: 70}, attr)
	if err != nil {
		t.Fatal(err)
	}
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = io.Copy(tm, tm.tty) // ends with the program
	}()
	go func() {
		err := tm.cmd.Wait()
		<-read
		tm.done <- err
	}()
	t.Cleanup(func() {
		_ = tm.cmd.Process.Kill()
		_ = tm.tty.Close()
		if pipe, ok := tm.emu.InputPipe().(io.Closer); ok {
			_ = pipe.Close()
		}
		<-answers
	})
	tm.wait("page=fed")
	return tm
}

func (tm *terminal) Write(p []byte) (int, error) {
	tm.mu.Lock()
	defer tm.mu.Unlock()
	tm.out.Write(p)
	return tm.emu.Write(p)
}

func (tm *terminal) raw() string {
	tm.mu.Lock()
	defer tm.mu.Unlock()
	return tm.out.String()
}

func (tm *terminal) text() string {
	tm.mu.Lock()
	defer tm.mu.Unlock()
	return tm.emu.String()
}

func (tm *terminal) wait(sub string) {
	tm.t.Helper()
	for deadline := time.Now().Add(time.Minute); !strings.Contains(tm.text(), sub); {
		if time.Now().After(deadline) {
			tm.t.Fatalf("%q never came; screen\n%s", sub, tm.text())
		}
		<-time.After(2 * time.Millisecond)
	}
}

func (tm *terminal) signal(s os.Signal) {
	tm.t.Helper()
	if err := tm.cmd.Process.Signal(s); err != nil {
		tm.t.Fatal(err)
	}
}

func (tm *terminal) typeKeys(bytes string) {
	tm.t.Helper()
	if _, err := tm.tty.WriteString(bytes); err != nil {
		tm.t.Fatal(err)
	}
}

// endsRestored waits for the end and checks that the terminal was put back.
func (tm *terminal) endsRestored() {
	tm.t.Helper()
	select {
	case err := <-tm.done:
		if err != nil {
			tm.t.Fatalf("ended with %v; output %q", err, tm.raw())
		}
	case <-time.After(time.Minute):
		tm.t.Fatal("still runs")
	}
	for _, want := range []string{"\x1b[?1049l", "\x1b[?25h", "\x1b[?1002l"} {
		if !strings.Contains(tm.raw(), want) {
			tm.t.Errorf("the terminal was not restored: %q is missing", want)
		}
	}
}

func TestNothingTypedOrSignalledEndsALockedProgram(t *testing.T) {
	tm := startInTerminal(t, "locked")
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTSTP} {
		tm.signal(s)
	}
	tm.typeKeys("\x03\x1a\x1c\x04q")
	tm.wait("keys=5")
	tm.signal(syscall.SIGTERM)
	tm.endsRestored()
}

func TestAHangUpRestoresTheTerminal(t *testing.T) {
	tm := startInTerminal(t, "locked")
	tm.signal(syscall.SIGHUP)
	tm.endsRestored()
}

func TestAnUnlockedProgramEndsByKeyAndBySignal(t *testing.T) {
	for name, end := range map[string]func(*terminal){
		"ctrl+c": func(tm *terminal) { tm.typeKeys("\x03") },
		"SIGINT": func(tm *terminal) { tm.signal(syscall.SIGINT) },
	} {
		t.Run(name, func(t *testing.T) {
			tm := startInTerminal(t, "unlocked")
			end(tm)
			tm.endsRestored()
		})
	}
}

func TestAWideTerminalIsRefusedWithAHint(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childEnv+"=locked", "RUNEWIDTH_EASTASIAN=1")
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || !strings.Contains(string(out), "unset RUNEWIDTH_EASTASIAN") {
		t.Errorf("got %v, %q", err, out)
	}
}

func TestASizeThatNobodyToldIsNoticed(t *testing.T) {
	// A terminal that is not the program's own sends it no SIGWINCH: as good as
	// one that changes its size before the program listens.
	tm := startWith(t, "locked", &syscall.SysProcAttr{Setsid: true})
	if err := pty.Setsize(tm.tty, &pty.Winsize{Rows: 5, Cols: 39}); err != nil {
		t.Fatal(err)
	}
	tm.wait("39x5")
	tm.signal(syscall.SIGTERM)
	tm.endsRestored()
}
