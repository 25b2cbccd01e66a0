package window_test

import (
	"image"
	"slices"
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

// keypad are the keys that a separate numeric keypad has.
var keypad = []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "/", "*", "-", "+", "enter"}

// pad presses keys of the keypad only.
func (d driver) pad(t *testing.T, keys ...string) {
	t.Helper()
	for _, k := range keys {
		if !slices.Contains(keypad, k) {
			t.Fatalf("a keypad has no %q", k)
		}
	}
	d.Press(keys...)
}

func TestAWholeDayIsWorkedOnTheKeypadAlone(t *testing.T) {
	for _, size := range []tuitest.Size{{W: 100, H: 32}, {W: 40, H: 6}} {
		f := newHall(t, false)
		a := f.issue(t, queue.Issue{Items: []string{"A-1", "A-2"}})
		b := f.issue(t, queue.Issue{Theme: "business"})
		c := f.issue(t, queue.Issue{Theme: "business"})
		d := f.issue(t, queue.Issue{Theme: "business"})
		e := f.issue(t, queue.Issue{Theme: "business"})
		h := start(t, f, size.W, size.H)
		step := func(number string, want queue.TicketState) {
			t.Helper()
			waitState(h, f, number, want)
			h.Show(f)
		}

		// Signing in, a wrong PIN first, and back with minus.
		h.Wait("请选择您的姓名")
		h.pad(t, "2", "-", "2", "1", "1", "1", "1", "enter")
		h.Wait("密码不对")
		h.pad(t, "1", "2", "3", "4", "enter")
		h.Wait("空闲")
		h.Show(f)

		// The first: papers, another item, outcomes with one added.
		h.pad(t, "enter", "+")
		step(a, queue.Serving)
		h.pad(t, "5", "1", "enter", "1", "+", "9", "1", "*", "+", "enter")
		step(a, queue.Done)

		// The second does not come.
		h.pad(t, "enter")
		step(b, queue.Called)
		for range 2 {
			f.wait(20 * time.Second)
			h.pad(t, "*")
			h.Show(f)
		}
		f.wait(20 * time.Second)
		h.pad(t, "-")
		step(b, queue.Missed)

		// Undone, done again, and brought back.
		h.pad(t, "3")
		step(b, queue.Called)
		h.pad(t, "-")
		step(b, queue.Missed)
		h.pad(t, "7", "1")
		step(b, queue.Waiting)

		// The third waits for another step, sixty minutes; the fourth goes elsewhere.
		h.pad(t, "enter", "+")
		step(c, queue.Serving)
		h.pad(t, ".", "3", "6", "1", "-", "0", "enter")
		step(c, queue.Held)
		h.pad(t, "enter", "+")
		step(d, queue.Serving)
		h.pad(t, "/", "2")
		step(d, queue.Waiting)

		// The pause, which Enter does not end, and the one that was held.
		h.pad(t, "0", "1")
		h.Wait("午休")
		h.Show(f)
		h.pad(t, "0")
		h.Wait("空闲")
		h.Show(f)
		h.pad(t, ".", "1")
		step(c, queue.Serving)
		h.pad(t, "0", "3", "enter")
		step(c, queue.Done)
		h.Wait("开会")
		h.pad(t, "0")
		h.Show(f)

		// One called by number, and cancelled.
		f.set(func(f *fakeHall) {
			f.hall.State.Clerk("c2").Rights = []queue.Right{queue.RightPick, queue.RightCancel}
		})
		h.Show(f)
		h.pad(t, "enter", "+")
		step(e, queue.Serving)
		h.pad(t, "8", "1")
		step(e, queue.Cancelled)

		// Help, and out.
		h.pad(t, "6")
		waitFor(h, "staff are called", func() bool { return f.help() != nil })
		h.Show(f)
		h.pad(t, "6", "1")
		waitFor(h, "the call is taken back", func() bool { return f.help() == nil })
		h.Show(f)
		h.pad(t, "4", "1")
		h.Wait("请选择您的姓名")
	}
}

func TestARequestThatTakesLongIsSaidToAndTheKeysAreOff(t *testing.T) {
	f := newHall(t, true)
	f.issue(t, queue.Issue{Theme: "business"})
	h := start(t, f, 100, 32)
	gate := make(chan struct{})
	f.set(func(f *fakeHall) { f.gate = gate })
	h.Press("enter")
	h.Wait("呼叫中，请稍候")
	h.Advance(3 * time.Second)
	h.Wait("大厅还没有应答。按键暂时无效，不会补发。")
	h.Harness.Press("enter", "+", "f", "0", "q", "8", "1")
	close(gate)
	h.Wait("第1次呼叫")
	if got := f.sent(); !slices.Equal(got, []string{"next"}) {
		t.Errorf("the hall got %q", got)
	}
}

func TestAfterALostLinkTheScreenShowsTheTruthAndDoesNothing(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 100, 32)
	h.Press("f")
	h.Wait("每项办理结果")
	h.Send(wire.Link{Since: tuitest.StartTime})
	h.Wait("按键暂时无效")
	h.Press("+", "+", "enter")
	h.Wait("操作没有发出")
	f.do(t, queue.Finish{Window: "2"})
	h.Send(wire.Link{Up: true, Since: tuitest.StartTime})
	h.Show(f)
	h.Wait(number + "号已不在本窗口")
	h.Wait("空闲")
	if got := f.sent(); len(got) != 0 {
		t.Errorf("the hall got %q", got)
	}
}

func TestThePaceOfAVisitIsSaidInWords(t *testing.T) {
	f, _ := serving(t)
	f.usual = [2]int{300, 900}
	for _, tc := range []struct {
		after time.Duration
		want  string
	}{{4 * time.Minute, "一般5分钟内"}, {2 * time.Minute, "比一般久"}, {10 * time.Minute, "很久"}} {
		f.wait(tc.after)
		s := newScreen(f, queue.ZhHans)
		for _, size := range []tuitest.Size{{W: 100, H: 32}, {W: 160, H: 50}, {W: 80, H: 24}} {
			if p := tuitest.Picture(s, size.W, size.H); !strings.Contains(p, tc.want) {
				t.Errorf("at %s the screen does not say %q:\n%s", size, tc.want, p)
			}
		}
	}
	if p := tuitest.Picture(newScreen(f, queue.ZhHans), 40, 6); !strings.Contains(p, "很久") {
		t.Errorf("the strip does not say that it lasts long:\n%s", p)
	}
}

func TestAPedalOfTwoKeysWorksTheWindow(t *testing.T) {
	f := newHall(t, true)
	a, b := f.issue(t, queue.Issue{Theme: "business"}), f.issue(t, queue.Issue{Theme: "business"})
	h := start(t, f, 100, 32)
	for _, number := range []string{a, b} {
		if number == a {
			h.Press("pgdown")
		}
		waitState(h, f, number, queue.Called)
		h.Show(f)
		h.Press("pgdown", "pgdown")
		h.Wait(number + "号来了吗？")
		h.Press("pgup")
		waitState(h, f, number, queue.Serving)
		h.Show(f)
		if number == a {
			h.Press("pgdown")
			h.Wait("办完" + a + "号，叫下一位吗？")
			h.Press("pgup")
			waitState(h, f, b, queue.Called)
			h.Show(f)
		}
	}
}

func TestAKeypadWithoutNumLockEndsNoVisit(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 40, 6)
	h.Press("pgdown")
	h.Wait("叫下一位吗？")
	h.Press("pgdown", "end", "down", "0")
	h.Wait("1")
	h.Press("pgdown", "esc")
	if got := f.sent(); len(got) != 0 || f.state(number) != queue.Serving {
		t.Errorf("the hall got %q, %s is %s", got, number, f.state(number))
	}
}

// holdDown presses a key as a keyboard does whose key is held, slower than the
// shell's guards, which therefore swallow nothing.
func holdDown(t *testing.T, s *window.Screen, name string) {
	k, err := tuitest.Key(name)
	if err != nil {
		t.Fatal(err)
	}
	for range 12 {
		var cmd tea.Cmd
		ts := s.Layout(image.Rect(0, 0, 100, 32))
		i := slices.IndexFunc(ts, func(t tui.Target) bool { return slices.Contains(t.Keys(), name) })
		if i >= 0 && !(s.Typing() && k.Text != "") {
			cmd = s.Tap(ts[i].ID)
		} else {
			cmd = s.Key(k)
		}
		for cmd != nil {
			cmd = s.Msg(cmd())
		}
	}
}

func TestAKeyHeldDownNeverPicksFromWhatItOpened(t *testing.T) {
	// What one press does, which the hall refuses to do again or which cannot do harm.
	one := []string{"next", "recall", "start", "noshow", "undo", "help staff", "resume", "reprint"}
	for _, state := range []queue.WindowState{queue.Idle, queue.Calling, queue.WindowServing, queue.Paused} {
		for _, key := range newScreen(morning(t, state), queue.ZhHans).GuardedKeys() {
			f := morning(t, queue.Idle)
			f.do(t, queuetest.Printer("kiosk-1", ""))
			for range 8 { // with those of the morning, a list that has the digit of its key
				number := f.issue(t, queue.Issue{Theme: "business"})
				f.do(t, queue.Call{Window: "2", Number: number})
				for range 2 {
					f.wait(20 * time.Second)
					f.do(t, queue.Recall{Window: "2"})
				}
				f.wait(20 * time.Second)
				f.do(t, queue.NoShow{Window: "2"})
			}
			switch state {
			case queue.Paused:
				f.do(t, queue.Pause{Window: "2", Reason: "meeting"})
			case queue.Calling, queue.WindowServing:
				f.do(t, queue.Next{Window: "2"})
			}
			if state == queue.WindowServing {
				f.do(t, queue.Start{Window: "2"})
			}
			holdDown(t, newScreen(f, queue.ZhHans), key)
			if n := strings.Count(strings.Join(f.sent(), " "), "reprint"); n > 1 {
				t.Errorf("%s held down while %s prints %d papers", key, state, n)
			}
			for _, verb := range f.sent() {
				if !slices.Contains(one, verb) {
					t.Errorf("%s held down while %s sent %q", key, state, f.sent())
					break
				}
			}
		}
	}
}

func TestAKeyHeldDownOpensAListAndTicksNothingInIt(t *testing.T) {
	for key, row := range map[string]string{"2": "[x] 公司变更登记", "5": "[x] ", "c": "[x] 公司变更登记"} {
		f := newHall(t, true)
		f.issue(t, queue.Issue{Items: []string{"A-1"}})
		f.do(t, queue.Next{Window: "2"})
		f.do(t, queue.Start{Window: "2"})
		h := start(t, f, 100, 32)
		h.Press(key)
		h.Wait("[ ] ")
		h.Advance(600 * time.Millisecond) // as long as keyboards wait before they repeat
		h.HoldKey(key, 21)
		h.Ready()
		if p := h.Text(); strings.Contains(p, row) {
			t.Errorf("%s held down ticked a row of what it opened:\n%s", key, p)
		}
	}
}

func TestTheMandateOfAnAgentIsShownInTheClerksLanguage(t *testing.T) {
	for said, want := range map[string]string{"mandate": "Power of attorney", "授权委托书": "Power of attorney", "村委会证明": "村委会证明", "none": "no letter of authority"} {
		f := newHall(t, true)
		f.issue(t, queue.Issue{Theme: "business", Agent: &queue.Agent{Document: said}})
		f.do(t, queue.Next{Window: "2"})
		f.do(t, queue.Start{Window: "2"})
		if p := tuitest.Picture(newScreen(f, queue.En), 100, 32); !strings.Contains(p, want) {
			t.Errorf("%q is not shown as %q:\n%s", said, want, p)
		}
	}
}
