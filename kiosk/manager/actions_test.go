package manager_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/manager"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// waitHall polls until the hall is as described.
func waitHall(h driver, f *fakeHall, what string, ok func(s *queue.State) bool) {
	is := f.is(ok)
	h.WaitFor(what, func(string) bool { return is() })
}

func TestIntakeIsClosedWithAReasonAndOpenedAgain(t *testing.T) {
	f := newHall(t)
	h := start(t, f, 120, 36)
	h.Press("i")
	h.Wait("哪项业务？")
	h.Press("enter", "2")
	h.Wait("工程建设  正常取号")
	h.Press("1")
	h.Wait("为什么停止工程建设取号")
	h.Press("1")
	h.Wait("工程建设已停止取号")
	h.Show(f)
	h.Wait("停止取号：窗口人手不足")
	h.TapID("line construction")
	h.Wait("恢复取号")
	h.Press("1")
	h.Wait("工程建设已恢复取号")
	waitHall(h, f, "the intake is open", func(s *queue.State) bool { return s.ThemeState("construction").Closed == nil })
}

func TestAReasonCanBeTyped(t *testing.T) {
	f := newHall(t)
	h := start(t, f, 80, 24)
	h.TapID("line general")
	h.Press("1")
	h.Wait("输入其他原因")
	h.Press("5")
	h.Wait("请说明原因")
	h.Press("q", "1", "?", "enter")
	waitHall(h, f, "the reason is q1?", func(s *queue.State) bool {
		c := s.ThemeState("general").Closed
		return c != nil && c.Reason == "q1?"
	})
}

func TestAWindowGetsOtherThemes(t *testing.T) {
	f := newHall(t)
	h := start(t, f, 120, 36)
	h.Press("a", "1")
	h.Wait("1号窗口：按数字切换")
	h.Press("1", "enter")
	h.Press("1")
	h.Wait("[不办  ] 商事登记")
	h.Press("enter")
	h.Wait("至少要有一项本窗口业务")
	h.Press("3", "2", "2")
	h.Press("enter")
	h.Wait("1号窗口已调整")
	waitHall(h, f, "window 1 serves general", func(s *queue.State) bool {
		w := s.Window("1")
		return slices.Equal(w.Own, []string{"general"}) && slices.Equal(w.Spill, []string{"construction"})
	})
}

func TestADeadWindowIsFreedAfterAQuestion(t *testing.T) {
	f := busy(t)
	h := start(t, f, 120, 36)
	h.TapID("win 1")
	h.Wait("释放窗口")
	h.Press("2")
	h.Wait("释放1号窗口？A001号会回到队列。")
	h.Press("enter", "esc")
	h.Wait("业务队列")
	h.Press("f", "1", "1")
	h.Wait("1号窗口已释放")
	waitHall(h, f, "A001 waits", func(s *queue.State) bool {
		return s.Ticket("A001").State == queue.Waiting && s.Window("1").State == queue.Closed
	})
	if got := f.sent(); !slices.Equal(got, []string{"hall.free"}) {
		t.Errorf("the hall got %q", got)
	}
}

func TestTheHallStopsOnlyAfterTheWordIsTyped(t *testing.T) {
	f := newHall(t)
	h := start(t, f, 80, 24)
	h.TapID("stop")
	h.Wait("为什么紧急停止？")
	h.TapLabel("消防警报")
	h.Wait("请输入STOP确认")
	h.Press("enter", "g", "o", "enter")
	h.Wait("请输入STOP确认")
	h.Press("backspace", "backspace")
	for _, l := range "STOP" {
		h.TapID(string(l))
	}
	h.TapID("confirm")
	h.Wait("大厅已停止取号和呼叫")
	waitHall(h, f, "the reason is the code", func(s *queue.State) bool { return s.Stopped != nil && s.Stopped.Reason == "fire" })
	h.Show(f)
	h.Wait("大厅已紧急停止：消防警报")
	h.Press("s", "g", "o", "enter")
	h.Wait("大厅已恢复")
	h.Show(f)
	h.WaitGone("消防警报")
	if got := f.sent(); !slices.Equal(got, []string{"hall.stop", "hall.resume"}) {
		t.Errorf("the hall got %q", got)
	}
}

func TestANoticeIsShownAndRemoved(t *testing.T) {
	f := newHall(t)
	h := start(t, f, 80, 24)
	h.Press("n", "1")
	h.Wait("请输入通知内容")
	h.Press("A", "区", "space", "q", "enter")
	h.Wait("通知已发布")
	h.Show(f)
	h.Wait("通知：A区 q")
	h.Press("n", "2")
	h.Wait("通知已撤下")
	h.Show(f)
	h.WaitGone("A区")
}

func TestTheDayIsClosedAndWhoWasNotServedIsNamed(t *testing.T) {
	f := busy(t)
	h := start(t, f, 120, 36)
	h.Press("d")
	h.Wait("还有4人等候，仍要结束吗？")
	h.Press("1")
	h.Wait("营业日已结束")
	h.Show(f)
	h.Wait("闭厅时未办理")
	h.Press("d")
	h.Wait("开始2026年11月25日 星期三的营业日？")
	h.Press("1")
	h.Wait("日期不对")
	f.wait(24 * time.Hour)
	h.Press("esc", "d", "1")
	h.Wait("营业日已开始")
}

func TestANumbersHistoryIsToldAndTheNumberCanBeMoved(t *testing.T) {
	f := busy(t)
	h := start(t, f, 120, 36)
	h.Press("t", "a", "0", "0", "2", "enter")
	h.Wait("取号：商事登记，普通")
	h.Press("m")
	h.Wait("转到哪里？")
	h.Press("esc")
	h.Wait("取号：商事登记，普通")
	h.Press("x", "esc")
	h.Wait("取号：商事登记，普通")
	h.Press("m")
	h.Wait("转到哪里？")
	h.Press("5")
	h.Wait("A002号已转移")
	h.Wait("转到2号窗口")
	h.Press("x", "2")
	h.Wait("取消：本人要求取消")
	waitHall(h, f, "A002 is cancelled", func(s *queue.State) bool { return s.Ticket("A002").State == queue.Cancelled })
	h.Press("q")
	h.Wait("业务队列")
}

func TestAnUnknownNumberIsRefusedInTheForm(t *testing.T) {
	f := busy(t)
	h := start(t, f, 80, 24)
	h.TapID("ticket")
	for _, id := range []string{"A", "9", "9", "9", "confirm"} {
		h.TapID(id)
	}
	h.Wait("没有这个号码，请核对小票")
	h.Press("backspace", "backspace", "backspace", "0", "0", "1", "enter")
	h.Wait("呼叫到1号窗口：取号最早")
}

// aside is a hall where A001 was missed and A002 is on hold.
func aside(t *testing.T) *fakeHall {
	f := newHall(t)
	for range 2 {
		f.issue(t, queue.Issue{Theme: "business"})
	}
	f.do(t, queue.Next{Window: "1"})
	for range 2 {
		f.wait(20 * time.Second)
		f.do(t, queue.Recall{Window: "1"})
	}
	f.wait(20 * time.Second)
	f.do(t, queue.NoShow{Window: "1"})
	f.do(t, queue.Next{Window: "1"})
	f.do(t, queue.Start{Window: "1"})
	f.do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldAway})
	f.wait(2 * time.Minute)
	return f
}

func TestAMissedNumberIsBroughtBack(t *testing.T) {
	f := aside(t)
	h := start(t, f, 120, 36)
	h.Wait("待激活：A001")
	h.Press("t", "a", "0", "0", "1", "enter")
	h.Wait("第3次呼叫")
	h.Press("b")
	h.Wait("激活，回到队列")
	waitHall(h, f, "the number waits", func(s *queue.State) bool { return s.Ticket("A001").State == queue.Waiting })
}

func TestTheRowsOfMissedAndHeldNumbersLeadToThem(t *testing.T) {
	f := aside(t)
	h := start(t, f, 120, 36)
	h.TapLine("待激活：A001")
	h.Wait("A001  商事登记  2分钟前")
	h.Press("1")
	h.Wait("1号窗口过号")
	h.Press("b")
	waitHall(h, f, "the missed number waits", func(s *queue.State) bool { return s.Ticket("A001").State == queue.Waiting })
	h.Press("q")
	h.Show(f)
	h.WaitGone("待激活：A001")
	h.TapLine("挂起：A002")
	h.Wait("A002  商事登记  补材料  2分钟前")
	h.Press("1", "x", "1")
	waitHall(h, f, "the held number is cancelled", func(s *queue.State) bool { return s.Ticket("A002").State == queue.Cancelled })
}

func TestMissedAndHeldNumbersHaveKeysWhereTheirRowsDoNotFit(t *testing.T) {
	f := aside(t)
	h := start(t, f, 44, 14)
	h.Press("m")
	h.Wait("过号的号码：选一个")
	h.Press("esc", "h")
	h.Wait("挂起的号码：选一个")
	f = newHall(t)
	h = start(t, f, 44, 14)
	h.Press("m")
	h.Wait("没有过号的号码")
	h.Press("h")
	h.Wait("没有挂起的号码")
}

func TestALongNameIsCutInTheGrid(t *testing.T) {
	f := newHall(t)
	v := f.view()
	v.Windows[0].Name, v.Windows[1].Name = "阿卜杜拉·买买提江", ""
	h := start(t, f, 120, 36)
	h.Send(v)
	s := h.Wait("阿卜杜拉..")
	if !strings.Contains(s, " c2 ") {
		t.Errorf("a clerk without a name is not shown by id:\n%s", s)
	}
}

func TestWhileTheLinkIsDownNothingIsSent(t *testing.T) {
	f := busy(t)
	h := start(t, f, 120, 36)
	h.Send(wire.Link{Since: tuitest.StartTime})
	h.Wait("以下是09:18的情况")
	h.Press("f", "1", "1")
	h.Wait("操作没有发出")
	h.Press("esc", "t", "a", "1", "enter")
	h.Wait("操作没有发出")
	h.Send(wire.Link{Up: true, Since: tuitest.StartTime})
	h.WaitGone("操作没有发出")
	h.Press("esc")
	h.Wait("已连接")
	if got := f.sent(); len(got) != 0 {
		t.Errorf("the hall got %q", got)
	}
}

func TestALostAnswerIsSaidAndNothingIsSentTwice(t *testing.T) {
	f := busy(t)
	h := start(t, f, 120, 36)
	f.set(func(f *fakeHall) { f.lost = true })
	h.Press("f", "1", "1")
	h.Wait("大厅没有应答，也不会补发")
	h.Show(f)
	h.Wait("1 [ ] 未开")
	if got := f.sent(); len(got) != 1 {
		t.Errorf("the hall got %q", got)
	}
}

func TestKeysAreDeadWhileTheHallIsAsked(t *testing.T) {
	f := busy(t)
	h := start(t, f, 120, 36)
	gate := make(chan struct{})
	f.set(func(f *fakeHall) { f.gate = gate })
	h.Press("f", "1", "1")
	h.Wait("请稍候")
	h.Harness.Press("1", "1", "enter", "esc", "s")
	close(gate)
	h.Wait("1号窗口已释放")
	if got := f.sent(); len(got) != 1 {
		t.Errorf("the hall got %q", got)
	}
}

func TestBeforeTheFirstStateThePageSaysConnecting(t *testing.T) {
	f := newHall(t)
	h := driver{tuitest.Start(t, manager.New(manager.Settings{Now: f.now}, f), 80, 24)}
	h.Wait("正在连接大厅主机")
	h.Press("s", "f", "1")
	h.Send(wire.Link{})
	h.Wait("与大厅的连接中断")
	h.Show(f)
	h.Wait("业务队列")
}

func TestManyWindowsScroll(t *testing.T) {
	f := newHall(t)
	v := f.view()
	for i := range 60 {
		v.Windows = append(v.Windows, wire.WindowRow{ID: "x" + string(rune('a'+i)), Label: "W" + string(rune('A'+i)), State: queue.Closed})
	}
	h := start(t, f, 80, 24)
	h.Send(v)
	h.Wait("下面还有")
	h.Press("pgdown", "pgdown", "pgdown", "pgdown", "pgdown")
	h.Wait("下面还有0个")
	h.Press("home")
	h.Wait("上面还有0个")
	h.Press("down")
	h.Wait("上面还有2个")
}

func TestAWindowIsFoundByItsNumber(t *testing.T) {
	f := busy(t)
	h := start(t, f, 120, 36)
	h.Press("f", "tab", "9", "enter")
	h.Wait("没有这个窗口")
	h.Press("backspace", "6", "enter")
	h.Wait("没有这个窗口")
	h.Press("backspace", "2", "enter")
	h.Wait("释放2号窗口？B001号会回到队列。")
	h.Press("esc", "a", "t", "5", "enter")
	h.Wait("5号窗口：按数字切换")
}

func TestHelpListsTheKeys(t *testing.T) {
	h := start(t, newHall(t), 120, 36)
	h.Press("f1")
	if s := h.Wait("紧急停止，或恢复大厅"); !strings.Contains(s, "释放无人的窗口") {
		t.Errorf("the help is\n%s", s)
	}
	h.Press("esc")
	h.WaitGone("释放无人的窗口")
}
