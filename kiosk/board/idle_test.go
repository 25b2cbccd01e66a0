package board_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// A row with Chinese is written whole whenever the screen changes at all, so the
// board must not change when nothing happens.
func TestABoardOnWhichNothingHappensWritesNothing(t *testing.T) {
	c := call("A001", "2", 0)
	c.State = queue.Serving
	h := start(t, state(c), 110, 30)
	h.Wait("请A001号")
	inTimeGone(h, "正在呼叫")
	h.Advance(time.Minute - h.Clock.Now().Sub(h.Clock.Now().Truncate(time.Minute)))
	h.Wait("09:06") // and not again for a minute
	h.WaitFor("the terminal has all that is drawn", func(screen string) bool { return screen == picture(h, 110, 30) })
	before := len(h.Raw())
	for range 20 { // seconds, and notices in turn
		h.Advance(time.Second)
		h.Send(wire.Sys{})
	}
	if after := len(h.Raw()); after != before {
		t.Errorf("the board wrote %d bytes in 20 seconds in which nothing happened", after-before)
	}
}
