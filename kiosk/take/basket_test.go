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
	see(t, s, "综合服务：等候的人已排到闭厅，暂时不取号")
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

func TestAPaperThatSeveralMattersNeedIsListedOnce(t *testing.T) {
	id, book := queue.Text{ZhHans: "居民身份证"}, queue.Text{ZhHans: "户口簿"}
	s := at(menu(9))
	s.desk.items = []queue.Item{
		{Code: "A-1", Name: queue.Text{ZhHans: "甲事项"}, Theme: "general", Materials: []queue.Material{{Name: book}, {Name: id, Required: true}}},
		{Code: "B-1", Name: queue.Text{ZhHans: "乙事项"}, Theme: "business", Materials: []queue.Material{{Name: id}, {Name: book, Required: true}}},
	}
	m := menu(9)
	m.Catalogue = "c2"
	s.tell(tui.TickMsg{Now: tuitest.StartTime.Add(time.Minute)})
	s.tell(m)
	s.tap("line/general", "add", "item/A-1", "add", "item/B-1")
	p := tuitest.Picture(s, 78, 22)
	for _, name := range []string{"居民身份证", "户口簿", "请带材料"} {
		if n := strings.Count(p, name); n != 1 {
			t.Errorf("%s is listed %d times:\n%s", name, n, p)
		}
	}
	if strings.Contains(p, "如有") || !strings.Contains(p, "甲事项") || !strings.Contains(p, "乙事项") {
		t.Errorf("both papers must be brought, for both matters:\n%s", p)
	}
}

func TestAWholeIDNumberLacksNothing(t *testing.T) {
	s := at(menu(9), "line/general", "idnumber")
	s.tap(typed("44030719900307001")...)
	see(t, s, "还差1位")
	s.tap("X")
	unseen(t, s, "还差")
}
