package queue_test

import (
	"fmt"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestASilentTerminalIsToldAndMorePressinglyWhereCitizensNeedIt(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queue.SignOut{Window: "2"})
	terminals := map[string]*queue.Silence{
		"kiosk": {Terminal: "kiosk-1", Name: "By the door", Role: "kiosk", Vital: true},
		"open":  {Terminal: "window-1", Role: "window", Window: "1"},
		"shut":  {Terminal: "window-2", Role: "window", Window: "2"},
		"board": {Terminal: "board-1", Role: "board"},
		"never": {Terminal: "kiosk-2", Role: "kiosk", Vital: true, Unknown: true},
	}
	silent := func(d time.Duration, who ...string) string {
		t.Helper()
		for _, w := range who {
			terminals[w].For = d
		}
		look := func() (said string) {
			var all []queue.Silence
			for _, name := range []string{"kiosk", "open", "shut", "board", "never"} {
				if s := terminals[name]; s != nil {
					all = append(all, *s)
				}
			}
			for _, r := range h.Do(t, queue.WatchAlerts{Terminals: all}) {
				switch e := r.Event.(type) {
				case queue.AlertRaised:
					said += fmt.Sprintf("raised %s %s %d, ", e.Alert.ID, e.Alert.Level, e.Alert.Value)
				case queue.AlertCleared:
					said += "over " + e.ID + ", "
				}
			}
			return said
		}
		said := look()
		if again := look(); again != "" {
			t.Fatalf("looked at again: %q", again)
		}
		return said
	}
	want := func(got, want string) {
		t.Helper()
		if got != want {
			t.Fatalf("%q, want %q", got, want)
		}
	}
	want(silent(29*time.Second, "kiosk", "open", "shut", "board"), "")
	want(silent(30*time.Second, "kiosk", "open", "shut", "board"),
		"raised terminal/kiosk-1 warning 30, raised terminal/window-1 warning 30, raised terminal/window-2 warning 30, raised terminal/board-1 warning 30, ")
	if a := h.State.Alert("terminal/kiosk-1"); a.Terminal != "kiosk-1" || a.Name != "By the door" || a.Role != "kiosk" || a.Window != "" {
		t.Fatalf("%+v", a)
	}
	if a := h.State.Alert("terminal/window-1"); a.Window != "1" {
		t.Fatalf("%+v", a)
	}
	h.Do(t, queue.AcknowledgeAlert{ID: "terminal/kiosk-1", Level: queue.Warning})
	want(silent(3*time.Minute, "kiosk", "open", "shut", "board"), "raised terminal/kiosk-1 critical 180, raised terminal/window-1 critical 180, ")
	if a := h.State.Alert("terminal/kiosk-1"); !a.Seen.IsZero() {
		t.Fatalf("to be acknowledged anew: %+v", a)
	}
	want(silent(25*time.Second, "board"), "") // between the thresholds
	want(silent(2*time.Second, "kiosk", "board"), "over terminal/kiosk-1, over terminal/board-1, ")
	// The hall starts anew, and has not heard it yet.
	terminals["open"].Unknown = true
	want(silent(0, "open"), "")
	// While the hall has no network nobody knows anything.
	if rs := h.Do(t, queue.WatchAlerts{}); len(rs) != 0 {
		t.Fatalf("%+v", rs)
	}
	terminals["open"].Unknown = false
	delete(terminals, "shut") // revoked
	want(silent(time.Second, "open"), "over terminal/window-1, over terminal/window-2, ")
	// In the evening terminals are switched off.
	h.Now = local(queuetest.Date, "18:30")
	silent(time.Second, "kiosk", "open", "board")
	want(silent(time.Hour, "kiosk", "open", "board"), "")
}
