package tui_test

import (
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
)

func startDeck(t *testing.T) (*tuitest.Harness, *probe, *probe) {
	t.Helper()
	a, b := &probe{page: "home"}, &probe{page: "ticket"}
	d := tui.NewDeck(tui.Tab{Key: "f1", Title: "取号", Screen: a}, tui.Tab{Key: "f2", Title: "窗口", Screen: b})
	h := tuitest.Start(t, d, 70, 14)
	h.Wait("page=home")
	return h, a, b
}

func TestADeckChangesTabsByKeyAndTouch(t *testing.T) {
	h, _, _ := startDeck(t)
	h.Press("f2")
	if s := h.Wait("page=ticket"); !strings.Contains(s, "[F2 窗口]") {
		t.Errorf("the tab is not marked:\n%s", s)
	}
	h.TapLabel("F1")
	h.Wait("page=home")
}

func TestADeckWithoutABarLeavesAllToTheScreenAndKnowsItsKeys(t *testing.T) {
	a, b := &probe{page: "home"}, &probe{page: "ticket"}
	d := tui.NewDeck(tui.Tab{Key: "f1", Title: "取号", Screen: a}, tui.Tab{Key: "f2", Title: "窗口", Screen: b})
	d.HideBar()
	d.Show("f2")
	h := tuitest.Start(t, d, 70, 14)
	if s := h.Wait("page=ticket"); strings.Contains(s, "F2") {
		t.Errorf("there is a bar:\n%s", s)
	}
	h.Press("f1")
	h.Wait("page=home")
}

func TestATapOfADeckReachesTheScreenThatIsShown(t *testing.T) {
	h, a, b := startDeck(t)
	h.Press("1", "f2", "1")
	h.Inspect(func(tui.Screen) {
		if strings.Join(a.taps, " ") != "take" || strings.Join(b.taps, " ") != "home" {
			t.Errorf("the screens got %v and %v", a.taps, b.taps)
		}
	})
}

func TestATimerOfAScreenThatIsNotShownFiresForItAlone(t *testing.T) {
	h, a, b := startDeck(t)
	h.Press("1", "f2") // the first screen now waits 12 seconds to go home
	h.Advance(12 * time.Second)
	h.WaitFor("the hidden screen's timer fires", func(string) bool {
		var fired string
		h.Inspect(func(tui.Screen) { fired = strings.Join(a.fired, " ") })
		return fired == "home"
	})
	h.Inspect(func(tui.Screen) {
		if len(b.fired) != 0 || a.page != "home" {
			t.Errorf("the other screen got %v, the first is on %s", b.fired, a.page)
		}
	})
}

func TestAnAfterTimerDiesWithThePageOfItsOwnScreen(t *testing.T) {
	h, a, _ := startDeck(t)
	h.Press("1", "enter", "f2") // took a number, went home, changed the tab
	h.Advance(13 * time.Second)
	h.Wait("09:05:15")
	h.Inspect(func(tui.Screen) {
		if len(a.fired) != 0 {
			t.Errorf("fired %v", a.fired)
		}
	})
}
