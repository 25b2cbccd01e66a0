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
	f := signed(t)
	h := start(t, f, 120, 36)
	h.Press("i")
	h.Wait("哪项业务？")
	h.Press("enter", "2")
	h.Wait("停止取号")
	h.Press("1")
	h.Wait("为什么停止工程建设取号")
	h.Press("1")
	h.Wait("工程建设已停止取号")
	h.Show(f)
	h.Wait("工程建设  停止取号：窗口人手不足")
	h.TapID("line construction")
	h.Wait("恢复取号")
	h.Press("1")
	h.Wait("工程建设已恢复取号")
	waitHall(h, f, "the intake is open", func(s *queue.State) bool { return s.ThemeState("construction").Closed == nil })
}

func TestAReasonCanBeTyped(t *testing.T) {
	f := signed(t)
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
	f := signed(t)
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
	h.Press("3")
	h.Wait("释放1号窗口？A001号会回到队列。")
	h.Press("enter", "esc", "esc")
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
	f := signed(t)
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

func TestANoticeIsWrittenInThreeLanguagesWithAnEnd(t *testing.T) {
	f := signed(t)
	h := start(t, f, 120, 36)
	h.Press("n", "1")
	h.Wait("未填，显示其他语言的")
	h.Press("enter")
	h.Wait("请先写内容")
	h.Press("1", "A", "区", "space", "q", "enter")
	h.Wait("A区 q")
	h.Press("3", "H", "i", "enter", "4")
	h.Wait("今天闭厅  18:00")
	h.Press("6", "0", "8", ":", "0", "0", "enter")
	h.Wait("请输入今天晚些的时间")
	for range 5 {
		h.Press("backspace")
	}
	h.Press("1", "0", "3", "0", "enter")
	h.Wait("10:30")
	h.Press("enter")
	h.Wait("通知已发布")
	waitHall(h, f, "the notice stands with its end", func(s *queue.State) bool {
		return len(s.Notices) == 1 && s.Notices[0].Text == queue.Text{ZhHans: "A区 q", En: "Hi"} && s.Notices[0].Until.Equal(f.Hall.Hall.Now.Add(90*time.Minute))
	})
	h.Show(f)
	h.Wait("通知：A区 q")
	h.Press("n")
	h.Wait("到10:30")
	h.Press("2")
	h.Wait("通知已撤下")
	h.Show(f)
	h.WaitGone("A区")
}

func TestTheDayIsClosedAndWhoWasNotServedIsNamed(t *testing.T) {
	f := busy(t)
	h := start(t, f, 120, 36)
	h.Press("d")
	h.Wait("结束营业日？会作废5个号。")
	h.Wait("等候4个，正在呼叫1个，挂起0个，过号0个")
	h.Wait("今天之内还可以重新开始营业")
	h.Press("1", "enter")
	h.Wait("请输入CLOSE确认")
	if got := f.sent(); len(got) != 0 {
		t.Errorf("two keys alone ended the day: %q", got)
	}
	h.Press("backspace", "c", "l", "o", "s", "e", "enter")
	h.Wait("营业日已结束")
	h.Show(f)
	h.Wait("闭厅时未办理5个号")
	h.WaitGone("未开始")
	f.wait(24 * time.Hour)
	h.Press("d") // the close has signed everybody out
	h.Wait("未登录只能查看")
	h.TapID("clerk c1")
	h.Press("1", "2", "3", "4", "enter")
	h.Wait("开始2026年11月26日 星期四的营业日？")
	h.Show(f)
	h.Press("1")
	h.Wait("营业日已开始")
}

func TestNumbersLeftAtTheCloseAreToldWhole(t *testing.T) {
	f := busy(t)
	f.do(t, queue.CloseDay{})
	h := start(t, f, 120, 36)
	h.Press("5")
	h.WaitFor("the priority number is told with its service, class and time", func(s string) bool {
		for _, line := range strings.Split(s, "\n") {
			if strings.Contains(line, "B001") && strings.Contains(line, "工程建设") && strings.Contains(line, "优先") && strings.Contains(line, "09:12") {
				return true
			}
		}
		return false
	})
}

func TestADayClosedByMistakeGoesOn(t *testing.T) {
	f := busy(t)
	f.do(t, queue.CloseDay{})
	f.do(t, queue.OpenDesk{Terminal: terminal, Clerk: "c1"})
	h := start(t, f, 120, 36)
	h.Wait("重新开始营业")
	h.Press("d")
	h.Wait("重新开始今天的营业？")
	h.Press("1")
	h.Wait("已重新开始营业")
	waitHall(h, f, "the day goes on with its numbers", func(s *queue.State) bool { return s.Day.Open && s.Ticket("A003").State == queue.Waiting })
}

func TestADayThatIsOverIsNotOpenedButTheNextOneIsNamed(t *testing.T) {
	f := busy(t)
	f.do(t, queue.CloseDay{})
	f.do(t, queue.OpenDesk{Terminal: terminal, Clerk: "c1"})
	set := settings()
	set.Rules.AutoDay, set.Rules.DayOpens, set.Rules.DayCloses = true, 7*60+30, 21*60
	f.do(t, queue.ChangeSettings{Settings: set, Hash: "x"})
	f.wait(13 * time.Hour) // past the hour at which days close by themselves
	h := start(t, f, 120, 36)
	h.Press("d")
	h.Wait("今天已结束营业，明天07:30自动开始下一个营业日")
	if got := f.sent(); len(got) != 0 {
		t.Errorf("the hall got %q", got)
	}
}

func TestAnEmptyHallIsClosedAfterItsHoursByAKey(t *testing.T) {
	f := signed(t)
	f.wait(10 * time.Hour)
	h := start(t, f, 120, 36)
	h.Press("d")
	h.Wait("结束营业日？会作废0个号。")
	h.Press("1")
	h.Wait("营业日已结束")
}

func TestWindowsNumberedInDigitsAreTypedInDigits(t *testing.T) {
	h := start(t, busy(t), 120, 36)
	h.Press("f", "tab", "x")
	h.Wait("请输入窗口号")
	h.Press("2", "enter")
	h.Wait("释放2号窗口？")
}

func TestANumberIsLookedUpComparedAndMoved(t *testing.T) {
	f := busy(t)
	h := start(t, f, 120, 36)
	h.Press("t", "a", "9", "9", "9", "enter")
	h.Wait("没有这个号码")
	h.Press("backspace", "backspace", "backspace", "0", "0", "2", "enter")
	h.Wait("A002")
	h.Press("m")
	h.Wait("转到哪里？")
	h.Press("esc", "m", "5")
	waitHall(h, f, "A002 is sent to window 2", func(s *queue.State) bool { return s.Ticket("A002").Target.Window == "2" })
	h.Press("esc", "5")
	h.Wait("比较两个号码")
	h.Press("w", "a", "0", "0", "1", "enter", "a", "0", "0", "3", "enter")
	h.Wait("A001")
	h.Press("esc")
	h.TapID("tab overview")
	h.Wait("业务队列")
}

// aside is a hall where A001 was missed and A002 is on hold.
func aside(t *testing.T) *fakeHall {
	f := signed(t)
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

func TestTheRowsOfMissedAndHeldNumbersLeadToThem(t *testing.T) {
	f := aside(t)
	h := start(t, f, 120, 36)
	h.Wait("待激活：A001")
	h.TapID("aside missed")
	h.Wait("过号的号码")
	h.Press("1", "b")
	waitHall(h, f, "the missed number waits", func(s *queue.State) bool { return s.Ticket("A001").State == queue.Waiting })
	h.Show(f)
	h.TapID("tab overview")
	h.WaitGone("待激活：A001")
	h.TapID("aside held")
	h.Press("1", "x", "1")
	waitHall(h, f, "the held number is cancelled", func(s *queue.State) bool { return s.Ticket("A002").State == queue.Cancelled })
}

func TestThePageOfNumbersListsThosePutAside(t *testing.T) {
	f := aside(t)
	h := start(t, f, 80, 24)
	h.Press("5")
	h.Wait("已过号")
	h.Wait("补材料")
	h.Press("down", "enter")
	h.Wait("A002")
	h.Press("esc", "m")
	h.Wait("过号的号码")
	h.Press("esc", "h")
	h.Wait("挂起的号码")
	f = signed(t)
	h = start(t, f, 80, 24)
	h.Press("m")
	h.Wait("没有过号的号码")
	h.Press("h")
	h.Wait("没有挂起的号码")
}

func TestWhileTheLinkIsDownNothingIsSent(t *testing.T) {
	f := busy(t)
	h := start(t, f, 120, 36)
	h.Send(wire.Link{Since: tuitest.StartTime})
	h.Wait("显示的是09:18的信息，现在不能操作")
	h.Press("f")
	h.Wait("操作没有发出")
	h.Press("2")
	h.WaitGone("操作没有发出")
	h.TapID("win 1")
	h.Press("2", "1")
	h.Wait("操作没有发出")
	h.Send(wire.Link{Up: true, Since: tuitest.StartTime})
	h.WaitGone("操作没有发出")
	h.TapID("tab overview")
	h.Wait("已连接")
	h.WaitGone("显示的是")
	if got := f.sent(); len(got) != 0 {
		t.Errorf("the hall got %q", got)
	}
}

func TestALostAnswerIsSaidAndNothingIsSentTwice(t *testing.T) {
	f := busy(t)
	h := start(t, f, 120, 36)
	f.set(func(f *fakeHall) { f.Lost = true })
	h.Press("f", "1", "1")
	h.Wait("请先核对屏幕")
	h.Show(f)
	h.Wait("业务队列")
	if got := f.sent(); len(got) != 1 {
		t.Errorf("the hall got %q", got)
	}
}

func TestKeysAreDeadWhileTheHallIsAsked(t *testing.T) {
	f := busy(t)
	h := start(t, f, 120, 36)
	gate := make(chan struct{})
	f.set(func(f *fakeHall) { f.Gate = gate })
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
	h := driver{tuitest.Driver{Harness: tuitest.Start(t, manager.New(manager.Settings{Now: f.now, Terminal: terminal}, f), 80, 24)}}
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
	h.Press("2")
	h.Wait("下面还有")
	h.Press("pgdown", "pgdown", "pgdown")
	h.Wait("下面还有0个")
	h.Press("home")
	h.Wait("1号")
	h.Press("down", "right")
	h.Press("enter")
	h.Wait("6 - 未开")
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
	h.TapID("tab windows")
	h.Press("g", "5", "enter", "1")
	h.Wait("5号窗口：按数字切换")
}

func TestHelpListsTheKeysOfThePage(t *testing.T) {
	h := start(t, newHall(t), 120, 36)
	h.Press("f1")
	if s := h.Wait("紧急停止，或恢复大厅"); !strings.Contains(s, "释放无人的窗口") || strings.Contains(s, "添加人员") {
		t.Errorf("the help is\n%s", s)
	}
	h.Press("esc", "7", "?")
	h.Wait("添加人员")
}
