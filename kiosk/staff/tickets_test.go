package staff_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

var _ tui.Screen = (*desk)(nil)

// picture is the screen in letters.
func (d *desk) picture() string { return tuitest.Picture(d, 100, 32) }

func (d *desk) must(t *testing.T, says ...string) {
	t.Helper()
	p := d.picture()
	for _, s := range says {
		if !strings.Contains(p, s) {
			t.Fatalf("the screen does not say %q:\n%s", s, p)
		}
	}
}

func TestANumberIsLookedUpAndItsStoryTold(t *testing.T) {
	f := busy(t)
	d := newDesk(f, queue.ZhHans)
	d.tickets.LookUp()
	d.press("a", "9", "9", "9", "enter")
	if d.says() != "没有这个号码，请核对小票" || !d.Typing() {
		t.Fatalf("the line says %q", d.says())
	}
	d.press("backspace", "backspace", "backspace", "0", "0", "1", "enter")
	d.must(t, "取号：商事登记（个体工商户设立登记、公", "呼叫到1号窗口：取号最早", "到1号窗口开始办理", "正在1号窗口办理", "等候2分钟")
	d.press("esc")
	if d.Top() != nil {
		t.Error("back leads to the form and not home")
	}
	for number, want := range map[string]string{"A002": "第3次呼叫，2号窗口", "A003": "补材料，可到任一窗口", "A004": "优先：老人", "C001": "下一个就是"} {
		d.do(d.tickets.Show(number))
		d.must(t, want)
		d.press("esc")
	}
}

func TestTheStorySaysWhatWasToldOfTheWait(t *testing.T) {
	f := busy(t)
	number := f.Draw(t, queue.Issue{Theme: "general"})
	f.Command(t, queue.PromiseWait{Number: number, Promise: queue.Promise{At: f.Now(), Low: 650, Median: 1000, Likely: 1210, High: 1500}})
	d := newDesk(f, queue.ZhHans)
	d.do(d.tickets.Show(number))
	by := f.Now().Add(1210*time.Second + 5*time.Minute - 1).Truncate(5 * time.Minute)
	d.must(t, "告知：约10-25分钟，很可能"+by.In(time.FixedZone("", 8*3600)).Format("15:04")+"前叫到")
}

func TestACitizensNumbersAreFoundByTheIDNumber(t *testing.T) {
	f := busy(t)
	id, err := queue.ParseIDNumber("11010519491231002X", f.Hall.Now)
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(f, queue.ZhHans)
	look := func() {
		d.tickets.LookUp()
		d.press(strings.Split("11010519491231002x", "")...)
		d.press("enter")
	}
	look()
	if d.says() != "这个证件没有未办完的号" {
		t.Fatalf("the line says %q", d.says())
	}
	f.Hall.IssueAs(t, queue.Issue{Items: []string{"B-1"}, Citizen: id.Citizen([]byte("key"))})
	d.press("enter")
	d.must(t, "取号：工程建设")
	d.Home()
	f.Hall.IssueAs(t, queue.Issue{Items: []string{"C-1"}, Citizen: id.Citizen([]byte("key"))})
	look()
	d.must(t, "B001", "C002")
	d.press("2")
	d.must(t, "取号：综合服务")
	d.press("esc")
	d.must(t, "B001", "C002")
	d.Home()
	d.tickets.LookUp()
	d.press(strings.Split("110105194912310020", "")...)
	d.press("enter")
	if d.says() != "身份证号码不对，请检查" {
		t.Errorf("the line says %q", d.says())
	}
}

func TestADeskLooksFreelyAndActsOnlyForWhoIsSignedIn(t *testing.T) {
	f := busy(t)
	d := newDesk(f, queue.ZhHans)
	d.do(d.tickets.Show("A002"))
	d.must(t, "可以激活")
	d.press("b")
	d.must(t, "请选择您的姓名")
	if d.says() != "请先在本机登录" || f.State("A002") != queue.Missed {
		t.Fatalf("the line says %q, the number is %s", d.says(), f.State("A002"))
	}
	d.tap("clerk c2")
	d.press("9", "9", "9", "9", "enter")
	if d.says() != "密码不对，请重新输入" || f.State("A002") != queue.Missed {
		t.Fatalf("the line says %q", d.says())
	}
	d.press("1", "2", "3", "4", "enter")
	if f.State("A002") != queue.Waiting || d.says() != "A002号已激活，稍后会再叫到" {
		t.Fatalf("the number is %s, the line says %q", f.State("A002"), d.says())
	}
	if who, ok := d.session.Who(); !ok || who.Name != "李强" || d.session.May(queue.RightCancel, queue.RightManage) {
		t.Errorf("signed in is %+v, %v", who, ok)
	}
	d.must(t, "激活，回到队列")
	d.press("x", "1")
	if d.says() != "您没有此权限，请找值班长" || !f.State("A002").Live() {
		t.Errorf("the line says %q", d.says())
	}
	d.Home()
	d.do(d.session.SignOut())
	if _, ok := d.session.Who(); ok || d.says() != "李强已退出登录" {
		t.Errorf("signed in is %v, the line says %q", ok, d.says())
	}
	if want := []string{"ticket.return", "desk.signin", "desk.signin", "ticket.return", "ticket.cancel", "desk.signout"}; !slices.Equal(f.Done, want) {
		t.Errorf("the hall got %q, want %q", f.Done, want)
	}
}

func TestLeavingTheSignInDoesNothing(t *testing.T) {
	f := busy(t)
	d := newDesk(f, queue.ZhHans)
	d.do(d.tickets.Show("A005"))
	d.press("r")
	d.must(t, "请选择您的姓名")
	d.press("esc")
	d.must(t, "A005的经过")
	d.signIn("c1")
	d.must(t, "A005的经过", "王芳已登录")
	if want := []string{"ticket.reprint", "desk.signin"}; !slices.Equal(f.Done, want) {
		t.Errorf("the hall got %q, want %q", f.Done, want)
	}
}

func TestANumberIsPrintedAgainMovedChangedAndCancelled(t *testing.T) {
	f := busy(t)
	d := newDesk(f, queue.ZhHans)
	d.signIn("c1")
	d.do(d.tickets.Show("A005"))
	d.press("r")
	d.must(t, "要求补打小票，第1张", "A005号正在补打，从一号取号机出纸")
	d.press("m")
	d.must(t, "转到哪里？", "退回原队列", "3号窗口")
	d.press("c")
	d.must(t, "转给谁", "刘洋")
	d.press("esc")
	d.tap("window 4")
	d.must(t, "转到4号窗口", "A005号已转移")
	d.press("c")
	d.must(t, "改A005号的事项", "输入名称")
	d.press("g", "s", "b", "g")
	d.must(t, "公司变更登记", "1项")
	d.press("1", "enter")
	d.must(t, "更改事项：公司变更登记", "A005号的事项已更改")
	d.press("x")
	d.must(t, "为什么取消A005号？")
	d.press("4")
	d.must(t, "取消：取错业务", "已取消", "这个号已结束")
	tk := f.Hall.State.Ticket("A005")
	if tk.State != queue.Cancelled || tk.Copies != 1 || tk.Why != "wrong" || !slices.Equal(tk.Legs[0].Items, []string{"A-2"}) {
		t.Errorf("the ticket is %+v", tk)
	}
	d.press("w", "a", "0", "0", "4", "enter")
	d.must(t, "在前", "在后")
}

func TestWhatIsAlreadyAskedForIsChosenWhenItemsAreChanged(t *testing.T) {
	f := busy(t)
	d := newDesk(f, queue.ZhHans)
	d.signIn("c1")
	d.do(d.tickets.Show("A004"))
	d.press("c")
	d.must(t, "[x] 营业执照补领", "已选1项")
	d.press("1", "enter")
	if d.says() != "请先选择业务" {
		t.Fatalf("the line says %q", d.says())
	}
	d.press("down", "enter", "pgdown", "pgup", "c", "-", "1")
	d.must(t, "C-1", "1项")
	d.press("down", "enter", "enter")
	if got := f.Hall.State.Ticket("A004").Legs; len(got) != 2 {
		t.Errorf("the visit has the parts %+v", got)
	}
}

func TestAMissedNumberThatCannotComeBackIsExplained(t *testing.T) {
	f := busy(t)
	d := newDesk(f, queue.ZhHans)
	d.signIn("c1")
	do := func(c queue.Command) { f.Hall.Do(t, c) }
	do(queue.Return{Number: "A002"})
	do(queue.Finish{Window: "1"})
	do(queue.SignOut{Window: "1"})
	do(queue.SignIn{Window: "1", Clerk: "c1"})
	do(queue.Call{Window: "1", Number: "A002"})
	for range 2 {
		f.Hall.Wait(20 * time.Second)
		do(queue.Recall{Window: "1"})
	}
	f.Hall.Wait(20 * time.Second)
	do(queue.NoShow{Window: "1"})
	d.do(d.tickets.Return("A002", nil))
	if got := d.says(); !strings.Contains(got, "请重新取号") {
		t.Errorf("the line says %q", got)
	}
	d.do(d.tickets.Show("A002"))
	d.must(t, "再次过号，号码失效")
}

func TestTwoNumbersAreComparedAndEachLeadsToItsStory(t *testing.T) {
	f := busy(t)
	d := newDesk(f, queue.ZhHans)
	d.tickets.AskWhy("")
	d.press("a", "0", "0", "5", "enter", "a", "0", "0", "5", "enter")
	if d.says() != "请输入另一个号码" {
		t.Fatalf("the line says %q", d.says())
	}
	d.press("backspace", "4", "enter")
	d.must(t, "A004号排在A005号前面", "在前", "在后", "优先")
	d.press("2")
	d.must(t, "A005的经过")
	d.press("esc")
	d.must(t, "在前")
	d.press("esc")
	if d.Top() != nil {
		t.Error("back does not lead home")
	}
}

func TestAComparisonSaysWhichNumberThereIsNot(t *testing.T) {
	for _, first := range []string{"", "A005"} {
		d := newDesk(busy(t), queue.ZhHans)
		d.tickets.AskWhy(first)
		if first == "" {
			d.press("a", "0", "0", "4", "enter")
		}
		d.press("a", "9", "9", "9", "enter")
		if d.says() != "没有A999号，请核对小票" {
			t.Errorf("the line says %q", d.says())
		}
	}
}

func TestEveryReasonOfAnOrderHasItsSentenceInEveryLanguage(t *testing.T) {
	at := tuitest.StartTime
	for _, lang := range []queue.Lang{queue.ZhHans, queue.ZhHant, queue.En} {
		b := newBare(lang)
		seen := map[string]queue.OrderCode{}
		for _, code := range orderCodes(t) {
			full := b.Why(queue.Order{First: "A001", Second: "B002", Code: code, Minutes: 12, Slot: at, At: at, Window: "w3"})
			bare := b.Why(queue.Order{First: "A001", Second: "B002", Code: code})
			for _, s := range []string{full, bare} {
				if strings.Contains(s, "staff.") || !strings.Contains(s, "A001") && !strings.Contains(s, "B002") || strings.ContainsAny(s, "[]{}") {
					t.Errorf("%s in %s: %q", code, lang, s)
				}
			}
			if other, twice := seen[full]; twice {
				t.Errorf("%s: %s and %s say the same: %q", lang, code, other, full)
			}
			seen[full] = code
		}
		if got := b.Why(queue.Order{First: "A1", Second: "A2", Code: "unheard_of"}); !strings.Contains(got, "A1") {
			t.Errorf("an unknown code gives %q", got)
		}
	}
}

func TestAPageThatIsOpenIsRenewedByItself(t *testing.T) {
	f := busy(t)
	d := newDesk(f, queue.ZhHans)
	d.do(d.tickets.Show("A004"))
	d.must(t, "下一个就是")
	f.Hall.Do(t, queue.Next{Window: "1"})
	f.Hall.Wait(2 * time.Second)
	d.do(d.Msg(tui.TickMsg{Now: tuitest.StartTime}))
	d.must(t, "下一个就是")
	f.Hall.Wait(4 * time.Second)
	d.do(d.Msg(tui.TickMsg{Now: tuitest.StartTime}))
	d.must(t, "正在呼叫，请马上到1号窗口")
	f.Err = &wire.Error{Code: wire.CodeUnreachable}
	f.Hall.Wait(6 * time.Second)
	d.do(d.Msg(tui.TickMsg{Now: tuitest.StartTime}))
	if d.says() != "" {
		t.Errorf("a question that nobody asked says %q", d.says())
	}
}

func TestALostAnswerClosesEveryPage(t *testing.T) {
	f := busy(t)
	d := newDesk(f, queue.ZhHans)
	d.signIn("c1")
	d.do(d.tickets.Show("A005"))
	f.Lost = true
	d.press("x", "1")
	if d.Top() != nil || !strings.Contains(d.says(), "大厅没有应答") {
		t.Errorf("the line says %q", d.says())
	}
}

func TestANumberIsReadAsPeopleTypeIt(t *testing.T) {
	f := busy(t)
	d := newDesk(f, queue.ZhHans)
	for _, typed := range []string{"a005", " A 005", "Ａ００５", "ａ005"} {
		d.tickets.LookUp()
		for _, r := range typed {
			d.Key(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
		d.press("enter")
		d.must(t, "A005的经过")
		d.Home()
	}
}

func has(picture, text string) bool { return strings.Contains(picture, text) }
