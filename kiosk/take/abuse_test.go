package take_test

import (
	"testing"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

func TestEveryPageCanBeReadInEveryTheme(t *testing.T) {
	for name, s := range pages() {
		t.Run(name, func(t *testing.T) {
			tuitest.CheckContrast(t, s, []tuitest.Size{{W: 78, H: 22}, {W: 44, H: 40}})
		})
	}
}

func TestWithoutColoursEveryPageSaysTheSame(t *testing.T) {
	for name, s := range pages() {
		if tuitest.PlainPicture(s, 78, 22) == "" {
			t.Errorf("the page %q is empty without colours", name)
		}
	}
}

// middleOf is the middle of a target at 78x22.
func middleOf(h *tuitest.Harness, id string) (x, y int) {
	h.Inspect(func(s tui.Screen) {
		if t, ok := tui.Find(s.Layout(rect(tuitest.Size{W: 78, H: 22})), id); ok {
			m := t.Rect.Min.Add(t.Rect.Size().Div(2))
			x, y = m.X, m.Y
		}
	})
	return x, y
}

func TestAFingerThatSlidesOffTheButtonTakesNoNumber(t *testing.T) {
	h, d := start(t, menu(9), 78, 22)
	h.TapLabel("综合服务")
	h.Wait("这里可以办")
	x, y := middleOf(h, "take")
	h.Drag(x, y, 2, 20, 1000)
	h.Drag(x, y, x-30, y, 3)
	if n := len(d.requests()); n != 0 {
		t.Errorf("%d numbers were asked for by fingers that slid off", n)
	}
	h.Drag(x, y, x+2, y, 3) // a trembling finger stays on it
	h.Wait("您的号码")
	want(t, d, wire.IssueRequest{Theme: "general", Language: queue.ZhHans})
}

func TestAHeldKeyTakesOneNumberAndLeavesItOnTheScreen(t *testing.T) {
	h, d := start(t, menu(1), 78, 22)
	h.HoldKey("enter", 40)
	h.Wait("您的号码")
	if n := len(d.requests()); n != 1 {
		t.Errorf("a held key asked for %d numbers", n)
	}
}

func TestAStormOfSizesLeavesThePageWhole(t *testing.T) {
	h, _ := start(t, menu(9), 78, 22)
	h.TapLabel("综合服务")
	h.Wait("这里可以办")
	h.ResizeStorm(24, 78, 22)
	h.TapID("take")
	drawn(h, 78, 22, "您的号码")
}

func TestReconnectingShowsTheTruthAndDoesNothing(t *testing.T) {
	h, d := start(t, menu(9), 78, 22)
	h.TapLabel("综合服务")
	h.Wait("这里可以办")
	h.Send(wire.Link{Up: false})
	h.Wait("连接中断")
	h.Press("1") // says plainly that nothing was sent
	h.Wait("没有发出取号")
	h.Send(wire.Link{Up: true})
	m := menu(9)
	m.Lines[2].Waiting = 3
	h.Send(m)
	h.TapID("back")
	h.Wait("等候3人")
	if n := len(d.requests()); n != 0 {
		t.Errorf("%d numbers were asked for by themselves", n)
	}
}
