package tuitest

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// ResizeStorm changes the size of the terminal n times, from one of Sizes to the
// next without waiting, as a window manager gone wild does, and ends at w by h.
func (h *Harness) ResizeStorm(n, w, ht int) {
	for i := range n {
		s := Sizes[i%len(Sizes)]
		h.mu.Lock()
		h.emu.Resize(s.W, s.H)
		h.mu.Unlock()
		h.prog.Send(tea.WindowSizeMsg{Width: s.W, Height: s.H})
	}
	h.Resize(w, ht)
}

// Drag puts a finger down at x, y, wipes over the screen in n motions, and lifts
// it at x2, y2.
func (h *Harness) Drag(x, y, x2, y2, n int) {
	h.t.Helper()
	h.Advance(tui.PageGuard)
	h.PressAt(x, y)
	for i := range n {
		h.prog.Send(tea.MouseMotionMsg{X: x + (x2-x)*i/max(1, n), Y: y + (y2-y)*i/max(1, n), Button: tea.MouseLeft})
	}
	h.ReleaseAt(x2, y2)
}

// HoldKey holds a key down: n presses, 33 ms of the clock apart, as a keyboard
// repeats them.
func (h *Harness) HoldKey(name string, n int) {
	h.t.Helper()
	for range n {
		h.PressNow(name)
		h.Advance(33 * time.Millisecond)
	}
}
