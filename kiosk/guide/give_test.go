package guide_test

import (
	"slices"
	"strings"
	"testing"

	"onewindow/queue"
	"onewindow/wire"
)

// last is the last request for a number.
func last(t *testing.T, f *fakeHall) wire.IssueRequest {
	t.Helper()
	rs := f.Requests()
	if len(rs) == 0 {
		t.Fatal("no number was asked for")
	}
	return rs[len(rs)-1]
}

// signedIn is a hall in the middle of its morning with 赵磊 at the desk.
func signedIn(t *testing.T) *fakeHall {
	t.Helper()
	f := busy(t)
	f.Command(t, queue.OpenDesk{Terminal: terminal, Clerk: "c6"})
	return f
}

func TestAnOrdinaryNumberTakesTwoKeysAndAPriorityNumberThree(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	h.Press("3", "enter")
	h.Wait("完成")
	if r := last(t, f); r.Theme != "general" || r.Class != "" || r.Language != queue.ZhHans {
		t.Errorf("asked for %+v", r)
	}
	h.Press("enter")
	h.Wait("取号：选业务")
	h.Press("1", "l", "enter")
	h.Wait("叫到时请出示优先证明")
	if r := last(t, f); r.Theme != "business" || r.Class != queue.Priority || r.Ground != queue.GroundElderly {
		t.Errorf("asked for %+v", r)
	}
}

func TestAPriorityNumberTakesFourTapsAtMost(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 78, 22)
	h.TapID("line construction", "ground pregnant", "issue")
	h.Wait("下一个就是")
	if r := last(t, f); r.Theme != "construction" || r.Ground != queue.GroundPregnant {
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
	if f.State("B001") != queue.Waiting {
		t.Errorf("B001 is %s", f.State("B001"))
	}
	h.TapID("row number A002")
	h.Wait("可以激活")
	h.TapID("return")
	h.Wait("A002号已激活")
	if f.State("A002") != queue.Waiting {
		t.Errorf("A002 is %s", f.State("A002"))
	}
}

func TestAMissedNumberCanBeLookedAtFirst(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 80, 24)
	h.Press("b", "t")
	h.Wait("看哪个号的经过")
	h.Press("2")
	h.Wait("A002的经过")
	if f.State("A002") != queue.Missed {
		t.Errorf("A002 is %s", f.State("A002"))
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
	r := last(t, f)
	if !slices.Equal(r.Items, []string{"C-1"}) || r.Theme != "" || r.Language != queue.En || r.ID != "" ||
		r.Agent == nil || *r.Agent != (wire.AgentRequest{Document: "授权委托书", ForID: "11010519491231002X"}) {
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
	if r := last(t, f); r.ID != "11010519491231002X" || r.Class != "" {
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
	if r := last(t, f); !slices.Equal(r.Items, []string{"A-1", "A-2"}) || r.Agent != nil {
		t.Errorf("asked for %+v", r)
	}
}
