package tuitest

import (
	"testing"
)

func TestAResizeStormEndsWithTheWholeScreen(t *testing.T) {
	h := Start(t, &hello{}, 40, 12)
	h.ResizeStorm(300, 60, 20)
	h.WaitFor("the screen is drawn whole", func(s string) bool { return s == Picture(&hello{}, 60, 20) })
	h.TapLabel("你好")
	h.Wait("taps 1")
}

func TestAThousandMotionsOfADragActOnNothing(t *testing.T) {
	h := Start(t, &hello{}, 40, 12)
	h.Drag(20, 5, 2, 1, 1000)
	h.Drag(20, 5, 21, 5, 1000) // within the button: one tap
	h.Wait("taps 1")
}

func TestAHeldKeyArrivesEachTime(t *testing.T) {
	h := Start(t, &hello{}, 40, 12)
	h.HoldKey("enter", 7) // hello guards no key
	h.Wait("taps 7")
}
