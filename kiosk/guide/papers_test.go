package guide_test

import (
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

func TestTheOneNumberWithoutAPaperIsPrintedByOneKey(t *testing.T) {
	f := signedIn(t)
	f.Paper(t, "A005", queue.PaperUnprinted, "paper_out")
	h := start(t, f, 100, 32)
	h.Wait("没有小票 1")
	h.Wait("A005 没有纸 一号取号机")
	h.Wait("补打 A005")
	h.Press("p")
	h.Wait("A005号正在补打，从一号取号机出纸")
	h.Show()
	h.WaitGone("没有小票 1")
	f.Paper(t, "A005", queue.PaperPrinted, "")
	f.Wait(2 * time.Second)
	h.Advance(2 * time.Second)
	h.Wait("A005号小票已打好，请到一号取号机取")
}

func TestOfSeveralNumbersWithoutAPaperOneIsChosen(t *testing.T) {
	f := signedIn(t)
	f.Paper(t, "A004", queue.PaperUnprinted, "paper_out")
	f.Wait(time.Minute)
	f.Paper(t, "C001", queue.PaperUnconfirmed, "silent")
	h := start(t, f, 100, 32)
	h.Wait("没有小票 2")
	h.Press("p")
	h.Wait("补打哪个号的小票？")
	if done := f.Sent(); len(done) != 0 {
		t.Errorf("the hall got %q before one was chosen", done)
	}
	h.Press("1") // the newest stands first
	h.Wait("C001号正在补打")
	h.Wait("取号：选业务")
	f.Paper(t, "C001", queue.PaperUnprinted, "cover_open")
	f.Wait(2 * time.Second)
	h.Advance(2 * time.Second)
	h.Wait("C001号小票没有打出来：盖子开着。请看一号取号机的打印机，再补打")
	h.Show()
	h.Wait("C001 盖子开着 一号取号机")
}

func TestWhereNobodyLacksAPaperTheKeySaysSo(t *testing.T) {
	h := start(t, signedIn(t), 100, 32)
	h.Press("p")
	h.Wait("没有号码缺小票")
}

func TestAPrinterThatNeedsSomebodyIsSeenWithWhatToDoAndAcknowledgedLikeAnyAlert(t *testing.T) {
	f := signedIn(t)
	f.Hardware(t)
	f.Command(t, queue.WatchAlerts{})
	h := start(t, f, 120, 36)
	h.Wait("打印机：2台要处理")
	h.Wait("!! 二号取号机没有纸，请加纸")
	h.Wait("! 一号取号机纸快用完，备好新纸")
	s := h.Wait("条屏 3号窗口没有反应")
	if strings.Count(s, "二号取号机") != 2 { // its call for help is there too
		t.Errorf("the printer is told twice:\n%s", s)
	}
	h.Press("a")
	h.Wait("提醒：选一条，表示看到了")
	h.Press("1")
	h.Wait("已知悉：")
	f.Report(t, "kiosk-2", wire.RoleKiosk, queue.Device{ID: "printer", Kind: queue.DevicePrinter})
	h.Show()
	h.Wait("打印机：1台要处理")
}

func TestAPrinterOfASilentKioskIsLeftToTheAlertOfTheKiosk(t *testing.T) {
	f := signedIn(t)
	f.Hardware(t)
	f.Command(t, queue.WatchAlerts{Terminals: []queue.Silence{{Terminal: "kiosk-2", Name: "二号取号机", Role: "kiosk", For: 5 * time.Minute}}})
	s := newScreen(f, queue.ZhHans)
	if p := tuitest.Picture(s, 120, 36); !strings.Contains(p, "二号取号机没有应答") || strings.Contains(p, "请加纸") {
		t.Errorf("the screen is\n%s", p)
	}
}

func TestADeskWithoutAPrinterSaysThatThereIsNoPaperYet(t *testing.T) {
	h := start(t, signedIn(t), 100, 32)
	h.Press("3", "enter")
	h.Wait("这里没有打印机，按R从别的打印机打小票")
	h.Press("r")
	h.Wait("C004号正在补打，从一号取号机出纸")
	h.WaitGone("这里没有打印机")
}

func TestACitizenIsToldToListenWhereAVoiceCalls(t *testing.T) {
	f := signedIn(t)
	f.Hardware(t)
	h := start(t, f, 100, 32)
	h.Press("3", "enter")
	h.Wait("叫到时大屏会显示，也会语音叫号")
	f.Report(t, "caller-1", wire.RoleCaller, queue.Device{ID: "voice", Kind: queue.DeviceVoice, Fault: queue.FaultGone})
	h.Show()
	h.Wait("叫到时大屏会显示，过号")
}

func TestTheDesksOwnPrinterIsFollowedOnThePageOfTheNumber(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	h.Press("3", "enter")
	h.Wait("完成")
	for _, tt := range []struct {
		state wire.PrintState
		fault wire.PrinterFault
		says  string
	}{
		{wire.Printing, "", "小票正在打印"},
		{wire.Printed, "", "小票已打好"},
		{wire.Unprinted, wire.FaultPaperOut, "小票没有打出来：没有纸，按R补打"},
		{wire.Unconfirmed, "", "不知道小票打出来没有"},
	} {
		h.Send(wire.Print{Number: "C004", State: tt.state, Fault: tt.fault})
		h.Wait(tt.says)
	}
	h.Send(wire.Print{Number: "C009", State: wire.Unprinted})
	h.WaitGone("小票没有打出来")
}
