package take_test

import (
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

func TestWhatIsKnownOfThePaperIsSaid(t *testing.T) {
	for state, text := range map[wire.PrintState]string{
		wire.Printing: "正在打印小票", wire.Printed: "请取走小票", wire.Unprinted: "小票没打出", wire.Unconfirmed: "小票可能没有打出",
	} {
		s := at(menu(9), "line/general")
		s.tell(wire.PrinterState{})
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
	s.tell(wire.PrinterState{Low: true})
	unseen(t, s, "暂时没有小票")
	s.tell(wire.PrinterState{Fault: wire.FaultPaperOut})
	see(t, s, "本机暂时没有小票，仍可取号")
	s.tap("line/general", "take")
	see(t, s, "您的号码", "小票没打出")
	s.tap("home")
	s.tell(wire.PrinterState{})
	unseen(t, s, "暂时没有小票")
}

func TestANumberThatIsPrintedLeavesSoonAndAnyOtherStays(t *testing.T) {
	h, _ := start(t, menu(9), 78, 22)
	h.Send(wire.PrinterState{})
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

// reasons are all for which there is no paper: faults of a printer, and those that
// only one paper has.
func reasons() []wire.PrinterFault {
	all := []wire.PrinterFault{"stopped"} // the terminal is ending
	for _, f := range queue.DeviceFaults {
		all = append(all, wire.PrinterFault(f))
	}
	for _, r := range []queue.PaperReason{queue.PaperRestarted, queue.PaperLate, queue.PaperFull} {
		all = append(all, wire.PrinterFault(r))
	}
	return all
}

func TestEveryReasonForNoPaperHasItsWordsAndSaysWhatToDo(t *testing.T) {
	seen := map[string]bool{}
	for _, why := range reasons() {
		if !words.Has("take.unprinted." + string(why)) {
			t.Errorf("%s has no words", why)
		}
		for lang, do := range map[string][2]string{
			"zh-Hans": {"请记下号码或拍照、扫码；补打到导办台", "请记下号码或拍照；补打到导办台"},
			"zh-Hant": {"請記下號碼或拍照、掃碼；補印到導辦台", "請記下號碼或拍照；補印到導辦台"},
			"en":      {"scan the number", "Note or photograph the number"},
		} {
			s := shown(wire.Unprinted, why)
			s.tap("lang/" + lang)
			text := words.T(words.Lang(lang), "take.unprinted."+string(why))
			seen[text] = true
			for _, size := range append(tuitest.Sizes, tuitest.Size{W: 40, H: 12}, tuitest.Size{W: 44, H: 15}) {
				p := tuitest.Picture(s, size.W, size.H)
				flat := strings.Join(strings.Fields(p), " ")
				want := do[1]
				if strings.Contains(p, "█▀▀▀▀▀█") { // the corner of a code
					want = do[0]
				}
				beside := want == do[0] && lang == "en" // its lines stand beside those of the code
				if lang != "en" && !strings.Contains(p, text) || !beside && !strings.Contains(flat, want) {
					t.Errorf("%s in %s at %v: the page does not say %q and %q:\n%s", why, lang, size, text, want, p)
				}
			}
		}
	}
	if n := len(reasons()); len(seen) != 3*n {
		t.Errorf("%d sentences for %d reasons in three languages", len(seen), n)
	}
	see(t, shown(wire.Unprinted, "of another world"), "小票没打出")
	s := with(at(menu(9), "line/general"), wire.PrinterState{Fault: wire.FaultCover})
	s.tap("take")
	see(t, s, "打印机盖没关好，小票没打出")
}

func TestAPaperOfWhichNothingIsHeardIsNotOnItsWayForEver(t *testing.T) {
	for _, heard := range []bool{false, true} {
		h, _ := start(t, menu(9), 78, 22)
		h.Send(wire.PrinterState{})
		h.TapLabel("综合服务")
		h.TapID("take")
		h.Wait("正在打印小票")
		if heard {
			h.Send(wire.Print{Number: "A012", State: wire.Printing})
		}
		h.Advance(24 * time.Second)
		h.Wait("正在打印小票")
		for range 4 { // the answer may have come after the clock's second, and a tick may be late
			h.Advance(time.Second)
		}
		h.Wait("小票可能没有打出")
		h.WaitFor("about a minute is left", func(s string) bool {
			return strings.Contains(s, "记住了 60") || strings.Contains(s, "记住了 59") || strings.Contains(s, "记住了 58") || strings.Contains(s, "记住了 57")
		})
		h.Advance(50 * time.Second)
		h.Wait("小票可能没有打出")
		for range 15 {
			h.Advance(time.Second)
		}
		h.Wait("请选择要办的业务")
	}
}

func TestALateWordOfThePrinterCounts(t *testing.T) {
	s := withPrinter(at(menu(9), "line/general"))
	s.tap("take")
	s.tell(tui.TickMsg{Now: tuitest.StartTime.Add(26 * time.Second)})
	see(t, s, "小票可能没有打出")
	s.tell(wire.Print{Number: "A012", State: wire.Printed})
	see(t, s, "请取走小票", "记住了 12")
}

func TestCallingStaffDoesNotLetAPaperBeginAnew(t *testing.T) {
	s := withPrinter(at(menu(9), "line/general"))
	s.tap("take")
	s.tell(tui.TickMsg{Now: tuitest.StartTime.Add(20 * time.Second)})
	s.tap("staff", "on")
	s.tell(tui.TickMsg{Now: tuitest.StartTime.Add(26 * time.Second)})
	see(t, s, "小票可能没有打出")
}

func TestAFaultThatComesBeforeThePaperBeginsLeavesAMinute(t *testing.T) {
	s := withPrinter(at(menu(9), "line/general"))
	s.tap("take")
	s.tell(tui.TickMsg{Now: tuitest.StartTime.Add(10 * time.Second)})
	s.tell(wire.PrinterState{Fault: wire.FaultGone})
	see(t, s, "打印机没接上", "记住了 60")
}

func TestThatThereIsNoPaperIsSaidBeforeTheNumberIsTaken(t *testing.T) {
	for _, m := range []wire.Menu{menu(9), menu(1)} {
		for _, f := range queue.DeviceFaults {
			s := with(at(m), wire.PrinterState{Fault: wire.PrinterFault(f)})
			see(t, s, "本机暂时没有小票，仍可取号")
			if len(m.Lines) > 1 {
				s.tap("line/general")
				see(t, s, "本机暂时没有小票，仍可取号", "  取号")
			}
		}
	}
	s := with(at(menu(9)), wire.PrinterState{Low: true})
	unseen(t, s, "小票")
	s.tap("line/general")
	unseen(t, s, "小票")
	s.tap("take")
	s.tell(wire.Print{Number: "A012", State: wire.Printed})
	see(t, s, "请取走小票")
}
