package take_test

import (
	"testing"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/wire"
)

// helping is a menu in which staff are on their way to kiosk k1.
func helping() wire.Menu {
	m := menu(9)
	m.Helping = []string{"k7", "k1"}
	return m
}

func TestStaffAreCalledOnceAndSaidToComeUntilTheyCame(t *testing.T) {
	s := at(menu(9), "line/general", "staff")
	see(t, s, "工作人员马上就来")
	s.tell(helping())
	s.tap("on", "staff", "on")
	if s.desk.helps != 1 {
		t.Errorf("staff were called %d times, want once", s.desk.helps)
	}
	see(t, s, "工作人员马上就来", "这里可以办") // in the title, on each page
	s.tell(menu(9))
	unseen(t, s, "工作人员马上就来")
}

func TestACallIsTakenBack(t *testing.T) {
	s := at(menu(9), "staff")
	s.tell(helping())
	s.tap("withdraw")
	unseen(t, s, "工作人员马上就来")
	if len(s.desk.gone) != 1 || s.desk.gone[0] != "h1" {
		t.Errorf("the calls %q were taken back", s.desk.gone)
	}
}

func TestACallOfBeforeTheStartIsTakenBackToo(t *testing.T) {
	s := at(helping(), "staff", "withdraw")
	if s.desk.helps != 1 || len(s.desk.gone) != 1 || s.desk.gone[0] != "h1" {
		t.Errorf("called %d times, took back %q", s.desk.helps, s.desk.gone)
	}
}

func TestACallThatFailsSaysWhereHelpIs(t *testing.T) {
	s := at(menu(9))
	s.desk.helpNo = &wire.Error{Code: wire.CodeUnreachable}
	s.tap("staff")
	see(t, s, "没有呼叫成功", "请到导办台找工作人员")
	s.desk.helpNo = nil
	s.tap("recall")
	see(t, s, "工作人员马上就来")
	cut := at(menu(9))
	cut.tell(wire.Link{})
	cut.tap("staff")
	see(t, cut, "没有呼叫成功", "请到导办台找工作人员")
	if cut.desk.helps != 0 {
		t.Error("staff were called without a link")
	}
}

func TestWhoWaitsForStaffIsNotAskedForMoreTime(t *testing.T) {
	s := at(helping(), "line/general")
	s.tell(tui.TickMsg{Now: tuitest.StartTime, Idle: 100 * time.Second})
	unseen(t, s, "需要更多时间吗")
	s.tell(tui.TickMsg{Now: tuitest.StartTime, Idle: 181 * time.Second})
	see(t, s, "需要更多时间吗")
}

func TestTheNextCitizenSeesACallQuietlyAndDoesNotCallAgain(t *testing.T) {
	s := at(menu(9), "staff")
	s.tell(helping())
	s.tap("on")
	s.tell(tui.TickMsg{Now: tuitest.StartTime.Add(time.Second)})
	s.tell(tui.TickMsg{Now: tuitest.StartTime.Add(time.Minute), Idle: 59 * time.Second})
	unseen(t, s, "工作人员马上就来")
	see(t, s, "龙岗区行政服务大厅", "工作人员会来")
	s.tell(helping()) // whatever the hall says again
	s.tap("line/general", "take", "home")
	unseen(t, s, "工作人员马上就来")
	s.tap("staff")
	see(t, s, "工作人员马上就来")
	if s.desk.helps != 1 {
		t.Errorf("staff were called %d times, want once", s.desk.helps)
	}
	s.tap("on")
	s.tell(menu(9)) // somebody came
	s.tap("staff", "on")
	if s.desk.helps != 2 {
		t.Errorf("after somebody came staff were called %d times, want twice", s.desk.helps)
	}
}
