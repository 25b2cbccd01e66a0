package window_test

import (
	"image"
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
)

func TestCopyingEndsNoWindowWhileSomebodyIsThere(t *testing.T) {
	f, number := serving(t)
	clock := tui.Options{Unlocked: true, MinWidth: 40, MinHeight: 6}
	h := tuitest.StartWith(t, newScreen(f, queue.ZhHans), 100, 32, clock)
	h.Press("ctrl+c")
	h.Wait(number + "号还在窗口")
	h.Advance(tui.EndAgain + time.Second)
	h.WaitGone("还在窗口")
	h.Press("ctrl+c")
	h.Wait(number + "号还在窗口")
	h.Press("ctrl+c")
	if !h.Ended() {
		t.Error("pressed twice, it does not end")
	}
}

func TestTheFinishFormIsLeftByTheKeypad(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 100, 32)
	h.Press("1")
	h.Wait("每项办理结果")
	h.Press("0")
	h.WaitGone("每项办理结果")
	if f.state(number) != queue.Serving {
		t.Errorf("%s is %s", number, f.state(number))
	}
}

func TestDuringAStopTheKeysThatCallAreOff(t *testing.T) {
	for _, state := range []queue.WindowState{queue.Idle, queue.Calling, queue.WindowServing} {
		f := morning(t, state)
		stops(t, f)
		s := newScreen(f, queue.ZhHans)
		for _, target := range s.Layout(image.Rect(0, 0, 100, 32)) {
			if (target.ID == "next" || target.ID == "recall") && !target.Closed {
				t.Errorf("while %s the key %s looks as if it worked", state, target.ID)
			}
		}
	}
}

func TestAStripSaysWhosePINWasWrongAndWhichCallItIs(t *testing.T) {
	for i, p := range pages {
		picture := tuitest.Picture(open(t, i, queue.ZhHans), 40, 6)
		if p.name == "pin_wrong" && !strings.Contains(picture, "李强") {
			t.Errorf("whose PIN was wrong is not shown:\n%s", picture)
		}
		if p.name == "calling" && !strings.Contains(picture, "第1/3次") {
			t.Errorf("which call it is is not shown:\n%s", picture)
		}
	}
}

func TestAPromisedPauseIsShownAndCanBeTakenBack(t *testing.T) {
	f, _ := serving(t)
	asks(queue.AskClose)(t, f)
	h := start(t, f, 100, 32)
	h.Press("a")
	h.Wait("已答应，办完后暂停")
	h.Show(f)
	h.Wait("已答应，办完后暂停")
	h.Press("d")
	h.WaitGone("已答应")
	h.Show(f)
	if w := f.view(); w.PauseAfter != "" {
		t.Errorf("pauses after it: %q", w.PauseAfter)
	}
}
