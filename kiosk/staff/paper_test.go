package staff_test

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

// lose has a copy of a number's paper fail.
func (d *desk) lose(number string) {
	for _, c := range []queue.Command{queue.Reprint{Number: number}, queue.ReportPaper{Number: number, Copy: 1, Terminal: "kiosk-1", State: queue.PaperUnprinted, Reason: "paper_out"}} {
		if _, err := d.hall.Hall.Try(c); err != nil {
			panic(err)
		}
	}
}

// second lets a second pass at the desk.
func (d *desk) second() {
	d.hall.Wait(time.Second)
	d.do(d.Msg(tui.TickMsg{Now: tuitest.StartTime}))
}

func TestAReprintSaysWhereItComesOutAndThenWhatBecameOfIt(t *testing.T) {
	for _, tt := range []struct {
		state  queue.PaperState
		reason queue.PaperReason
		says   string
	}{
		{queue.PaperPrinted, "", "A005号小票已打好，请到一号取号机取"},
		{queue.PaperUnprinted, "paper_out", "A005号小票没有打出来：没有纸。请看一号取号机的打印机，再补打"},
		{queue.PaperUnconfirmed, queue.PaperRestarted, "不知道A005号小票打出来没有：打印机中途重启"},
	} {
		f := busy(t)
		d := newDesk(f, queue.ZhHans)
		d.signIn("c1")
		d.do(d.tickets.Reprint("A005", nil))
		if want := "A005号正在补打，从一号取号机出纸"; d.says() != want {
			t.Fatalf("the line says %q, want %q", d.says(), want)
		}
		d.second()
		if !strings.Contains(d.says(), "正在补打") {
			t.Errorf("before anything is known the line says %q", d.says())
		}
		f.Paper(t, "A005", tt.state, tt.reason)
		d.second()
		if !strings.HasPrefix(d.says(), tt.says) {
			t.Errorf("%s: the line says %q, want %q", tt.state, d.says(), tt.says)
		}
		n := len(f.Sent())
		for range 3 {
			d.second()
		}
		if len(f.Sent()) != n {
			t.Errorf("%s: the hall is asked on: %q", tt.state, f.Sent()[n:])
		}
	}
}

func TestWhatBecameOfAPaperTakesNoOtherSentenceAway(t *testing.T) {
	f := busy(t)
	d := newDesk(f, queue.ZhHans)
	d.signIn("c1")
	d.do(d.tickets.Reprint("A005", nil))
	d.do(d.tickets.Return("A002", nil))
	f.Paper(t, "A005", queue.PaperPrinted, "")
	d.second()
	if !strings.Contains(d.says(), "A002号已激活") {
		t.Errorf("the line says %q", d.says())
	}
}

func TestAPaperOfWhichNobodyEverTellsIsNotAskedForForEver(t *testing.T) {
	f := busy(t)
	d := newDesk(f, queue.ZhHans)
	d.signIn("c1")
	d.do(d.tickets.Reprint("A005", nil))
	for range 100 {
		d.second()
	}
	n := len(f.Sent())
	d.second()
	if len(f.Sent()) != n {
		t.Errorf("the hall is asked on after %d questions", n)
	}
}

func TestWithoutAPrinterThatWorksAReprintSaysSo(t *testing.T) {
	f := busy(t)
	f.Command(t, queue.ReportDevices{Terminal: "kiosk-1", Role: "kiosk", Devices: []queue.Device{{ID: "printer", Kind: queue.DevicePrinter, Fault: queue.FaultCover}}})
	d := newDesk(f, queue.ZhHans)
	d.signIn("c1")
	d.do(d.tickets.Reprint("A005", nil))
	if !strings.HasPrefix(d.says(), "没有可用的打印机，请抄下号码") {
		t.Errorf("the line says %q", d.says())
	}
}

func TestTheDesksOwnPrinterIsCalledThisDesk(t *testing.T) {
	f := busy(t)
	f.Report(t, terminal, wire.RoleGuide, queue.Device{ID: "printer", Kind: queue.DevicePrinter})
	f.Report(t, "kiosk-1", wire.RoleKiosk)
	d := newDesk(f, queue.ZhHans)
	d.signIn("c1")
	d.do(d.tickets.Reprint("A005", nil))
	if want := "A005号正在补打，从本机出纸"; d.says() != want {
		t.Errorf("the line says %q, want %q", d.says(), want)
	}
}

func TestThePageOfANumberTellsItsPaperAndItsStory(t *testing.T) {
	f := busy(t)
	f.Paper(t, "A005", queue.PaperUnprinted, "cutter")
	d := newDesk(f, queue.ZhHans)
	d.do(d.tickets.Show("A005"))
	d.must(t, "手上可能没有小票，请按R补打", "补打第1张：没有打出来：切", "要求补打小票，第1张", "小票没有打出来：切刀卡住，第1张补打")
	d.Home()
	d.signIn("c1")
	d.do(d.tickets.Show("A005"))
	d.press("r")
	d.must(t, "补打第2张：正在打印")
	f.Paper(t, "A005", queue.PaperPrinted, "")
	d.second() // and not five: somebody waits for it
	d.must(t, "补打第2张：已打印", "小票已打印，第2张补打")
	if strings.Contains(d.picture(), "手上可能没有小票") {
		t.Errorf("it is said to lack a paper:\n%s", d.picture())
	}
}

func TestTheStoryTellsWhenTheVoiceHasCalled(t *testing.T) {
	f := busy(t)
	f.Command(t, queue.Next{Window: "1"})
	number := f.Hall.State.Window("1").Ticket
	f.Command(t, queue.Announce{Number: number, Window: "1", Times: 1})
	d := newDesk(f, queue.ZhHans)
	d.do(d.tickets.Show(number))
	d.must(t, "语音已叫到1号窗口，第1次")
}

// kinds and faults of every device in every language; a fault that this build does not
// know has words too.
func TestEveryFaultOfEveryDeviceHasWordsAndARemedy(t *testing.T) {
	for _, lang := range langs {
		b := newBare(lang)
		for _, kind := range queue.DeviceKinds {
			if words := b.Device(kind, ""); strings.Contains(words, "staff.") {
				t.Errorf("%s has no words for %s", lang, kind)
			}
			for _, fault := range append(queue.DeviceFaults, "melted") {
				d := queue.Device{Kind: kind, Fault: fault}
				state, remedy := b.ConditionWords(d, true), b.Remedy(d, true)
				if state == "" || strings.Contains(state, "staff.") || remedy == "" || strings.Contains(remedy, "staff.") {
					t.Errorf("%s, %s %s: %q, %q", lang, kind, fault, state, remedy)
				}
				if b.ConditionWords(d, false) == state || b.Remedy(d, false) == remedy {
					t.Errorf("%s, %s %s: a terminal that is silent changes nothing", lang, kind, fault)
				}
			}
			if d := (queue.Device{Kind: kind}); b.Remedy(d, true) != "" || b.ConditionWords(d, true) == "" {
				t.Errorf("%s: a %s that works is told %q, %q", lang, kind, b.ConditionWords(d, true), b.Remedy(d, true))
			}
		}
		if r := b.Remedy(queue.Device{Kind: queue.DevicePrinter, Low: true}, true); r == "" {
			t.Errorf("%s: paper that is low has no remedy", lang)
		}
		for _, f := range queue.DeviceFaults { // a printer has them all
			if !words.Has("staff.remedy.printer." + string(f)) {
				t.Errorf("a printer's %s has no remedy of its own", f)
			}
		}
	}
}

func TestEveryReasonOfAPaperHasWords(t *testing.T) {
	for _, lang := range langs {
		b := newBare(lang)
		for _, r := range []queue.PaperReason{queue.PaperRestarted, queue.PaperLate, queue.PaperFull, "paper_out", "melted"} {
			for _, state := range []queue.PaperState{queue.PaperAsked, queue.PaperPrinted, queue.PaperUnprinted, queue.PaperUnconfirmed} {
				for _, p := range []wire.TicketPaper{{State: state}, {State: state, Reason: r, Printer: "k", Copy: 2}} {
					if s := b.Paper(p); s == "" || strings.Contains(s, "staff.") || strings.ContainsAny(s, "[]{}") {
						t.Errorf("%s, %+v: %q", lang, p, s)
					}
				}
			}
		}
	}
}

func TestAnAlertOfADeviceSaysWhereAndWhat(t *testing.T) {
	f := busy(t)
	f.Hardware(t)
	f.Command(t, queue.WatchAlerts{})
	d := newDesk(f, queue.ZhHans)
	said := map[string]bool{}
	for _, a := range f.View().Alerts {
		said[d.Alert(a)] = true
	}
	for _, want := range []string{"二号取号机：打印机没有纸", "一号取号机：打印机纸快用完", "叫号机：条屏 3号窗口没有反应"} {
		if !said[want] {
			t.Errorf("no alert says %q, but %v", want, said)
		}
	}
}
