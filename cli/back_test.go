//go:build !windows

package cli_test

import (
	"syscall"
	"testing"
	"time"
)

func TestEveryTerminalSaysThatTheHallIsAwayAndShowsTheTruthWhenItIsBack(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	h.ctl("hall", "staff", "id=wang", "name=Wang", "pin=4711")
	h.ctl("window", "signin", "window=1", "clerk=wang", "pin=4711")
	h.ctl("ticket", "issue", "theme=general")
	away := map[string]string{
		"kiosk": en("take.offline"), "window": en("common.cut"), "guide": en("common.cut"),
		"board": en("board.stale_what"), "manager": en("common.cut"),
	}
	there := map[string]string{
		"kiosk": en("take.take"), "window": en("common.linked"), "guide": en("common.linked"),
		"board": "1", "manager": en("common.linked"),
	}
	all := map[string]*tty{}
	for role := range away {
		fields := []string{}
		if role == "window" {
			fields = []string{"window=1"}
		}
		all[role] = h.terminal(120, 36, role, fields...)
		all[role].wait(there[role])
	}
	for round := range 2 {
		if err := h.cmd.Process.Signal(syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		h.kill()
		for role, p := range all {
			p.wait(away[role])
		}
		back := time.Now()
		h.run()
		open := time.Since(back).Round(time.Millisecond)
		for role, p := range all {
			p.waitGone(away[role])
			t.Logf("round %d: the %s shows the truth %v after the hall's program began; it said that it was open after %v", round, role, time.Since(back).Round(time.Millisecond), open)
		}
		for role, p := range all {
			p.wait(there[role])
		}
	}
}
