package manager_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

func TestNobodySignedInMayLookButNotAct(t *testing.T) {
	f := newHall(t)
	h := start(t, f, 120, 36)
	h.Wait("未登录，只能查看")
	for _, digit := range []string{"2", "3", "4", "5", "6", "7", "8", "9", "1"} {
		h.Press(digit)
	}
	h.Wait("业务队列")
	h.Press("o")
	h.Wait("请先选自己的名字")
	if got := f.sent(); len(got) != 0 {
		t.Errorf("the hall got %q", got)
	}
	h.TapID("clerk c1")
	h.Wait("王芳")
	h.Press("9", "9", "9", "9", "enter")
	h.Wait("密码不对")
	h.Press("1", "2", "3", "4", "enter")
	h.Wait("请哪个窗口开或关？") // it goes on with what was wanted
	h.Show(f)
	h.Wait("王芳 已登录")
	h.TapID("sign")
	h.Press("1")
	h.Show(f)
	h.Wait("未登录，只能查看")
	if got := f.sent(); !slices.Equal(got, []string{"desk.signin", "desk.signin", "desk.signout"}) {
		t.Errorf("the hall got %q", got)
	}
}

func TestWhatWasWantedBeforeTheSignInIsDoneAfterIt(t *testing.T) {
	f := newHall(t)
	h := start(t, f, 120, 36)
	h.Press("e")
	h.Wait("请先选自己的名字")
	h.TapID("clerk c1")
	h.Press("1", "2", "3", "4", "enter")
	h.Wait("当天号码已写入")
}

func TestWhoHasNoRightIsToldSo(t *testing.T) {
	f := newHall(t)
	f.do(t, queue.OpenDesk{Terminal: terminal, Clerk: "c2"})
	h := start(t, f, 120, 36)
	h.Press("f", "1", "1")
	h.Wait("没有此权限")
	waitHall(h, f, "window 1 is as it was", func(s *queue.State) bool { return s.Window("1").State == queue.Idle })
}

func TestAHallWhereNobodyManagesIsRunUnsigned(t *testing.T) {
	f := newHall(t)
	set := settings()
	set.Staff[0].Rights = nil
	f.do(t, queue.ChangeSettings{Settings: set, Hash: "x"})
	h := start(t, f, 120, 36)
	h.Wait("无需登录")
	h.Press("f", "1", "1")
	h.Wait("1号窗口已释放")
}

func TestAlertsAreAcknowledgedWithOneKey(t *testing.T) {
	f := signed(t)
	f.terminals[1].Seen = f.terminals[0].Seen // no terminal is silent
	f.issue(t, queue.Issue{Theme: "business"})
	f.issue(t, queue.Issue{Theme: "construction"})
	f.wait(31 * time.Minute)
	f.watch(t)
	f.wait(2 * time.Minute)
	h := start(t, f, 120, 36)
	h.Wait("2条未知悉")
	h.Wait("商事登记有人等候超过31分钟")
	h.Press("k")
	h.Wait("已知悉：商事登记")
	waitHall(h, f, "the first alert is acknowledged", func(s *queue.State) bool { return !s.Alert("wait/business").Seen.IsZero() })
	h.Show(f)
	h.Wait("1条未知悉")
	h.Press("3")
	h.Wait("马上处理")
	if s := h.Text(); strings.Index(s, "工程建设有人") > strings.Index(s, "商事登记有人") {
		t.Errorf("what is acknowledged does not come last:\n%s", s)
	}
	h.Press("down", "down", "k")
	h.Wait("已有人知悉")
	h.Press("up", "enter")
	h.Wait("已知悉：工程建设")
	h.Show(f)
	h.Press("1", "k")
	h.Wait("没有待知悉的提醒")
}

func TestACallForHelpStandsOnEveryPageUntilItIsAnswered(t *testing.T) {
	f := signed(t)
	f.do(t, queue.CallHelp{Kind: queue.HelpStaff, Terminal: "kiosk-0"})
	f.do(t, queue.CallHelp{Kind: queue.HelpPanic, Terminal: "window-2", Window: "2"})
	f.wait(65 * time.Second)
	h := start(t, f, 120, 36)
	for _, digit := range []string{"2", "4", "6", "1"} {
		h.Press(digit)
		h.Wait("紧急：2号窗口")
		h.Wait("1:05")
	}
	h.Press("k", "esc")
	if got := f.sent(); len(got) != 0 {
		t.Errorf("one key alone ended a panic: %q", got)
	}
	h.Press("k", "1")
	h.Wait("已应答：紧急")
	// Before the hall's next state comes, it stands nowhere any more, and the key is
	// for the other call.
	h.WaitGone("按K应答")
	h.Press("k")
	h.Wait("求助：")
	h.Press("1")
	waitHall(h, f, "nobody calls any more", func(s *queue.State) bool { return len(s.Helps) == 0 })
}

// sequences set titles and colours, and may end in the bell's character.
var sequences = regexp.MustCompile("\x1b\\][^\a\x1b]*\a")

func TestACallInDangerRingsTheBellOnce(t *testing.T) {
	f := signed(t)
	h := start(t, f, 120, 36)
	h.Wait("业务队列")
	rings := func() int { return strings.Count(sequences.ReplaceAllString(h.Raw(), ""), "\a") }
	f.do(t, queue.CallHelp{Kind: queue.HelpStaff, Terminal: "kiosk-0"})
	h.Show(f)
	h.Wait("求助：")
	if rings() != 0 {
		t.Error("the bell rings for every call")
	}
	f.do(t, queue.CallHelp{Kind: queue.HelpPanic, Terminal: "window-2", Window: "2"})
	h.Show(f)
	h.WaitFor("the bell rings", func(string) bool { return rings() > 0 })
	h.Show(f)
	h.Show(f)
	h.Wait("紧急：2号窗口")
	if n := rings(); n != 1 {
		t.Errorf("the bell rang %d times", n)
	}
}

func TestAWindowIsAskedToOpenForALineAndToClose(t *testing.T) {
	f := busy(t)
	h := start(t, f, 120, 36)
	h.Press("o", "5")
	h.Wait("请5号窗口开窗，帮哪项业务？")
	h.Press("2")
	h.Wait("已请5号窗口")
	waitHall(h, f, "window 5 is asked to open", func(s *queue.State) bool {
		a := s.Window("5").Asked
		return a != nil && a.What == queue.AskOpen && a.Theme == "business"
	})
	h.Show(f)
	h.Press("2", "o")
	h.Wait("请1号窗口办完这一位就关窗？")
	h.Press("1")
	waitHall(h, f, "window 1 is asked to close", func(s *queue.State) bool {
		a := s.Window("1").Asked
		return a != nil && a.What == queue.AskClose
	})
	h.Show(f)
	h.Wait("已请关窗 0分前")
	f.do(t, queue.AnswerAsk{Window: "1", Accept: true})
	f.do(t, queue.AnswerAsk{Window: "5"})
	h.Show(f)
	h.Wait("已同意 0分前")
	h.Wait("不方便 0分前")
}

func TestALineGetsAQuotaForTheDay(t *testing.T) {
	f := signed(t)
	h := start(t, f, 120, 36)
	h.Press("i", "1", "2")
	h.Wait("商事登记今天最多给多少个号")
	h.Press("5", "x", "enter")
	h.Wait("可填0-9999")
	h.Press("backspace", "0", "enter")
	h.Wait("商事登记今天最多50个号")
	waitHall(h, f, "the quota is 50", func(s *queue.State) bool { return s.ThemeState("business").Quota.Day == 50 })
	h.Press("i", "1", "2", "0", "enter")
	h.Wait("商事登记今天不限号")
}

func TestAnAlertThatHasRisenMeanwhileIsNotAcknowledged(t *testing.T) {
	f := signed(t)
	f.terminals[1].Seen = f.terminals[0].Seen
	f.issue(t, queue.Issue{Theme: "business"})
	f.wait(16 * time.Minute)
	f.watch(t)
	h := start(t, f, 120, 36)
	h.Wait("1条未知悉")
	f.wait(15 * time.Minute)
	f.watch(t) // the screen has not heard it yet
	h.Press("k")
	h.Wait("该提醒已升级")
	if !f.Hall.Hall.State.Alert("wait/business").Seen.IsZero() {
		t.Error("a critical alert that nobody saw is acknowledged")
	}
}

func TestSilentTerminalsAreFoundWhateverThisMachinesClock(t *testing.T) {
	f := signed(t)
	f.watch(t)
	h := start(t, f, 120, 36)
	h.Wait("T1没有应答")
	h.Press("4")
	s := h.Wait("!! 离线")
	if !strings.Contains(s, "终端5台，在线3台") || !strings.Contains(s, "3:00") || !strings.Contains(s, "未连接过") {
		t.Errorf("the terminals are\n%s", s)
	}
	f.set(func(f *fakeHall) { f.terminals[1].Seen = f.terminals[0].Seen })
	h.Advance(5 * time.Second)
	h.Wait("在线4台")
}

func TestTheHallsOwnMachineIsNoTerminalOfTheList(t *testing.T) {
	f := signed(t)
	f.terminals = append(f.terminals, wire.Terminal{ID: "ctl", Role: wire.RoleAdmin, Name: "host"})
	h := start(t, f, 120, 36)
	h.Press("4")
	h.Wait("终端5台")
}

func TestAllIsWellIsNotClaimedWhileALineWaitsTooLong(t *testing.T) {
	f := signed(t)
	f.issue(t, queue.Issue{Theme: "business"})
	h := start(t, f, 120, 36)
	h.Wait("一切正常")
	f.wait(31 * time.Minute) // the hall has not looked yet
	h.Show(f)
	h.Wait("还没有提醒")
	h.WaitGone("一切正常")
	h.Press("3")
	h.Wait("还没有提醒")
}

func TestTheDaysNumbersAreExported(t *testing.T) {
	f := signed(t)
	h := start(t, f, 120, 36)
	h.Press("e")
	h.Wait("已写入 /home/m/onewindow-T-1-2026-11-25.csv")
	f.set(func(f *fakeHall) { f.exported = errors.New("disk full") })
	h.Press("e")
	h.Wait("没有导出：disk full")
	f.set(func(f *fakeHall) { f.exported = &wire.Error{Code: string(queue.CodeNoRight)} })
	h.Press("e")
	h.Wait("没有此权限")
	h.Send(wire.Link{Since: tuitest.StartTime})
	h.Press("e")
	h.Wait("操作没有发出")
	if f.exports != 3 {
		t.Errorf("%d exports", f.exports)
	}
}

// hold holds a key down for two seconds, as a keyboard repeats it: the clock moves
// between two presses.
func (d driver) hold(key string) {
	d.Ready()
	d.Advance(tui.HoldGuard) // the finger was lifted before
	d.HoldKey(key, 60)
}

func TestAHeldKeyActsOnce(t *testing.T) {
	f := signed(t)
	f.issue(t, queue.Issue{Theme: "business"})
	f.issue(t, queue.Issue{Theme: "construction"})
	f.wait(31 * time.Minute)
	f.watch(t)
	h := start(t, f, 120, 36)
	h.hold("k")
	h.Wait("已知悉")
	h.hold("f") // opens the list, and is none of its keys
	h.hold("1") // chooses the window, and does not confirm
	h.Wait("释放1号窗口？")
	h.hold("1")
	waitHall(h, f, "window 1 is free", func(s *queue.State) bool { return s.Window("1").State == queue.Closed })
	h.hold("i")
	h.hold("1") // chooses the line, and closes nothing
	h.Wait("停止取号")
	h.hold("1") // why?
	h.Wait("为什么停止商事登记取号")
	h.Ready()
	if got := f.sent(); !slices.Equal(got, []string{"hall.acknowledge", "hall.free"}) {
		t.Errorf("the hall got %q", got)
	}
}

func TestAScreenThatIsResizedAllTheTimeGoesOn(t *testing.T) {
	f := busy(t)
	h := start(t, f, 120, 36)
	for i := range 40 {
		h.Resize(41+i*3, 13+i)
		h.Press(string(rune('1' + i%8)))
	}
	h.Resize(120, 36)
	h.Press("1")
	h.Wait("业务队列")
}
