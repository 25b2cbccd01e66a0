package window_test

import (
	"image"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/kiosk/window"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

var _ tui.Screen = (*window.Screen)(nil)

// tap does what the event loop does with a tap and its command.
func tap(s *window.Screen, ids ...string) {
	for _, id := range ids {
		var cmd tea.Cmd
		if cmd = s.Tap(id); cmd != nil {
			s.Msg(cmd())
		}
	}
}

// morning is a hall at half past nine: somebody with every peculiarity is at
// the window, others wait, are on hold and were missed.
func morning(t testing.TB, state queue.WindowState) *fakeHall {
	f := newHall(t, state != queue.Closed)
	if state == queue.Closed {
		return f
	}
	held := f.issue(t, queue.Issue{Theme: "business"})
	f.do(t, queue.Call{Window: "2", Number: held})
	f.do(t, queue.Start{Window: "2"})
	f.do(t, queue.HoldTicket{Window: "2", Kind: queue.HoldStep, Until: f.now().Add(time.Hour)})
	missed := f.issue(t, queue.Issue{Theme: "business"})
	f.do(t, queue.Call{Window: "2", Number: missed})
	for range 2 {
		f.wait(20 * time.Second)
		f.do(t, queue.Recall{Window: "2"})
	}
	f.wait(20 * time.Second)
	f.do(t, queue.NoShow{Window: "2"})
	f.issue(t, queue.Issue{
		Items: []string{"A-1", "A-2", "B-1"}, Class: queue.Priority, Ground: queue.GroundPregnant, Language: queue.En, Citizen: queue.Citizen{Key: "y", Last4: "0021"},
		Agent: &queue.Agent{Document: "委托书", For: queue.Citizen{Key: "x", Last4: "123X"}},
	})
	for range 4 {
		f.wait(7 * time.Minute)
		f.issue(t, queue.Issue{Theme: "business"})
	}
	f.issue(t, queue.Issue{Theme: "construction"})
	switch state {
	case queue.Paused:
		f.do(t, queue.Pause{Window: "2", Reason: "meeting"})
	case queue.Calling, queue.WindowServing:
		f.do(t, queue.Next{Window: "2"})
		f.wait(8 * time.Second)
	}
	if state == queue.WindowServing {
		f.do(t, queue.Start{Window: "2"})
		f.wait(4 * time.Second)
	}
	return f
}

// pages are ways to every page and state of the screen. Before is what happens in
// the hall, after what the screen hears then.
var pages = []struct {
	name   string
	state  queue.WindowState
	before func(t testing.TB, f *fakeHall)
	after  func(s *window.Screen)
	taps   []string
	later  func(s *window.Screen)          // what it hears after the taps
	again  func(t testing.TB, f *fakeHall) // what then happens in the hall and is seen
}{
	{name: "signin", state: queue.Closed},
	{name: "signin_asked", state: queue.Closed, before: asks(queue.AskOpen)},
	{name: "signin_cut", state: queue.Closed, after: cuts},
	{name: "clerk", state: queue.Closed, taps: []string{"type"}},
	{name: "pin", state: queue.Closed, taps: []string{"clerk c2"}},
	{name: "pin_wrong", state: queue.Closed, before: refuses(&wire.Error{Code: wire.CodeWrongPIN}), taps: []string{"clerk c2", "1", "confirm"}},
	{name: "pin_locked", state: queue.Closed, before: refuses(&wire.Error{Code: wire.CodeWrongPIN, Until: ptr(tuitest.StartTime.Add(25 * time.Second))}), taps: []string{"clerk c2", "1", "confirm"}},
	{name: "taken", state: queue.Closed, before: refuses(&wire.Error{Code: string(queue.CodeClerkBusy), Params: map[string]string{"window": "1"}}), taps: []string{"clerk c2", "1", "confirm"}},
	{name: "idle", state: queue.Idle},
	{name: "idle_asked", state: queue.Idle, before: asks(queue.AskClose)},
	{name: "idle_cut", state: queue.Idle, after: cuts, taps: []string{"next"}},
	{name: "calling", state: queue.Calling},
	{name: "calling_last", state: queue.Calling, before: callsOut},
	{name: "calling_no_slip", state: queue.Calling, before: slip(queue.PaperUnprinted, "paper_out")},
	{name: "calling_voice", state: queue.Calling, before: hears, again: recalls},
	{name: "serving_no_slip", state: queue.WindowServing, before: slip(queue.PaperUnconfirmed, "silent")},
	{name: "serving_reprint", state: queue.WindowServing, before: slip(queue.PaperUnprinted, "cutter"), taps: []string{"reprint"}},
	{name: "idle_reprint", state: queue.Idle, taps: []string{"reprint"}},
	{name: "no_printer", state: queue.WindowServing, taps: []string{"reprint"}},
	{name: "answer", state: queue.Calling, taps: []string{"next"}},
	{name: "serving", state: queue.WindowServing, before: usual(600, 1200)},
	{name: "serving_long", state: queue.WindowServing, before: usual(2, 1200)},
	{name: "serving_red", state: queue.WindowServing, before: usual(1, 3)},
	{name: "serving_cut", state: queue.WindowServing, after: cuts},
	{name: "serving_helped", state: queue.WindowServing, before: calls(queue.HelpStaff)},
	{name: "serving_alarm", state: queue.WindowServing, before: calls(queue.HelpPanic)},
	{name: "stopped", state: queue.WindowServing, before: stops, taps: []string{"next"}},
	{name: "paused", state: queue.Paused},
	{name: "paused_asked", state: queue.Paused, before: asks(queue.AskOpen)},
	{name: "transfer", state: queue.WindowServing, taps: []string{"transfer"}},
	{name: "transfer_cut", state: queue.WindowServing, taps: []string{"transfer"}, later: cuts},
	{name: "colleagues", state: queue.WindowServing, taps: []string{"transfer", "clerk"}},
	{name: "hold", state: queue.WindowServing, taps: []string{"hold"}},
	{name: "minutes", state: queue.WindowServing, taps: []string{"hold", "step"}},
	{name: "held", state: queue.Idle, taps: []string{"hold"}},
	{name: "missed", state: queue.Idle, taps: []string{"return"}},
	{name: "call", state: queue.Idle, taps: []string{"call"}},
	{name: "pause", state: queue.WindowServing, taps: []string{"pause"}},
	{name: "cancel", state: queue.WindowServing, taps: []string{"cancel"}},
	{name: "papers", state: queue.WindowServing, taps: []string{"papers", "A003/A-1/0"}},
	{name: "finish", state: queue.WindowServing, taps: []string{"finish", "accepted"}},
	{name: "finish_open", state: queue.WindowServing, taps: []string{"finish", "accepted", "confirm"}},
	{name: "add", state: queue.WindowServing, taps: []string{"finish", "add"}},
	{name: "change", state: queue.WindowServing, taps: []string{"change"}},
	{name: "signout", state: queue.Idle, taps: []string{"signout"}},
	{name: "withdraw", state: queue.WindowServing, before: calls(queue.HelpStaff), taps: []string{"staff"}},
	{name: "help", state: queue.WindowServing, taps: []string{"help"}},
}

func ptr[T any](v T) *T { return &v }

func asks(what queue.AskKind) func(testing.TB, *fakeHall) {
	return func(t testing.TB, f *fakeHall) { f.do(t, queue.AskWindow{Window: "2", What: what, Theme: "general"}) }
}

func refuses(e *wire.Error) func(testing.TB, *fakeHall) {
	return func(_ testing.TB, f *fakeHall) { f.err = e }
}

func calls(kind queue.HelpKind) func(testing.TB, *fakeHall) {
	return func(t testing.TB, f *fakeHall) { f.do(t, queue.CallHelp{Kind: kind, Terminal: terminal, Window: "2"}) }
}

func usual(amber, red int) func(testing.TB, *fakeHall) {
	return func(_ testing.TB, f *fakeHall) { f.usual = [2]int{amber, red} }
}

// slip has a kiosk print the paper of who is at the window, which comes to that.
func slip(state queue.PaperState, reason queue.PaperReason) func(testing.TB, *fakeHall) {
	return func(t testing.TB, f *fakeHall) {
		number := f.view().Ticket.Number
		f.do(t, queuetest.Printer("kiosk-1", ""))
		f.do(t, queue.Reprint{Number: number})
		f.do(t, queue.ReportPaper{Number: number, Copy: 1, Terminal: "kiosk-1", State: state, Reason: reason})
	}
}

// hears has a voice speak the call of who is at the window.
func hears(t testing.TB, f *fakeHall) {
	f.do(t, queue.ReportDevices{Terminal: "caller-1", Role: "caller", Devices: []queue.Device{{ID: "voice", Kind: queue.DeviceVoice}}})
	v := f.view().Ticket
	f.do(t, queue.Announce{Number: v.Number, Window: "2", Times: v.Called})
}

func recalls(t testing.TB, f *fakeHall) {
	f.wait(25 * time.Second)
	f.do(t, queue.Recall{Window: "2"})
	f.wait(2 * time.Second)
}

func stops(t testing.TB, f *fakeHall) { f.do(t, queue.StopHall{Reason: "fire"}) }

func callsOut(t testing.TB, f *fakeHall) {
	for range 2 {
		f.wait(20 * time.Second)
		f.do(t, queue.Recall{Window: "2"})
	}
	f.wait(25 * time.Second)
}

func cuts(s *window.Screen) { s.Msg(wire.Link{Since: tuitest.StartTime.Add(-12 * time.Second)}) }

var langs = []queue.Lang{queue.ZhHans, queue.ZhHant, queue.En}

// open is the screen at a page, in a language.
func open(t testing.TB, i int, lang queue.Lang) *window.Screen {
	p := pages[i]
	f := morning(t, p.state)
	if p.before != nil {
		p.before(t, f)
	}
	s := newScreen(f, lang)
	if p.after != nil {
		p.after(s)
	}
	tap(s, p.taps...)
	if p.later != nil {
		p.later(s)
	}
	if p.again != nil {
		p.again(t, f)
		s.Msg(f.view())
	}
	return s
}

func TestEveryPageFitsEverySize(t *testing.T) {
	sizes := append([]tuitest.Size{{W: 40, H: 6}, {W: 60, H: 10}, {W: 60, H: 18}, {W: 60, H: 24}, {W: 80, H: 24}, {W: 99, H: 30}, {W: 120, H: 36}}, tuitest.Sizes...)
	for i, p := range pages {
		for _, lang := range langs {
			s := open(t, i, lang)
			t.Run(p.name+" "+string(lang), func(t *testing.T) { tuitest.CheckLayout(t, s, sizes, 6, 1) })
		}
	}
}

func TestNoWordOnAKeyIsCut(t *testing.T) {
	for i, p := range pages {
		for _, lang := range langs {
			s := open(t, i, lang)
			for _, size := range []tuitest.Size{{W: 40, H: 6}, {W: 60, H: 10}, {W: 80, H: 24}, {W: 100, H: 32}, {W: 120, H: 36}, {W: 160, H: 50}} {
				for _, target := range s.Layout(image.Rect(0, 0, size.W, size.H)) {
					key, _, _ := strings.Cut(target.Key, " ")
					if target.Look == tui.Quiet && key >= "1" && key <= "9" {
						continue // the row of a list, which may be broken
					}
					room := target.Rect.Dx() - 2
					if len(key) == 1 && key != target.Label {
						room -= 2
					}
					if w := tui.Width(target.Label); w > room && target.Rect.Dy() == 1 {
						t.Errorf("%s %s at %s: %q is %d cells wide, %d fit", p.name, lang, size, target.Label, w, room)
					}
				}
			}
		}
	}
}

func TestEveryTextCanBeReadInEveryTheme(t *testing.T) {
	for i, p := range pages {
		s := open(t, i, queue.ZhHans)
		t.Run(p.name, func(t *testing.T) {
			tuitest.CheckContrast(t, s, []tuitest.Size{{W: 40, H: 6}, {W: 100, H: 32}})
		})
	}
}

func TestAStormOfSizesAndAFingerThatSlipsDoNothing(t *testing.T) {
	f, number := called(t)
	h := start(t, f, 100, 32)
	h.ResizeStorm(100, 100, 32)
	h.Wait("第1次呼叫")
	h.Drag(10, 29, 60, 20, 1000)
	if got := f.sent(); len(got) != 0 {
		t.Errorf("the hall got %q", got)
	}
	h.TapID("start")
	waitState(h, f, number, queue.Serving)
}

func TestNothingIsCutInChineseOnAUsualScreen(t *testing.T) {
	for i, p := range pages {
		for _, lang := range langs[:2] {
			s := open(t, i, lang)
			for _, size := range []tuitest.Size{{W: 100, H: 32}, {W: 120, H: 36}, {W: 160, H: 50}} {
				if picture := tuitest.Picture(s, size.W, size.H); strings.Contains(picture, "..") {
					t.Errorf("%s %s at %s is cut:\n%s", p.name, lang, size, picture)
				}
			}
		}
	}
}

func TestPictures(t *testing.T) {
	for i, p := range pages {
		for _, lang := range langs {
			t.Run(p.name+" "+string(lang), func(t *testing.T) {
				s := open(t, i, lang)
				var b strings.Builder
				for _, size := range []tuitest.Size{{W: 100, H: 32}, {W: 80, H: 24}, {W: 40, H: 6}} {
					b.WriteString("== " + size.String() + "\n" + tuitest.Picture(s, size.W, size.H) + "\n")
				}
				tuitest.Golden(t, b.String())
			})
		}
	}
}

func TestEveryKeyIsBoundOnceAndEveryVerbExists(t *testing.T) {
	f := morning(t, queue.WindowServing)
	s := newScreen(f, queue.ZhHans)
	seen := map[string]bool{}
	for _, k := range s.GuardedKeys() {
		if seen[k] {
			t.Errorf("the key %s has two actions", k)
		}
		seen[k] = true
	}
	for _, k := range []string{"enter", "space", "*", "r", "+", "s", "-", "n", "/", "t", ".", "h", "f", "0", "p", "g", "c", "x", "b", "u", "backspace", "q"} {
		if !seen[k] {
			t.Errorf("the key %s has no action", k)
		}
	}
}

func TestAKeyWorksWhereItsButtonDoesNotFit(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 40, 6)
	h.Press("x")
	h.Wait("为什么取消" + number)
}

func TestTheKeyOfSigningOutNeverEndsTheProgram(t *testing.T) {
	for _, size := range []tuitest.Size{{W: 40, H: 6}, {W: 100, H: 32}} {
		f, _ := called(t)
		h := start(t, f, size.W, size.H)
		for _, opens := range []string{"enter", "f", "c", "/", "x"} {
			h.Press(opens, "q")
		}
		h.Press("q")
		h.Wait("请先办完")
	}
}

func TestHelpListsTheKeys(t *testing.T) {
	h := start(t, newHall(t, true), 100, 32)
	h.Press("?")
	s := h.Wait("办完当前号，呼叫下一位")
	if !strings.Contains(s, "撤销上一步") || strings.Contains(s, "撤销上一步（") {
		t.Errorf("the help is wrong about undo, of which there is none now:\n%s", s)
	}
	h.Press("enter")
	h.WaitGone("办完当前号")
}

func TestHelpSaysUntilWhenTheLastStepCanBeUndone(t *testing.T) {
	f, _ := serving(t)
	until := f.view().UndoUntil.In(time.FixedZone("", f.view().Day.UTCOffset*60)).Format(time.TimeOnly)
	h := start(t, f, 100, 32)
	h.Press("?")
	h.Wait("撤销上一步（到" + until + "）")
}

func TestEveryGroundOfPriorityIsShownInWordsAtEverySize(t *testing.T) {
	words := map[queue.Ground]string{queue.GroundElderly: "老人", queue.GroundDisabled: "残疾人", queue.GroundPregnant: "孕妇",
		queue.GroundSoldier: "军人、退役军人", queue.GroundInfant: "带婴幼儿"}
	for _, g := range queue.Grounds {
		f := newHall(t, true)
		f.issue(t, queue.Issue{Theme: "business", Class: queue.Priority, Ground: g})
		f.do(t, queue.Next{Window: "2"})
		f.do(t, queue.Start{Window: "2"})
		s := newScreen(f, queue.ZhHans)
		for _, size := range []tuitest.Size{{W: 100, H: 32}, {W: 80, H: 24}, {W: 44, H: 40}} {
			if p := tuitest.Picture(s, size.W, size.H); !strings.Contains(p, "优先："+words[g]+"，请核对证明") {
				t.Errorf("%s at %s is not shown:\n%s", g, size, p)
			}
		}
		if p := tuitest.Picture(s, 40, 6); !strings.Contains(p, "优先："+words[g]) {
			t.Errorf("%s is not shown on the strip:\n%s", g, p)
		}
	}
}
