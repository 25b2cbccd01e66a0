package manager_test

import (
	"image"
	"testing"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// BenchmarkALargeHall lays a hall of 59 windows out and draws it at 160x50, as
// every state of the hall makes the shell do.
func BenchmarkALargeHall(b *testing.B) {
	f := full(b)
	s := newScreen(f, queue.ZhHans)
	s.Msg(large(f))
	c := tui.NewCanvas(160, 50, nil)
	area := image.Rect(0, 0, 160, 50)
	for b.Loop() {
		c.Clear()
		s.Draw(c, s.Layout(area))
	}
}

// BenchmarkTheDevicesOfALargeHall is the same for the page of 46 devices.
func BenchmarkTheDevicesOfALargeHall(b *testing.B) {
	f := full(b)
	s := newScreen(f, queue.ZhHans)
	s.Msg(equipped(f))
	tap(s, "tab devices")
	c := tui.NewCanvas(160, 50, nil)
	area := image.Rect(0, 0, 160, 50)
	for b.Loop() {
		c.Clear()
		s.Draw(c, s.Layout(area))
	}
}
