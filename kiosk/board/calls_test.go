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

func TestMoreCallsThanPlacesWaitForOneAnother(t *testing.T) {
	var calls []wire.Call
	for _, n := range []string{"A005", "A004", "A003", "A002", "A001"} {
		calls = append(calls, call(n, "7", 0))
	}
	h := called(t, state(calls...))
	h.Wait("请A001号")
	h.Advance(time.Second)
	h.Wait("请A002号")
	h.Advance(time.Second)
	h.Wait("请A003号")
	h.Advance(3 * time.Second) // 5 s: nobody has had its time yet
	hidden(t, h, "请A004号")
	h.Advance(time.Second)
	h.WaitGone("请A001号")
	h.Wait("请A004号")
	h.Wait("请A002号")
	h.Advance(time.Second)
	h.Wait("请A005号")
	h.WaitGone("请A002号")
	h.Wait("请A003号")
}

func TestACallStandsOutForItsTime(t *testing.T) {
	h := start(t, state(call("A001", "2", 0)), 160, 50)
	h.Wait("请A001号")
	if !fresh(h) {
		t.Error("a new call does not stand out")
	}
	h.Advance(5 * time.Second)
	if !fresh(h) {
		t.Error("the call stands out for less than its time")
	}
	h.Advance(time.Second)
	h.WaitFor("the call no longer stands out", func(string) bool { return !fresh(h) })
	h.Wait("请A001号")
}

func TestARepeatedCallStandsOutAgainInItsPlace(t *testing.T) {
	first := call("A001", "2", 0)
	h := start(t, state(first), 160, 50)
	h.Wait("请A001号")
	h.Advance(6 * time.Second)
	h.WaitFor("the call no longer stands out", func(string) bool { return !fresh(h) })
	again := call("A001", "2", 30*time.Second)
	again.Times = 2
	h.Send(state(again))
	h.Wait("请A001号到2号窗口（一层A区） 第2次呼叫")
	if !fresh(h) {
		t.Error("the repeated call does not stand out")
	}
	if n := strings.Count(h.Text(), "请A001号"); n != 1 {
		t.Errorf("the number stands on %d places, want 1", n)
	}
}

func TestTheSameStateAgainMakesNothingStandOut(t *testing.T) {
	h := start(t, state(call("A001", "2", 0)), 160, 50)
	h.Wait("请A001号")
	h.Advance(6 * time.Second)
	h.WaitFor("the call no longer stands out", func(string) bool { return !fresh(h) })
	b := state(call("A001", "2", 0))
	b.Calls[0].State = queue.Serving
	h.Send(b)
	if fresh(h) {
		t.Error("a call that was shown stands out again")
	}
}

func TestCallsMadeWhileTheBoardWasAwayAreShownAndOldOnesOnlyListed(t *testing.T) {
	h := start(t, state(), 160, 50)
	h.Wait("暂时没有呼叫")
	h.Send(wire.Link{Up: false})
	h.Wait("09:05的信息，连接中断")
	h.Advance(5 * time.Minute)
	h.Send(wire.Link{Up: true})
	h.Send(state(call("A003", "5", 290*time.Second), call("A002", "3", 250*time.Second), call("A001", "2", 60*time.Second)))
	h.WaitGone("连接中断")
	h.Wait("请A002号")
	h.Wait("请A003号")
	h.Advance(10 * time.Second)
	hidden(t, h, "请A001号")
	h.Wait("A001     2")
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
			h.Wait("暂时没有呼叫")
		})
	}
}

func TestACallThatWaitsForItsPlaceIsDroppedIfItIsTakenBack(t *testing.T) {
	h := called(t, state(call("A002", "3", 0), call("A001", "2", 0)))
	h.Wait("请A001号")
	h.Send(state(call("A001", "2", 0)))
	h.Advance(time.Second)
	h.Advance(time.Second)
	hidden(t, h, "请A002号")
}

func TestAnAnsweredCallLeavesItsPlaceAfterAWhile(t *testing.T) {
	b := state(call("A002", "3", 0), call("A001", "2", 0))
	b.Calls[1].State = queue.Serving
	h := start(t, b, 160, 50)
	h.Wait("请A001号")
	h.Advance(time.Second)
	h.Wait("请A002号")
	h.Advance(100 * time.Second)
	h.WaitGone("请A001号")
	h.Wait("请A002号") // nobody has answered it
}

func TestTheDwellAndThePlacesAreSettings(t *testing.T) {
	s := board.New(board.Settings{Now: func() time.Time { return tuitest.StartTime }, Places: 1, Dwell: 2 * time.Second})
	h := tuitest.Start(t, s, 80, 24)
	h.Send(state())
	h.Send(state(call("A002", "3", 0), call("A001", "2", 0)))
	h.Wait("请A001号")
	h.Advance(time.Second)
	hidden(t, h, "请A002号")
	h.Advance(time.Second)
	h.Wait("请A002号")
	h.WaitGone("请A001号")
}

func TestABoardThatStartsShowsTheNewestCallsAtOnceAndQueuesNoOther(t *testing.T) {
	var calls []wire.Call
	for _, n := range []string{"A005", "A004", "A003", "A002", "A001"} {
		calls = append(calls, call(n, "7", 0))
	}
	h := start(t, state(calls...), 160, 50)
	for _, text := range []string{"请A005号", "请A004号", "请A003号"} {
		h.Wait(text)
	}
	h.Advance(10 * time.Second)
	hidden(t, h, "请A002号")
	hidden(t, h, "请A001号")
	h.Send(state(append([]wire.Call{call("A006", "7", 10*time.Second)}, calls...)...))
	h.Wait("请A006号")
	h.Wait("请A005号")
	h.WaitGone("请A003号") // it stood there longest
}

func TestCallsOfAShortLossOfTheLinkStillStandLargeOneAfterTheOther(t *testing.T) {
	h := start(t, state(), 160, 50)
	h.Send(wire.Link{Up: false})
	h.Advance(10 * time.Second)
	h.Send(wire.Link{Up: true})
	h.Send(state(call("A002", "3", 5*time.Second), call("A001", "2", 5*time.Second)))
	h.Wait("请A001号")
	hidden(t, h, "请A002号")
	h.Advance(time.Second)
	h.Wait("请A002号")
}

func TestWhileTheHallIsStoppedNobodyIsSentToAWindow(t *testing.T) {
	h := called(t, state(call("A002", "3", 0), call("A001", "2", 0)))
	h.Wait("请A001号")
	b := state(call("A002", "3", 0), call("A001", "2", 0))
	b.Day.Stopped = "fire"
	h.Send(b)
	h.Wait("现在不叫号，号码仍有效，请听工作人员安排")
	hidden(t, h, "请A001号")
	h.Advance(2 * time.Second)
	hidden(t, h, "请A002号")
	b.Day.Stopped = ""
	h.Send(b)
	h.Wait("请A001号")
	h.Wait("请A002号")
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

// fresh reports whether a call stands out: with a bar at its side.
func fresh(h *tuitest.Harness) bool { return strings.Contains(picture(h, 160, 50), "██ 请") }
