package window_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/kiosk/window"
	"onewindow/queue"
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

// pages are ways to every page of the screen.
var pages = []struct {
	name  string
	state queue.WindowState
	taps  []string
}{
	{"signin", queue.Closed, nil},
	{"clerk", queue.Closed, []string{"type"}},
	{"pin", queue.Closed, []string{"clerk c2"}},
	{"idle", queue.Idle, nil},
	{"calling", queue.Calling, nil},
	{"answer", queue.Calling, []string{"next"}},
	{"serving", queue.WindowServing, nil},
	{"paused", queue.Paused, nil},
	{"transfer", queue.WindowServing, []string{"transfer"}},
	{"colleagues", queue.WindowServing, []string{"transfer", "clerk"}},
	{"hold", queue.WindowServing, []string{"hold"}},
	{"minutes", queue.WindowServing, []string{"hold", "step"}},
	{"held", queue.Idle, []string{"hold"}},
	{"missed", queue.Idle, []string{"return"}},
	{"call", queue.Idle, []string{"call"}},
	{"pause", queue.WindowServing, []string{"pause"}},
	{"cancel", queue.WindowServing, []string{"cancel"}},
	{"finish", queue.WindowServing, []string{"finish", "accepted"}},
	{"add", queue.WindowServing, []string{"finish", "add"}},
	{"change", queue.WindowServing, []string{"change"}},
}

var langs = []queue.Lang{queue.ZhHans, queue.ZhHant, queue.En}

func TestEveryPageFitsEverySize(t *testing.T) {
	sizes := append([]tuitest.Size{{W: 40, H: 6}, {W: 60, H: 18}, {W: 80, H: 24}, {W: 99, H: 30}, {W: 120, H: 36}}, tuitest.Sizes...)
	for _, p := range pages {
		f := morning(t, p.state)
		for _, lang := range langs {
			s := newScreen(f, lang)
			tap(s, p.taps...)
			t.Run(p.name+" "+string(lang), func(t *testing.T) { tuitest.CheckLayout(t, s, sizes, 6, 1) })
		}
	}
}

func TestPictures(t *testing.T) {
	for _, p := range pages {
		for _, size := range []tuitest.Size{{W: 100, H: 32}, {W: 80, H: 24}, {W: 40, H: 6}} {
			t.Run(p.name+" "+size.String(), func(t *testing.T) {
				s := newScreen(morning(t, p.state), queue.ZhHans)
				tap(s, p.taps...)
				tuitest.Golden(t, tuitest.Picture(s, size.W, size.H))
			})
		}
	}
	for _, lang := range langs[1:] {
		for _, state := range []queue.WindowState{queue.Calling, queue.WindowServing} {
			for _, size := range []tuitest.Size{{W: 100, H: 32}, {W: 40, H: 6}} {
				t.Run(string(state)+" "+size.String()+" "+string(lang), func(t *testing.T) {
					tuitest.Golden(t, tuitest.Picture(newScreen(morning(t, state), lang), size.W, size.H))
				})
			}
		}
	}
}

func TestThePictureOfALostLink(t *testing.T) {
	s := newScreen(morning(t, queue.WindowServing), queue.ZhHans)
	s.Msg(wire.Link{Since: tuitest.StartTime.Add(-12 * time.Second)})
	tap(s, "next")
	tuitest.Golden(t, tuitest.Picture(s, 100, 32))
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
	h.Wait("撤销上一步（到" + until + "为止）")
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
