package manager_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

func TestARuleIsChangedWithinItsLimitsAndOnRecord(t *testing.T) {
	f := signed(t)
	h := start(t, f, 120, 36)
	h.Press("6", "enter")
	h.Wait("优先提前  现在：20分钟")
	h.Press("9", "9", "9", "enter")
	h.Wait("超出范围，可填0-240")
	h.Press("backspace", "backspace", "backspace", "q", "enter")
	h.Wait("超出范围")
	h.Press("backspace", "2", "5", "enter")
	h.Wait("优先提前：从20分钟改为25分钟，全大厅马上生效？")
	h.Press("1")
	h.Wait("优先提前已改为25分钟")
	h.Wait("* 25分钟")
	waitHall(h, f, "the rule is in force", func(s *queue.State) bool { return s.Settings.Rules.PriorityCredit == queue.Minutes(25) })
	h.TapID("rule need_outcome")
	h.Press("1")
	h.Wait("必须填办理结果：从否改为是")
	h.Press("1")
	waitHall(h, f, "outcomes are needed", func(s *queue.State) bool { return s.Settings.Rules.NeedOutcome })
	h.TapID("rule day_closes")
	h.Press("2", "5", "0", "0", "enter")
	h.Wait("超出范围，可填00:00-24:00")
	for range 4 {
		h.Press("backspace")
	}
	h.Press("2", "0", "3", "0", "enter", "1")
	waitHall(h, f, "the day closes at half past eight", func(s *queue.State) bool { return s.Settings.Rules.DayCloses == 20*60+30 })
	h.TapID("rule wait_warning")
	h.Press("1", "0", "enter", "1")
	waitHall(h, f, "a wait of ten minutes raises an alert", func(s *queue.State) bool { return s.Settings.Rules.Alerts.WaitWarning == queue.Minutes(10) })
	h.TapID("rule calls")
	h.Press("3", "enter")
	h.Wait("没有改动")
	h.Press("9")
	h.Wait("最近5次变更")
	h.Wait("20分钟")
	h.Wait("等候留意")
}

func TestARuleThatSomebodyElseHasChangedMeanwhileMustBeLookedAtAgain(t *testing.T) {
	f := signed(t)
	h := start(t, f, 120, 36)
	h.Press("6", "enter", "2", "5", "enter")
	set := settings()
	set.Rules.Calls = 5 // meanwhile, somewhere else
	f.do(t, queue.ChangeSettings{Settings: set, Hash: "other"})
	h.Press("1")
	h.Wait("刚才已有人更改，没有保存")
	h.Wait("* 5") // it is seen now
	h.Press("enter", "2", "5", "enter", "1")
	waitHall(h, f, "both changes stand", func(s *queue.State) bool {
		return s.Settings.Rules.PriorityCredit == queue.Minutes(25) && s.Settings.Rules.Calls == 5
	})
}

func TestRulesThatTheDistrictHasSetAreShownAsItsOwnAndNotChangedHere(t *testing.T) {
	f := signed(t)
	rules := settings().Rules
	rules.Calls = 5
	f.do(t, queue.TakePart{Part: queue.PartRules, Version: 7, Hash: "7f", Rules: &rules})
	h := start(t, f, 120, 36)
	h.Press("6")
	h.Wait("大厅规则由中心平台统一发布，第7版，本厅不能更改")
	h.Wait("* 5")
	h.Press("enter")
	h.TapID("rule calls")
	if s := h.Wait("第7版，本厅不能更改"); strings.Contains(s, "现在：") {
		t.Errorf("a rule of the district is offered for a change:\n%s", s)
	}
	h.Press("9")
	h.Wait("中心发布 规则")
	h.Wait("第7版")

	f.do(t, queue.ReleasePart{Part: queue.PartRules})
	h.Press("6", "enter")
	h.Wait("过号前呼叫  现在：5次呼叫") // the hall's again
}

func TestEveryRuleThatTheHallBoundsCanBeChanged(t *testing.T) {
	f := signed(t)
	h := start(t, f, 160, 50)
	h.Press("6")
	s := h.Wait("优先提前")
	if n := strings.Count(s, "分钟"); n < 8 || strings.Contains(s, "manager.") {
		t.Errorf("%d rules in minutes:\n%s", n, s)
	}
}

func TestAMemberOfStaffIsAddedChangedAndRemoved(t *testing.T) {
	f := signed(t)
	h := start(t, f, 120, 36)
	h.Press("7")
	h.Wait("人员6名")
	h.Press("n", "c", " ", "7", "enter")
	h.Wait("只能用字母、数字和短横")
	h.Press("backspace", "backspace", "1", "enter")
	h.Wait("编号c1已有人用")
	h.Press("backspace", "7", "enter")
	h.Wait("c7的姓名")
	h.Press("孙", "宁", "enter")
	h.Wait("孙宁的权限")
	h.Press("2", "3", "3")
	h.Wait("[有] 弃号")
	h.Press("enter")
	h.Wait("孙宁的新密码")
	h.Press("1", "2", "enter")
	h.Wait("密码至少4位")
	h.Press("3", "4", "enter")
	h.Wait("再输入一次")
	h.Press("1", "2", "3", "5", "enter")
	h.Wait("两次输入不一样")
	h.Press("1", "2", "3", "4", "enter", "1", "2", "3", "4", "enter")
	h.Wait("孙宁已添加")
	h.Wait("人员7名")
	waitHall(h, f, "c7 may cancel and nothing else", func(s *queue.State) bool {
		c := s.Clerk("c7")
		return c != nil && c.Name == "孙宁" && slices.Equal(c.Rights, []queue.Right{queue.RightCancel})
	})
	h.Press("end", "c", "A", "n", "enter")
	h.Wait("An已修改")
	h.Press("r", "2", "enter")
	waitHall(h, f, "c7 has no right left", func(s *queue.State) bool { c := s.Clerk("c7"); return c.Name == "An" && len(c.Rights) == 0 })
	f.set(func(f *fakeHall) {
		r := f.bodies[len(f.bodies)-1].(wire.StaffRequest)
		if r.Rights == nil {
			t.Error("taking all rights says nothing of rights")
		}
	})
	h.Press("p", "5", "6", "7", "8", "enter", "5", "6", "7", "8", "enter")
	h.Wait("An的密码已更换")
	h.Press("x")
	h.Wait("删除An？")
	h.Press("1")
	h.Wait("An已删除")
	waitHall(h, f, "c7 is gone", func(s *queue.State) bool { return s.Clerk("c7") == nil })
	h.Press("9")
	h.Wait("人员")
}

func TestWhatWasDoneWhileTheHallWasAskedIsSeenAtOnce(t *testing.T) {
	f := signed(t)
	h := start(t, f, 120, 36)
	slow := make(chan struct{})
	f.set(func(f *fakeHall) { f.slow = slow })
	h.Press("7") // asks for the settings, which come late
	h.Press("c", "A", "n", "enter")
	h.Wait("An已修改")
	f.set(func(f *fakeHall) { f.slow = nil })
	close(slow)
	h.Wait("c1            An")
}

func TestANoticeStandsAmongTheChanges(t *testing.T) {
	f := signed(t)
	h := start(t, f, 120, 36)
	f.do(t, queue.SetNotice{ID: "n1", Text: text("演习", "演習", "Drill")})
	f.do(t, queue.SetNotice{ID: "n1"})
	h.Press("9")
	h.WaitFor("both are told", func(s string) bool { return strings.Count(s, "演习") >= 2 })
}

func TestWhatWasChangedIsReadInWords(t *testing.T) {
	f := signed(t)
	f.do(t, queue.SetIntake{Theme: "business", Closed: true, Reason: "staff_short"})
	f.do(t, queue.Assign{Window: "1", Own: []string{"general"}, Spill: []string{"construction"}})
	f.do(t, queue.SetQuota{Theme: "general", Quota: queue.Quota{Day: 80}})
	set := settings()
	set.Staff[1].Rights = []queue.Right{queue.RightPick}
	set.Rules.CallGap = 30
	f.do(t, queue.ChangeSettings{Settings: set, Hash: "x"})
	h := start(t, f, 160, 50)
	h.Press("9")
	for _, want := range []string{"取号开关 商事登记", "窗口人手不足", "限额 综合服务", "呼叫间隔", "20秒", "30秒", "人员 李强 权限", "特呼 弃号"} {
		h.Wait(want)
	}
}

func TestATerminalIsEnrolledAndWithdrawn(t *testing.T) {
	f := signed(t)
	h := start(t, f, 120, 36)
	h.Press("4", "n")
	h.Wait("新终端做什么用？")
	h.Press("2")
	h.Wait("放在哪个窗口？")
	h.Press("3")
	h.Wait("onewindow join")
	h.Wait("ow1.k3xq")
	h.Wait("09:15前有效，只能用一次")
	h.Wait("onewindow window")
	f.wait(16 * time.Minute)
	h.Advance(time.Second)
	h.Wait("已经过期")
	h.Press("esc")
	h.WaitGone("ow1.")
	f.set(func(f *fakeHall) {
		if !slices.Equal(f.tokens, []wire.TokenRequest{{Role: wire.RoleWindow, Window: "3"}}) {
			t.Errorf("the hall was asked for %+v", f.tokens)
		}
	})
	h.TapID("terminal kiosk-0")
	h.Press("x")
	h.Wait("撤销取号机 T0？")
	h.Press("1")
	h.Wait("取号机 T0已撤销")
	h.Wait("终端4台")
	if got := f.sent(); !slices.Equal(got, []string{"terminal.revoke"}) {
		t.Errorf("the hall got %q", got)
	}
	f.set(func(f *fakeHall) { f.terminals[0].ID = terminal })
	h.Press("1", "4")
	h.Wait("  " + terminal + "  ")
	h.TapID("terminal " + terminal)
	h.Press("x")
	h.Wait("不能撤销本机")
}

func TestALongVisitIsToldInTimesAsLongAsUsual(t *testing.T) {
	h := start(t, signed(t), 120, 36)
	h.Press("6", "end")
	h.Wait("3倍")
}
