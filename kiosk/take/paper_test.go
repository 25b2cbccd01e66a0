package take_test

import (
	"testing"
	"time"

	"onewindow/wire"
)

func TestWhatIsKnownOfThePaperIsSaid(t *testing.T) {
	for state, text := range map[wire.PrintState]string{
		wire.Printing: "正在打印小票", wire.Printed: "请取走小票", wire.Unprinted: "小票没打出", wire.Unconfirmed: "小票可能没有打出",
	} {
		s := at(menu(9), "line/general")
		s.tell(wire.Paper{})
		s.tap("take")
		see(t, s, "正在打印小票")
		s.tell(wire.Print{Number: "A099", State: wire.Printed}) // another kiosk's
		see(t, s, "正在打印小票")
		s.tell(wire.Print{Number: "A012", State: state})
		see(t, s, text)
	}
	see(t, at(menu(9), "line/general", "take"), "没有小票，请记下号码或拍照、扫码")
}

func TestAPrinterWithAFaultGivesANumberAllTheSame(t *testing.T) {
	s := at(menu(9))
	s.tell(wire.Paper{Low: true})
	unseen(t, s, "暂时没有小票")
	s.tell(wire.Paper{Fault: wire.FaultPaperOut})
	see(t, s, "本机暂时没有小票，仍可取号")
	s.tap("line/general", "take")
	see(t, s, "您的号码", "小票没打出")
	s.tap("home")
	s.tell(wire.Paper{})
	unseen(t, s, "暂时没有小票")
}

func TestANumberThatIsPrintedLeavesSoonAndAnyOtherStays(t *testing.T) {
	h, _ := start(t, menu(9), 78, 22)
	h.Send(wire.Paper{})
	h.TapLabel("综合服务")
	h.TapID("take")
	h.Wait("正在打印小票")
	h.Send(wire.Print{Number: "A012", State: wire.Printed})
	h.Wait("请取走小票")
	h.Advance(11 * time.Second)
	h.Wait("请取走小票")
	h.Advance(time.Second)
	h.Wait("请选择要办的业务")

	h.TapLabel("综合服务")
	h.TapID("take")
	h.Wait("正在打印小票")
	h.Advance(30 * time.Second)
	h.Send(wire.Print{Number: "A013", State: wire.Unprinted})
	h.Wait("小票没打出")
	h.Advance(59 * time.Second)
	h.Wait("小票没打出")
	h.Advance(time.Second)
	h.Wait("请选择要办的业务")
}
