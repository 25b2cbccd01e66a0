package take_test

import (
	"testing"

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
		s.Layout(rect(struct{ W, H int }{78, 22}))
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
