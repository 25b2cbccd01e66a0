package take_test

import (
	"testing"

	"onewindow/queue"
	"onewindow/wire"
)

func TestItemsOfSeveralLinesBecomePartsInTheirOrder(t *testing.T) {
	s := at(menu(9), "line/general", "add", "item/MZ-001", "add", "key/7", "key/9", "item/SS-001")
	see(t, s, "分2处办理", "先到综合服务", "再到商事登记", "已选2项")
	s.tap("take")
	want(t, s.desk, wire.IssueRequest{Items: []string{"MZ-001", "SS-001"}, Language: queue.ZhHans})
}

func TestAnItemCanBeTakenOutOfTheBasket(t *testing.T) {
	s := at(menu(9), "search", "list", "item/MZ-001", "add", "list", "item/MZ-002", "basket")
	see(t, s, "已选2项")
	s.tap("drop/MZ-001")
	see(t, s, "已选1项")
	s.tap("ready")
	see(t, s, "从事生活垃圾")
	unseen(t, s, "敬老优待证申领")
	s.tap("basket", "drop/MZ-002")
	see(t, s, "综合服务", "取号") // the line stays chosen
	s.tap("take")
	want(t, s.desk, wire.IssueRequest{Theme: "general", Language: queue.ZhHans})
}

func TestGoingBackUndoesTheLastChoice(t *testing.T) {
	s := at(menu(9), "search", "list", "item/MZ-001", "add", "list", "item/MZ-002")
	see(t, s, "已选2项")
	s.tap("back", "back", "back")
	see(t, s, "已选1项", "敬老优待证申领")
	s.tap("back")
	see(t, s, "请选要办的事项")
}

func TestTheSameItemIsChosenOnce(t *testing.T) {
	s := at(menu(9), "search", "list", "item/MZ-001", "add", "list", "item/MZ-001")
	see(t, s, "已选1项")
}

func TestALineThatClosedMeanwhileIsSaidBeforeTheNumber(t *testing.T) {
	s := at(menu(9), "search", "list", "item/MZ-001")
	m := menu(9)
	m.Lines[2].Closed = refusal(queue.CodeFull, m.Lines[4].Closed.Until)
	s.tell(m)
	see(t, s, "综合服务：今日等候人数已满，请明天08:45再来")
	s.tap("take")
	see(t, s, "没有取到号")
	if n := len(s.desk.requests()); n != 0 {
		t.Errorf("%d numbers were asked for in a line that is closed", n)
	}
}

func TestAnAgentSaysForWhomAndWithWhatPaper(t *testing.T) {
	s := at(menu(9), "line/general", "idnumber", "agent", "paper/family")
	see(t, s, "请输入委托人的身份证号码")
	s.tap(typed(old)...)
	s.tap("confirm")
	see(t, s, "代办：家人，110105********002X")
	s.tap("take")
	got := s.desk.requests()
	if len(got) != 1 || got[0].Agent == nil || got[0].Agent.ForID != old || got[0].Agent.Document != "家人" {
		t.Errorf("the desk got %+v", got)
	}
	s = at(menu(9), "line/general", "idnumber", "agent", "paper/letter", "skip", "take")
	got = s.desk.requests()
	if len(got) != 1 || got[0].Agent == nil || got[0].Agent.ForID != "" || got[0].Agent.Document != "受委托" {
		t.Errorf("the desk got %+v", got)
	}
	s = at(menu(9), "line/general", "idnumber", "agent", "paper/letter", "skip", "idnumber", "agent", "paper/", "take")
	if got = s.desk.requests(); len(got) != 1 || got[0].Agent != nil {
		t.Errorf("the desk got %+v", got)
	}
}
