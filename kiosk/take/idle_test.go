package take_test

import (
	"image"
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
)

func TestASecondKeyDoesNotCloseTheNumberThatJustAppeared(t *testing.T) {
	h, _ := start(t, menu(9), 78, 22)
	h.TapLabel("综合服务")
	h.Press("enter")
	h.Wait("您的号码")
	// A press moves the clock by the guard of the page, and all of them must be over
	// before keys act again.
	for _, key := range []string{"1", ".", "enter"} {
		h.Advance(100 * time.Millisecond)
		h.Press(key)
		drawn(h, 78, 22, "您的号码")
	}
	steady(h)
	h.Press(".")
	h.Wait("请选择要办的业务")
}

func steady(h *tuitest.Harness) {
	h.Advance(3 * time.Second)
	h.WaitFor("keys leave the number", func(string) (ok bool) {
		h.Inspect(func(s tui.Screen) {
			t, found := tui.Find(s.Layout(image.Rect(0, 0, 78, 22)), "home")
			ok = found && t.Key != ""
		})
		if !ok { // the timer may have begun while the clock moved
			h.Advance(100 * time.Millisecond)
		}
		return ok
	})
}

func TestAFingerLeavesTheNumberAtOnce(t *testing.T) {
	h, _ := start(t, menu(9), 78, 22)
	h.TapLabel("综合服务")
	h.TapID("take")
	h.Wait("您的号码")
	h.TapID("home")
	h.Wait("请选择要办的业务")
}

func TestTheNextCitizenFindsTheHallsLanguage(t *testing.T) {
	h, _ := start(t, menu(9), 78, 22)
	h.TapID("lang/en")
	h.TapID("large")
	h.Wait("Please choose a service")
	h.Advance(39 * time.Second)
	h.Wait("Please choose a service")
	pass(h, "请选择要办的业务")
}

func TestWhoLeavesTheNumberLeavesTheHallsLanguageBehind(t *testing.T) {
	h, _ := start(t, menu(9), 78, 22)
	h.TapID("lang/en")
	h.TapID("large")
	h.TapLabel("General services")
	h.Wait("Take a number")
	h.TapID("back") // walking between pages keeps the language
	h.Wait("Please choose a service")
	h.TapLabel("General services")
	h.TapID("take")
	h.Wait("Your number")
	h.TapID("home")
	h.Wait("请选择要办的业务")
	h.Inspect(func(s tui.Screen) {
		if c, _ := tui.Find(s.Layout(image.Rect(0, 0, 78, 22)), "large"); c.Selected {
			t.Error("large text stays for the next citizen")
		}
	})
}

func TestAPageThatNobodyTouchesAsksAndThenForgets(t *testing.T) {
	h, _ := start(t, menu(9), 78, 22)
	h.TapID("lang/en")
	h.TapLabel("General services")
	h.Wait("Take a number")
	h.Advance(41 * time.Second)
	h.Wait("Do you need more time?")
	h.TapID("more")
	h.WaitGone("Do you need more time?")
	h.Advance(21 * time.Second) // the countdown was stopped
	h.Wait("Take a number")
	pass(h, "Do you need more time?")
	for range 25 { // a tick may be late
		h.Advance(time.Second)
	}
	h.Wait("请选择要办的业务")
}

func TestTheNumberStaysForAMinuteAndIsNotAskedAbout(t *testing.T) {
	h, _ := start(t, menu(1), 78, 22)
	h.TapID("take")
	h.Wait("您的号码")
	h.Advance(50 * time.Second)
	h.WaitFor("ten seconds are left", func(s string) bool { return strings.Contains(s, "记住了 10") || strings.Contains(s, "记住了 9") })
	h.Advance(10 * time.Second)
	h.WaitGone("您的号码")
	h.Wait("  取号")
}

func TestAskingForHelpDoesNotKeepTheNumberOnTheScreenForEver(t *testing.T) {
	h, _ := start(t, menu(1), 78, 22)
	h.TapID("take")
	h.Wait("您的号码")
	h.TapID("staff")
	h.Wait("工作人员马上就来")
	h.TapID("on")
	h.WaitGone("请在这里稍等")
	h.Advance(60 * time.Second)
	h.WaitGone("您的号码")
}

func TestAHomeThatNobodyTouchesSpeaksToWhoPassesBy(t *testing.T) {
	h, _ := start(t, menu(9), 78, 22)
	h.Wait("请选择要办的业务")
	pass(h, "点一下就能取号")
	pass(h, "點一下就能取號")
	pass(h, "Touch a service to take a number")
	pass(h, "现在大厅共有")
	h.TapLabel("综合服务") // the first touch acts
	h.Wait("这里可以办")
}

func TestAnyTouchOrKeySaysThatSomebodyIsStillHere(t *testing.T) {
	for name, act := range map[string]func(h *tuitest.Harness){
		"beside everything":  func(h *tuitest.Harness) { h.Tap(40, 1) },
		"on the dimmed page": func(h *tuitest.Harness) { h.Tap(60, 6) },
		"a key of nothing":   func(h *tuitest.Harness) { h.Press("x") },
		"a key of the page":  func(h *tuitest.Harness) { h.Press("4") },
		"an arrow":           func(h *tuitest.Harness) { h.Press("left") },
		"larger text":        func(h *tuitest.Harness) { h.Press("/") },
	} {
		t.Run(name, func(t *testing.T) {
			h, _ := start(t, menu(9), 78, 22)
			h.TapLabel("综合服务")
			h.Wait("这里可以办")
			h.Advance(41 * time.Second)
			h.Wait("需要更多时间吗")
			h.Advance(time.Second) // the panel is no page that a double tap led to
			act(h)
			h.Advance(time.Second)
			h.WaitGone("需要更多时间吗")
			h.Advance(20 * time.Second)
			h.Wait("这里可以办")
		})
	}
}

func TestTheWayBackWorksWhileTheScreenAsksForMoreTime(t *testing.T) {
	s := pages()["more"]
	s.tap("back")
	see(t, s, "请选择要办的业务")
}

func TestStaffAndLanguagesAreInReachUnderEachPanel(t *testing.T) {
	for _, name := range []string{"more", "staff"} {
		s := pages()[name]
		for _, size := range append([]tuitest.Size{{W: 40, H: 12}, {W: 52, H: 14}}, tuitest.Sizes...) {
			ids := map[string]string{}
			for _, tg := range tui.Reachable(s.Layout(rect(size))) {
				kind, _, _ := strings.Cut(tg.ID, "/")
				ids[kind] += tg.Key
			}
			if ids["staff"] != "0" || ids["lang"] != "*" || ids["large"] != "/" {
				t.Errorf("under the panel %q at %v are in reach: %v", name, size, ids)
			}
		}
		s.tap("lang/en")
		see(t, s, map[string]string{"more": "Here you can do", "staff": "Staff are on their way"}[name])
	}
	s := pages()["more"]
	s.tap("staff")
	see(t, s, "工作人员马上就来")
}
