package guide_test

import (
	"image"
	"testing"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// BenchmarkDraw draws each page on a large screen, its layout included.
func BenchmarkDraw(b *testing.B) {
	for i, p := range pages {
		if p.text != "" {
			continue
		}
		s := at(b, i, queue.ZhHans)
		c := tui.NewCanvas(160, 50, nil)
		area := image.Rect(0, 0, 160, 50)
		b.Run(p.name, func(b *testing.B) {
			for b.Loop() {
				c.Clear()
				s.Draw(c, s.Layout(area))
			}
		})
	}
}
