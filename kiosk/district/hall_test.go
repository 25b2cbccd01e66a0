package district_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

func TestAHallIsShownAtOnceAndInDetailWhenTheCentreAnswers(t *testing.T) {
	s := at(t, queue.ZhHans)
	cmd := s.Tap("worst LG-00")
	see(t, s, "LG-00", "47分!!", "正在读取")
	unseen(t, s, "商事登记")
	s.run(cmd)
	see(t, s, "A 商事登记", "#  A010", "今日53个", "采用中心第12版", "没能采用第5版：内容不合格", "软件版本 1.4.0")
	unseen(t, s, "正在读取")
}

func TestAnAnswerForAHallThatWasLeftChangesNothing(t *testing.T) {
	s := at(t, queue.ZhHans)
	late := s.Tap("worst LG-00")
	s.tap("back")
	next := s.Tap("worst LG-BT")
	s.run(late)
	see(t, s, "坂田街道行政服务大厅", "正在读取")
	s.run(next)
	unseen(t, s, "正在读取", "商事登记")
}

func TestARefusedQuestionLeavesWhatIsKnown(t *testing.T) {
	s := at(t, queue.ZhHans, "worst LG-00")
	s.centre.refuse = errors.New("no answer")
	s.tell(tui.TimerMsg{Name: "hall"})
	see(t, s, "没有取到详细情况：没有回音", "A 商事登记")
	s.centre.refuse = &wire.Error{Code: "forbidden"}
	s.tell(tui.TimerMsg{Name: "hall"})
	see(t, s, "没有取到详细情况：")
	s.centre.refuse = nil
	s.tell(tui.TimerMsg{Name: "hall"})
	unseen(t, s, "没有取到详细情况")
}

func TestAnOpenHallIsAskedForAgainUnlessItWasOrTheCentreIsNotHeard(t *testing.T) {
	s := at(t, queue.ZhHans)
	first := s.Tap("worst LG-00")
	if cmd := s.Msg(tui.TimerMsg{Name: "hall"}); cmd != nil {
		t.Error("it is asked for while the answer is awaited")
	}
	s.run(first)
	s.tell(tui.TimerMsg{Name: "hall"})
	if n := len(s.centre.asked); n != 2 {
		t.Errorf("it was asked for %d times", n)
	}
	s.tell(wire.Link{Since: morning})
	s.tell(tui.TimerMsg{Name: "hall"})
	if n := len(s.centre.asked); n != 2 {
		t.Errorf("without a link it was asked for: %d times", n)
	}
	s.tell(wire.Link{Up: true, Since: morning})
	if n := len(s.centre.asked); n != 3 {
		t.Errorf("with the link again it was asked for %d times", n)
	}
	s.tap("back")
	if cmd := s.Msg(tui.TimerMsg{Name: "hall"}); cmd != nil {
		t.Error("a hall that was left is asked for")
	}
}

func TestAHallThatLeavesTheNetworkIsLeft(t *testing.T) {
	s := at(t, queue.ZhHans, "worst LG-00")
	d := network(t)
	d.Halls = d.Halls[1:]
	s.tell(d)
	unseen(t, s, "A 商事登记")
	see(t, s, "[1 总览]", "126")
}

func TestTheFiguresOfAnOpenHallFollowTheNetwork(t *testing.T) {
	s := at(t, queue.ZhHans, "worst LG-NW")
	d := network(t)
	rowOf(t, d, "LG-NW").Lines[0].Waiting = 77
	s.tell(d)
	see(t, s, "77")
}

func TestAHallThatIsAwaySaysOfWhenItsFiguresAre(t *testing.T) {
	s := at(t, queue.ZhHans, "worst LG-PH-03")
	see(t, s, "10:12起失联：没有回音", "以下是10:12的数字（12分钟前），不计入合计")
	s = at(t, queue.ZhHans, "worst LG-BJ-05")
	see(t, s, "11-24 17:24起失联", "17小时前")
	s = at(t, queue.ZhHans, "worst LG-LC-02")
	see(t, s, "中心拒收该厅数据：与中心的记录不同", "还有1287条记录没有传到中心")
	s = at(t, queue.ZhHans, "tab halls", "hall LG-P3")
	see(t, s, "该厅从未接入")
}

func TestNextAndPreviousGoThroughTheTable(t *testing.T) {
	s := at(t, queue.ZhHans, "tab halls", "sort code", "hall LG-BJ-05")
	s.tap("next")
	see(t, s, "LG-BJ-06")
	s.tap("previous", "previous")
	see(t, s, "LG-BJ-04")
	s.press(t, "right")
	see(t, s, "LG-BJ-05")
	s = at(t, queue.ZhHans, "tab halls", "sort code", "hall LG-00", "previous")
	see(t, s, "LG-YS-06") // the last one
	s = at(t, queue.ZhHans, "tab halls", "tree", "hall LG-00", "next")
	unseen(t, s, "合计")
}

func TestAllOfAHallIsReachedOnASmallScreen(t *testing.T) {
	s := at(t, queue.ZhHans, "worst LG-00").size(78, 22)
	all := ""
	for range 6 {
		all += tuitest.Picture(s, 78, 22)
		s.tap("further")
	}
	for _, want := range []string{"业务队列", "每半小时取号", "# 办理中", "41 #", "没有提醒", "软件版本", "事项目录"} {
		if want == "没有提醒" {
			continue
		}
		if !strings.Contains(all, want) {
			t.Errorf("%q is not reached:\n%s", want, all)
		}
	}
	s.press(t, "end")
	if p := tuitest.Picture(s, 78, 22); !strings.Contains(p, "事项目录") {
		t.Errorf("End does not lead to the end:\n%s", p)
	}
	s.press(t, "home")
	if p := tuitest.Picture(s, 78, 22); !strings.Contains(p, "龙岗区行政服务大厅") {
		t.Errorf("Home does not lead to the beginning:\n%s", p)
	}
	s.size(160, 50)
	if p := tuitest.Picture(s, 160, 50); !strings.Contains(p, "龙岗区行政服务大厅") || !strings.Contains(p, "事项目录") {
		t.Errorf("a large screen does not show all:\n%s", p)
	}
}

func TestTheCourseOfTheDayShowsBothDaysToOneScale(t *testing.T) {
	s := at(t, queue.ZhHans, "worst LG-00")
	see(t, s, "左今日，右上周同日（星期三）", "今日53个，上周同日全天199个", "9     10    11")
	s.centre.d.Halls = nil // the centre knows nothing of it
	s.tell(tui.TimerMsg{Name: "hall"})
}

func TestTheGravestAlertStandsFirstAndLeadsToItsHall(t *testing.T) {
	s := at(t, queue.ZhHans, "tab alerts")
	p := tuitest.Picture(s, 160, 50)
	order := []string{"有人按了报警", "大厅紧急停止", "中心拒收该厅数据", "失联12分钟", "有人等了47分钟", "有人等了21分钟", "2台设备故障", "没有采用中心发布的内容"}
	for i := 1; i < len(order); i++ {
		if a, b := strings.Index(p, order[i-1]), strings.Index(p, order[i]); a < 0 || b < a {
			t.Errorf("%q does not stand before %q:\n%s", order[i-1], order[i], p)
		}
	}
	see(t, s, "马上打电话，确认安保已到场")
	s.press(t, "down", "down")
	see(t, s, "请运维处理")
	s.press(t, "enter")
	s.tap("open")
	see(t, s, "LG-LC-02", "Esc 返回")
}

func TestEveryKindOfAlertHasWordsInEveryLanguage(t *testing.T) {
	kinds := []wire.HallAlertKind{wire.AlertHallAway, wire.AlertHallRefused, wire.AlertHallCopied, wire.AlertHallPanic, wire.AlertHallStopped,
		wire.AlertHallWait, wire.AlertHallUrgent, wire.AlertHallDevice, wire.AlertHallPart, wire.AlertHallMachine}
	for _, lang := range langs {
		for _, kind := range kinds {
			d := network(t)
			d.Alerts = []wire.HallAlert{{Hall: "LG-00", Kind: kind, Level: queue.Warning, Since: morning.Add(-time.Hour), Value: 3600}}
			s := at(t, lang, "tab alerts")
			s.tell(d)
			p := tuitest.Picture(s, 160, 50)
			if strings.Contains(p, "district.") || strings.Contains(p, string(kind)+" ") && lang != queue.En {
				t.Errorf("%s has no words in %s:\n%s", kind, lang, p)
			}
		}
	}
}

func TestACodeOrKindOfANewerCentreIsSaidAsItIs(t *testing.T) {
	d := network(t)
	d.Alerts = []wire.HallAlert{{Hall: "LG-00", Kind: "weather", Level: queue.Warning, Since: morning, Code: "storm"},
		{Hall: "gone", Kind: wire.AlertHallMachine, Level: queue.Critical, Since: morning, Code: "clock_jumped"},
		{Hall: "LG-00", Kind: wire.AlertHallMachine, Level: queue.Critical, Code: "something_new"}}
	s := at(t, queue.ZhHans, "tab alerts")
	s.tell(d)
	see(t, s, "weather storm", "主机告警：时钟跳变", "主机告警：something_new", "gone")
	s.tap("alert gone/machine/clock_jumped") // leads nowhere, and does no harm
	see(t, s, "[3 提醒(3)]")
}

func TestAHallsPageSaysHowItsPromisesAndItsAdviceStand(t *testing.T) {
	s := at(t, queue.ZhHans, "worst LG-00")
	unseen(t, s, "守住", "窗口建议")
	d := s.centre.d
	for i := range d.Halls {
		if h := &d.Halls[i]; h.Hall == "LG-00" {
			h.Advices, h.Accuracy = 2, &wire.Accuracy{Date: h.Day, Told: 127, Held: 81, Kept: 83}
		}
	}
	d.Rev++
	s.tell(d)
	see(t, s, "小票上的时间守住83%（已叫127个号），2条窗口建议待答复")
}
