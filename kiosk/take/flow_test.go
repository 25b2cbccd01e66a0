package take_test

import (
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

func TestTwoTapsGiveANumber(t *testing.T) {
	h, d := start(t, menu(9), 78, 22)
	h.TapLabel("综合服务")
	h.TapID("take")
	h.Wait("您的号码")
	h.Wait("一层A区")
	h.Wait("前面还有4人，约10-15分")
	h.Wait("您很可能在09:30前被叫到")
	want(t, d, wire.IssueRequest{Theme: "general", Language: queue.ZhHans})
}

func TestOneTapGivesANumberInAHallWithOneLine(t *testing.T) {
	h, d := start(t, menu(1), 78, 22)
	h.Wait("等候4人，约10-15分")
	h.TapLabel("取号")
	h.Wait("您的号码")
	want(t, d, wire.IssueRequest{Theme: "general", Language: queue.ZhHans})
}

func TestTheKeypadReachesWhatTheFingerReaches(t *testing.T) {
	h, d := start(t, menu(9), 78, 22)
	h.Press("3")
	h.Wait("这里可以办")
	h.Press("2")
	h.Wait("第1页")
	h.Press("+")
	h.Wait("第2页")
	h.Press("-")
	h.Wait("第1页")
	h.Press("1")
	h.Wait("请带材料")
	h.Press("2")
	h.Wait("本大厅可办21项")
	h.PressNow("7") // QYSL: 企业设立登记
	h.PressNow("9")
	h.Press("7", "5")
	h.Wait("找到1项")
	h.Press("enter")
	h.Wait("请选要办的事项")
	h.Press("1")
	h.Wait("分2处办理")
	h.Press("5")
	h.Wait("已选2项")
	h.Press("2", "#")
	h.Wait("已选1项")
	h.Press("3")
	h.Wait("您属于哪一种")
	h.Press("4")
	h.Wait("优先：军人、退役军人")
	h.Wait("普通号：等候8人")
	h.Press("enter")
	h.Wait("您的号码")
	want(t, d, wire.IssueRequest{Items: []string{"MZ-001"}, Class: queue.Priority, Language: queue.ZhHans})
	steady(h)
	h.Press("#")
	h.Wait("请选择要办的业务")
	h.Press("0")
	h.Wait("工作人员马上就来")
	h.Press(".")
	h.Wait("请选择要办的业务")
	h.Press(".", "3")
	h.Wait("本机还不能预约")
	h.Press("1", "-")
	h.Wait("请输入号码")
}

func TestADoubleTapGivesOneNumber(t *testing.T) {
	h, d := start(t, menu(1), 78, 22)
	d.hold = make(chan struct{})
	h.TapID("take")
	h.Wait("请稍候")
	for range 3 {
		h.TapNow(39, 12)
		h.PressNow("enter")
		h.Press("1")
		h.Tap(39, 12)
	}
	if n := len(d.requests()); n != 1 {
		t.Errorf("%d numbers were asked for while the first was under way, want 1", n)
	}
	close(d.hold)
	h.Wait("您的号码")
	h.TapNow(39, 12) // the second half of a double tap lands on the new page
	h.Wait("您的号码")
	if n := len(d.requests()); n != 1 {
		t.Errorf("%d numbers were asked for, want 1", n)
	}
}

// steady lets the time pass in which keys do not leave a number.
func TestAHallOutOfReachIsSaidPlainlyAndNothingIsAskedAgain(t *testing.T) {
	h, d := start(t, menu(1), 78, 22)
	d.refuse = &wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "no"}}
	h.TapID("take")
	h.Wait("没有取到号")
	h.Wait("没有发出取号")
	h.Wait("到导办台取号")
	d.refuse = nil
	h.TapID("back")
	h.Wait("  取号")
	h.Send(wire.Link{Up: false})
	h.Wait("取号机暂时不能用")
	h.Send(wire.Link{Up: true})
	h.Wait("  取号")
	if n := len(d.requests()); n != 1 {
		t.Errorf("%d numbers were asked for, want only the one of the tap", n)
	}
}

func TestWithoutALinkNothingIsSent(t *testing.T) {
	h, d := start(t, menu(9), 78, 22)
	h.TapLabel("综合服务")
	h.Send(wire.Link{Up: false})
	h.Wait("连接中断")
	h.TapID("take")
	h.Wait("没有取到号")
	h.Wait("没有发出取号")
	if n := len(d.requests()); n != 0 {
		t.Errorf("%d numbers were asked for without a link", n)
	}
}

func TestARefusalSaysWhatToDo(t *testing.T) {
	until := time.Date(2026, 11, 25, 6, 0, 0, 0, time.UTC)
	for code, text := range map[queue.Code]string{
		queue.CodeFull:      "最晚14:00再来",
		queue.CodeQuotaDay:  "今日号已取完，请14:00再来",
		queue.CodeQuotaSlot: "当前时段号已取完，请14:00再来",
		queue.CodeTooLate:   "请14:00再来",
	} {
		t.Run(string(code), func(t *testing.T) {
			h, d := start(t, menu(9), 78, 22)
			d.refuse = &wire.Error{Code: string(code), Until: &until, Params: map[string]string{"theme": "general"}}
			h.TapLabel("综合服务")
			h.TapID("take")
			h.Wait("没有取到号")
			h.Wait(text)
			h.Wait("到导办台咨询")
			h.TapID("back")
			h.Wait("这里可以办")
		})
	}
}

func TestWhoHoldsANumberAlreadyCanSeeWhereItStands(t *testing.T) {
	h, d := start(t, menu(9), 78, 22)
	d.tickets = append(d.tickets, ticket(wire.IssueRequest{}, 12))
	d.refuse = &wire.Error{Code: string(queue.CodeSameItem), Params: map[string]string{"number": "A012"}}
	h.TapLabel("综合服务")
	h.TapID("take")
	h.Wait("您已取过同类业务的号：A012")
	d.refuse = nil
	h.TapID("held")
	h.Wait("等候中")
	h.Wait("前面还有4人")
}

func TestTheReasonOfAStopIsReadInTheCitizensLanguage(t *testing.T) {
	m := menu(9)
	for i := range m.Lines {
		m.Lines[i].Closed = refusal(queue.CodeHallStopped, time.Time{}, "reason", "fire")
	}
	h, _ := start(t, m, 78, 22)
	h.Wait("大厅暂停办理：消防警报")
	h.TapID("lang/en")
	h.Wait("The hall is stopped: fire alarm")
}

func TestALineThatNoWindowServesNamesNoMinutes(t *testing.T) {
	m := menu(9)
	m.Lines[2].Windows = 0
	h, _ := start(t, m, 78, 22)
	h.TapLabel("综合服务")
	h.Wait("等候8人，暂无窗口办理")
	h.TapID("take")
	h.Wait("前面还有4人，暂无窗口办理")
	drawn(h, 78, 22, "请记下号码")
	h.Inspect(func(s tui.Screen) {
		if p := tuitest.Picture(s, 78, 22); strings.Contains(p, "10-15分") || strings.Contains(p, "很可能在") {
			t.Errorf("the page tells how long it takes though no window is open:\n%s", p)
		}
	})
}

func TestALineWithoutAnybodySaysSo(t *testing.T) {
	m := menu(9)
	m.Lines[2].Waiting, m.Lines[2].Estimate = 0, queue.Estimate{Low: 0, High: 15}
	h, _ := start(t, m, 78, 22)
	h.TapLabel("综合服务")
	h.Wait("无人等候，约1-15分")
	h.TapID("lang/en")
	h.Wait("nobody waits, about 1-15 min")
}

func TestAClosedLineSaysWhyAndWhen(t *testing.T) {
	h, d := start(t, menu(9), 78, 22)
	h.Wait("暂时已满")
	h.TapLabel("户政")
	h.Wait("等候的人已排到闭厅，暂时不取号。最晚明天08:45再来")
	h.Wait("选别的业务")
	h.Press("1", "enter", "2")
	if n := len(d.requests()); n != 0 {
		t.Errorf("%d numbers were asked for in a closed line", n)
	}
	h.TapLabel("返回")
	h.Wait("请选择要办的业务")
}

func TestNobodyIsSentToAnotherServiceWhereNoneGivesNumbers(t *testing.T) {
	full := refusal(queue.CodeFull, time.Date(2026, 11, 26, 0, 45, 0, 0, time.UTC))
	for name, m := range map[string]wire.Menu{"one line": menu(1), "all are full": menu(3)} {
		t.Run(name, func(t *testing.T) {
			for i := range m.Lines {
				m.Lines[i].Closed = full
			}
			h, _ := start(t, m, 78, 22)
			if len(m.Lines) > 1 {
				h.TapLabel("综合服务")
			}
			h.Wait("最晚明天08:45再来")
			if text := h.Wait("到导办台咨询"); strings.Contains(text, "别的业务") {
				t.Errorf("another service is named:\n%s", text)
			}
		})
	}
}

func TestAHallThatGivesNoNumbersSaysWhyAndWhen(t *testing.T) {
	opens := time.Date(2026, 11, 25, 0, 45, 0, 0, time.UTC)
	for _, tc := range []struct {
		code  queue.Code
		until time.Time
		text  string
	}{
		{queue.CodeTooEarly, opens, "还没有开始取号，08:45开始"},
		{queue.CodeDayClosed, opens.Add(24 * time.Hour), "明天08:45开始取号"},
		{queue.CodeTooLate, opens.Add(48 * time.Hour), "请11月27日08:45再来"},
		{queue.CodeHallStopped, time.Time{}, "大厅暂停办理：消防演习"},
	} {
		t.Run(string(tc.code), func(t *testing.T) {
			m := menu(9)
			for i := range m.Lines {
				m.Lines[i].Closed = refusal(tc.code, tc.until, "reason", "消防演习")
			}
			h, _ := start(t, m, 78, 22)
			h.Wait(tc.text)
			h.TapID("find") // numbers already given still stand
			h.Wait("请输入号码")
			h.TapID("back")
			h.Wait(tc.text)
			h.Send(menu(9))
			h.Wait("请选择要办的业务")
		})
	}
}

func TestTheLanguageAndLargeTextAreOneTapAwayOnEveryPage(t *testing.T) {
	h, _ := start(t, menu(9), 78, 22)
	h.TapID("lang/en")
	h.Wait("Please choose a service")
	h.TapLabel("General services")
	h.Wait("Take a number")
	h.TapID("lang/zh-Hant")
	h.Wait("取號")
	h.TapID("large")
	h.TapID("take")
	h.Wait("您的號碼")
	h.Press("*")
	h.Wait("Your number")
	h.Press("*")
	h.Wait("您的号码")
}

func TestALineThatIsTakenAwayWhileChosenLeadsHome(t *testing.T) {
	h, _ := start(t, menu(9), 78, 22)
	h.TapLabel("公积金")
	h.Wait("约40-65分")
	h.Send(menu(3))
	h.Wait("请选择要办的业务")
}

func TestTheCatalogueIsAskedForAgainAfterAFailureAndNotWithoutNeed(t *testing.T) {
	d := &desk{fetchNo: &wire.Error{Code: wire.CodeUnreachable}}
	h := open(t, d, 78, 22)
	h.Send(wire.Link{Up: true})
	h.Send(menu(9))
	fetches := func() (n int) {
		h.Inspect(func(tui.Screen) { d.mu.Lock(); n = d.fetched; d.mu.Unlock() })
		return n
	}
	h.WaitFor("the catalogue was asked for", func(string) bool { return fetches() == 1 })
	d.mu.Lock()
	d.fetchNo = nil
	d.mu.Unlock()
	h.TapLabel("综合服务")
	h.Wait("等候8人")
	h.WaitFor("seconds later, the catalogue was asked for again", func(string) bool {
		if fetches() == 2 {
			return true
		}
		h.Advance(time.Second)
		return false
	})
	h.Wait("敬老优待证申领")
	h.Send(menu(9))
	h.Send(menu(9))
	if n := fetches(); n != 2 {
		t.Errorf("the catalogue was asked for %d times, want 2", n)
	}
}

func TestAResizeKeepsThePageAndWhatWasChosen(t *testing.T) {
	h, d := start(t, menu(9), 78, 22)
	h.TapLabel("综合服务")
	h.TapLabel("优先")
	h.TapLabel("孕妇")
	h.Resize(44, 40)
	drawn(h, 44, 40, "优先：孕妇")
	h.TapID("take")
	drawn(h, 44, 40, "您的号码")
	want(t, d, wire.IssueRequest{Theme: "general", Class: queue.Priority, Language: queue.ZhHans})
	h.Resize(100, 32)
	drawn(h, 100, 32, "您的号码")
}

// drawn waits until the screen would draw text. What a terminal that changes
// its size makes of it is another matter.
func drawn(h *tuitest.Harness, w, ht int, text string) {
	h.WaitFor("the screen draws "+text, func(string) (ok bool) {
		h.Inspect(func(s tui.Screen) { ok = strings.Contains(tuitest.Picture(s, w, ht), text) })
		return ok
	})
}

// pass lets seconds pass until the screen draws text, and then waits for it. How fast
// the terminal follows must not count: a minute would be over before it did.
func pass(h *tuitest.Harness, text string) {
	h.WaitFor("seconds later, the screen draws "+text, func(string) (ok bool) {
		h.Inspect(func(s tui.Screen) { ok = strings.Contains(tuitest.Picture(s, 78, 22), text) })
		if !ok {
			h.Advance(time.Second)
		}
		return ok
	})
	h.Wait(text)
}

// want checks that the desk got just this request.
func want(t *testing.T, d *desk, r wire.IssueRequest) {
	t.Helper()
	got := d.requests()
	if len(got) != 1 {
		t.Fatalf("the desk got %d requests, want 1", len(got))
	}
	g := got[0]
	if g.Theme != r.Theme || strings.Join(g.Items, ",") != strings.Join(r.Items, ",") || g.Class != r.Class || g.ID != r.ID || g.Language != r.Language {
		t.Errorf("the desk got %+v, want %+v", g, r)
	}
}

func TestOverLunchAndBeforeOpeningTheKioskSaysTheTimesThatStandOnPaper(t *testing.T) {
	for _, phase := range []queue.Phase{queue.PhaseIntake, queue.PhaseLunch} {
		m := menu(9)
		m.Day.Phase = phase
		m.Day.Hours[0].Open = 9*60 + 30
		for i := range m.Lines {
			m.Lines[i].Windows = 0 // everybody is away
		}
		s := at(m)
		see(t, s, "约35-60分", "09:30开始办理")
		s.tap("line/general", "take")
		for _, size := range []tuitest.Size{{W: 100, H: 32}, {W: 78, H: 22}, {W: 44, H: 40}} {
			p := tuitest.Picture(s, size.W, size.H)
			for _, want := range []string{"约10-15分", "您很可能在", "09:30开始办理"} {
				if !strings.Contains(p, want) {
					t.Errorf("%s, %v: the number's page lacks %q:\n%s", phase, size, want, p)
				}
			}
		}
	}
}
