package window_test

import (
	"image"
	"testing"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// BenchmarkDraw draws the busiest page on a large screen, as the shell does after
// each message.
func BenchmarkDraw(b *testing.B) {
	for _, bench := range []struct {
		name  string
		state queue.WindowState
		w, h  int
	}{
		{"serving 160x50", queue.WindowServing, 160, 50}, {"idle 160x50", queue.Idle, 160, 50}, {"calling 40x6", queue.Calling, 40, 6},
	} {
		b.Run(bench.name, func(b *testing.B) {
			s := newScreen(morning(b, bench.state), queue.ZhHans)
			area := image.Rect(0, 0, bench.w, bench.h)
			c := tui.NewCanvas(bench.w, bench.h, nil)
			b.ReportAllocs()
			for b.Loop() {
				c.Clear()
				s.Draw(c, s.Layout(area))
			}
		})
	}
}
