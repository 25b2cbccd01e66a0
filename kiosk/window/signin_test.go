package window_test

import (
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/kiosk/window"
	"onewindow/queue"
	"onewindow/wire"
)

func TestAClerkSignsInByTouch(t *testing.T) {
	f := newHall(t, false)
	h := start(t, f, 100, 32)
	h.Wait("请选择您的姓名")
	h.TapLabel("李强")
	h.Wait("李强，请输入密码")
	for _, d := range "1235" {
		h.TapID(string(d))
	}
	if s := h.Wait("****"); strings.Contains(s, "1235") {
		t.Error("the PIN is on the screen")
	}
	h.TapID("confirm")
	h.Wait("密码不对，请重新输入")
	h.Press("1", "2", "3", "9", "backspace", "4", "enter")
	h.Wait("空闲")
	h.Show(f)
	h.Wait("李强")
	if strings.Contains(h.Raw(), "1234") {
		t.Error("the PIN went to the terminal")
	}
	h.Press("q")
	h.Wait("确定签退吗")
	h.Press("1")
	h.Wait("请选择您的姓名")
	h.Show(f)
	h.Wait("张敏")
}

func TestSigningOutIsAskedFirst(t *testing.T) {
	f := newHall(t, true)
	h := start(t, f, 100, 32)
	h.Press("q", "q")
	h.Wait("空闲")
	h.Press("4", "enter", "0")
	h.Wait("空闲")
	if got := f.sent(); len(got) != 0 {
		t.Errorf("the hall got %q", got)
	}
	h.Press("4", "1")
	h.Wait("请选择您的姓名")
}

func TestEnterChoosesNoClerkUnlessOneIsMarked(t *testing.T) {
	f := newHall(t, false)
	h := start(t, f, 80, 24)
	h.Press("enter", "enter")
	h.Wait("请选择您的姓名")
	h.Press("down", "down", "enter")
	h.Wait("李强，请输入密码")
}

func TestAClerkTypesTheStaffNumber(t *testing.T) {
	f := newHall(t, false)
	h := start(t, f, 40, 6)
	h.TapLabel("输入工号")
	h.Wait("请输入工号")
	h.Press("enter")
	h.Wait("请先输入")
	h.Press("c", "2", "enter")
	h.Wait("李强，请输入密码")
	h.Press("1", "2", "3", "4", "enter")
	h.Wait("空闲")
}

func TestTooManyWrongPINsSayHowLongToWait(t *testing.T) {
	f := newHall(t, false)
	h := start(t, f, 80, 24)
	until := tuitest.StartTime.Add(2 * time.Minute)
	f.set(func(f *fakeHall) { f.err = &wire.Error{Code: wire.CodeWrongPIN, Until: &until} })
	h.Press("2")
	h.Wait("请输入密码")
	h.Press("1", "2", "3", "4", "enter")
	h.WaitFor("the wait is counted down", func(s string) bool { return strings.Contains(s, "（还要等1") })
}

func TestSigningInOnAClosedDaySaysWhenItOpens(t *testing.T) {
	f := newHall(t, false)
	f.do(t, queue.CloseDay{})
	h := start(t, f, 80, 24)
	h.Press("2", "1", "2", "3", "4", "enter")
	h.Wait("现在不是办公时间，明天08:45开始取号")
}

func TestBeforeTheFirstStateThePageSaysConnecting(t *testing.T) {
	f := newHall(t, true)
	s := window.New(window.Settings{Now: f.now}, f)
	h := driver{tuitest.Driver{Harness: tuitest.StartWith(t, s, 80, 24, tui.Options{MinHeight: window.MinHeight})}}
	h.Wait("正在连接大厅主机")
	h.Press("enter", "p", "0", "1")
	h.Send(wire.Link{Since: tuitest.StartTime})
	h.Wait("与大厅的连接中断")
	h.Show(f)
	h.Wait("空闲")
	if got := f.sent(); len(got) != 0 {
		t.Errorf("the hall got %q", got)
	}
}

func TestARefusedSignInLeavesNoPINBehind(t *testing.T) {
	f := newHall(t, false)
	h := start(t, f, 100, 32)
	h.TapLabel("李强")
	h.Wait("李强，请输入密码")
	f.set(func(f *fakeHall) {
		f.err = &wire.Error{Code: string(queue.CodeClerkBusy), Params: map[string]string{"window": "1"}}
	})
	h.Press("1", "2", "3", "4", "enter")
	h.WaitFor("the field is empty", func(s string) bool { return !strings.Contains(s, "****") && strings.Contains(s, "签到") })
	h.Press("-") // leads back from an empty field
	h.Wait("请选择您的姓名")
}
