package board_test

import (
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/board"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

func TestTwoCallsThatComeTogetherBothStandLarge(t *testing.T) {
	h := called(t, state(call("A002", "3", 0), call("A001", "2", 0)))
	h.Wait("请A001号到2号窗口")
	hidden(t, h, "请A002号")
	h.Advance(time.Second)
	h.Wait("请A002号到3号窗口")
	h.Wait("请A001号到2号窗口")
}

func TestACallStandsOutForItsTime(t *testing.T) {
	h := called(t, state(call("A001", "2", 0)))
	h.Wait("正在呼叫")
	h.Advance(3 * time.Second)
	h.Wait("正在呼叫")
	inTimeGone(h, "正在呼叫")
	h.Wait("09:05  请A001号到2号窗口")
}

func TestARepeatedCallStandsOutAgain(t *testing.T) {
	h := called(t, state(call("A001", "2", 0)))
	h.Wait("正在呼叫")
	inTimeGone(h, "正在呼叫")
	again := call("A001", "2", 30*time.Second)
	again.Times = 2
	h.Send(state(again))
	h.Wait("正在呼叫")
	text := h.Wait("第2次呼叫")
	if n := strings.Count(text, "请A001号"); n != 1 {
		t.Errorf("the number stands on %d cards, want 1", n)
	}
}

func TestTheSameStateAgainMakesNothingStandOut(t *testing.T) {
	h := called(t, state(call("A001", "2", 0)))
	h.Wait("请A001号")
	inTimeGone(h, "正在呼叫")
	b := state(call("A001", "2", 0))
	b.Calls[0].State = queue.Serving
	h.Send(b)
	hidden(t, h, "正在呼叫")
}

func TestALongLossOfTheLinkSendsNobodyAnywhereAndEndsWithTheTruth(t *testing.T) {
	h := called(t, state(call("A001", "2", 0)))
	h.Wait("请A001号")
	h.Send(wire.Link{Up: false})
	h.Wait("显示的是09:05的信息")
	h.Wait("请A001号")
	inTimeGone(h, "请A001号")
	h.Wait("Please listen to the windows")
	h.Send(wire.Link{Up: true})
	since := h.Clock.Now().Sub(tuitest.StartTime)
	served := call("A002", "3", since-60*time.Second)
	served.State = queue.Serving
	h.Send(state(call("A004", "5", since-time.Second), call("A003", "5", since-20*time.Second), served, call("A001", "2", 0)))
	h.WaitGone("显示的是")
	for _, text := range []string{"请A004号", "请A003号", "请A002号"} {
		h.Wait(text)
	}
}

func TestACallThatIsTakenBackOrMissedDisappears(t *testing.T) {
	for name, change := range map[string]func(*wire.Board){
		"taken back": func(b *wire.Board) { b.Calls = nil },
		"missed":     func(b *wire.Board) { b.Calls[0].State = queue.Missed },
	} {
		t.Run(name, func(t *testing.T) {
			b := state(call("A001", "2", 0))
			h := start(t, b, 160, 50)
			h.Wait("请A001号")
			b = state(call("A001", "2", 0))
			change(&b)
			h.Send(b)
			h.WaitGone("请A001号")
			h.Wait("No calls at the moment")
		})
	}
}

func TestACallThatWaitsForItsTurnIsDroppedIfItIsTakenBack(t *testing.T) {
	h := called(t, state(call("A002", "3", 0), call("A001", "2", 0)))
	h.Wait("请A001号")
	h.Send(state(call("A001", "2", 0)))
	h.Advance(time.Second)
	h.Advance(time.Second)
	hidden(t, h, "请A002号")
}

func TestAnAnsweredCallLeavesAfterAWhile(t *testing.T) {
	b := state(call("A002", "3", 0), call("A001", "2", 0))
	b.Calls[1].State = queue.Serving
	h := start(t, b, 160, 50)
	h.Wait("请A001号")
	h.Wait("请A002号")
	inTimeGone(h, "请A001号")
	h.Wait("请A002号") // nobody has answered it
}

func TestTheDwellAndTheRowsAreSettings(t *testing.T) {
	s := board.New(board.Settings{Now: func() time.Time { return tuitest.StartTime }, Rows: 1, Dwell: 2 * time.Second})
	h := tuitest.Start(t, s, 160, 50)
	h.Send(state())
	h.Send(state(call("A002", "3", 0), call("A001", "2", 0)))
	h.Wait("请A001号")
	h.Advance(time.Second)
	hidden(t, h, "请A002号")
	inTimeGone(h, "请A001号")
	h.Wait("请A002号")
}

func TestAChangeOfSizeLosesNoCall(t *testing.T) {
	h := called(t, state(call("A003", "3", 0), call("A002", "3", 0), call("A001", "2", 0)))
	h.Wait("请A001号")
	h.Advance(500 * time.Millisecond)
	h.Resize(100, 40)
	h.WaitGone("请A002号")
	h.Wait("请A001号")
	h.Advance(500 * time.Millisecond)
	h.Wait("请A002号")
	h.Resize(160, 50)
	h.Advance(500 * time.Millisecond)
	h.Advance(500 * time.Millisecond)
	for _, text := range []string{"请A003号", "请A002号", "请A001号"} {
		h.Wait(text)
	}
}

func TestWhileTheHallIsStoppedNobodyIsSentToAWindow(t *testing.T) {
	h := called(t, state(call("A002", "3", 0), call("A001", "2", 0)))
	h.Wait("请A001号")
	b := state(call("A002", "3", 0), call("A001", "2", 0))
	b.Day.Stopped = "fire"
	h.Send(b)
	h.Wait("现在不叫号，已取的号仍有效")
	hidden(t, h, "请A001号")
	h.Advance(2 * time.Second)
	hidden(t, h, "请A002号")
	b.Day.Stopped = ""
	h.Send(b)
	h.Wait("请A001号")
	h.Wait("请A002号")
}

// inTimeGone lets time pass until the screen no longer shows text.
func inTimeGone(h *tuitest.Harness, text string) {
	h.WaitFor("seconds later, the screen no longer draws "+text, func(string) bool {
		if strings.Contains(picture(h, 160, 50), text) {
			h.Advance(time.Second)
			return false
		}
		return true
	})
	h.WaitGone(text)
}

// called shows a board that was there before those calls came.
func called(t *testing.T, b wire.Board) *tuitest.Harness {
	t.Helper()
	h := start(t, state(), 160, 50)
	h.Send(b)
	return h
}

// hidden checks that the board shows no such text now.
func hidden(t *testing.T, h *tuitest.Harness, text string) {
	t.Helper()
	if p := picture(h, 160, 50); strings.Contains(p, text) {
		t.Errorf("the board shows %s:\n%s", text, p)
	}
}
