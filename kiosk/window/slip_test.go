package window_test

import (
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestTheClerkIsToldThatTheCalledCitizenHasNoPaperAndPrintsItAgain(t *testing.T) {
	f, number := called(t)
	slip(queue.PaperUnprinted, "paper_out")(t, f)
	h := start(t, f, 100, 32)
	h.Wait("补打第1张：没有打出来：没有纸，一号取号")
	h.Wait("可能不知道号码，按E补打")
	h.Press("e")
	h.Wait(number + "号正在补打，从一号取号机出纸")
	h.Press("e")
	h.Wait(number + "号的小票正在打印，请等一下")
	f.do(t, queue.ReportPaper{Number: number, Copy: 2, Terminal: "kiosk-1", State: queue.PaperPrinted})
	h.Show(f)
	h.Wait("补打第2张：已打印")
	h.Wait(number + "号小票已打好，请到一号取号机取")
	f.wait(2 * time.Minute)
	h.Show(f)
	h.WaitGone("补打第2张")
	if got := strings.Join(f.sent(), " "); got != "reprint" {
		t.Errorf("the hall got %q", got)
	}
}

func TestAPaperThatIsWellIsNotSpokenOf(t *testing.T) {
	f, _ := called(t)
	f.do(t, queue.ReportDevices{Terminal: "kiosk-1", Role: "kiosk"})
	if p := tuitest.Picture(newScreen(f, queue.ZhHans), 100, 32); strings.Contains(p, "小票") {
		t.Errorf("the screen speaks of the paper:\n%s", p)
	}
}

func TestAnIdleWindowPrintsAnybodysPaper(t *testing.T) {
	f := newHall(t, true)
	f.do(t, queuetest.Printer("kiosk-2", ""))
	number := f.issue(t, queue.Issue{Theme: "business"})
	h := start(t, f, 100, 32)
	h.Press("e")
	h.Wait("补打哪个号的小票？")
	h.Press(strings.Split(strings.ToLower(number), "")...)
	h.Press("enter")
	h.Wait(number + "号正在补打，从二号取号机出纸")
	h.Press("e", "z", "9", "enter")
	h.Wait("没有这个号码")
}

func TestTheWindowsOwnPrinterIsCalledThisDesk(t *testing.T) {
	f, number := called(t)
	f.do(t, queue.ReportDevices{Terminal: terminal, Role: "guide", Devices: []queue.Device{{ID: "printer", Kind: queue.DevicePrinter}}})
	h := start(t, f, 100, 32)
	h.Press("e")
	h.Wait(number + "号正在补打，从本机出纸")
}

func TestWithoutAPrinterThatWorksTheClerkIsToldWhatToDo(t *testing.T) {
	f, _ := called(t)
	h := start(t, f, 100, 32)
	h.Press("e")
	h.Wait("没有可用的打印机，请抄下号码")
}

func TestWhileTheVoiceHasNotCalledYetTheClocksSaySo(t *testing.T) {
	f, _ := called(t)
	hears(t, f)
	s := newScreen(f, queue.ZhHans)
	if p := tuitest.Picture(s, 100, 32); strings.Contains(p, "等语音") {
		t.Errorf("the call was heard:\n%s", p)
	}
	f.wait(25 * time.Second)
	f.do(t, queue.Recall{Window: "2"})
	s.Msg(f.view())
	if p := tuitest.Picture(s, 100, 32); !strings.Contains(p, "等语音，30秒后可重呼") {
		t.Errorf("the call is not heard yet:\n%s", p)
	}
	f.wait(3 * time.Second)
	v := f.view().Ticket
	f.do(t, queue.Announce{Number: v.Number, Window: "2", Times: v.Called})
	s.Msg(f.view())
	if p := tuitest.Picture(s, 100, 32); strings.Contains(p, "等语音") || !strings.Contains(p, "20秒后可重呼") {
		t.Errorf("the call was heard:\n%s", p)
	}
}

func TestAVoiceThatSaysNothingIsWaitedForTenSecondsOnly(t *testing.T) {
	f, _ := called(t)
	hears(t, f)
	s := newScreen(f, queue.ZhHans)
	f.wait(25 * time.Second)
	f.do(t, queue.Recall{Window: "2"})
	f.wait(10 * time.Second)
	s.Msg(f.view())
	if p := tuitest.Picture(s, 100, 32); strings.Contains(p, "等语音") || !strings.Contains(p, "20秒后可重呼") {
		t.Errorf("the voice is waited for:\n%s", p)
	}
	// And not at all once the hall knows that it does not work.
	f.wait(25 * time.Second)
	f.do(t, queue.ReportDevices{Terminal: "caller-1", Role: "caller", Devices: []queue.Device{{ID: "voice", Kind: queue.DeviceVoice, Fault: queue.FaultGone}}})
	f.do(t, queue.Recall{Window: "2"})
	s.Msg(f.view())
	if p := tuitest.Picture(s, 100, 32); strings.Contains(p, "等语音") {
		t.Errorf("the voice is waited for:\n%s", p)
	}
}

func TestAnAnswerWithoutAPrinterSaysOnlyThatAPaperWasAskedFor(t *testing.T) {
	f, number := called(t)
	f.do(t, queuetest.Printer("kiosk-1", ""))
	f.set(func(f *fakeHall) { f.nameless = true })
	h := start(t, f, 100, 32)
	h.Press("e")
	h.Wait(number + "号已要求补打小票")
}
