package window_test

import (
	"testing"

	"onewindow/queue"
	"onewindow/wire"
)

func TestTheTaskBarSaysWhoIsAtTheWindowOrHowManyWait(t *testing.T) {
	f, _ := called(t)
	f.issue(t, queue.Issue{Theme: "business"})
	s := newScreen(f, queue.ZhHans)
	if got := s.WindowTitle(); got != "A001 呼叫中 2号窗口" {
		t.Errorf("while calling the title is %q", got)
	}
	f.do(t, queue.Start{Window: "2"})
	f.do(t, queue.Finish{Window: "2"})
	s = newScreen(f, queue.ZhHans)
	if got := s.WindowTitle(); got != "等候1人 2号窗口" {
		t.Errorf("while idle the title is %q", got)
	}
	s.Msg(wire.Link{})
	if got := s.WindowTitle(); got != "已断开 2号窗口" {
		t.Errorf("without the hall the title is %q", got)
	}
}
