package guide_test

import (
	"image"
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

func TestARefusalIsSaidAndTheSlipStays(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	f.Command(t, queue.SetIntake{Theme: "business", Closed: true, Reason: "system_down"})
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
	f.Set(func(f *fakeHall) { f.Gate = gate })
	h.Harness.Press("3")
	h.Wait("回车取号")
	h.Harness.Press("enter")
	h.Wait("请稍候")
	h.Harness.Press("enter", "enter", "1", "esc")
	h.HoldKey("enter", 20)
	close(gate)
	h.Wait("完成")
	if n := len(f.Requests()); n != 1 {
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
	if n := len(f.Requests()); n != 1 {
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
	if got := f.Sent(); len(got) != 0 {
		t.Errorf("the hall got %q", got)
	}
	h.Press("3", "enter")
	h.Wait("完成")
}

func TestALostAnswerIsSaidAndTheListsTellTheTruth(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	f.Set(func(f *fakeHall) { f.Lost = true })
	h.Press("b", "1")
	h.Wait("大厅没有应答，也不会补发")
	h.Wait("取号：选业务")
	h.Show()
	h.WaitGone("B001  工程建设")
}

func TestBeforeTheFirstStateThePageSaysConnecting(t *testing.T) {
	f := newHall(t)
	h := driver{tuitest.Driver{Harness: tuitest.Start(t, guide.New(guide.Settings{Now: f.Now, Terminal: terminal}, f), 100, 32)}, f}
	h.Wait("正在连接大厅主机")
	h.Harness.Press("3", "enter", "t")
	h.Send(wire.Link{})
	h.Wait("与大厅的连接中断")
	h.Send(f.View())
	h.Wait("取号：选业务")
}

func TestAStoppedHallIsSaid(t *testing.T) {
	f := signedIn(t)
	f.Command(t, queue.StopHall{Reason: "fire"})
	h := start(t, f, 80, 24)
	h.Wait("大厅暂停办理：消防警报")
	h.Press("1")
	h.Wait("大厅暂停办理：消防警报")
	if n := len(f.Requests()); n != 0 {
		t.Errorf("%d numbers were asked for", n)
	}
}

func TestManyLinesAreReachedByKeysAndTaps(t *testing.T) {
	f := signedIn(t)
	s := newScreen(f, queue.ZhHans)
	v := f.View()
	line := v.Lines[0]
	v.Lines = nil
	for i := range 14 {
		l := line
		l.Theme, l.Name = "t"+string(rune('a'+i)), text("业务"+string(rune('A'+i)), "", "")
		v.Lines = append(v.Lines, l)
	}
	s.Msg(v)
	s.Msg(tui.SizeMsg{W: 78, H: 22})
	seen := map[string]bool{}
	for range 4 {
		s.Layout(image.Rect(0, 0, 40, 12)) // who asks for a layout changes nothing
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

func TestADeskThatIsLeftForgetsWhatWasTyped(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	h.Press("3", "d")
	h.Press(strings.Split("11010519491231002x", "")...)
	h.Press("enter")
	h.Wait("110105********002X")
	for range 4 {
		h.Advance(time.Minute)
	}
	h.Wait("取号：选业务")
	h.Press("3")
	h.Wait("可不填")
}

// district are the lines of a district hall.
var district = []queue.Text{
	text("商事登记", "商事登記", "Business registration"), text("工程建设", "工程建設", "Construction projects"), text("综合服务", "綜合服務", "General services"),
	text("出入境", "出入境", "Exit and entry"), text("户政", "户政", "Household registration"), text("社会保险", "社會保險", "Social insurance"),
	text("出件咨询", "出件諮詢", "Collection and enquiries"), text("不动产登记", "不動產登記", "Real estate registration"), text("公积金", "公積金", "Housing provident fund"),
}

func TestTheNamesOfADistrictHallsLinesAreWhole(t *testing.T) {
	f := signedIn(t)
	for _, lang := range langs {
		s := newScreen(f, lang)
		v := f.View()
		line := v.Lines[0]
		v.Lines = nil
		for i, name := range district {
			l := line
			l.Theme, l.Name, l.Waiting = "t"+string(rune('a'+i)), name, 3*i
			v.Lines = append(v.Lines, l)
		}
		s.Msg(v)
		fits(t, s, lang)
		for _, g := range grids {
			t.Run(g.String()+" "+string(lang), func(t *testing.T) {
				p := tuitest.Picture(s, g.W, g.H)
				tuitest.Golden(t, p)
				for _, name := range district {
					for _, word := range strings.Fields(name.In(lang)) {
						if !strings.Contains(p, word) {
							t.Errorf("%q is cut:\n%s", name.In(lang), p)
						}
					}
				}
			})
		}
	}
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
	for _, want := range []string{"激活过号", "应答求助", "退出登录", "按事项名称"} {
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
