package take_test

import (
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

func TestHomeShowsTheNoticesThatHold(t *testing.T) {
	for _, lines := range []int{9, 1} {
		m := menu(lines)
		m.Day.Notices = []wire.Notice{
			{ID: "1", Text: queue.Text{ZhHans: "三楼电梯\n维修"}},
			{ID: "2", Text: queue.Text{ZhHans: "下午三点消防演习"}},
			{ID: "3", Text: queue.Text{ZhHans: "昨天的通知"}, Until: tuitest.StartTime.Add(-time.Hour)},
		}
		h, _ := start(t, m, 78, 22)
		pass(h, "通知：三楼电梯 维修")
		pass(h, "通知：下午三点消防演习")
		pass(h, "通知：三楼电梯 维修")
		if strings.Contains(h.Text(), "昨天的通知") {
			t.Error("a notice that is over is shown")
		}
	}
}

func TestANoticeLeavesEveryLineOnThePage(t *testing.T) {
	for _, size := range []tuitest.Size{{W: 78, H: 22}, {W: 44, H: 40}} {
		m := menu(9)
		m.Day.Notices = []wire.Notice{{ID: "1", Text: queue.Text{ZhHans: "三楼电梯维修"}}}
		s := at(m)
		p := tuitest.Picture(s, size.W, size.H)
		for _, n := range names {
			if !strings.Contains(p, n.ZhHans) {
				t.Errorf("with a notice home at %v does not show %s:\n%s", size, n.ZhHans, p)
			}
		}
		tuitest.CheckLayout(t, s, []tuitest.Size{size}, 6, 3)
		tuitest.CheckLayout(t, s, []tuitest.Size{{W: 47, H: 15}, {W: 44, H: 15}}, 6, 2)
	}
}
