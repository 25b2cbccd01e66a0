package tuitest

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"onewindow/kiosk/tui"
)

// waitLimit is how long Wait polls; generous, because a machine under test load
// is slow.
const waitLimit = time.Minute

// Harness is a program that runs inside a virtual terminal.
type Harness struct {
	// Clock is the program's clock.
	Clock *Clock

	t      testing.TB
	screen tui.Screen
	shell  *tui.Shell
	prog   *tea.Program
	ended  chan struct{}
	err    error        // of the program, valid once ended is closed
	timed  atomic.Int64 // messages of the clock that the program has taken

	mu  sync.Mutex // guards what follows; SafeEmulator does not cover String
	emu *vt.Emulator
	raw bytes.Buffer
}

// Start runs a locked program of the screen in a terminal of w by h cells, and
// stops it at the end of the test.
func Start(t testing.TB, screen tui.Screen, w, h int) *Harness {
	t.Helper()
	return StartWith(t, screen, w, h, tui.Options{})
}

// StartWith is Start with options; its clock replaces theirs, and feeds are not
// run (use Send).
func StartWith(t testing.TB, screen tui.Screen, w, h int, opt tui.Options) *Harness {
	t.Helper()
	clock := NewClock()
	opt.Clock = clock
	return start(t, screen, w, h, opt, clock)
}

// StartLive is StartWith by the clock of the world, for measurements; Clock and
// Advance move nothing.
func StartLive(t testing.TB, screen tui.Screen, w, h int, opt tui.Options) *Harness {
	t.Helper()
	opt.Clock = nil
	return start(t, screen, w, h, opt, NewClock())
}

func start(t testing.TB, screen tui.Screen, w, h int, opt tui.Options, clock *Clock) *Harness {
	t.Helper()
	hs := &Harness{Clock: clock, t: t, screen: screen, ended: make(chan struct{}), emu: vt.NewEmulator(w, h)}
	opt.Feeds = nil
	hs.shell = tui.NewShell(screen, opt)

	// A terminal driver turns a bare line feed into a new line; without one,
	// line-feed mode (LNM) of the emulator does.
	if _, err := hs.emu.WriteString("\x1b[20h"); err != nil {
		t.Fatal(err)
	}
	// What the program wrote for the size of before may come after a resize. Terminals
	// take no margins beyond their last row; the emulator would, and fall over them.
	hs.emu.RegisterCsiHandler('r', func(params ansi.Params) bool {
		bottom, _, _ := params.Param(1, 0)
		return bottom > hs.emu.Height()
	})
	input := newPipe()
	pumped := make(chan struct{})
	go func() {
		defer close(pumped)
		_, _ = io.Copy(input, hs.emu) // answers and encoded mouse events are input; ends with Close
	}()

	sized := make(chan struct{})
	var once sync.Once
	filter := func(m tea.Model, msg tea.Msg) tea.Msg {
		if _, ok := msg.(tea.WindowSizeMsg); ok {
			once.Do(func() { close(sized) })
		}
		if tui.Timed(msg) {
			hs.timed.Add(1)
		}
		return hs.shell.Filter(m, msg)
	}
	ctx, cancel := context.WithCancel(context.Background())
	hs.prog = tea.NewProgram(hs.shell, append(hs.shell.ProgramOptions(),
		tea.WithFilter(filter), tea.WithContext(ctx), tea.WithInput(input), tea.WithOutput(hs), tea.WithWindowSize(w, h),
		tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithColorProfile(colorprofile.TrueColor))...)
	go func() {
		_, hs.err = hs.prog.Run()
		close(hs.ended)
	}()
	t.Cleanup(func() {
		cancel()
		input.Close()
		<-hs.ended
		hs.shell.Close()
		// Emulator.Close races with its Read; the end of its pipe does not.
		if pw, ok := hs.emu.InputPipe().(io.Closer); ok {
			_ = pw.Close()
		}
		<-pumped
		if hs.err != nil && !errors.Is(hs.err, context.Canceled) {
			t.Errorf("tuitest: the program failed: %v", hs.err)
		}
	})
	// Bubble Tea tells the size from a goroutine of its own, which may come
	// later than the test's first tap or resize.
	select {
	case <-sized:
	case <-hs.ended:
		t.Fatalf("tuitest: the program ended at once: %v", hs.err)
	}
	hs.settle()
	return hs
}

// Write takes the program's output.
func (h *Harness) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.raw.Write(p)
	return h.emu.Write(p)
}

// Text is the screen as plain text, without trailing spaces.
func (h *Harness) Text() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return uv.TrimSpace(h.emu.String())
}

// Raw is everything that the program wrote to the terminal so far.
func (h *Harness) Raw() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.raw.String()
}

// Wait polls until the screen shows text, and returns the screen.
func (h *Harness) Wait(text string) string {
	h.t.Helper()
	return h.WaitFor("the screen shows "+text, func(s string) bool { return strings.Contains(s, text) })
}

// WaitGone polls until the screen no longer shows text.
func (h *Harness) WaitGone(text string) string {
	h.t.Helper()
	return h.WaitFor("the screen no longer shows "+text, func(s string) bool { return !strings.Contains(s, text) })
}

// WaitFor polls until ok is true of the screen; what says what is waited for.
func (h *Harness) WaitFor(what string, ok func(screen string) bool) string {
	h.t.Helper()
	deadline := time.Now().Add(waitLimit)
	for {
		s := h.Text()
		if ok(s) {
			return s
		}
		select {
		case <-h.ended:
			h.t.Fatalf("tuitest: waiting until %s: the program ended: %v; screen:\n%s", what, h.err, s)
		case <-time.After(2 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			h.t.Fatalf("tuitest: waiting until %s: not within %v; screen:\n%s", what, waitLimit, s)
		}
	}
}

// Ended reports whether the program has ended, waiting for it for a while.
func (h *Harness) Ended() bool {
	select {
	case <-h.ended:
		return true
	case <-time.After(waitLimit):
		return false
	}
}

// Send gives the program a message and returns once it has been taken.
func (h *Harness) Send(msg tea.Msg) {
	h.prog.Send(msg)
	h.settle()
}

// settle returns once everything sent before has been taken. The event loop
// takes one message at a time and drops nil.
func (h *Harness) settle() {
	for range 2 {
		h.prog.Send(nil)
	}
}

// Advance moves the clock, and returns once the screen has taken what rang: its tick
// and its timers. What commands bring comes a moment later; use Wait.
func (h *Harness) Advance(d time.Duration) {
	h.t.Helper()
	h.Clock.Advance(d)
	for end := time.Now().Add(waitLimit); h.timed.Load() < int64(h.Clock.rings()); runtime.Gosched() {
		select {
		case <-h.ended:
			return
		default:
		}
		if time.Now().After(end) {
			h.t.Fatalf("tuitest: the screen took %d of %d alarms within %v", h.timed.Load(), h.Clock.rings(), waitLimit)
		}
		h.settle()
	}
	h.settle()
}

// Tap touches the cell at x, y and lets go, after the guard of the page.
func (h *Harness) Tap(x, y int) {
	h.t.Helper()
	h.Advance(tui.PageGuard)
	h.TapNow(x, y)
}

// TapNow is Tap without waiting for the guard of the page: the second half of a
// double tap.
func (h *Harness) TapNow(x, y int) {
	h.PressAt(x, y)
	h.ReleaseAt(x, y)
}

// PressAt puts a finger on the cell at x, y.
func (h *Harness) PressAt(x, y int) { h.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}) }

// ReleaseAt lifts the finger at x, y.
func (h *Harness) ReleaseAt(x, y int) { h.Send(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft}) }

// TapLabel taps the target whose label contains text. It fails if there is
// none, or it is disabled.
func (h *Harness) TapLabel(text string) {
	h.t.Helper()
	h.tapTarget("label "+text, func(t tui.Target) bool { return strings.Contains(t.Label, text) })
}

// TapID taps the target of that ID.
func (h *Harness) TapID(id string) {
	h.t.Helper()
	h.tapTarget("ID "+id, func(t tui.Target) bool { return t.ID == id })
}

func (h *Harness) tapTarget(what string, is func(tui.Target) bool) {
	h.t.Helper()
	for _, t := range tui.Reachable(h.targets()) {
		if is(t) {
			if t.Disabled {
				h.t.Fatalf("tuitest: the target of %s is disabled", what)
			}
			mid := t.Rect.Min.Add(t.Rect.Size().Div(2))
			h.Tap(mid.X, mid.Y)
			return
		}
	}
	h.t.Fatalf("tuitest: no target of %s; screen:\n%s", what, h.Text())
}

// targets asks the screen for its layout within the event loop, because the
// screen may be used only there.
func (h *Harness) targets() []tui.Target {
	h.mu.Lock()
	area := image.Rect(0, 0, h.emu.Width(), h.emu.Height())
	h.mu.Unlock()
	got := make(chan []tui.Target, 1)
	h.prog.Send(tui.Inspect(func(s tui.Screen) { got <- s.Layout(area) }))
	select {
	case ts := <-got:
		return ts
	case <-h.ended:
		return nil
	}
}

// Inspect runs f on the screen within the event loop, and returns after it.
func (h *Harness) Inspect(f func(tui.Screen)) {
	done := make(chan struct{})
	h.prog.Send(tui.Inspect(func(s tui.Screen) { defer close(done); f(s) }))
	select {
	case <-done:
	case <-h.ended:
	}
}

// Press types keys, each by its name ("1", "enter", "ctrl+c"), as slowly as
// somebody who looks at what each brings up.
func (h *Harness) Press(names ...string) {
	h.t.Helper()
	for _, n := range names {
		k, err := Key(n)
		if err != nil {
			h.t.Fatal(err)
		}
		h.Advance(tui.HoldGuard)
		h.Send(k)
	}
}

// PressNow is Press without waiting for the guard of repeated keys.
func (h *Harness) PressNow(name string) {
	h.t.Helper()
	k, err := Key(name)
	if err != nil {
		h.t.Fatal(err)
	}
	h.Send(k)
}

// Type sends text as the bytes a keyboard or scanner would.
func (h *Harness) Type(text string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.emu.SendText(text)
}

// RawTap touches and lets go by the bytes that a terminal sends.
func (h *Harness) RawTap(x, y int) {
	h.t.Helper()
	h.Advance(tui.PageGuard)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.emu.SendMouse(vt.MouseClick{X: x, Y: y, Button: vt.MouseLeft})
	h.emu.SendMouse(vt.MouseRelease{X: x, Y: y, Button: vt.MouseLeft})
}

// Resize changes the size of the terminal.
func (h *Harness) Resize(w, ht int) {
	h.mu.Lock()
	h.emu.Resize(w, ht)
	h.mu.Unlock()
	h.Send(tea.WindowSizeMsg{Width: w, Height: ht})
}
