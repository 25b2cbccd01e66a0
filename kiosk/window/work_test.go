package window_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// waitFor polls until the hall is as described.
func waitFor(h driver, what string, ok func() bool) {
	h.WaitFor(what, func(string) bool { return ok() })
}

// waitState polls until a number is in a state.
func waitState(h driver, f *fakeHall, number string, want queue.TicketState) {
	waitFor(h, number+" is "+string(want), func() bool { return f.state(number) == want })
}

// called is a hall where A001 is being called at the window.
func called(t *testing.T) (f *fakeHall, number string) {
	f = newHall(t, true)
	number = f.issue(t, queue.Issue{Items: []string{"A-1", "A-2"}})
	f.do(t, queue.Next{Window: "2"})
	return f, number
}

// serving is a hall where A001 is being served at the window.
func serving(t *testing.T) (f *fakeHall, number string) {
	f, number = called(t)
	f.do(t, queue.Start{Window: "2"})
	return f, number
}

func TestNextCallsOnceHoweverOftenItIsPressed(t *testing.T) {
	f := newHall(t, true)
	f.issue(t, queue.Issue{Theme: "business"})
	f.issue(t, queue.Issue{Theme: "business"})
	h := start(t, f, 100, 32)
	gate := make(chan struct{})
	f.set(func(f *fakeHall) { f.gate = gate })
	h.Press("enter")
	h.Wait("呼叫中，请稍候")
	h.Harness.Press("enter", "space", "+", "f", "x")
	close(gate)
	h.Wait("第1次呼叫，共3次")
	if got := f.sent(); !slices.Equal(got, []string{"next"}) {
		t.Errorf("the hall got %q, want one next", got)
	}
}

func TestAHeldDownKeyActsOnce(t *testing.T) {
	f := newHall(t, true)
	h := start(t, f, 100, 32)
	k := tea.KeyPressMsg{Code: tea.KeyEnter}
	h.Send(k)
	waitFor(h, "the hall is asked", func() bool { return len(f.sent()) > 0 })
	h.Ready()
	k.IsRepeat = true
	h.Send(k)
	h.Advance(time.Second)
	h.Send(k)
	h.PressNow("enter")
	h.PressNow("enter")
	h.Ready()
	if got := f.sent(); !slices.Equal(got, []string{"next"}) {
		t.Errorf("the hall got %q, want one next", got)
	}
}

func TestEnterDoesNotAnswerWhetherTheCitizenCame(t *testing.T) {
	f, number := called(t)
	h := start(t, f, 100, 32)
	h.Press("enter")
	h.Wait(number + "号来了吗？")
	h.Press("enter", "space", "enter")
	h.Press("+")
	waitState(h, f, number, queue.Serving)
	h.Wait("办理中")
	if got := f.sent(); !slices.Equal(got, []string{"next", "start"}) {
		t.Errorf("the hall got %q, want next and start", got)
	}
	if p := f.ticket(number).Periods; !p[len(p)-1].Inferred {
		t.Error("a start that answers the question is not marked as inferred")
	}
	h.Press("enter")
	waitState(h, f, number, queue.Done)
}

func TestNotHereSaysHowOftenToCallBefore(t *testing.T) {
	f, number := called(t)
	h := start(t, f, 100, 32)
	h.Press("enter")
	h.Wait("来了吗")
	h.Press("-")
	h.Wait("请再呼叫" + number + "号（还要等20秒）")
	f.wait(5 * time.Second)
	h.Advance(time.Second)
	h.Wait("还要等15秒")
	h.Press("*")
	h.Wait("刚刚呼叫过")
	for range 2 {
		f.wait(20 * time.Second)
		h.Press("esc", "*")
		h.WaitGone("刚刚呼叫过")
		h.Show(f)
	}
	h.Wait("第3次呼叫，共3次")
	h.Wait("20秒后可过号")
	f.wait(20 * time.Second)
	h.Advance(time.Second)
	h.Wait("现在可过号")
	h.Press("n")
	waitState(h, f, number, queue.Missed)
	h.Show(f)
	h.Wait("10秒内可撤销：过号")
	h.Press("backspace")
	waitState(h, f, number, queue.Called)
	h.Wait("呼叫中")
}

func TestALostAnswerIsSaidAndTheNextStateTellsTheTruth(t *testing.T) {
	f := newHall(t, true)
	number := f.issue(t, queue.Issue{Theme: "business"})
	h := start(t, f, 100, 32)
	f.set(func(f *fakeHall) { f.lost = true })
	h.Press("enter")
	h.Wait("大厅没有应答，也不会补发。请先核对屏幕，再操作。")
	if strings.Contains(h.Text(), "呼叫中") {
		t.Error("the screen shows a call that it cannot know of")
	}
	h.Show(f)
	h.Wait("第1次呼叫")
	if got := f.sent(); len(got) != 1 || f.state(number) != queue.Called {
		t.Errorf("the hall got %q and has %s as %s", got, number, f.state(number))
	}
}

func TestWhileTheLinkIsDownNothingIsSent(t *testing.T) {
	f := newHall(t, true)
	f.issue(t, queue.Issue{Theme: "business"})
	h := start(t, f, 100, 32)
	h.Send(wire.Link{Since: tuitest.StartTime})
	h.Wait("[!] 与大厅的连接中断，正在重连")
	h.Wait("按键暂时无效，什么都不会补发。以下是09:00的情况")
	h.Advance(65 * time.Second)
	h.Wait("已断开 1:05")
	for _, k := range []string{"enter", "p", "f", "q"} {
		h.Press(k)
		h.Wait("操作没有发出，也不会补发")
	}
	h.Send(wire.Link{Up: true, Since: tuitest.StartTime})
	h.WaitGone("操作没有发出")
	h.WaitGone("按键暂时无效")
	h.Wait("已连接")
	if got := f.sent(); len(got) != 0 {
		t.Errorf("the hall got %q", got)
	}
	h.Press("enter")
	h.Wait("第1次呼叫")
}

func TestAReloadCallsNobody(t *testing.T) {
	f, _ := called(t)
	for range 3 {
		h := start(t, f, 100, 32)
		h.Wait("呼叫中")
		h.Send(wire.Link{Since: tuitest.StartTime})
		h.Send(wire.Link{Up: true, Since: tuitest.StartTime})
		h.Show(f)
	}
	if got := f.sent(); len(got) != 0 {
		t.Errorf("the hall got %q", got)
	}
}

func TestANextWithNobodyWaitingSaysSo(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 80, 24)
	h.TapID("next")
	h.Wait("暂时没有人等候")
	waitState(h, f, number, queue.Done)
}

func TestARefusalIsSaidInWords(t *testing.T) {
	f := newHall(t, true)
	h := start(t, f, 100, 32)
	for _, tc := range []struct{ key, says string }{
		{"*", "没有正在呼叫的号码"}, {"+", "没有正在呼叫的号码"}, {"-", "没有正在呼叫的号码"},
		{"f", "窗口没有人，请先呼叫"}, {"/", "窗口没有人，请先呼叫"}, {"x", "窗口没有人，请先呼叫"}, {"c", "窗口没有人，请先呼叫"},
		{".", "没有挂起的号码"}, {"b", "没有过号的号码"},
	} {
		h.Press(tc.key)
		h.Wait(tc.says)
	}
	f.set(func(f *fakeHall) { f.err = &wire.Error{Code: "something_new"} })
	h.Press("u")
	h.Wait("something_new")
	f.set(func(f *fakeHall) { f.err = &wire.Error{Code: wire.CodeStorageFull} })
	h.Press("u")
	h.Wait("主机磁盘已满")
}

func TestTheHallsStopAndClosedDayAreShown(t *testing.T) {
	f, _ := serving(t)
	f.do(t, queue.StopHall{Reason: "fire"})
	h := start(t, f, 100, 32)
	h.Wait("大厅暂停办理：消防警报")
	h.Press("enter")
	h.Wait("大厅暂停办理：消防警报")
	f.do(t, queue.ResumeHall{})
	h.Show(f)
	h.WaitGone("消防警报")
}

func TestAWindowThatIsFreedLeavesItsFormAndSaysSo(t *testing.T) {
	f, _ := serving(t)
	h := start(t, f, 100, 32)
	h.Press("f")
	h.Wait("每项办理结果")
	f.do(t, queue.Free{Window: "2"})
	h.Show(f)
	h.Wait("本窗口已由大厅关闭")
	h.Wait("请选择您的姓名")
	if got := f.sent(); len(got) != 0 {
		t.Errorf("the hall got %q", got)
	}
}

func TestAFormClosesWhenItsNumberIsGone(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 100, 32)
	h.Press("x")
	h.Wait("为什么取消" + number)
	f.do(t, queue.Finish{Window: "2"})
	h.Show(f)
	h.Wait(number + "号已不在本窗口")
}

func TestTheScreenFollowsItsSize(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 100, 32)
	h.Wait("本窗口业务")
	h.Resize(40, 6)
	h.WaitFor("the strip shows the number", func(s string) bool {
		return strings.Contains(s, number) && strings.Contains(s, "办结")
	})
	h.Resize(39, 6)
	h.Wait("too small")
	h.Resize(60, 24)
	h.Wait("本窗口业务")
}
