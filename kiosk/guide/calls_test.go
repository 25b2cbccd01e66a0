package guide_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
)

func TestBeforeTheSignInTheDeskExplainsAndTheNumberFollowsThePIN(t *testing.T) {
	f := busy(t)
	h := start(t, f, 100, 32)
	h.Wait("未登录")
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
	if r := last(t, f); r.Theme != "general" || r.Ground != queue.GroundDisabled || len(f.Requests()) != 1 {
		t.Errorf("asked for %+v", f.Requests())
	}
	h.Show()
	h.Wait("赵磊")
	h.Press("enter", "s")
	h.Wait("赵磊退出登录？")
	h.Press("1")
	h.Wait("赵磊已退出登录")
	h.Show()
	h.Wait("未登录")
}

func TestACallForHelpIsAnswered(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	h.Wait("!! 紧急：3号窗口 张敏")
	h.Wait("! 求助：二号取号机")
	h.Press("r", "2")
	h.Wait("已应答：")
	h.WaitGone("! 求助：二号取号机") // before the hall's next state comes
	h.Show()
	h.TapID("calls", findCall(f))
	h.Wait("已应答：")
	h.Show()
	h.WaitGone("!! 紧急：3号窗口")
	h.Press("r")
	h.Wait("没有人求助")
}

func findCall(f *fakeHall) string { return f.View().Helps[0].ID }

func TestAnAlertIsSeen(t *testing.T) {
	f := signedIn(t)
	f.Wait(20 * time.Minute)
	f.Command(t, queue.WatchAlerts{})
	v := f.View()
	if len(v.Alerts) == 0 {
		t.Fatal("the hall raises no alert")
	}
	h := start(t, f, 100, 32)
	h.Wait("提醒 ")
	h.TapID("row alert " + v.Alerts[0].ID)
	h.Wait("选一条，表示看到了")
	h.Press("esc", "a")
	h.Wait("选一条，表示看到了")
	h.Press("1")
	h.Wait("已知悉：")
	if a := f.View().Alerts; a[len(a)-1].Seen.IsZero() && a[0].Seen.IsZero() {
		t.Errorf("the alerts are %+v", a)
	}
}

func TestANewCallRingsTheBellOnce(t *testing.T) {
	f := signedIn(t)
	s := newScreen(f, queue.ZhHans)
	now := tuitest.StartTime
	rings := func() bool {
		cmd := s.Msg(f.View())
		return cmd != nil && reflect.DeepEqual(cmd(), tea.Raw("\a")())
	}
	call := func(from string) { f.Command(t, queue.CallHelp{Kind: queue.HelpStaff, Terminal: from}) }
	if rings() {
		t.Error("the bell rings for what was there before")
	}
	call("kiosk-7")
	if !rings() || rings() {
		t.Error("the bell does not ring once for a new call")
	}
	call("kiosk-8")
	if rings() {
		t.Error("the bell rings again at once")
	}
	s.Msg(tui.TickMsg{Now: now.Add(time.Minute)})
	call("kiosk-9")
	if !rings() {
		t.Error("the bell does not ring after its pause")
	}
}

func TestNoKeyEndsTheGuidesProgram(t *testing.T) {
	h := start(t, newHall(t), 100, 32)
	h.Press("ctrl+c", "q", "esc", "ctrl+c")
	h.Press("3")
	h.Wait("回车取号")
}

func TestDangerAndTheStopAreSaidOnEveryPage(t *testing.T) {
	for _, where := range []string{"", "1", "t", "f"} {
		t.Run("after "+where, func(t *testing.T) {
			f := newHall(t)
			f.Command(t, queue.OpenDesk{Terminal: terminal, Clerk: "c6"})
			h := start(t, f, 78, 22)
			if where != "" {
				h.Press(where)
			}
			f.Command(t, queue.CallHelp{Kind: queue.HelpPanic, Terminal: "w3", Window: "3"})
			h.Show()
			h.Wait("!! 紧急：3号窗口")
			h.WaitFor("the bell rings", func(string) bool { return strings.Count(h.Raw(), "\a") > strings.Count(h.Raw(), "]2;") })
			f.Command(t, queue.StopHall{Reason: "fire"})
			h.Show()
			h.Wait("大厅暂停办理")
		})
	}
}

func TestAStopTakesTheNumberOffTheSlip(t *testing.T) {
	f := newHall(t)
	f.Command(t, queue.OpenDesk{Terminal: terminal, Clerk: "c6"})
	h := start(t, f, 100, 32)
	h.Press("1")
	h.Wait("回车取号")
	f.Command(t, queue.StopHall{Reason: "fire"})
	h.Show()
	h.Wait("现在不取号")
	h.WaitGone("回车取号")
}
