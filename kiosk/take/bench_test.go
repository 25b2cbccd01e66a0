package take_test

import (
	"testing"

	"onewindow/kiosk/tui"
)

// BenchmarkDraw is one layout and one drawing at 160x50; 1 ms is allowed.
func BenchmarkDraw(b *testing.B) {
	for _, name := range []string{"home", "item", "list", "search found", "id", "result"} {
		s := pages()[name]
		b.Run(name, func(b *testing.B) {
			c := tui.NewCanvas(160, 50, nil)
			b.ReportAllocs()
			for b.Loop() {
				s.Draw(c, s.Layout(c.Area()))
			}
		})
	}
}
