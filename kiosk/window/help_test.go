package window_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tui/tuitest"
	"onewindow/kiosk/window"
	"onewindow/queue"
	"onewindow/wire"
)

// help is the call for staff that is open, if any.
func (f *fakeHall) help() *queue.Help { return f.view().Help }

func TestAnAlarmNeedsTwoPressesAndNothingOnTheScreenTellsOfIt(t *testing.T) {
	for _, key := range []string{"f9", "!"} {
		for _, size := range []tuitest.Size{{W: 100, H: 32}, {W: 40, H: 6}} {
			f, _ := serving(t)
			h := start(t, f, size.W, size.H)
			h.Wait("办结")
			h.Press(key)
			h.Wait("再按一次")
			h.Advance(3 * time.Second)
			h.WaitGone("再按一次")
			h.Press(key)
			if f.help() != nil {
				t.Fatalf("one press of %s called for help", key)
			}
			h.PressNow(key)
			waitFor(h, "help is called", func() bool { return f.help() != nil && f.help().Kind == queue.HelpPanic })
			h.Wait("已记下") // which is later than that the hall knows
			h.Show(f)
			s := h.Wait("+")
			for _, tells := range []string{"求助已", "紧急", "报警", "警", "危", "工作人员"} {
				if strings.Contains(s, tells) {
					t.Errorf("at %s the screen says %q:\n%s", size, tells, s)
				}
			}
			h.PressNow(key)
			h.PressNow(key)
			if got := f.sent(); len(got) != 1 {
				t.Errorf("pressing on asked for %q", got)
			}
			f.do(t, queue.AnswerHelp{ID: f.help().ID})
			h.Show(f)
			h.Wait("已收到")
		}
	}
}

func TestAnAlarmIsSentBehindTheHelpAndFromAScreenThatIsTooSmall(t *testing.T) {
	for _, size := range []tuitest.Size{{W: 100, H: 32}, {W: 20, H: 4}} {
		f, _ := serving(t)
		h := start(t, f, 100, 32)
		h.Press("x", "f1")
		h.Wait("帮助")
		h.Resize(size.W, size.H)
		h.Press("f9", "f9")
		waitFor(h, "help is called", func() bool { return f.help() != nil && f.help().Kind == queue.HelpPanic })
	}
}

func TestAnAlarmChangesOneMarkOfThePicture(t *testing.T) {
	f := morning(t, queue.WindowServing)
	before := tuitest.Picture(newScreen(f, queue.ZhHans), 100, 32)
	f.do(t, queue.CallHelp{Kind: queue.HelpPanic, Terminal: terminal, Window: "2"})
	after := tuitest.Picture(newScreen(f, queue.ZhHans), 100, 32)
	was, is := strings.Split(before, "\n"), strings.Split(after, "\n")
	for i := range was {
		if i > 0 && was[i] != is[i] {
			t.Errorf("row %d changed from\n%s\nto\n%s", i, was[i], is[i])
		}
	}
	if !strings.HasSuffix(is[0], "09:29 +") {
		t.Errorf("the title is %q, want the mark behind the clock", is[0])
	}
}

func TestAnAlarmWorksWhileTheHallIsAskedAndWhileSomethingIsTyped(t *testing.T) {
	f := newHall(t, true)
	f.issue(t, queue.Issue{Theme: "business"})
	h := start(t, f, 100, 32)
	gate := make(chan struct{})
	f.set(func(f *fakeHall) { f.gate = gate })
	h.Press("enter")
	h.Wait("呼叫中，请稍候")
	h.PressNow("f9")
	h.PressNow("f9")
	waitFor(h, "help is called", func() bool { return f.help() != nil })
	close(gate)
	h.Wait("第1次呼叫")

	f, _ = serving(t)
	h = start(t, f, 100, 32)
	h.Press(".", "3", "!")
	h.PressNow("!")
	h.Wait("!!_")
	h.PressNow("f9")
	h.PressNow("f9")
	waitFor(h, "help is called", func() bool { return f.help() != nil })
	h.Wait("!!_")
}

func TestAnAlarmThatCannotBeSentSaysSoInAQuietWord(t *testing.T) {
	f, _ := serving(t)
	h := start(t, f, 100, 32)
	h.Send(wire.Link{Since: tuitest.StartTime})
	h.Press("f9", "f9")
	h.Wait("没有发出")
	if f.help() != nil {
		t.Error("it was sent")
	}
}

func TestStaffAreCalledWithOneKeyAndTheCallCanBeTakenBack(t *testing.T) {
	f, _ := serving(t)
	h := start(t, f, 100, 32)
	h.Press("y")
	h.Wait("已呼叫工作人员，请稍候")
	h.Show(f)
	h.Press("y")
	h.Wait("要撤回吗？")
	h.Press("1")
	h.Wait("已撤回")
	h.Show(f)
	if s := h.Text(); f.help() != nil || strings.Contains(s, "马上到") {
		t.Errorf("the call is open, or somebody is said to come:\n%s", s)
	}
	h.Press("6")
	h.Wait("已呼叫工作人员，请稍候")
	h.Show(f)
	f.do(t, queue.AnswerHelp{ID: f.help().ID})
	h.Show(f)
	h.Wait("工作人员马上到")
}

func TestAManagersWishIsDoneOrDeclinedWithOneKey(t *testing.T) {
	f := newHall(t, true)
	f.do(t, queue.Pause{Window: "2", Reason: "meeting"})
	f.do(t, queue.AskWindow{Window: "2", What: queue.AskOpen, Theme: "general"})
	h := start(t, f, 100, 32)
	h.Wait("值班长请您开窗：综合服务等候多")
	h.Press("a")
	h.Wait("空闲")
	h.Show(f)
	h.WaitGone("值班长请您")

	f, _ = serving(t)
	f.do(t, queue.AskWindow{Window: "2", What: queue.AskClose})
	h = start(t, f, 40, 6)
	h.Wait("值班长：请办完后暂停 A 照办 D 不方便")
	h.Press("d")
	h.WaitGone("值班长：")
	h.Show(f)
	h.WaitGone("值班长：")
	f.do(t, queue.AskWindow{Window: "2", What: queue.AskClose})
	h.Show(f)
	h.Wait("值班长：请办完后暂停")
	h.Press("a")
	waitFor(h, "the window pauses afterwards", func() bool { return f.view().PauseAfter == "asked" })
	if got := f.sent(); strings.Join(got, " ") != "answer answer" {
		t.Errorf("the hall got %q, want two answers", got)
	}
}

// bells is how often the bell has rung; its character also ends the sequences
// that set titles and colours.
func bells(h driver) int {
	return strings.Count(sequences.ReplaceAllString(h.Raw(), ""), "\a")
}

var sequences = regexp.MustCompile("\x1b\\][^\a\x1b]*\a")

func TestTheBellRingsOnceWhenSomebodyComesToAnIdleWindow(t *testing.T) {
	f := newHall(t, true)
	h := start(t, f, 100, 32)
	h.Wait("暂时没有人等候")
	f.issue(t, queue.Issue{Theme: "business"})
	h.Show(f)
	h.WaitFor("the bell rings", func(string) bool { return bells(h) == 1 })
	f.issue(t, queue.Issue{Theme: "business"})
	h.Show(f)
	h.Wait("A002")
	if n := bells(h); n != 1 {
		t.Errorf("the bell rang %d times for people who come one after the other", n)
	}
}

func TestTheHelpHasEveryKeyAndTurnsItsPagesOnAStrip(t *testing.T) {
	f, _ := serving(t)
	for _, size := range []tuitest.Size{{W: 100, H: 32}, {W: 80, H: 24}, {W: 40, H: 6}, {W: 60, H: 10}, {W: 160, H: 50}} {
		s := newScreen(f, queue.ZhHans)
		tap(s, "help")
		all := ""
		for range 12 {
			all += tuitest.Picture(s, size.W, size.H)
			tap(s, "later")
		}
		for _, want := range []string{"呼叫下一位", "再呼叫一次", "开始办理", "未到，过号", "按号码特呼", "激活过号", "选择每项结果", "材料打勾", "更改事项",
			"空闲时取回", "转到业务", "取消当前号", "撤销上一步", "暂停或恢复", "请工作人员过来", "紧急求助", "值班长的请求", "签退", "看所有按键", "列表里按数字"} {
			if !strings.Contains(all, want) {
				t.Errorf("at %s the help lacks %q", size, want)
			}
		}
	}
}

func TestTheHelpLeadsBackToWhereItWasCalled(t *testing.T) {
	f, _ := called(t)
	h := start(t, f, 100, 32)
	h.Press("enter")
	h.Wait("来了吗")
	h.Press("?")
	h.Wait("列表里按数字选择")
	h.Press("enter")
	h.Wait("来了吗")
	h.Press("esc", "f1")
	h.Wait("列表里按数字选择")
	h.Press("z")
	h.Wait("第1次呼叫")
}

func TestPapersAreTickedOffUntilTheCitizenGoes(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 100, 32)
	h.Wait("[ ] 身份证原件")
	h.Press("5")
	h.Wait(number + "号的材料")
	h.Press("1", "3", "enter")
	h.Wait("[x] 身份证原件")
	h.Wait("[ ] 经营场所证明")
	h.Wait("[x] 委托书")
	f.issue(t, queue.Issue{Items: []string{"A-1"}})
	h.Press("enter")
	h.Wait("第1次呼叫")
	h.Show(f)
	h.Wait("[ ] 身份证原件")
	h.WaitGone("[x]")
}

var _ window.Desk = (*fakeHall)(nil)
