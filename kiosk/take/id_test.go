package take_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

const (
	young = "440307199003070017" // 36 years old
	old   = "11010519491231002X" // the example of GB 11643-1999, 76 years old
)

func TestAnIDNumberIsCheckedAndShownMasked(t *testing.T) {
	s := at(menu(9), "line/general", "idnumber")
	s.tap(typed(young[:17])...)
	s.tap("confirm")
	see(t, s, "身份证号码应为18位")
	s.tap("key/9", "confirm")
	see(t, s, "身份证号码不对，请检查", "440307 ******** 0019")
	s.tap("delete", "key/7")
	unseen(t, s, "不对")
	s.tap("confirm")
	see(t, s, "身份证：440307********0017", "  取号")
	unseen(t, s, "19900307")
	s.tap("take")
	want(t, s.desk, wire.IssueRequest{Theme: "general", ID: young, Language: queue.ZhHans})
	unseen(t, s, "0017")
}

func TestWhoIsOldEnoughIsOfferedPriority(t *testing.T) {
	for answer, class := range map[string]queue.Class{"yes": queue.Priority, "no": ""} {
		s := at(menu(9), "line/general", "idnumber")
		s.tap(typed(old)...)
		s.tap("confirm")
		see(t, s, "您已满65岁，可以优先")
		s.tap(answer)
		see(t, s, "您的号码")
		want(t, s.desk, wire.IssueRequest{Theme: "general", ID: old, Class: class, Language: queue.ZhHans})
	}
}

func TestAnIDNumberIsTypedOnTheKeypad(t *testing.T) {
	h, d := start(t, menu(9), 78, 22)
	h.Press("3", "4")
	h.Wait("请输入18位身份证号码")
	for _, r := range old[:17] {
		h.Advance(100 * time.Millisecond) // quickly, even the same digit twice
		h.PressNow(string(r))
	}
	h.Press("-", "2", "*", "enter")
	h.Wait("可以优先")
	h.Press("1")
	h.Wait("您的号码")
	want(t, d, wire.IssueRequest{Theme: "general", ID: old, Class: queue.Priority, Language: queue.ZhHans})
}

func TestTheLetterXIsOnlyTakenAsTheLast(t *testing.T) {
	s := at(menu(9), "line/general", "idnumber", "X", "key/1", "X")
	see(t, s, "1_____ ________ ____")
}

func TestNothingPersonalIsKept(t *testing.T) {
	for name, leave := range map[string][]string{
		"left while typing": {"back", "back"},
		"asked for help":    {"staff", "on", "back", "back"},
		"given up":          {"confirm", "back", "back"},
		"number given":      {"confirm", "no"},
		"at home":           {"confirm", "no", "home"},
	} {
		t.Run(name, func(t *testing.T) {
			s := at(menu(9), "line/general", "idnumber")
			s.tap(typed(old)...)
			s.tap(leave...)
			kept := fmt.Sprintf("%+v", *s.Screen)
			if strings.Contains(kept, old) || strings.Contains(kept, old[6:14]) {
				t.Errorf("the screen still holds the citizen's number: %s", kept)
			}
		})
	}
	s := at(menu(9), "line/general", "idnumber")
	s.tap(typed(old)...)
	s.tell(tui.TickMsg{Now: tuitest.StartTime, Idle: 41 * time.Second})
	s.tell(tui.TickMsg{Now: tuitest.StartTime.Add(21 * time.Second), Idle: 62 * time.Second})
	if kept := fmt.Sprintf("%+v", *s.Screen); strings.Contains(kept, old) {
		t.Errorf("the screen holds the number of a citizen who went away: %s", kept)
	}
}

func see(t *testing.T, s still, texts ...string) {
	t.Helper()
	p := tuitest.Picture(s, 78, 22)
	for _, text := range texts {
		if !strings.Contains(p, text) {
			t.Errorf("the screen does not show %q:\n%s", text, p)
		}
	}
}

func unseen(t *testing.T, s still, text string) {
	t.Helper()
	if p := tuitest.Picture(s, 78, 22); strings.Contains(p, text) {
		t.Errorf("the screen shows %q:\n%s", text, p)
	}
}
