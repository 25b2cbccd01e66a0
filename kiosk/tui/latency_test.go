package tui_test

import (
	"image"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
)

// twoPages is hallBoard with a page behind it.
type twoPages struct {
	hallBoard
	ticket bool
}

func (p *twoPages) Page() string {
	if p.ticket {
		return "ticket"
	}
	return "home"
}

func (p *twoPages) Layout(area image.Rectangle) []tui.Target {
	if p.ticket {
		return []tui.Target{{ID: "back", Rect: image.Rect(2, 4, 40, 8), Label: "返回"}}
	}
	return p.hallBoard.Layout(area)
}

func (p *twoPages) Draw(c *tui.Canvas, ts []tui.Target) {
	if !p.ticket {
		p.hallBoard.Draw(c, ts)
		return
	}
	c.Digits(image.Rect(0, 10, 160, 40), tui.Center|tui.Middle, tui.Accent, "A1087", 0)
	c.Text(image.Rect(0, 1, 160, 2), tui.Center, tui.Ink, "您的号码")
	for _, t := range ts {
		c.Button(t)
	}
}

func (p *twoPages) Tap(string) tea.Cmd {
	p.ticket = !p.ticket
	return nil
}

// BenchmarkTapToNewScreen measures, through the whole program in a virtual
// terminal of 160 by 50 cells, the time from the bytes of a tap to the new page
// on the screen; the median is reported. The terminal is looked at every 2 ms.
func BenchmarkTapToNewScreen(b *testing.B) {
	h := tuitest.Start(b, &twoPages{}, 160, 50)
	h.Wait("市民服务中心")
	pages := []string{"您的号码", "市民服务中心"}
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		h.RawTap(8, 6)
		h.Wait(pages[len(took)%2])
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/median")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms/p95")
}
