package guide_test

import (
	"strings"
	"testing"

	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// otherHalls are those of the network that serve an item, the soonest first.
func otherHalls() []wire.HallWait {
	return []wire.HallWait{
		{Hall: "LG-NW", Name: text("南湾街道行政服务大厅", "南灣街道行政服務大廳", "Nanwan Street Hall"), Waiting: 4, Windows: 3, Estimate: queue.Estimate{Ahead: 4, Low: 6, Mean: 9, High: 12}},
		{Hall: "LG-LC-02", Name: text("新联社区党群服务中心", "新聯社區黨群服務中心", "Xinlian Community Hall"), Near: true, Windows: 2},
	}
}

// forAnyHall opens the slip for an item that any hall may serve.
var forAnyHall = []string{"item", "item C-1", "confirm"}

func TestAGuideReadsOutWhereItIsQuickest(t *testing.T) {
	f := busy(t)
	f.Elsewhere = otherHalls()
	s := newScreen(f, queue.ZhHans)
	tap(s, f, append(forAnyHall, "elsewhere")...)
	p := tuitest.Picture(s, 100, 32)
	for _, want := range []string{"其他大厅现在的情况", "南湾街道行政服务大厅", "等候4人", "新联社区党群服务中心", "同街道"} {
		if !strings.Contains(p, want) {
			t.Errorf("the list does not say %q:\n%s", want, p)
		}
	}
	tap(s, f, "LG-NW")
	if p := tuitest.Picture(s, 100, 32); !strings.Contains(p, "敬老优待证申领") || len(f.Asked) > 0 {
		t.Errorf("a row does not lead back to the slip:\n%s", p)
	}
}

func TestOtherHallsAreNotAskedAboutForWhatOnlyThisHallServes(t *testing.T) {
	f := busy(t)
	s := newScreen(f, queue.ZhHans)
	for _, taps := range [][]string{{"line general"}, {"item", "item A-1", "confirm"}, {"item", "item C-1", "item A-1", "confirm"}} {
		tap(s, f, taps...)
		if p := tuitest.Picture(s, 100, 32); strings.Contains(p, "哪里更快") {
			t.Errorf("after %v it is offered:\n%s", taps, p)
		}
		tap(s, f, "back", "back")
	}
}

func TestWhereOtherHallsCannotBeAskedTheSlipStaysAndSaysSo(t *testing.T) {
	for want, err := range map[string]error{
		"暂时查不到其他大厅的情况":  &wire.Error{Code: wire.CodeCentreAway},
		"现在没有其他大厅办这些事项": nil,
	} {
		f := busy(t)
		s := newScreen(f, queue.ZhHans)
		tap(s, f, forAnyHall...)
		f.Err = err
		tap(s, f, "elsewhere")
		if p := tuitest.Picture(s, 100, 32); !strings.Contains(p, want) || !strings.Contains(p, "敬老优待证申领") {
			t.Errorf("it does not say %q:\n%s", want, p)
		}
	}
}
