package guide_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/guide"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// last is the last request for a number.
func (f *fakeHall) last(t *testing.T) wire.IssueRequest {
	t.Helper()
	rs := f.requests()
	if len(rs) == 0 {
		t.Fatal("no number was asked for")
	}
	return rs[len(rs)-1]
}

// signedIn is a hall in the middle of its morning with 赵磊 at the desk.
func signedIn(t *testing.T) *fakeHall {
	t.Helper()
	f := busy(t)
	f.signIn(t)
	return f
}

func TestAnOrdinaryNumberTakesTwoKeysAndAPriorityNumberThree(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	h.Press("3", "enter")
	h.Wait("完成")
	if r := f.last(t); r.Theme != "general" || r.Class != "" || r.Language != queue.ZhHans {
		t.Errorf("asked for %+v", r)
	}
	h.Press("enter")
	h.Wait("取号：选业务")
	h.Press("1", "l", "enter")
	h.Wait("叫到时请出示优先证明")
	if r := f.last(t); r.Theme != "business" || r.Class != queue.Priority || r.Ground != queue.GroundElderly {
		t.Errorf("asked for %+v", r)
	}
}

func TestAPriorityNumberTakesFourTapsAtMost(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 78, 22)
	h.TapID("line construction", "ground pregnant", "issue")
	h.Wait("下一个就是")
	if r := f.last(t); r.Theme != "construction" || r.Ground != queue.GroundPregnant {
		t.Errorf("asked for %+v", r)
	}
	h.TapID("done")
	h.Wait("取号：选业务")
}

func TestAMissedNumberComesBackWithTwoKeysOrTwoTaps(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	h.Press("b")
	h.Wait("激活哪个过号")
	h.Press("1") // B001 was missed last
	h.Wait("B001号已激活")
	h.Show()
	h.WaitGone("B001  工程建设")
	if f.state("B001") != queue.Waiting {
		t.Errorf("B001 is %s", f.state("B001"))
	}
	h.TapID("row number A002")
	h.Wait("可以激活")
	h.TapID("return")
	h.Wait("A002号已激活")
	if f.state("A002") != queue.Waiting {
		t.Errorf("A002 is %s", f.state("A002"))
	}
}

func TestAMissedNumberCanBeLookedAtFirst(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 80, 24)
	h.Press("b", "t")
	h.Wait("看哪个号的经过")
	h.Press("2")
	h.Wait("A002的经过")
	if f.state("A002") != queue.Missed {
		t.Errorf("A002 is %s", f.state("A002"))
	}
}

func TestANumberForAnAgentWithItemsAnIDAndALanguage(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	h.Press("f")
	h.Wait("输入名称")
	h.Press("j", "l", "y", "d")
	h.Wait("敬老优待证申领")
	h.Press("1", "enter")
	h.Wait("居民身份证（原件及复印件）")
	h.Press("a", "1")
	h.Wait("被代办人的身份证号码")
	h.Press(strings.Split("11010519491231002x", "")...)
	h.Press("enter")
	h.Wait("授权委托书 002X")
	h.Press("d")
	h.Press(strings.Split("440307198001010017", "")...)
	h.Press("enter")
	h.Wait("身份证号码不对")
	h.Press("esc", "e", "e")
	h.Wait("English")
	h.Press("enter")
	h.Wait("完成")
	r := f.last(t)
	if !slices.Equal(r.Items, []string{"C-1"}) || r.Theme != "" || r.Language != queue.En || r.ID != "" ||
		r.Agent == nil || *r.Agent != (wire.AgentRequest{Document: "mandate", ForID: "11010519491231002X"}) {
		t.Errorf("asked for %+v", r)
	}
}

func TestWhoIsOldEnoughIsOfferedPriority(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	h.Press("3", "d")
	h.Press(strings.Split("11010519491231002x", "")...)
	h.Press("enter")
	h.Wait("满65岁，可按L取优先号")
	h.Wait("110105********002X")
	h.Press("l")
	h.Wait("回车取优先号：老人")
	h.Press("l")
	h.WaitGone("回车取优先号：老人")
	h.Press("enter")
	h.Wait("完成")
	if r := f.last(t); r.ID != "11010519491231002X" || r.Class != "" {
		t.Errorf("asked for %+v", r)
	}
	// Nothing of it is left for the next one.
	h.Press("enter", "3")
	h.Wait("可不填")
	if s := h.Text(); strings.Contains(s, "002X") {
		t.Errorf("the number of the citizen before is still there:\n%s", s)
	}
}

func TestAnItemOfTheLineIsPickedByTouch(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 78, 22)
	h.TapID("line business")
	h.Wait("公司变更登记")
	h.TapID("pick A-1")
	h.Wait("请核对材料")
	h.TapID("items", "item A-2", "confirm")
	h.Wait("已选2项")
	h.TapID("agent", "kinship", "back", "agent", "not", "issue")
	h.Wait("完成")
	if r := f.last(t); !slices.Equal(r.Items, []string{"A-1", "A-2"}) || r.Agent != nil {
		t.Errorf("asked for %+v", r)
	}
}

func TestBeforeTheSignInTheDeskExplainsAndTheNumberFollowsThePIN(t *testing.T) {
	f := busy(t)
	h := start(t, f, 100, 32)
	h.Wait("未签到")
	h.Press("t")
	h.Press("a", "0", "0", "5", "enter")
	h.Wait("A005的经过")
	h.Press("w")
	h.Press("a", "0", "0", "4", "enter")
	h.Wait("A004号排在A005号前面")
	h.Press("esc", "esc")
	h.Wait("取号：选业务")
	h.Press("3", "c", "enter")
	h.Wait("请选择您的姓名")
	h.Press("1") // 赵磊 is at no window, and so the first
	h.Wait("赵磊，请输入密码")
	h.Press("1", "2", "3", "5", "enter")
	h.Wait("密码不对")
	h.Press("1", "2", "3", "4", "enter")
	h.Wait("叫到时请出示优先证明")
	if r := f.last(t); r.Theme != "general" || r.Ground != queue.GroundDisabled || len(f.requests()) != 1 {
		t.Errorf("asked for %+v", f.requests())
	}
	h.Show()
	h.Wait("赵磊")
	h.Press("enter", "s")
	h.Wait("赵磊签退？")
	h.Press("1")
	h.Wait("赵磊已签退")
	h.Show()
	h.Wait("未签到")
}

func TestACallForHelpIsAnswered(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	h.Wait("!! 紧急求助：3号窗口  张敏")
	h.Wait("! 求助：二号取号机")
	h.Press("r", "2")
	h.Wait("已记录：有人到场")
	h.Show()
	h.WaitGone("二号取号机")
	h.TapID("calls", findCall(f))
	h.Wait("已记录：有人到场")
	h.Show()
	h.WaitGone("紧急求助")
	h.Press("r")
	h.Wait("没有人求助")
}

func findCall(f *fakeHall) string { return f.view().Helps[0].ID }

func TestAnAlertIsSeen(t *testing.T) {
	f := signedIn(t)
	f.wait(20 * time.Minute)
	f.do(t, queue.WatchAlerts{})
	v := f.view()
	if len(v.Alerts) == 0 {
		t.Fatal("the hall raises no alert")
	}
	h := start(t, f, 100, 32)
	h.Wait("提醒 ")
	h.TapID("row alert " + v.Alerts[0].ID)
	h.Wait("选一条，表示看到了")
	h.Press("1")
	h.Wait("已确认看到这条提醒")
	if a := f.view().Alerts; a[len(a)-1].Seen.IsZero() && a[0].Seen.IsZero() {
		t.Errorf("the alerts are %+v", a)
	}
}

func TestARefusalIsSaidAndTheSlipStays(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	f.do(t, queue.SetIntake{Theme: "business", Closed: true, Reason: "system_down"})
	h.Press("1", "enter")
	h.Wait("该业务暂停取号：业务系统故障")
	h.Wait("取号：商事登记")
	h.Show()
	h.Press("esc", "1")
	h.Wait("该业务暂停取号：业务系统故障")
	h.Wait("取号：选业务")
}

func TestOneKeyGivesOneNumberHoweverOftenItIsPressed(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	gate := make(chan struct{})
	f.set(func(f *fakeHall) { f.gate = gate })
	h.Harness.Press("3")
	h.Wait("回车取号")
	h.Harness.Press("enter")
	h.Wait("请稍候")
	h.Harness.Press("enter", "enter", "1", "esc")
	h.HoldKey("enter", 20)
	close(gate)
	h.Wait("完成")
	if n := len(f.requests()); n != 1 {
		t.Errorf("%d numbers were asked for", n)
	}
	// The same key once more, right after, does not leave the number.
	h.PressNow("enter")
	h.Wait("完成")
}

func TestADoubleTapGivesOneNumber(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 78, 22)
	h.TapID("line general")
	h.Wait("回车取号")
	h.Tap(60, 17)
	h.TapNow(60, 17)
	h.TapNow(60, 17)
	h.Wait("完成")
	if n := len(f.requests()); n != 1 {
		t.Errorf("%d numbers were asked for", n)
	}
}

func TestWhileTheLinkIsDownNothingIsSentAndNothingFollows(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	h.Send(wire.Link{Since: tuitest.StartTime})
	h.Wait("与大厅的连接中断")
	h.Press("3", "enter")
	h.Wait("操作没有发出")
	h.Press("esc", "t", "a", "1", "enter")
	h.Wait("操作没有发出")
	h.Press("esc")
	h.Send(wire.Link{Up: true, Since: tuitest.StartTime})
	h.WaitGone("与大厅的连接中断")
	if got := f.sent(); len(got) != 0 {
		t.Errorf("the hall got %q", got)
	}
	h.Press("3", "enter")
	h.Wait("完成")
}

func TestALostAnswerIsSaidAndTheListsTellTheTruth(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	f.set(func(f *fakeHall) { f.lost = true })
	h.Press("b", "1")
	h.Wait("大厅没有应答，也不会补发")
	h.Wait("取号：选业务")
	h.Show()
	h.WaitGone("B001  工程建设")
}

func TestBeforeTheFirstStateThePageSaysConnecting(t *testing.T) {
	f := newHall(t)
	h := driver{tuitest.Start(t, guide.New(guide.Settings{Now: f.now, Terminal: terminal}, f), 100, 32), f}
	h.Wait("正在连接大厅主机")
	h.Harness.Press("3", "enter", "t")
	h.Send(wire.Link{})
	h.Wait("与大厅的连接中断")
	h.Send(f.view())
	h.Wait("取号：选业务")
}

func TestAStoppedHallIsSaid(t *testing.T) {
	f := signedIn(t)
	f.do(t, queue.StopHall{Reason: "fire"})
	h := start(t, f, 80, 24)
	h.Wait("大厅暂停办理：消防警报")
	h.Press("1")
	h.Wait("大厅暂停办理：消防警报")
	if n := len(f.requests()); n != 0 {
		t.Errorf("%d numbers were asked for", n)
	}
}

func TestManyLinesAreReachedByKeysAndTaps(t *testing.T) {
	f := signedIn(t)
	s := newScreen(f, queue.ZhHans)
	v := f.view()
	line := v.Lines[0]
	v.Lines = nil
	for i := range 14 {
		l := line
		l.Theme, l.Name = "t"+string(rune('a'+i)), text("业务"+string(rune('A'+i)), "", "")
		v.Lines = append(v.Lines, l)
	}
	s.Msg(v)
	seen := map[string]bool{}
	for range 4 {
		p := tuitest.Picture(s, 78, 22)
		for _, l := range v.Lines {
			if strings.Contains(p, l.Name.ZhHans) {
				seen[l.Theme] = true
			}
		}
		s.Tap("more")
	}
	if len(seen) != len(v.Lines) {
		t.Errorf("only %v are reached", seen)
	}
	tuitest.CheckLayout(t, s, grids, 6, 1)
}

func TestTheScreenFollowsItsSize(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	h.Press("3")
	for _, g := range grids {
		h.Resize(g.W, g.H)
		h.Wait("回车取号")
	}
	h.Resize(30, 10)
	h.Wait("small")
	h.Resize(100, 32)
	h.Wait("回车取号")
}

func TestHelpListsEveryKey(t *testing.T) {
	h := start(t, signedIn(t), 100, 32)
	h.Press("?")
	s := h.Wait("两个号码谁先谁后")
	for _, want := range []string{"激活过号", "应答求助", "签到或签退", "按事项名称"} {
		if !strings.Contains(s, want) {
			t.Errorf("the help does not say %q:\n%s", want, s)
		}
	}
	h.Press("esc")
	h.WaitGone("两个号码谁先谁后")
}

func TestTwoScreensOfStaffShareAProgram(t *testing.T) {
	f := signedIn(t)
	a, b := newScreen(f, queue.ZhHans), newScreen(f, queue.ZhHans)
	a.Tap("line general")
	cmd := a.Tap("issue")
	var m tea.Msg = cmd()
	b.Msg(m)
	if p := tuitest.Picture(b, 100, 32); strings.Contains(p, "完成") {
		t.Error("the other screen took the answer")
	}
	a.Msg(m)
	if p := tuitest.Picture(a, 100, 32); !strings.Contains(p, "完成") {
		t.Errorf("the screen that asked did not:\n%s", p)
	}
	var _ tui.Typer = a
}
