package window_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

func TestACitizenIsTransferredByTouchOrKey(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 100, 32)
	h.TapID("transfer")
	h.Wait("转到哪里？  " + number)
	h.Press("enter")
	h.TapLabel("窗口号")
	h.Wait("请输入窗口号")
	h.Press("7", "7", "enter")
	h.Wait("没有这个窗口")
	h.Press("esc", "/")
	h.TapLabel("1号窗口")
	waitState(h, f, number, queue.Waiting)
	if to := f.ticket(number).Target; to.Window != "1" {
		t.Errorf("the number was sent to %+v, want window 1", to)
	}
	h.Show(f)
	h.Wait("10秒内可撤销：转移")
	h.Press("u")
	waitState(h, f, number, queue.Serving)
	h.Wait("办理中")
	h.Press("/", "c")
	h.Wait(number + "号转给谁？")
	h.TapLabel("王芳  1号窗口")
	waitState(h, f, number, queue.Waiting)
	if to := f.ticket(number).Target; to.Clerk != "c1" {
		t.Errorf("the number was sent to %+v, want clerk c1", to)
	}
}

func TestACitizenIsHeldInThreeWaysAndTakenBack(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 100, 32)
	for _, tc := range []struct {
		keys []string
		kind queue.HoldKind
	}{
		{[]string{".", "1"}, queue.HoldAway}, {[]string{"h", "2"}, queue.HoldHere},
		{[]string{".", "3", "1", "5", "enter"}, queue.HoldStep},
	} {
		h.Press(tc.keys...)
		waitState(h, f, number, queue.Held)
		hold := f.ticket(number).Hold
		if hold.Kind != tc.kind {
			t.Errorf("%q holds as %s, want %s", tc.keys, hold.Kind, tc.kind)
		}
		if tc.kind == queue.HoldStep && !hold.Until.Equal(f.now().Add(15*time.Minute)) {
			t.Errorf("the step ends at %v, want 15 minutes from now", hold.Until)
		}
		h.Show(f)
		h.Wait("挂起的号码")
		h.Press(".")
		h.Wait("取回哪个号？")
		h.Press("1")
		waitState(h, f, number, queue.Serving)
		h.Show(f)
		h.Wait("办理中")
	}
}

func TestAHoldNeedsSensibleMinutes(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 80, 24)
	h.Press(".", "3", "0", "enter")
	h.Wait("请输入1到480分钟")
	h.Press("backspace", "x", "enter")
	h.Wait("请输入1到480分钟")
	h.Press("esc", "esc")
	h.Wait("本窗口业务")
	if f.state(number) != queue.Serving {
		t.Errorf("%s is %s", number, f.state(number))
	}
}

func TestFinishStatesAnOutcomeForEachItem(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 100, 32)
	h.Press("f")
	h.Wait("[未选] 个体工商户设立登记")
	h.Press("+")
	h.Wait("[受理] 个体工商户设立登记")
	h.Press("enter")
	h.Wait("还有1项没有选择结果")
	h.TapLabel("减项")
	h.WaitGone("] 公司变更登记")
	h.TapLabel("加项")
	h.Wait("加哪一项？")
	h.Press("3")
	h.Wait("[未选] 营业执照补领")
	h.TapLabel("补正")
	h.Wait("[补正] 营业执照补领")
	h.Press("enter")
	waitState(h, f, number, queue.Done)
	want := []queue.Handled{{Item: "A-1", Outcome: queue.Accepted}, {Item: "A-3", Outcome: queue.ToCorrect}}
	if got := f.ticket(number).Legs[0].Handled; !slices.Equal(got, want) {
		t.Errorf("handled %v, want %v", got, want)
	}
	h.Wait("空闲")
}

func TestFinishWithoutOutcomesWhereTheHallAllowsIt(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 100, 32)
	h.Press("f", "enter")
	waitState(h, f, number, queue.Done)
}

func TestNextOpensTheOutcomesWhereTheHallNeedsThem(t *testing.T) {
	f := newHall(t, true)
	set := settings()
	set.Rules.NeedOutcome, set.Rules.AutoDay = true, false
	f.do(t, queue.ChangeSettings{Settings: set, Hash: "need"})
	number := f.issue(t, queue.Issue{Theme: "business"})
	f.do(t, queue.Next{Window: "2"})
	f.do(t, queue.Start{Window: "2"})
	h := start(t, f, 100, 32)
	h.Press("enter")
	h.Wait("请先选择办理结果")
	h.Wait("[未选] 商事登记")
	h.Press("enter")
	h.Wait("还有1项没有选择结果")
	h.Press("e", "enter")
	waitState(h, f, number, queue.Done)
}

func TestAFormThatWasLeftSaysNothingOfItsNumberLater(t *testing.T) {
	f, number := serving(t)
	f.issue(t, queue.Issue{Theme: "business"})
	h := start(t, f, 100, 32)
	h.Press("f")
	h.Wait("每项办理结果")
	h.Press("esc", "enter")
	waitState(h, f, number, queue.Done)
	h.Show(f)
	h.Wait("第1次呼叫")
	if s := h.Text(); strings.Contains(s, "已不在本窗口") {
		t.Errorf("the screen speaks of a form that was left:\n%s", s)
	}
}

func TestItemsAreChangedFromTheCatalogue(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 100, 32)
	h.Press("c")
	h.Wait("[x] 公司变更登记")
	h.Press("2")
	h.Wait("[ ] 公司变更登记")
	h.TapLabel("查找")
	h.Press("b", "-", "4", "enter")
	h.Wait("[ ] B-4")
	h.Press("1", "enter")
	waitFor(h, "the items are changed", func() bool {
		legs := f.ticket(number).Legs
		return len(legs) == 2 && slices.Equal(legs[0].Items, []string{"A-1"}) && slices.Equal(legs[1].Items, []string{"B-4"})
	})
	h.Show(f)
	h.Wait("第1段，共2段")
	h.Wait("工程建设（B-4）")
	h.Press("c", "s", "q", "q", "q", "enter")
	h.Wait("没有找到「qqq」")
	h.Press("1", "s", "b", "-", "4", "enter")
	h.Wait("[x] B-4")
	h.Press("1", "enter")
	h.Wait("请先选择业务")
}

func TestChangingItemsKeepsTheLaterPartsOfTheVisit(t *testing.T) {
	f := newHall(t, true)
	number := f.issue(t, queue.Issue{Items: []string{"A-1", "B-1", "C-1"}})
	f.do(t, queue.Next{Window: "2"})
	f.do(t, queue.Start{Window: "2"})
	h := start(t, f, 100, 32)
	h.Wait("工程建设（B-1）、综合服务（C-1）")
	h.Press("c")
	h.Wait("（已选3项）")
	h.Wait("[x] C-1")
	h.Press("4", "enter")
	waitFor(h, "an item is added", func() bool {
		legs := f.ticket(number).Legs
		return len(legs) == 3 && slices.Equal(legs[0].Items, []string{"A-1", "A-2"}) &&
			slices.Equal(legs[1].Items, []string{"B-1"}) && slices.Equal(legs[2].Items, []string{"C-1"})
	})
}

func TestWithNobodyElseSignedInNoClerkIsOffered(t *testing.T) {
	f, _ := serving(t)
	f.do(t, queue.SignOut{Window: "1"})
	h := start(t, f, 100, 32)
	h.Press("t")
	h.TapLabel("同事")
	h.Wait("没有其他工作人员签到")
}

func TestTheCatalogueMayBeOutOfReach(t *testing.T) {
	f, _ := serving(t)
	h := start(t, f, 100, 32)
	f.set(func(f *fakeHall) {
		f.err = &wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "no"}}
	})
	h.Press("c")
	h.Wait("操作没有发出")
	h.Press("c")
	h.Wait("[x] 公司变更登记")
}

func TestANumberIsCancelledWithAReason(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 100, 32)
	h.Press("x", "enter", "2")
	waitState(h, f, number, queue.Cancelled)
	if why := f.ticket(number).Why; why != "asked" {
		t.Errorf("the reason is %q, want asked", why)
	}
}

func TestWithoutTheRightNobodyCancelsOrPicks(t *testing.T) {
	f, _ := serving(t)
	v := f.view()
	v.Rights = nil
	h := start(t, f, 100, 32)
	h.Send(v)
	for _, key := range []string{"x", "g"} {
		h.Press(key)
		h.Wait("您没有此权限，请找值班长")
		h.Press("b")
		h.Wait("没有过号的号码")
	}
	if got := f.sent(); len(got) != 0 {
		t.Errorf("the hall got %q", got)
	}
}

func TestAWindowPausesAndResumes(t *testing.T) {
	f := newHall(t, true)
	h := start(t, f, 100, 32)
	h.Press("0")
	h.Wait("请选择暂停原因")
	h.Press("1")
	h.Show(f)
	h.Wait("暂停服务：午休")
	h.Press("enter")
	h.Wait("窗口已暂停，请先恢复服务")
	h.Press("p")
	h.Wait("[=] 空闲")
}

func TestAPauseCanWaitForTheCitizenAndBeCalledOff(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 100, 32)
	h.Press("p")
	h.Wait("（办完本号后暂停）")
	h.Press("3")
	waitFor(h, "the pause is noted", func() bool { return f.view().PauseAfter == "meeting" })
	h.Show(f)
	h.Wait("办完本号后暂停（开会）")
	h.Press("0")
	waitFor(h, "the pause is called off", func() bool { return f.view().PauseAfter == "" })
	h.Show(f)
	h.WaitGone("（开会）")
	h.Press("p", "2")
	waitFor(h, "the pause is noted", func() bool { return f.view().PauseAfter == "break" })
	h.Show(f)
	h.Press("f", "enter")
	waitState(h, f, number, queue.Done)
	h.Wait("暂停")
}

func TestANumberIsCalledOutOfTurn(t *testing.T) {
	f := newHall(t, true)
	f.issue(t, queue.Issue{Theme: "business"})
	number := f.issue(t, queue.Issue{Theme: "business"})
	h := start(t, f, 100, 32)
	h.Press("g", "a", "9", "enter")
	h.Wait("没有这个号码，请核对小票")
	h.Press("backspace")
	for _, id := range []string{"0", "0", "2", "confirm"} {
		h.TapID(id)
	}
	waitState(h, f, number, queue.Called)
	h.Wait("工作人员按号特呼")
}

func TestAMissedNumberIsBroughtBack(t *testing.T) {
	f, number := called(t)
	for range 2 {
		f.wait(20 * time.Second)
		f.do(t, queue.Recall{Window: "2"})
	}
	f.wait(20 * time.Second)
	f.do(t, queue.NoShow{Window: "2"})
	h := start(t, f, 100, 32)
	h.Wait("过号的号码")
	h.Press("b")
	h.Wait("激活哪个过号？")
	h.Press("1")
	h.Wait(number + "号已激活，稍后会再叫到")
	waitState(h, f, number, queue.Waiting)
}

func TestAClerkCannotSignOutWithACitizenAtTheWindow(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 100, 32)
	h.Press("q")
	h.Wait("请先办完" + number + "号")
	h.Press("f", "q")
	h.Wait("本窗口业务")
	if f.state(number) != queue.Serving {
		t.Errorf("%s is %s", number, f.state(number))
	}
}
