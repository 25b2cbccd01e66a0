package take_test

import (
	"slices"
	"testing"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

func TestArrowsAndEnterReachEveryButton(t *testing.T) {
	h, d := start(t, menu(9), 78, 22)
	h.Press("right") // the first button
	h.Press("right", "right", "enter")
	h.Wait("这里可以办")
	h.Wait("综合服务")
	h.Press("down", "down", "down", "enter") // from the big button over the items to priority
	h.Wait("您属于哪一种")
	h.Press("tab", "tab", "enter")
	h.Wait("优先：残疾人")
	h.Press("enter") // without arrows Enter takes the number
	h.Wait("您的号码")
	want(t, d, wire.IssueRequest{Theme: "general", Class: queue.Priority, Language: queue.ZhHans})
}

func TestArrowsNeverActAndStayOnThePage(t *testing.T) {
	for name, s := range pages() {
		s.tell(tui.SizeMsg{W: 78, H: 22})
		if name == "more" { // any key answers the question for more time
			s.key("up")
		}
		before := s.Page()
		n := len(s.desk.requests())
		for _, k := range []string{"up", "down", "left", "right", "tab", "shift+tab"} {
			for range 12 {
				s.key(k)
			}
		}
		if s.Page() != before || len(s.desk.requests()) != n {
			t.Errorf("arrows left the page %q or asked for a number", name)
		}
	}
}

// A layout for another size, such as that of a test or a picture, changes nothing.
func TestArrowsWalkOnTheScreenThatIsShown(t *testing.T) {
	walk := func(disturb bool) []string {
		s := at(menu(9))
		s.tell(tui.SizeMsg{W: 78, H: 22})
		var way []string
		for _, k := range []string{"right", "right", "down", "right", "down", "left", "down"} {
			if disturb {
				s.Layout(rect(tuitest.Size{W: 44, H: 40}))
			}
			s.key(k)
			for _, tg := range s.Layout(rect(tuitest.Size{W: 78, H: 22})) {
				if slices.Contains(tg.Keys(), "enter") {
					way = append(way, tg.ID)
				}
			}
		}
		return way
	}
	plain, disturbed := walk(false), walk(true)
	if len(plain) < 7 || !slices.Equal(plain, disturbed) {
		t.Errorf("the arrows walk %v, and beside another layout %v", plain, disturbed)
	}
}
