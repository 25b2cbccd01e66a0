package board_test

import (
	"image"
	"testing"
	"time"

	"onewindow/kiosk/board"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/wire"
)

// busy is a board in full swing, with a repeated call and twenty in the list.
func busy() *board.Screen {
	var calls []wire.Call
	for i, n := range []string{"F017", "A044", "A1005", "E029", "D038", "B024", "J013", "E028", "A043", "B023"} {
		c := call(n, "46", -time.Duration(i)*15*time.Second)
		c.Times = 1 + i%2
		calls = append(calls, c)
	}
	return at(board.Settings{}, state(calls...))
}

// BenchmarkDraw is one drawing of the board into cells; the shell asks for one
// after each message that changed something.
func BenchmarkDraw(b *testing.B) {
	for _, size := range []tuitest.Size{{W: 80, H: 24}, {W: 160, H: 50}, {W: 320, H: 88}} {
		b.Run(size.String(), func(b *testing.B) {
			s := busy()
			c := tui.NewCanvas(size.W, size.H, nil)
			area := image.Rect(0, 0, size.W, size.H)
			b.ReportAllocs()
			for b.Loop() {
				c.Clear()
				s.Draw(c, s.Layout(area))
			}
		})
	}
}
