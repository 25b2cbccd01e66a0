//go:build !windows

package cli_test

import (
	"errors"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// refused is the exit code of a refusal of the hall.
const refused = 6

// pedal says a verb as the window terminal itself, as a hot key or a pedal does,
// and returns the exit code and what was printed.
func (h *testHall) pedal(verb string) (code int, out string) {
	cmd := exec.Command("onewindow", "ctl", "window", verb, "--identity", h.dir+"/window.json")
	cmd.Env = h.env
	b, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		h.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(b)
}

func TestAPedalCallsAtItsOwnWindowBesideTheScreen(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	h.ctl("hall", "staff", "id=wang", "name=Wang", "pin=4711")
	h.ctl("ticket", "issue", "theme=general")
	h.ctl("window", "signin", "window=2", "clerk=wang", "pin=4711")
	p := h.terminal(100, 32, "window", "window=2")
	p.wait(en("common.state.idle"))
	if code, out := h.pedal("next"); code != 0 || !strings.Contains(out, `"number": "A001"`) {
		t.Fatalf("the pedal's first press ended with %d:\n%s", code, out)
	}
	p.wait(en("common.state.calling"))
	if code, out := h.pedal("start"); code != 0 {
		t.Fatalf("the pedal's second press ended with %d:\n%s", code, out)
	}
	p.wait(en("common.state.serving"))
}

func TestAPedalPressedTwiceInAMomentCallsOneCitizen(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	h.ctl("hall", "staff", "id=wang", "name=Wang", "pin=4711")
	for range 4 {
		h.ctl("ticket", "issue", "theme=general")
	}
	h.ctl("window", "signin", "window=2", "clerk=wang", "pin=4711")
	p := h.terminal(100, 32, "window", "window=2")
	p.wait(en("common.state.idle"))
	for _, serving := range []string{"", "A001"} {
		var codes [3]int
		var outs [3]string
		var wg sync.WaitGroup
		for i := range codes {
			wg.Go(func() { codes[i], outs[i] = h.pedal("next") })
		}
		wg.Wait()
		called := 0
		for i, code := range codes {
			switch {
			case code == 0:
				called++
			case code != refused || !strings.Contains(outs[i], "answer_first"):
				t.Errorf("with %q at the window a press ended with %d:\n%s", serving, code, outs[i])
			}
		}
		if called != 1 {
			t.Errorf("with %q at the window three presses called %d citizens", serving, called)
		}
		if code, out := h.pedal("start"); code != 0 {
			t.Fatalf("start ended with %d:\n%s", code, out)
		}
	}
	if got := h.ctl("state", "get", "topic=win.2"); !strings.Contains(got, `"number": "A002"`) {
		t.Errorf("the window has\n%s", got)
	}
}

func TestAClerkAnswersAManagerAndCallsForHelpUnseen(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	h.ctl("hall", "staff", "id=wang", "name=Wang", "pin=4711")
	h.ctl("window", "signin", "window=2", "clerk=wang", "pin=4711")
	p := h.terminal(100, 32, "window", "window=2")
	p.wait(en("common.state.idle"))
	h.ctl("hall", "ask", "window=2", "what=close")
	p.wait(en("window.asked_close"))
	p.press("d")
	p.waitGone(en("window.asked_close"))
	if got := h.ctl("state", "get", "topic=win.2"); strings.Contains(got, `"asked"`) {
		t.Errorf("the wish is still there: %s", got)
	}
	const f9 = "\x1b[20~"
	p.press(f9 + f9)
	p.wait(en("window.quiet_sent"))
	got := h.ctl("state", "get", "topic=hall")
	if !strings.Contains(got, `"kind": "panic"`) || !strings.Contains(got, `"window": "2"`) {
		t.Errorf("the hall's desks see no call from window 2: %s", got)
	}
	if s := strings.ToLower(p.screen()); strings.Contains(s, "danger") || strings.Contains(s, "panic") || strings.Contains(s, "alarm") {
		t.Errorf("the screen tells of it:\n%s", p.screen())
	}
	p.press("y")
	p.wait(en("window.withdraw_ask"))
	p.press("1")
	p.wait(en("window.withdrawn"))
	if got := h.ctl("state", "get", "topic=hall"); strings.Contains(got, `"kind": "panic"`) {
		t.Errorf("the call is still there: %s", got)
	}
}
